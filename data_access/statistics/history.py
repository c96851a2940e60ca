"""Counts set out for judging: which months are judged, and which may be used to say what is usual.

Shapes: P places (or kinds of crime), T months.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data_access.statistics.poisson_fit import Flags, Floats

Counts = pd.DataFrame | ArrayLike
Months = Sequence[Any] | pd.Index
# An average month; a February is short, and so are its counts.
MONTH_DAYS = 30.44
YEAR = 12
# Usable months without which nothing is said of a year.
OF_A_YEAR = 9


@dataclass(frozen=True)
class History:
    """`counts` (P, T), nought where none; `before` (P, T) the months that may teach; `judged` (P, T) the
    months of the judged period; `recorded` (P,) its count, NaN where there is none; `whole` (P,) whether
    each of its months is usable, of a year nine; `months` (T,) as running numbers, 12 a year; `days` (T,) as
    a share of an average month; `places` the labels of the rows.
    """

    counts: Floats
    before: Flags
    judged: Flags
    recorded: Floats
    whole: Flags
    months: NDArray[np.int64]
    days: Floats
    places: pd.Index

    def rows(self, which: Flags) -> "History":
        """The same of some of the rows."""
        by_row = {
            name: getattr(self, name)[which] for name in ("counts", "before", "judged", "recorded", "whole")
        }
        return replace(self, places=self.places[which], **by_row)


def history(counts: Counts, months: Months, usable: ArrayLike | None = None, *, last: int = 1) -> History:
    """Set out `counts` (P x T, NaN or <NA> where there is none) over `months` (first days, ascending).

    The last `last` calendar months are judged and teach nothing. `usable`, (T,) or (P, T), masks months
    that are missing or supplied in part. A masked month of a longer period is left out of it; a period
    with no usable month keeps them all, so that it has a range, and a probability if it has a count.
    Raises ValueError when the shapes do not fit or the months do not ascend.
    """
    values, places = _values(counts)
    when = pd.DatetimeIndex(list(months))
    running = np.asarray(when.year * 12 + when.month - 1, dtype=np.int64)
    if values.ndim != 2 or values.shape[1] != len(running):
        raise ValueError(f"counts of shape {values.shape} do not fit {len(running)} months")
    if not len(running) or (np.diff(running) <= 0).any():
        raise ValueError("months must ascend, and there must be one at least")
    counted = np.isfinite(values)
    mask = True if usable is None else np.broadcast_to(np.asarray(usable, dtype=bool), values.shape)
    period = np.broadcast_to(running > running[-1] - last, values.shape)
    judged = period & counted & mask
    whole = judged.sum(axis=1) >= (OF_A_YEAR if last == YEAR else last)
    judged = np.where(judged.any(axis=1, keepdims=True), judged, period)
    recorded = np.where((judged & counted).any(axis=1), np.nansum(values * judged, axis=1), np.nan)
    days = np.asarray(when.days_in_month, dtype=float) / MONTH_DAYS
    before = counted & mask & ~period
    return History(np.where(counted, values, 0), before, judged, recorded, whole, running, days, places)


def last_usable(before: Flags, months: int) -> Flags:
    """(P, T) the newest so many of the months that may teach, in each row."""
    from_the_end = before[:, ::-1].cumsum(axis=1)[:, ::-1]
    return before & (from_the_end <= months)


def _values(counts: pd.DataFrame | ArrayLike) -> tuple[Floats, pd.Index]:
    if isinstance(counts, pd.DataFrame):
        return counts.to_numpy(dtype=float, na_value=np.nan), counts.index
    values = np.asarray(counts, dtype=float)
    return values, pd.RangeIndex(len(values))
