"""Expected counts at the edges: noughts, one great month, short pasts, wrong questions, anything at all."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data_access.months import month_range
from data_access.statistics.expected import judge_newest, judge_period
from tests.support.soak import rounds

MONTHS = month_range(date(2023, 10, 1), date(2026, 9, 1))
RULES = pytest.mark.parametrize("pooled", [True, False], ids=["pooled", "own"])

EDGES: dict[str, Callable[[], np.ndarray]] = {
    "noughts": lambda: np.zeros((12, 36)),
    "one record once": lambda: np.eye(12, 36),
    "one great month": lambda: np.eye(12, 36) * 5000,
    "only the judged month": lambda: np.eye(12, 36, k=24) * 40,
    "constant": lambda: np.full((12, 36), 7.0),
    "huge": lambda: np.random.default_rng(3).poisson(1e7, (12, 36)).astype(float),
    "half empty": lambda: np.where(np.arange(36) % 12 < 6, 30.0, 0.0) + np.zeros((12, 1)),
    "begun lately": lambda: np.where(np.arange(36) > 32, 30.0, 0.0) + np.zeros((12, 1)),
}


@RULES
@pytest.mark.parametrize("last", [1, 12])
@pytest.mark.parametrize("edge", EDGES)
def test_edges_give_numbers(edge: str, last: int, pooled: bool) -> None:
    found = judge_period(EDGES[edge](), MONTHS, last=last, pooled=pooled)
    assert np.isfinite(found.to_numpy()).all()
    assert found[["p_high", "p_low"]].to_numpy().min() >= 0
    assert (found["expected"] < 12 * max(100.0, EDGES[edge]().max())).all()


@RULES
@pytest.mark.parametrize("edge", ["begun lately", "one great month"])
def test_a_season_or_trend_seen_once_is_not_believed(edge: str, pooled: bool) -> None:
    counts = EDGES[edge]()
    found = judge_newest(counts, MONTHS, pooled=pooled)["expected"]
    # Two months of 30, or one of 5,000, among months of nothing: neither nothing nor thousands next.
    share = counts[:, 11:35].sum(axis=1) / 24
    assert (found[share > 0] > 0.2 * share[share > 0]).all()
    assert (found <= 1.1 * counts[:, :35].sum(axis=1) / 24 + 1).all()


@RULES
@pytest.mark.parametrize("length", [2, 5, 12, 13, 14, 23])
def test_short_pasts_give_numbers_and_only_a_level_under_13_months(length: int, pooled: bool) -> None:
    counts = np.random.default_rng(2).poisson(20, (12, length))
    found = judge_newest(counts, MONTHS[:length], pooled=pooled)
    assert np.isfinite(found.to_numpy()).all()
    if length <= 13:
        # A sum of Poisson counts, whichever month they fell in.
        backwards = [*reversed(range(length - 1)), length - 1]
        shuffled = judge_newest(counts[:, backwards], MONTHS[:length], pooled=pooled)
        np.testing.assert_allclose(found["expected"], shuffled["expected"], rtol=0.1)


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        judge_newest(np.ones((3, 35)), MONTHS)
    with pytest.raises(ValueError, match="do not fit"):
        judge_newest(np.ones(36), MONTHS)
    with pytest.raises(ValueError, match="ascend"):
        judge_newest(np.ones((3, 36)), MONTHS[::-1])
    with pytest.raises(ValueError, match="ascend"):
        judge_newest(np.ones((3, 0)), [])
    with pytest.raises(ValueError, match="4 months"):
        judge_period(np.ones((3, 36)), MONTHS, last=4)  # type: ignore[arg-type]
    assert judge_newest(np.ones((3, 1)), MONTHS[:1]).isna().all().all()


@pytest.mark.slow
@settings(max_examples=rounds(60), deadline=None)
@given(
    counts=arrays(np.int64, (12, 36), elements=st.integers(0, 300) | st.integers(0, 3)),
    usable=arrays(np.bool_, (36,), elements=st.sampled_from([True, True, True, False])),
    order=st.permutations(range(12)),
    pooled=st.booleans(),
)
def test_whatever_the_counts(counts: np.ndarray, usable: np.ndarray, order: list[int], pooled: bool) -> None:
    usable[0] = True
    found = judge_newest(counts, MONTHS, usable, pooled=pooled)
    assert found[["p_high", "p_low"]].stack().between(0, 1).all()
    assert (found["low"] <= found["expected"]).all()
    assert (found["expected"] <= found["high"]).all()
    assert (found["dispersion"] >= 1).all()
    # At least and at most share the count itself.
    assert (found["p_high"] + found["p_low"] >= 1 - 1e-9).all()
    above = counts[:, -1] > found["high"]
    assert (found.loc[above, "p_high"] <= 0.025 + 1e-9).all()
    # Where the range was widened to hold the expected count, a count at its end may be rarer.
    widened = found["high"] == np.ceil(found["expected"])
    assert (found.loc[~above & ~widened, "p_high"] > 0.025 - 1e-9).all()
    shuffled = judge_newest(counts[order], MONTHS, usable, pooled=pooled)
    pd.testing.assert_frame_equal(shuffled, found.loc[order].reset_index(drop=True), rtol=1e-6)
