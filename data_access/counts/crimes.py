"""Recorded crime of a neighbourhood, counted. Every view that shows a count asks here.

Anti-social behaviour (ASB) incidents stand among the categories, but are no crimes and never summed into
them; police.uk's "All crime" is both. Nothing is not nought: a month that has no count is <NA>, and a
published month in which a category has no record is 0.
"""

from dataclasses import replace
from datetime import date

import pandas as pd

from data_access.curated.categories import ASB, CATEGORIES
from data_access.curated.known_gaps import publishes_crime, sent_in_part
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import month_range
from data_access.statistics.counts_table import Counts
from data_access.store import places, street_crime
from data_access.store.cache import per_version

# A record or two, where a dozen are usual and nothing else shows that the force published the month, are
# those of a neighbouring force that lie across the line (a real fall so deep comes once in 2,000 months).
MOST_STRAY, LEAST_USUAL = 2, 12
# What is known of a month never asked for, because asking is no use.
OUTSIDE = MonthState(State.OUTSIDE)
NOT_PUBLISHED = MonthState(State.NOT_PUBLISHED)


def counts(place: NeighbourhoodRef, to: date | None = None) -> Counts:
    """The place's counts, from the first month known (held, or published by police.uk) to the newest, or to
    month `to`. No rows when nothing is known. Raises InvalidQuestion for an id that names no folder.
    """
    found = _counts(place)
    return found.between(None, to) if to else Counts(found.table.copy(deep=False), dict(found.states))


def records(place: NeighbourhoodRef, first: date, last: date, category: str | None = None) -> pd.DataFrame:
    """The records behind the counts of `first` to `last`, both included: of one category, or all crimes (ASB
    left out) when it is None. Columns as in crimes.parquet. Months without a count give none.
    """
    frame, states = street_crime.crimes(place).frame, counts(place).states
    months = [m for m in month_range(first, last) if m in states and states[m].counted]
    kind = frame["category"] != ASB if category is None else frame["category"] == category
    return frame[kind & frame["month"].isin(months)].reset_index(drop=True)


@per_version(500)
def _counts(place: NeighbourhoodRef) -> Counts:
    held, published = street_crime.crimes(place), places.published_months()
    ends = [*held.months, *published]
    months = month_range(min(ends), max(ends)) if ends else []
    proven = street_crime.months_of_force(place.force_id)
    usual = street_crime.usual_rows(held.months)
    known = {m: _known(place, m, held.months.get(m), published, usual, m in proven) for m in months}
    states = {m: state for m, state in known.items() if state}
    return Counts(_table(held.frame, months, states), states)


def _known(
    place: NeighbourhoodRef,
    month: date,
    as_read: MonthState | None,
    published: tuple[date, ...],
    usual: float,
    proven: bool,
) -> MonthState | None:
    """What is known today of a month that was `as_read` so: gaps, window and other places tell more."""
    if not publishes_crime(place.force_id, month):
        return replace(as_read, state=State.NOT_PUBLISHED) if as_read else NOT_PUBLISHED
    if as_read is None or as_read.state is State.FAILED:
        return OUTSIDE if published and month < published[0] else as_read
    if as_read.state is State.UNKNOWN_EMPTY and proven:
        as_read = replace(as_read, state=State.EMPTY)
    if as_read.usable and (found := sent_in_part(place.force_id, month)):
        return replace(as_read, state=State.INCOMPLETE, reason=found)
    if as_read.state is State.HELD and not proven and as_read.rows <= MOST_STRAY and usual >= LEAST_USUAL:
        return replace(as_read, state=State.UNKNOWN_EMPTY)
    return as_read


def _table(frame: pd.DataFrame, months: list[date], states: dict[date, MonthState]) -> pd.DataFrame:
    found = frame.groupby(["month", "category"]).size().unstack(fill_value=0)
    new_to_us = sorted(set(found.columns) - set(CATEGORIES))
    index = pd.Index(months, dtype=object, name="month")
    table = found.reindex(index=index, columns=[*CATEGORIES, *new_to_us], fill_value=0).astype("Int64")
    counted = [m in states and states[m].counted for m in months]
    return table.where(pd.Series(counted, index=index, dtype=bool), axis=0)
