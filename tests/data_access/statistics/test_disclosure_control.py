"""Hidden numbers cannot be worked out: whoever holds the published table and its sums is let try."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data_access.statistics.disclosure_control import THRESHOLD, TOTAL, hide_small_counts, hide_small_in_turn

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 12), st.integers(0, 200))


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


def test_of_a_small_list_nothing_is_shown_but_nought() -> None:
    assert hide_small_counts(pd.Series([9, 0])).fillna(-1).tolist() == [-1, 0, -1]


def test_ten_ones_are_not_told_by_their_sum() -> None:
    assert hide_small_counts(pd.Series([1] * 10)).isna().all()


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert hide_small_counts(pd.Series([10, 40])).notna().all()


def test_no_more_is_hidden_than_need_be() -> None:
    assert hide_small_counts(pd.Series([665, 3, 40, 17])).fillna(-1).tolist() == [665, -1, 40, -1, 725]
