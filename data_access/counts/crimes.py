"""Recorded crime of a neighbourhood, counted. Every view that shows a count asks here.

Anti-social behaviour (ASB) incidents stand among the categories, but are no crimes and never summed into
them; police.uk's "All crime" is both. Nothing is not nought: a month that has no count is <NA>, and a
published month in which a category has no record is 0.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached

from data_access.curated.categories import ASB, CATEGORIES
from data_access.curated.known_gaps import publishes_crime, sent_in_part
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import month_range, shift
from data_access.store import held_places, places

__all__ = ["ASB", "CATEGORIES", "Counts", "counts", "records"]

# What is known of a month never asked for, because asking is no use.
OUTSIDE = MonthState(State.OUTSIDE)
NOT_PUBLISHED = MonthState(State.NOT_PUBLISHED)


@dataclass(frozen=True)
class Counts:
    """Records a month and category. `table`: rows months (`date`, ascending, none left out), columns category
    slugs, values Int64, <NA> where the month has no count. `states`: what is known of each month; a month
    without one has not been asked for yet.
    """

    table: pd.DataFrame
    states: dict[date, MonthState]

    @property
    def crime(self) -> pd.Series:
        """Crimes a month, ASB left out."""
        return _row_sums(self.table.drop(columns=ASB))

    @property
    def asb(self) -> pd.Series:
        """ASB incidents a month."""
        return self.table[ASB]

    @property
    def all_crime(self) -> pd.Series:
        """What police.uk calls "All crime" a month: crimes and ASB incidents."""
        return _row_sums(self.table)

    @property
    def comparable(self) -> pd.DataFrame:
        """The table without months that were supplied in part: they are not to be compared."""
        whole = [m in self.states and self.states[m].usable for m in self.table.index]
        return self.table.where(pd.Series(whole, index=self.table.index, dtype=bool), axis=0)

    @property
    def newest(self) -> date | None:
        """The newest month that has a count; None when none has."""
        return max((m for m in self.table.index if m in self.states and self.states[m].counted), default=None)

    def of(self, month: date) -> pd.Series:
        """The month's counts by category, all <NA> for a month that is not here."""
        return self.table.reindex([month]).iloc[0]

    def last_year(self, month: date) -> pd.Series:
        """The counts of the same month a year before."""
        return self.of(shift(month, -12))

    def between(self, first: date | None, last: date | None) -> "Counts":
        """Only the months from `first` to `last`, both included; None leaves that end open."""
        table = self.table.loc[first:last]
        return Counts(table, {m: s for m, s in self.states.items() if m in table.index})


def counts(place: NeighbourhoodRef, to: date | None = None) -> Counts:
    """The place's counts, from the first month known (held, or published by police.uk) to the newest, or to
    month `to`. No rows when nothing is known. Raises InvalidQuestion for an id that names no folder.
    """
    found = _counts(place, held_places.place_folder(place), held_places.version(place))
    return found.between(None, to) if to else Counts(found.table.copy(deep=False), dict(found.states))


def records(place: NeighbourhoodRef, first: date, last: date, category: str | None = None) -> pd.DataFrame:
    """The records behind the counts of `first` to `last`, both included: of one category, or all crimes (ASB
    left out) when it is None. Columns as in crimes.parquet. Months without a count give none.
    """
    frame, states = held_places.crimes(place).frame, counts(place).states
    months = [m for m in month_range(first, last) if m in states and states[m].counted]
    kind = frame["category"] != ASB if category is None else frame["category"] == category
    return frame[kind & frame["month"].isin(months)].reset_index(drop=True)


@cached(LRUCache(maxsize=500), condition=Condition())
def _counts(place: NeighbourhoodRef, folder: Path, version: str) -> Counts:  # noqa: ARG001 - parts of the key
    held, published = held_places.crimes(place), places.published_months()
    ends = [*held.months, *published]
    months = month_range(min(ends), max(ends)) if ends else []
    proven = held_places.months_of_force(place.force_id)
    known = {m: _known(place, m, held.months.get(m), published, m in proven) for m in months}
    states = {m: state for m, state in known.items() if state}
    return Counts(_table(held.frame, months, states), states)


def _known(
    place: NeighbourhoodRef, month: date, read: MonthState | None, published: tuple[date, ...], proven: bool
) -> MonthState | None:
    """What is known today of a month that was `read` so: gaps, window and other places tell more."""
    if not publishes_crime(place.force_id, month):
        return replace(read, state=State.NOT_PUBLISHED) if read else NOT_PUBLISHED
    if read is None or read.state is State.FAILED:
        return OUTSIDE if published and month < published[0] else read
    if read.state is State.UNKNOWN_EMPTY and proven:
        read = replace(read, state=State.EMPTY)
    if read.usable and (found := sent_in_part(place.force_id, month)):
        return replace(read, state=State.INCOMPLETE, reason=found)
    return read


def _table(frame: pd.DataFrame, months: list[date], states: dict[date, MonthState]) -> pd.DataFrame:
    found = frame.groupby(["month", "category"]).size().unstack(fill_value=0)
    new_to_us = sorted(set(found.columns) - set(CATEGORIES))
    index = pd.Index(months, dtype=object, name="month")
    table = found.reindex(index=index, columns=[*CATEGORIES, *new_to_us], fill_value=0).astype("Int64")
    counted = [m in states and states[m].counted for m in months]
    return table.where(pd.Series(counted, index=index, dtype=bool), axis=0)


def _row_sums(table: pd.DataFrame) -> pd.Series:
    # A row is counted whole or not at all: without min_count a month without a count would sum to nought.
    return table.sum(axis=1, min_count=1).astype("Int64")
