"""Stop and search, counted: by month, and for whole calendar years by object, outcome and who was searched.

Of a neighbourhood only the months, the objects and the outcomes; age, law and ethnicity of a whole force.
Small numbers are hidden (`hiding`), and years are whole and never overlap: two tables that differ by a month
would give that month away. Searches of vehicles alone are counted apart and are in no table. Months are
police.uk's, which cuts them on local time. A force and its neighbourhoods cannot be taken from each other:
the force's stops without a place lie in none, and other forces' stops lie in some.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

import pandas as pd

from data_access.curated import stop_search_terms
from data_access.curated.stop_search_terms import NOT_RECORDED, OTHER
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import month_range
from data_access.statistics.disclosure_control import THRESHOLD, hide_small_counts, hide_small_in_turn
from data_access.store import places
from data_access.store import stops as stops_store
from data_access.store.cache import per_file
from data_access.store.monthly_parquet import HeldMonths
from data_access.store.stops import FILE, Whose

OBJECT, OUTCOME = "object_of_search", "outcome"
WORDS = {
    OBJECT: stop_search_terms.OBJECTS,
    OUTCOME: stop_search_terms.OUTCOMES,
    "age_range": stop_search_terms.AGES,
    "legislation": stop_search_terms.LEGISLATION,
    "officer_defined_ethnicity": stop_search_terms.OFFICER_DEFINED,
    "self_defined_ethnicity": stop_search_terms.SELF_DEFINED,
}
# Of fewer searches nearly every number would be hidden, and their sum would tell what is.
LEAST_A_YEAR = 40


@dataclass(frozen=True)
class Published:
    """For which months police.uk holds stop and search of a force, by its list as `checked` (UTC), and for
    which not. A force may only be late with the newest month.
    """

    months: tuple[date, ...]
    missing: tuple[date, ...]
    checked: datetime


@dataclass(frozen=True)
class Year:
    """Searches of persons in a calendar year, of which `months` were published. `tables`: by column of
    `stops.parquet`, police.uk's words with "Anything else", "Not recorded" and "total"; <NA> where hidden.
    `vehicles`: searches of vehicles alone; None: fewer than ten.
    """

    year: int
    months: int
    searches: int
    vehicles: int | None
    tables: dict[str, "pd.Series[int]"]


@dataclass(frozen=True)
class NoYear:
    """Why no calendar year is told. `unread`: months still to be read; `unknown`: those answered
    with nothing. Neither: no year is held whole (`no_whole_year`), or there were too few searches in any.
    """

    unread: tuple[date, ...]
    unknown: tuple[date, ...]
    no_whole_year: bool


def published(force_id: str) -> Published | None:
    """What the list of months says of the force; None when it is not held."""
    held = places.published()
    if held is None or not held.value:
        return None
    months = sorted(held.value)
    there = [m for m in months if force_id in held.value[m]]
    missing = [m for m in months if force_id not in held.value[m]]
    return Published(tuple(there), tuple(missing), held.fetched_at)


def by_month(whose: Whose, to: date | None = None) -> pd.DataFrame:
    """Searches of persons a month: index `month` (ascending, those known, to month `to`); `state` (a
    MonthState; None: not read yet), `searches` (Int64, <NA> where hidden or without a count), `hidden`.
    """
    held = _stops(whose)
    known = [*held.months, *places.published_months()]
    months = [m for m in (month_range(min(known), max(known)) if known else []) if to is None or m <= to]
    shown = _in_turn(held, months)
    table = pd.DataFrame(
        {"state": [held.months.get(m) for m in months]}, index=pd.Index(months, name="month")
    )
    table["searches"] = pd.array([shown.get(m, pd.NA) for m in months], dtype="Int64")
    table["hidden"] = table.index.isin(list(shown)) & table["searches"].isna()
    return table


def years(whose: Whose) -> list[int]:
    """The calendar years that are told, the newest first: of which all has been read that was published, with
    so many searches of persons that their lists tell something.
    """
    held = _stops(whose)
    found = {month.year for month in held.months}
    return sorted((y for y in found if _whole(held, y)), reverse=True)


def year(whose: Whose, number: int) -> Year | None:
    """One of `years`; None for any other."""
    if number not in years(whose):
        return None
    counted = tuple(m for m, state in _stops(whose).months.items() if m.year == number and state.counted)
    return _year(stops_store.folder(whose) / FILE, whose, number, counted)


def why_no_year(whose: Whose) -> NoYear:
    """The reason, where `years` has none."""
    months = _stops(whose).months
    read = [m for m, state in months.items() if state.counted or state.state is State.NOT_PUBLISHED]
    unknown = unknown_months(whose)
    unread = [m for m in {*months, *places.published_months()} if m not in read and m not in unknown]
    whole = any(set(month_range(date(m.year, 1, 1), date(m.year, 12, 1))) <= set(read) for m in read)
    return NoYear(tuple(sorted(unread)), unknown, no_whole_year=not whole)


def unknown_months(whose: Whose) -> tuple[date, ...]:
    """The months that police.uk lists and answered with nothing: whether there were searches is not known."""
    months = _stops(whose).months.items()
    return tuple(sorted(m for m, state in months if state.state is State.UNKNOWN_EMPTY))


def _stops(whose: Whose) -> HeldMonths:
    """What is held; but that an empty answer means "none" only where the force has searches in that month."""
    held, force = stops_store.stops(whose), stops_store.stops(stops_store.force_of(whose)).months
    unknown = {
        month: replace(state, state=State.UNKNOWN_EMPTY)
        for month, state in held.months.items()
        if state.state is State.EMPTY and not (month in force and force[month].rows)
    }
    return replace(held, months={**held.months, **unknown})


def _whole(stops: HeldMonths, number: int) -> bool:
    months = month_range(date(number, 1, 1), date(number, 12, 1))
    states = [stops.months.get(month) for month in months]
    if not all(_settled(state) for state in states) or not any(s and s.counted for s in states):
        return False
    # The newest month may only be late; and a year whose last number is small would give it away.
    december = states[-1]
    late = max(stops.months) == months[-1] and not (december and december.counted)
    searches = _a_month(stops, months)
    return not late and searches.sum() >= LEAST_A_YEAR and hide_small_in_turn(searches)[1]


def _settled(state: MonthState | None) -> bool:
    """Whether nothing more is to come of the month: it was read, or is not there to be read."""
    return state is not None and (state.counted or state.state is State.NOT_PUBLISHED)


def _answered(state: MonthState | None) -> bool:
    """Settled, or answered with nothing: a year is told without such a month at no time, its months are."""
    return _settled(state) or (state is not None and state.state is State.UNKNOWN_EMPTY)


def _in_turn(stops: HeldMonths, months: list[date]) -> dict[Any, int]:
    """The searches of each month that can be told, <NA> where hidden, year by year: what comes after a month
    still to be read waits for it, because what is hidden hangs on the months before.
    """
    found: dict[Any, int] = {}
    for number in sorted({month.year for month in months}):
        of_year = [month for month in months if month.year == number]
        ready = list(takewhile(lambda month: _answered(stops.months.get(month)), of_year))
        found |= hide_small_in_turn(_a_month(stops, ready))[0].to_dict()
    return found


def _a_month(stops: HeldMonths, months: Iterable[date]) -> "pd.Series[int]":
    """Searches of persons in each of the months that has a count."""
    counted = [m for m in months if m in stops.months and stops.months[m].counted]
    return (
        _persons(stops.frame)["month"].value_counts().reindex(pd.Index(counted, dtype=object), fill_value=0)
    )


def _persons(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~_vehicle_only(frame)]


def _vehicle_only(frame: pd.DataFrame) -> "pd.Series[bool]":
    somebody = frame["involved_person"].fillna(True).astype(bool)
    return (frame["type"] == stop_search_terms.VEHICLE_ONLY) | ~somebody


@per_file(100, missing=None)
def _year(_path: Path, whose: Whose, number: int, months: tuple[date, ...]) -> Year | None:
    held = stops_store.stops(whose)
    stops = held.frame[held.frame["month"].isin(months)]
    persons, vehicles = _persons(stops), int(_vehicle_only(stops).sum())
    columns = [OBJECT, OUTCOME] if isinstance(whose, NeighbourhoodRef) else list(WORDS)
    tables = {column: hide_small_counts(_counted(persons[column], WORDS[column])) for column in columns}
    return Year(
        number,
        len(months),
        len(persons),
        None if 0 < vehicles < THRESHOLD else vehicles,
        tables,
    )


def _counted(values: pd.Series, words: tuple[str, ...]) -> "pd.Series[int]":
    """How often each value stands there, as the tables name it."""
    named = [v if v in words else NOT_RECORDED if pd.isna(v) else OTHER for v in values]
    counts = pd.Series(named, dtype=object).value_counts()
    return counts.reindex([*words, OTHER, NOT_RECORDED], fill_value=0)
