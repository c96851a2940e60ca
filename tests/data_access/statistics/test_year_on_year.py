"""A year against the year before: never a direction by chance, like with like, the place out of its force."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from data_access.months import month_range
from data_access.statistics.expected import judge_newest
from data_access.statistics.verdict import Verdict
from data_access.statistics.year_on_year import Direction, against_force, last_year_disagrees, rolling

MONTHS = month_range(date(2023, 10, 1), date(2026, 9, 1))


def force(mean: float = 10, places: int = 20, seed: int = 1, dispersion: float = 1.5) -> np.ndarray:
    """Places with nothing happening, 36 months."""
    size = mean / (dispersion - 1)
    return np.random.default_rng(seed).negative_binomial(size, 1 / dispersion, (places, 36))


def test_a_year_against_the_year_before_by_the_formula() -> None:
    counts = force(places=1)
    found = rolling(counts, MONTHS, dispersion=[1.5]).iloc[0]
    now, before = int(counts[0, 24:].sum()), int(counts[0, 12:24].sum())
    ratio = (now + 0.5) / (before + 0.5)
    error = norm.ppf(0.975) * math.sqrt(1.5 * (1 / (now + 0.5) + 1 / (before + 0.5)))
    assert (found["now"], found["before"], found["pairs"]) == (now, before, 12)
    expected = [ratio, ratio * math.exp(-error), ratio * math.exp(error)]
    assert list(found[["ratio", "low", "high"]]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("factor", "direction"), [(2, Direction.UP), (0.5, Direction.DOWN), (1, Direction.NO_CLEAR_CHANGE)]
)
def test_up_and_down_are_said_only_when_clear(factor: float, direction: Direction) -> None:
    counts = np.full((1, 36), 20)
    counts[0, 24:] = 20 * factor
    assert rolling(counts, MONTHS, dispersion=[1.5])["direction"][0] is direction


@pytest.mark.parametrize("mean", [2, 10, 56])
def test_a_direction_is_said_by_chance_once_in_twenty(mean: float) -> None:
    found = rolling(force(mean, places=2000, seed=2), MONTHS, dispersion=np.full(2000, 1.5))
    wrong = (found["direction"] != Direction.NO_CLEAR_CHANGE).mean()
    assert 0.02 < wrong < 0.07
    # Without the dispersion it would be said twice as often.
    narrow = rolling(force(mean, places=2000, seed=2), MONTHS, dispersion=np.ones(2000))
    assert (narrow["direction"] != Direction.NO_CLEAR_CHANGE).mean() > 0.08


def test_the_dispersion_is_asked_for_when_not_given() -> None:
    counts = force()
    given_it = rolling(counts, MONTHS, dispersion=judge_newest(counts, MONTHS)["dispersion"])
    assert rolling(counts, MONTHS).equals(given_it)


def test_only_months_with_a_usable_namesake_are_compared() -> None:
    counts = force(places=1)
    usable = np.ones(36, dtype=bool)
    usable[[14, 27]] = False
    found = rolling(counts, MONTHS, usable, dispersion=[1.5]).iloc[0]
    both = [month for month in range(12) if month not in (2, 3)]
    assert found["pairs"] == 10
    assert (found["now"], found["before"]) == (counts[0, 24:][both].sum(), counts[0, 12:24][both].sum())


def test_few_pairs_are_not_compared() -> None:
    counts = force(places=2)
    usable = np.ones((2, 36), dtype=bool)
    usable[0, 24:28], usable[1, 24:27] = False, False
    found = rolling(counts, MONTHS, usable)
    assert found["direction"][0] is Direction.NOT_COMPARED
    assert found.loc[0, ["ratio", "low", "high"]].isna().all()
    assert found["pairs"][1] == 9
    assert found["direction"][1] is not Direction.NOT_COMPARED
    short = rolling(counts[:, :20], MONTHS[:20])
    assert set(short["direction"]) == {Direction.NOT_COMPARED}
    # A gap in the list of months is a gap in the year.
    gap = rolling(np.delete(counts, [20, 21, 22, 23], axis=1), [*MONTHS[:20], *MONTHS[24:]])
    assert list(gap["pairs"]) == [8, 8]


def test_against_the_force_by_the_formula() -> None:
    counts = force(places=20)
    found = against_force(counts, MONTHS, dispersion=np.full(20, 1.5)).iloc[3]
    now, before = (float(counts[3, part].sum()) for part in (slice(24, 36), slice(12, 24)))
    force_now, force_before = (float(counts[:, part].sum()) for part in (slice(24, 36), slice(12, 24)))
    ratio = (now / before) / (force_now / force_before)
    error = norm.ppf(0.975) * math.sqrt(1.5 * (1 / now + 1 / before + 1 / force_now + 1 / force_before))
    expected = [ratio, ratio * math.exp(-error), ratio * math.exp(error)]
    assert list(found[["ratio", "low", "high"]]) == pytest.approx(expected)


def test_a_large_place_is_compared_with_the_rest_of_its_force() -> None:
    counts = np.full((12, 36), 10)
    counts[0] = 60
    counts[0, 24:] = 120
    found = against_force(counts, MONTHS, dispersion=np.ones(12))
    assert found["ratio"][0] == pytest.approx(2)
    assert found["direction"][0] is Direction.UP
    # The others are small, and their force has the large one in it.
    assert found["ratio"][1] == pytest.approx((60 + 110) / (120 + 110))


def test_the_force_is_compared_in_the_months_the_place_has() -> None:
    counts = np.full((12, 36), 20)
    counts[:, 34:] = 60
    usable = np.ones((12, 36), dtype=bool)
    usable[5, 34:] = False
    found = against_force(counts, MONTHS, usable, dispersion=np.ones(12))
    assert found["ratio"][5] == pytest.approx(1)
    assert found["pairs"][5] == 10
    # And in its months it is missing from the force, on both sides, for the others.
    assert found["ratio"][0] == pytest.approx(1, abs=0.02)


def test_a_place_that_is_its_whole_force_is_not_compared() -> None:
    assert against_force(force(places=1), MONTHS)["direction"][0] is Direction.NOT_COMPARED
    empty = np.zeros((3, 36))
    assert set(against_force(empty, MONTHS)["direction"]) == {Direction.NOT_COMPARED}
    assert rolling(empty, MONTHS)["direction"][0] is Direction.NO_CLEAR_CHANGE


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=36, max_size=36), min_size=1, max_size=12))
def test_a_direction_never_contradicts_its_range(rows: list[list[int]]) -> None:
    for found in (rolling(rows, MONTHS), against_force(rows, MONTHS)):
        compared = found[found["direction"] != Direction.NOT_COMPARED]
        assert (compared["low"] <= compared["ratio"]).all()
        assert (compared["ratio"] <= compared["high"]).all()
        assert ((compared["low"] > 1) == (compared["direction"] == Direction.UP)).all()
        assert ((compared["high"] < 1) == (compared["direction"] == Direction.DOWN)).all()


@pytest.mark.parametrize(
    ("recorded", "last_year", "dispersion", "word", "disagrees"),
    [
        # The report of 2017: 60 a year before proves nothing, two years of months do.
        (78, 60, 1.5, Verdict.A_LITTLE_ABOVE, True),
        (78, 40, 1.5, Verdict.A_LITTLE_ABOVE, False),
        (60, 56, 1.5, Verdict.WITHIN, False),
        (60, 30, 1.5, Verdict.WITHIN, True),
        (30, 60, 1.5, Verdict.WITHIN, True),
        (30, 60, 8.0, Verdict.WITHIN, False),
        (20, 60, 1.5, Verdict.LOWER, False),
        (20, 22, 1.5, Verdict.A_LITTLE_BELOW, True),
        (78, 120, 1.5, Verdict.HIGHER, True),
        (78, 30, 1.5, Verdict.EXCEPTIONALLY_HIGH, False),
        (9, 1, 1.0, Verdict.TOO_FEW, False),
        (9, 100, 1.0, Verdict.NOT_JUDGED, False),
        (78, math.nan, 1.5, Verdict.A_LITTLE_ABOVE, False),
    ],
)
def test_when_last_year_says_something_else(
    recorded: float, last_year: float, dispersion: float, word: Verdict, disagrees: bool
) -> None:
    assert last_year_disagrees(recorded, last_year, dispersion, word) is disagrees
