"""What became of recorded crimes: by kind, and by how long ago they were recorded.

Old crimes have outcomes that fresh ones cannot have yet, so crimes are only ever set beside crimes of the
same age. Anti-social behaviour has no outcomes and is left out. What stands here is the latest outcome that
was known when the month was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data_access.counts.crimes import counts, records
from data_access.curated.categories import ASB, CATEGORIES
from data_access.curated.known_gaps import gives_outcomes, known_gaps
from data_access.curated.known_gaps_table import Gap
from data_access.curated.outcome_groups import GROUPS, OTHER, group_of
from data_access.models import MonthState, NeighbourhoodRef
from data_access.months import shift
from data_access.statistics.counts_table import CRIME
from data_access.store import street_crime
from data_access.store.cache import per_version

# Months since the month of the crime.
AGES = {
    "0-2": range(3),
    "3-5": range(3, 6),
    "6-11": range(6, 12),
    "12-23": range(12, 24),
    "24+": range(24, 999),
}
# An age's shares are told from so many of its months on: three quarters of them, or of a year.
MONTHS_FOR_SHARES = {"0-2": 3, "3-5": 3, "6-11": 5, "12-23": 9, "24+": 9}


@dataclass(frozen=True)
class Outcomes:
    """Numbers of crimes. Columns of both tables: `outcome_groups.GROUPS`, which add up to all recorded.

    `by_month`: index `kind`, `month` (newest first); `by_age`: index `kind`, `age` (of `AGES`, as far as
    there are months of that age). Kinds are `CRIME` (all of them) and the categories without anti-social
    behaviour. `ages`: how many months old the crimes of a month were when it was read. `others`: how many of
    a kind's group "other" bear which name; index `kind`, `name`. `gaps`: what is known to be missing; `given`
    is False when the force gives no outcomes at all, and then the tables have no rows. Shared by all who ask:
    never change them.
    """

    by_month: pd.DataFrame
    by_age: pd.DataFrame
    ages: dict[date, int]
    others: "pd.Series[int]"
    gaps: tuple[Gap, ...]
    given: bool

    def months_of(self, age: str) -> list[date]:
        """The months that a column of `by_age` rests on, the oldest first."""
        return sorted(month for month, months_old in self.ages.items() if months_old in AGES[age])


@per_version(200)
def outcomes(place: NeighbourhoodRef, to: date | None = None) -> Outcomes:
    """What became of the crimes recorded in the place up to month `to`, or to the newest: as known now, for
    police.uk does not say what was known then. Months of which the force gives no outcomes are left out.

    Raises InvalidQuestion for an id that names no folder.
    """
    known = ages(counts(place).states)
    months = sorted(m for m in known if (to is None or m <= to))
    shown = [m for m in months if gives_outcomes(place.force_id, m)]
    found = records(place, months[0], months[-1]) if months else street_crime.crimes(place).frame
    found = found[found["month"].isin(shown)]
    names: Any = [None if pd.isna(name) else str(name) for name in found["outcome"]]
    found = found.assign(group=[group_of(name) for name in names], name=names)
    by_month = _by_month(found, shown)
    band = {m: next(name for name, span in AGES.items() if known[m] in span) for m in shown}
    others = _of_every_kind(found[found["group"] == OTHER]).rename(columns={"category": "kind"})
    age = by_month.index.get_level_values("month").map(band)
    by_age = by_month.groupby([by_month.index.get_level_values("kind"), age], sort=False).sum()
    return Outcomes(
        by_month,
        by_age.rename_axis(["kind", "age"]),
        {m: known[m] for m in shown},
        others.groupby("kind")["name"].value_counts(),
        tuple(gap for gap in known_gaps(place.force_id) if gap.what == "outcomes"),
        bool(shown) or not months,
    )


def ages(states: Mapping[date, MonthState]) -> dict[date, int]:
    """How old the crimes of each counted month were when it was read, in months, 0 for the newest month then.

    An archive, read at one moment, knows outcomes up to its newest month; a month asked of police.uk those up
    to the newest month it had, and surely none of the month it was read in.
    """
    counted = {month: state for month, state in states.items() if state.counted}
    newest: dict[object, date] = {}
    for month, state in counted.items():
        newest[_reading(state)] = max(month, newest.get(_reading(state), month))
    found = {}
    for month, state in counted.items():
        known = newest[_reading(state)]
        if state.fetched_at and state.source != "archive":
            known = min(known, shift(state.fetched_at.date().replace(day=1), -1))
        found[month] = max(0, (known.year - month.year) * 12 + known.month - month.month)
    return found


def _reading(state: MonthState) -> object:
    return (state.source, state.fetched_at) if state.source == "archive" else state.source


def _of_every_kind(records: pd.DataFrame) -> pd.DataFrame:
    """Each record twice: among all crimes, and in its own category."""
    return pd.concat([records.assign(category=CRIME), records])


def _by_month(records: pd.DataFrame, months: list[date]) -> pd.DataFrame:
    """Every kind in every month, newest first, also where there is none."""
    counted = _of_every_kind(records).groupby(["category", "month", "group"]).size().unstack(fill_value=0)
    kinds = [CRIME, *(kind for kind in CATEGORIES if kind != ASB)]
    kinds += sorted(set(records["category"]) - set(kinds))
    every = pd.MultiIndex.from_product([kinds, sorted(months, reverse=True)], names=["kind", "month"])
    return counted.reindex(index=every, columns=list(GROUPS), fill_value=0)
