"""Counts of a place: a table of months by category, with the state of each month."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b

import numpy as np
import pandas as pd

from data_access.curated.categories import ASB
from data_access.models import MonthState
from data_access.months import shift
from data_access.statistics.poisson_fit import Flags


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

    @property
    def newest_year(self) -> tuple[date, date] | None:
        """The first and the last of the newest twelve months that are held; None where nothing is."""
        newest = self.newest
        return None if newest is None else (max(min(self.table.index), shift(newest, -11)), newest)

    def of(self, month: date) -> pd.Series:
        """The month's counts by category, all <NA> for a month that is not here."""
        return self.table.reindex([month]).iloc[0]

    def between(self, first: date | None, last: date | None) -> "Counts":
        """Only the months from `first` to `last`, both included; None leaves that end open."""
        table = self.table.loc[first:last]
        return Counts(table, {m: s for m, s in self.states.items() if m in table.index})


def _row_sums(table: pd.DataFrame) -> pd.Series:
    # A row is counted whole or not at all: without min_count a month without a count would sum to nought.
    return table.sum(axis=1, min_count=1).astype("Int64")


CRIME = "crime"


@dataclass(frozen=True)
class ByKind:
    """`table`: rows kinds, columns `months` (first days, ascending, none left out), values float, NaN where
    the month has no count; `usable` (months,): which of them may be compared with others.
    """

    table: pd.DataFrame
    months: list[date]
    usable: Flags

    @property
    def newest(self) -> date | None:
        """The newest month that has a count."""
        return max((m for m in self.months if self.table[m].notna().any()), default=None)

    @cached_property
    def fingerprint(self) -> str:
        """What changes whenever anything does that a judgement hangs on."""
        said = repr((self.months, list(self.table.index))).encode()
        whole = said + self.table.to_numpy(dtype=float).tobytes() + self.usable.tobytes()
        return blake2b(whole, digest_size=16).hexdigest()

    def until(self, month: date) -> "ByKind":
        """The same as it was known up to `month`."""
        number = sum(m <= month for m in self.months)
        return ByKind(self.table.iloc[:, :number], self.months[:number], self.usable[:number])


def set_out(counts: Counts) -> ByKind:
    """Counts by month and category as a table of kinds by months."""
    columns = counts.table.assign(**{CRIME: counts.crime})[[CRIME, *counts.table.columns]]
    months = list[date](counts.table.index)
    usable = [m in counts.states and counts.states[m].usable for m in months]
    return ByKind(columns.astype(float).T, months, np.array(usable, dtype=bool))
