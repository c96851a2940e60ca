"""Hidden numbers cannot be worked out: whoever holds the published table and its sums is let try."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import linprog

from data_access.hiding import THRESHOLD, TOTAL, hide_small, hide_small_counts, hide_small_in_turn

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 12), st.integers(0, 200))
TABLES = arrays.arrays(np.int64, st.tuples(st.integers(1, 5), st.integers(1, 4)), elements=COUNTS)
SLOWLY = settings(deadline=None, max_examples=60)
Attack = dict[tuple[int, int], tuple[float, float]]


def frame(counts: np.ndarray) -> pd.DataFrame:
    rows, columns = counts.shape
    return pd.DataFrame(counts, [f"row {n}" for n in range(rows)], [f"column {n}" for n in range(columns)])


def attacked(published: pd.DataFrame) -> Attack:
    """Least and greatest value of every hidden cell, by all the table says: its numbers, and that each row
    and each column adds up to its total.
    """
    size = published.size
    number = np.arange(size).reshape(published.shape)
    known = published.to_numpy(dtype=float, na_value=np.nan)
    sums = []
    for line in [*number, *number.T]:
        equation = np.zeros(size)
        equation[line[:-1]], equation[line[-1]] = 1, -1
        sums.append(equation)
    bounds = [(0, None) if np.isnan(value) else (value, value) for value in known.flat]
    found = {}
    for row, column in zip(*np.nonzero(np.isnan(known)), strict=True):
        aim = np.zeros(size)
        aim[number[row, column]] = 1
        ends = [linprog(way * aim, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=bounds) for way in (1, -1)]
        low, high = ends[0], ends[1]
        found[row, column] = (low.fun, -high.fun if high.status == 0 else np.inf)
    return found


@SLOWLY
@given(TABLES)
def test_no_hidden_cell_can_be_worked_out(counts: np.ndarray) -> None:
    published = hide_small(frame(counts))
    assert all(high - low >= THRESHOLD - 1e-6 for low, high in attacked(published).values())


@SLOWLY
@given(TABLES)
def test_what_is_shown_is_true_and_large_and_adds_up(counts: np.ndarray) -> None:
    published = hide_small(frame(counts))
    inner = published.iloc[:-1, :-1]
    shown = inner.notna().to_numpy()
    assert (inner.to_numpy(dtype=float, na_value=0)[shown] == counts[shown]).all()
    assert (published.min().dropna() >= THRESHOLD).all()
    for sums, total in ((counts.sum(axis=1), published[TOTAL]), (counts.sum(axis=0), published.loc[TOTAL])):
        seen = total.iloc[:-1].notna().to_numpy()
        assert (total.iloc[:-1].to_numpy(dtype=float, na_value=0)[seen] == sums[seen]).all()
    assert pd.isna(published.loc[TOTAL, TOTAL]) == (counts.sum() < THRESHOLD)


@given(st.lists(COUNTS, min_size=1, max_size=24))
def test_a_list_leaves_two_open_at_least(counts: list[int]) -> None:
    published = hide_small_counts(pd.Series(counts))
    total, cells = published[TOTAL], published.drop(TOTAL)
    hidden = cells.isna()
    assert hidden[pd.Series(counts) < THRESHOLD].all()
    assert (cells[~hidden] == pd.Series(counts)[~hidden]).all()
    if sum(counts) < THRESHOLD:
        assert published.isna().all()
    else:
        # Whatever is hidden lies between nought and the rest.
        rest = total - cells.sum()
        assert not hidden.any() or (hidden.sum() >= 2 and rest >= THRESHOLD)


@given(st.lists(COUNTS, min_size=1, max_size=24))
def test_a_list_that_grows_never_gives_a_hidden_number_away(counts: list[int]) -> None:
    # Whoever kept what was shown while the year went on, and has its total in the end, if it is shown.
    kept: dict[int, int] = {}
    for so_far in range(1, len(counts) + 1):
        published, total_shown = hide_small_in_turn(pd.Series(counts[:so_far]))
        kept |= {month: int(n) for month, n in published.dropna().items()}
    unknown = [month for month in range(len(counts)) if month not in kept]
    assert {month for month, n in enumerate(counts) if n < THRESHOLD} <= set(unknown)
    assert all(counts[month] == n for month, n in kept.items())
    assert total_shown or unknown
    if total_shown and unknown:
        rest = sum(counts) - sum(kept.values())
        assert len(unknown) >= 2
        assert rest >= THRESHOLD


def test_a_month_is_hidden_with_the_one_after_it() -> None:
    published, total_shown = hide_small_in_turn(pd.Series([20, 3, 15, 30, 4]))
    assert published.fillna(-1).tolist() == [20, -1, -1, 30, -1]
    assert total_shown
    assert not hide_small_in_turn(pd.Series([20, 30, 4]))[1]


@pytest.mark.parametrize("total", [0, 9])
def test_of_a_small_table_nothing_is_shown(total: int) -> None:
    assert hide_small(frame(np.array([[total, 0], [0, 0]]))).isna().all(axis=None)
    assert hide_small_counts(pd.Series([total, 0])).isna().all()


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    counts = np.array([[10, 40], [200, 11]])
    assert hide_small(frame(counts)).notna().all(axis=None)
    assert hide_small_counts(pd.Series([10, 40])).notna().all()


def test_no_more_is_hidden_than_need_be() -> None:
    counts = np.array([[3, 60, 90], [50, 12, 80], [70, 95, 40]])
    published = hide_small(frame(counts))
    # One rectangle round the 3, with the 12 in its other corner.
    assert published.isna().to_numpy().nonzero()[0].tolist() == [0, 0, 1, 1]
    assert pd.isna(published.loc["row 1", "column 1"])
    assert published[TOTAL].notna().all()
