"""A neighbourhood's counts set out for judging: a row a kind of crime, a column a month.

Kinds are "crime" (all but anti-social behaviour, which is no crime), then every category by its slug.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from threading import Condition

import numpy as np
import pandas as pd
from cachetools import LRUCache, cached

from data_access.counts.crimes import Counts, counts
from data_access.models import NeighbourhoodRef
from data_access.statistics.poisson_fit import Flags
from data_access.store import held_places

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


def by_kind(place: NeighbourhoodRef) -> ByKind:
    """The place's counts from the first month known to the newest that has a count; no months when none has.

    Shared by all who ask: never change it. Raises InvalidQuestion for an id that names no folder.
    """
    return _by_kind(place, held_places.place_folder(place), held_places.version(place))


@cached(LRUCache(maxsize=500), condition=Condition())
def _by_kind(place: NeighbourhoodRef, folder: Path, version: str) -> ByKind:  # noqa: ARG001 - parts of the key
    known = counts(place)
    return set_out(known.between(None, known.newest or date.min))


def set_out(known: Counts) -> ByKind:
    """Counts by month and category as a table of kinds by months."""
    columns = known.table.assign(**{CRIME: known.crime})[[CRIME, *known.table.columns]]
    months = list[date](known.table.index)
    usable = [m in known.states and known.states[m].usable for m in months]
    return ByKind(columns.astype(float).T, months, np.array(usable, dtype=bool))
