"""Small numbers hidden so that they cannot be worked out from the others (statistical disclosure control).

Numbers under the threshold are hidden, nought is shown. Sums are shown, so that more must be hidden beside
them, until what is shown leaves every hidden number open by the threshold at least: who solves the sums of
all rows and columns, and knows that what is hidden is not nought, learns no more of it than that it lies
between two numbers so far apart. Totals are numbers like others.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

THRESHOLD = 10
TOTAL = "total"

Cells = NDArray[np.int64]
Flags = NDArray[np.bool_]
Cell = tuple[int, int]


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


def hide_small(table: pd.DataFrame, threshold: int = THRESHOLD) -> pd.DataFrame:
    """A table of counts with its totals (last row and column, "total"); Int64, <NA> where hidden. The total
    of all is hidden where it is small, or so small that it would tell what it is made of.
    """
    inner = table.to_numpy(dtype=np.int64)
    cells = np.pad(inner, (0, 1))
    cells[-1, :-1], cells[:-1, -1], cells[-1, -1] = inner.sum(axis=0), inner.sum(axis=1), inner.sum()
    whole = pd.DataFrame(cells, [*table.index, TOTAL], [*table.columns, TOTAL])
    return whole.astype("Int64").mask(_hidden(cells, threshold))


def _small(values: Any, threshold: int) -> Any:
    return (values > 0) & (values < threshold)


def _open(hidden: Sequence[int], threshold: int) -> bool:
    """Whether hidden numbers, of which the sum is known, keep each other open: each lies between 1 and what
    is left when the others are 1.
    """
    return len(hidden) == 0 or (len(hidden) > 1 and sum(hidden) - len(hidden) >= threshold)


def _hidden(cells: Cells, threshold: int) -> Flags:
    hidden: Flags = _small(cells, threshold)
    if hidden[-1, -1]:
        return cells > 0
    waiting = _where(hidden)
    while waiting:
        cell = waiting.pop()
        # What is open stays open when more is hidden, so that each cell is looked at once.
        while _openness(cells, hidden, cell) < threshold:
            more = _best(cells, hidden, cell, threshold)
            if not more:
                return cells > 0
            hidden[tuple(zip(*more, strict=True))] = True
            waiting += more
    return hidden


def _best(cells: Cells, hidden: Flags, cell: Cell, threshold: int) -> list[Cell]:
    """What to hide for the sake of `cell`; nothing when all is hidden but the total of all."""
    rectangle = min(_rectangles(cells, hidden, cell, threshold), default=None)
    if rectangle:
        return rectangle.more
    # Among many noughts a cell may have none: then what is smallest.
    shown = _where(~hidden & (cells > 0))[:-1]
    return sorted(shown, key=lambda other: int(cells[other]))[:1]


def _openness(cells: Cells, hidden: Flags, cell: Cell) -> float:
    """How far apart the least and the greatest value are that the shown cells allow the hidden `cell`."""
    from scipy.optimize import linprog  # slow to import

    signs, places = _signs(cells.shape), _where(hidden)
    rows, columns = zip(*places, strict=True)
    lines = np.zeros((sum(cells.shape), len(places)))
    lines[rows, range(len(places))] = lines[len(cells) + np.array(columns), range(len(places))] = signs[
        hidden
    ]
    shown = np.where(hidden, 0, signs * cells)
    rest = -np.concatenate([shown.sum(axis=1), shown.sum(axis=0)])
    target = np.array([place == cell for place in places], dtype=float)
    least, greatest = (linprog(way * target, A_eq=lines, b_eq=rest, bounds=(1, None)) for way in (1, -1))
    return float(-greatest.fun - least.fun)


def _signs(shape: tuple[int, ...]) -> Cells:
    """-1 for a total, so that each line adds up to nought: parts less their total."""
    rows, columns = (np.array([1] * (length - 1) + [-1]) for length in shape)
    return np.outer(rows, columns)


def _where(hidden: Flags) -> list[Cell]:
    return [(int(row), int(column)) for row, column in np.argwhere(hidden)]


class Rectangle(NamedTuple):
    """Four cells in two rows and two columns: hidden together they keep each other open. The least is the
    best.
    """

    totals: int
    narrow: bool
    records: int
    more: list[Cell]


def _rectangles(cells: Cells, hidden: Flags, cell: Cell, threshold: int) -> Iterator[Rectangle]:
    """The rectangles at `cell` that hide `more` than is hidden: no nought, and not the total of all.

    Their corners can be raised and lowered together so that no sum changes, as far as those that are lowered
    reach.
    """
    signs, (row, column) = _signs(cells.shape), cell
    last_row, last_column = (length - 1 for length in cells.shape)
    for i, j in product(range(last_row + 1), range(last_column + 1)):
        corners = [cell, (i, j), (row, j), (i, column)]
        more = [corner for corner in corners if not hidden[corner]]
        if i == row or j == column or (last_row, last_column) in corners or not more:
            continue
        if any(cells[corner] == 0 for corner in more):
            continue
        moves = [m * signs[c] * signs[cell] for m, c in zip((1, 1, -1, -1), corners, strict=True)]
        reach = [
            min(int(cells[c]) - 1 for c, m in zip(corners, moves, strict=True) if m == way) for way in (1, -1)
        ]
        totals = sum(r == last_row or c == last_column for r, c in more)
        yield Rectangle(totals, sum(reach) < threshold, sum(int(cells[c]) for c in more), more)
