"""Is that usual? What a neighbourhood's newest months are beside what was to be expected of them.

By the force's pattern where the whole force is held ("force"), else by the place's own past ("own"). Method
and its error rates: docs, about the data.
"""

from datetime import date
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached

from data_access.counts.by_kind import by_kind
from data_access.models import NeighbourhoodRef
from data_access.months import month_range, shift
from data_access.statistics.counts_table import CRIME, ByKind
from data_access.statistics.history import YEAR
from data_access.statistics.judge import QUARTER, by_own_rule
from data_access.statistics.judgement_tables import FORCE, OWN, Usual
from data_access.statistics.year_on_year import rolling
from data_access.store.cache import per_version
from data_access.usual import force_judgements


def usual(place: NeighbourhoodRef, to: date | None = None) -> Usual:
    """What is usual at the place, as of its newest month, or of month `to`: nothing later is looked at.

    Reads the store only; where the force could be judged anew, that is begun in the background. Raises
    InvalidQuestion for an id that names no folder.
    """
    found = _usual(place, to)
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


@per_version(500)
def _usual(place: NeighbourhoodRef, to: date | None) -> Usual:
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
    usable = tuple(m for m, ok in zip(counts.months, counts.usable, strict=True) if ok)
    return Usual(rule, month, table, sums(QUARTER), sums(YEAR), compared.rename_axis("kind"), change, usable)


@cached(LRUCache(maxsize=500), key=lambda counts: counts.fingerprint, condition=Condition())
def _by_own_rule(counts: ByKind) -> pd.DataFrame:
    """Kept by what it hangs on: a new list of officers is no reason to judge anew."""
    return by_own_rule(counts)
