"""Is that usual? What a neighbourhood's newest months are beside what was to be expected of them.

By the force's pattern where the whole force is held ("force"), else by the place's own past ("own"). Method
and its error rates: docs, about the data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Condition
from typing import Any

import pandas as pd
from cachetools import LRUCache, cached

from data_access.counts.by_kind import CRIME, ByKind, by_kind
from data_access.models import NeighbourhoodRef
from data_access.months import month_range, shift
from data_access.statistics.judge import QUARTER, YEAR, by_own_rule
from data_access.statistics.year_on_year import rolling
from data_access.store import held_places
from data_access.usual import force_judgements

__all__ = ["CRIME", "Usual", "by_own_past", "changes_of_force", "usual"]

OWN, FORCE = "own", "force"


@dataclass(frozen=True)
class Usual:
    """Judgements of a place as of `month`, its newest that has a count (None: there is nothing to judge).

    `rule`: "force" or "own". Kinds are `CRIME` (all but anti-social behaviour) and every category's slug.

    `table`: index (`kind`, `month`), the last 12 months; columns `expected`, `low` and `high` (the 95 %
    range), `p_high`, `p_low`, `dispersion`, `recorded`, `usable_months`, `mean` (a month, before it),
    `whole`, `verdict`, `last_year`, `disagrees`: numbers, NaN where there is none.
    `lasting`: index `kind`, the same columns of the last three months' sum; `year`: of the last 12 months'.
    `rolling`: index `kind`, 12 months against the 12 before (`change.rolling`); `against_force`: that change
    against the force's (`change.against_force`), None without a force. A sum that is not held has no rows.
    Shared by all who ask: never change them.
    """

    rule: str
    month: date | None
    table: pd.DataFrame
    lasting: pd.DataFrame
    year: pd.DataFrame
    rolling: pd.DataFrame
    against_force: pd.DataFrame | None

    @cached_property
    def rows(self) -> list[dict[Any, Any]]:
        """The table's rows, the index among their columns: pages read them a dozen times."""
        return self.table.reset_index().to_dict("records")

    def of(self, kind: str) -> dict[str, Any] | None:
        """The newest month's row of a kind, by column; None when there is none."""
        rows: Any = self.table[self.table.index == (kind, self.month)].to_dict("records")
        return rows[0] if rows else None

    def of_months(self, months: Sequence[date]) -> "Usual":
        """The same with these months' rows only, for a view that shows no others."""
        return replace(self, table=self.table[self.table.index.isin(months, level="month")])


def usual(place: NeighbourhoodRef, to: date | None = None) -> Usual:
    """What is usual at the place, as of its newest month, or of month `to`: nothing later is looked at.

    Reads the store only; where the force could be judged anew, that is begun in the background. Raises
    InvalidQuestion for an id that names no folder.
    """
    found = _usual(place, held_places.place_folder(place), held_places.version(place), to)
    if found.rule == OWN:
        force_judgements.make_beside(place.force_id)
    return found


def by_own_past(counts: ByKind) -> Usual:
    """What is usual by these counts' own past. Pure: reads nothing."""
    month = counts.newest
    if month is None:
        table = force_judgements.NO_RANGES.set_index(["kind", "month"])
        change = force_judgements.NO_CHANGES.set_index("kind")
        return Usual(OWN, None, table, table.droplevel("month"), table.droplevel("month"), change, None)
    counts = counts.until(month)
    return _as_of(OWN, month, counts, _by_own_rule(counts), None)


def changes_of_force(force_id: str, kind: str = CRIME, to: date | None = None) -> pd.DataFrame:
    """How every neighbourhood of a force changed beside it, for a strip plot: index `neighbourhood` (id), in
    no order that means anything; columns as `Usual.against_force`. As of the newest month, or of `to`; no
    rows when the force is not held whole.
    """
    found = force_judgements.changes(force_id, "kind", kind)
    month = max((m for m in found["month"].unique() if to is None or m <= to), default=None)
    return found[found["month"] == month].set_index("neighbourhood").drop(columns=["kind", "month"])


@cached(LRUCache(maxsize=500), condition=Condition())
def _usual(place: NeighbourhoodRef, folder: Path, version: str, to: date | None) -> Usual:  # noqa: ARG001
    whole = by_kind(place)
    counts = whole.until(to) if to else whole
    month = counts.newest
    judged = force_judgements.of_place(place, whole)
    if month is None or judged is None or not (judged["month"] == month).any():
        return by_own_past(counts)
    change = force_judgements.changes(place.force_id, "neighbourhood", place.neighbourhood_id)
    change = change[change["month"] == month].set_index("kind").drop(columns=["neighbourhood", "month"])
    return _as_of(FORCE, month, counts.until(month), judged.drop(columns="neighbourhood"), change)


def _as_of(
    rule: str, month: date, counts: ByKind, judged: pd.DataFrame, change: pd.DataFrame | None
) -> Usual:
    def sums(last: int) -> pd.DataFrame:
        rows = judged[(judged["last"] == last) & (judged["month"] == month)]
        return rows.set_index("kind").drop(columns=["last", "month"])

    shown = judged["month"].isin(month_range(shift(month, -11), month)) & (judged["last"] == 1)
    table = judged[shown].set_index(["kind", "month"]).drop(columns="last")
    spread = sums(1)["dispersion"].reindex(counts.table.index)
    compared = rolling(counts.table, counts.months, counts.usable, spread.to_numpy())
    return Usual(rule, month, table, sums(QUARTER), sums(YEAR), compared.rename_axis("kind"), change)


@cached(LRUCache(maxsize=500), key=lambda counts: counts.fingerprint, condition=Condition())
def _by_own_rule(counts: ByKind) -> pd.DataFrame:
    """Kept by what it hangs on: a new list of officers is no reason to judge anew."""
    return by_own_rule(counts)
