"""Small numbers hidden so that they cannot be worked out from the others (statistical disclosure control).

Numbers under the threshold are hidden, nought is shown. Sums are shown, so that more must be hidden beside
them, until what is shown leaves every hidden number open by the threshold at least: who takes the others from
the sum, and knows that what is hidden is not nought, learns no more of it than that it lies between two
numbers so far apart. Totals are numbers like others. Lists only: of a table that crosses two of them nearly
all would be hidden, and large totals with it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

THRESHOLD = 10
TOTAL = "total"


def hide_small_counts(counts: "pd.Series[int]", threshold: int = THRESHOLD) -> "pd.Series[int]":
    """A list of counts with its total (last, "total"); Int64, <NA> where hidden. The total is hidden where it
    is small, or so small that it would tell what it is made of.
    """
    values = counts.to_numpy(dtype=np.int64)
    hidden = _small(values, threshold)
    for smallest in np.argsort(values, kind="stable"):
        if _open(values[hidden].tolist(), threshold):
            break
        hidden[smallest] = values[smallest] > 0
    total = _small(values.sum(), threshold) or not _open(values[hidden].tolist(), threshold)
    whole = pd.Series([*values, values.sum()], index=[*counts.index, TOTAL], dtype="Int64")
    return whole.mask(np.append(hidden, total))


def hide_small_in_turn(counts: "pd.Series[int]", threshold: int = THRESHOLD) -> "tuple[pd.Series[int], bool]":
    """A list that grows, as months do: whether one is hidden hangs on those before it only, so that nobody
    who kept what was shown earlier learns more. After a small one the next are hidden, until they keep it
    open.

    Int64, <NA> where hidden; and whether the sum of all may be shown: False when the last are too few yet.
    """
    hidden: list[int] = []
    shown: list[int | None] = []
    for value in map(int, counts):
        hide = value > 0 and (value < threshold or not _open(hidden, threshold))
        hidden += [value] * hide
        shown.append(None if hide else value)
    return pd.Series(shown, counts.index, dtype="Int64"), _open(hidden, threshold)


def _small(values: Any, threshold: int) -> Any:
    return (values > 0) & (values < threshold)


def _open(hidden: Sequence[int], threshold: int) -> bool:
    """Whether hidden numbers, of which the sum is known, keep each other open: each lies between 1 and what
    is left when the others are 1.
    """
    return len(hidden) == 0 or (len(hidden) > 1 and sum(hidden) - len(hidden) >= threshold)
