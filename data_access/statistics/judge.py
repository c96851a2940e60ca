"""What is usual, and what may be said of it: all judgements of a place, or of each place of a force.

A table of judgements has a row for the sum of the `last` (1, 3 or 12) months to `month` of a `kind`, that of
a force for each `neighbourhood`. Further columns: those of `verdict.evidence`; `verdict`; and for single
months `last_year`, the count of the same month a year before (NaN where there is none to compare with), and
`disagrees`, whether that month alone would say something else.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from data_access.months import month_range, shift
from data_access.statistics.counts_table import CRIME, ByKind
from data_access.statistics.history import YEAR
from data_access.statistics.verdict import Verdict, last_year_of_force, last_year_of_place, of_force, of_place
from data_access.statistics.year_on_year import against_force, last_year_disagrees

QUARTER = 3


def by_own_rule(place: ByKind) -> pd.DataFrame:
    """The place by its own past: each of the last 12 months; quarter and year at the newest month only."""
    asked = (place.table, place.months, place.usable)
    found = {1: last_year_of_place(*asked)}
    for last in (QUARTER, YEAR):
        newest = of_place(*asked, last=last)
        found[last] = pd.concat({place.months[-1]: newest}).swaplevel()
    judged = pd.concat(found, names=["last", "kind", "month"]).reset_index()
    return _beside_last_year(judged, place.table.loc[:, place.usable].stack().to_dict(), ["kind"])


class Force:
    """The neighbourhoods of a force together: `tables` maps each kind to places x months, and `usable`
    (places, months) says which months may be compared.
    """

    def __init__(self, places: Mapping[str, ByKind]) -> None:
        """`places`: neighbourhood ids and their counts, of which one at least has a month."""
        known = [m for place in places.values() for m in place.months]
        self.months = month_range(min(known), max(known))
        kinds = list(dict.fromkeys(k for place in places.values() for k in place.table.index))
        filled = [_filled(place, kinds).reindex(columns=self.months) for place in places.values()]
        self.tables = {
            kind: pd.DataFrame([table.loc[kind] for table in filled], index=pd.Index(places))
            for kind in kinds
        }
        usable = [set(np.array(place.months)[place.usable]) for place in places.values()]
        self.usable = np.array([[m in months for m in self.months] for months in usable])

    def judgements(self) -> pd.DataFrame:
        """Every place by the force's pattern: each of the last 12 months, the quarters that end there, and
        the newest year. "Exceptionally high" is said only of months that every place has a count of: it
        means standing out among all of them.
        """
        asked = (self.tables, self.months, self.usable)
        found = {last: last_year_of_force(*asked, last=last) for last in (1, QUARTER)}
        found[YEAR] = pd.concat({self.months[-1]: of_force(*asked, last=YEAR)}).reorder_levels([1, 2, 0])
        judged = pd.concat(found, names=["last", "kind", "neighbourhood", "month"]).reset_index()
        partly = set(self.tables[CRIME].columns[self.tables[CRIME].isna().any()])
        alone = judged["month"].isin(partly) & (judged["verdict"] == Verdict.EXCEPTIONALLY_HIGH)
        judged.loc[alone, "verdict"] = Verdict.HIGHER
        counts = pd.concat({kind: table.where(self.usable).stack() for kind, table in self.tables.items()})
        return _beside_last_year(judged, counts.to_dict(), ["kind", "neighbourhood"])

    def changes(self, judgements: pd.DataFrame) -> pd.DataFrame:
        """`change.against_force` for each `neighbourhood`, `kind` and `month` (of the last 12), with the
        dispersion of that month's judgement.
        """
        found = []
        groups: Any = judgements[judgements["last"] == 1].groupby(["kind", "month"], sort=False)
        for (kind, month), judged in groups:
            so_far = self.months.index(month) + 1
            table, usable = self.tables[kind].iloc[:, :so_far], self.usable[:, :so_far]
            spread = judged.set_index("neighbourhood")["dispersion"].reindex(table.index)
            change = against_force(table, self.months[:so_far], usable, spread.to_numpy())
            found.append(change.assign(kind=kind, month=month).rename_axis("neighbourhood").reset_index())
        return pd.concat(found, ignore_index=True)


def _filled(place: ByKind, kinds: list[str]) -> pd.DataFrame:
    """All kinds, in this order; a month that has a count has none of a kind that is not in the table."""
    known = place.table
    nought = known.loc[CRIME] * 0
    more = {kind: nought for kind in kinds if kind not in known.index}
    return pd.concat([known, pd.DataFrame(more).T]).loc[kinds] if more else known.loc[kinds]


def _beside_last_year(judged: pd.DataFrame, counts: Mapping[Any, float], keys: list[str]) -> pd.DataFrame:
    """With `last_year` and `disagrees`; `counts` of the usable months by `keys` and month."""
    labels = zip(*(judged[key] for key in keys), judged["month"], judged["last"], strict=True)
    then = [
        counts.get((*key, shift(month, -12)), np.nan) if last == 1 else np.nan for *key, month, last in labels
    ]
    rows = zip(judged["recorded"], then, judged["dispersion"], judged["verdict"], strict=True)
    return judged.assign(last_year=then, disagrees=[last_year_disagrees(*row) for row in rows])
