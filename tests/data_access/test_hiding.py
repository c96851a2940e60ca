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
    """Least and greatest value of every hidden cell, by all the table says: its numbers, that each row and
    each column adds up to its total, and that nought is never hidden.
    """
    size = published.size
    number = np.arange(size).reshape(published.shape)
    known = published.to_numpy(dtype=float, na_value=np.nan)
    sums = []
    for line in [*number, *number.T]:
        equation = np.zeros(size)
        equation[line[:-1]], equation[line[-1]] = 1, -1
        sums.append(equation)
    bounds = [(1, None) if np.isnan(value) else (value, value) for value in known.flat]
    found = {}
    for row, column in zip(*np.nonzero(np.isnan(known)), strict=True):
        aim = np.zeros(size)
        aim[number[row, column]] = 1
        low, high = (linprog(w * aim, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=bounds) for w in (1, -1))
        found[row, column] = (low.fun, -high.fun if high.status == 0 else np.inf)
    return found


@pytest.mark.slow
@SLOWLY
@given(TABLES)
def test_no_hidden_cell_can_be_worked_out(counts: np.ndarray) -> None:
    published = hide_small(frame(counts))
    assert all(high - low >= THRESHOLD - 1e-6 for low, high in attacked(published).values())


@SLOWLY
@given(TABLES)
def test_what_is_shown_is_true_and_large_or_nought(counts: np.ndarray) -> None:
    published = hide_small(frame(counts))
    whole = np.zeros(published.shape)
    whole[:-1, :-1] = counts
    whole[-1, :-1], whole[:, -1] = counts.sum(axis=0), [*counts.sum(axis=1), counts.sum()]
    shown = published.notna().to_numpy()
    assert (published.to_numpy(dtype=float, na_value=-1)[shown] == whole[shown]).all()
    assert ((whole[shown] == 0) | (whole[shown] >= THRESHOLD)).all()
    assert shown[whole == 0].all()
    # The total of all stays, but where it would tell what it is made of.
    assert shown[-1, -1] or counts.sum() < THRESHOLD + counts.size


@given(st.lists(COUNTS, min_size=1, max_size=24))
def test_a_list_leaves_enough_open(counts: list[int]) -> None:
    published = hide_small_counts(pd.Series(counts))
    cells, hidden = published.drop(TOTAL), published.drop(TOTAL).isna()
    assert all(hidden[[0 < n < THRESHOLD for n in counts]])
    assert (cells[~hidden] == pd.Series(counts)[~hidden]).all()
    assert not hidden[[n == 0 for n in counts]].any()
    if pd.isna(published[TOTAL]):
        assert hidden.sum() == sum(n > 0 for n in counts)
        assert sum(counts) < THRESHOLD + len(counts)
    elif hidden.any():
        # Each lies between 1 and what is left of the rest when the others are 1.
        rest = int(published[TOTAL]) - int(cells.sum())
        assert rest - int(hidden.sum()) >= THRESHOLD


@given(st.lists(COUNTS, min_size=1, max_size=24))
def test_a_list_that_grows_never_gives_a_hidden_number_away(counts: list[int]) -> None:
    # Whoever kept what was shown while the year went on, and has its total in the end, if it is shown.
    kept: dict[int, int] = {}
    for so_far in range(1, len(counts) + 1):
        published, total_shown = hide_small_in_turn(pd.Series(counts[:so_far]))
        kept |= {month: int(n) for month, n in published.dropna().items()}
    unknown = [month for month in range(len(counts)) if month not in kept]
    assert {month for month, n in enumerate(counts) if 0 < n < THRESHOLD} <= set(unknown)
    assert all(counts[month] == n for month, n in kept.items())
    assert total_shown or unknown
    if total_shown and unknown:
        assert sum(counts) - sum(kept.values()) - len(unknown) >= THRESHOLD


def test_a_month_is_hidden_with_the_one_after_it() -> None:
    published, total_shown = hide_small_in_turn(pd.Series([20, 3, 0, 15, 30, 4]))
    assert published.fillna(-1).tolist() == [20, -1, 0, -1, 30, -1]
    assert total_shown
    assert not hide_small_in_turn(pd.Series([20, 30, 4]))[1]


def test_of_a_small_table_nothing_is_shown_but_nought() -> None:
    published = hide_small(frame(np.array([[9, 0], [0, 0]])))
    assert published.fillna(-1).to_numpy().tolist() == [[-1, 0, -1], [0, 0, 0], [-1, 0, -1]]
    assert hide_small_counts(pd.Series([9, 0])).fillna(-1).tolist() == [-1, 0, -1]


def test_ten_ones_are_not_told_by_their_sum() -> None:
    assert hide_small_counts(pd.Series([1] * 10)).isna().all()
    published = hide_small(frame(np.array([[1] * 10, [40] * 10])))
    assert pd.isna(published.loc["row 0", TOTAL])


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
