"""Which words a count may carry: no judgement on too little, no "exceptionally" without the whole force."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.expected_simulation import WORLDS, simulate
from data_access.months import month_range
from data_access.statistics import verdict as rules
from data_access.statistics.expected import judge_newest
from data_access.statistics.verdict import Verdict, benjamini_hochberg, evidence, of_force, of_place, verdict

MONTHS = month_range(date(2023, 10, 1), date(2026, 9, 1))
# The report of 2017: 78 recorded, usually 39 to 75.
REPORT = {
    "recorded": 78, "expected": 56, "low": 39, "high": 75, "p_high": 0.015, "p_low": 0.99,
    "usable_months": 35, "mean": 55, "whole": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({}, Verdict.A_LITTLE_ABOVE),
        ({"recorded": 75, "p_high": 0.03}, Verdict.WITHIN),
        ({"recorded": 39, "p_high": 0.98, "p_low": 0.03}, Verdict.WITHIN),
        ({"recorded": 82, "p_high": 0.005}, Verdict.HIGHER),
        ({"recorded": 82, "p_high": 0.01}, Verdict.A_LITTLE_ABOVE),
        ({"recorded": 4, "low": 0, "high": 3, "p_high": 0.005}, Verdict.A_LITTLE_ABOVE),
        ({"recorded": 5, "low": 0, "high": 3, "p_high": 0.005}, Verdict.HIGHER),
        ({"recorded": 37, "p_high": 1, "p_low": 0.015}, Verdict.A_LITTLE_BELOW),
        ({"recorded": 30, "p_high": 1, "p_low": 0.001}, Verdict.LOWER),
        ({"usable_months": 24}, Verdict.A_LITTLE_ABOVE),
        ({"usable_months": 23}, Verdict.NOT_JUDGED),
        ({"usable_months": 23, "mean": 1}, Verdict.NOT_JUDGED),
        ({"whole": False}, Verdict.NOT_JUDGED),
        ({"recorded": np.nan, "p_high": np.nan, "p_low": np.nan}, Verdict.NOT_JUDGED),
        ({"mean": 2}, Verdict.A_LITTLE_ABOVE),
        ({"mean": 1.99, "recorded": 82, "p_high": 0.005}, Verdict.TOO_FEW),
    ],
)
def test_words_follow_the_evidence(changed: dict[str, Any], word: Verdict) -> None:
    assert verdict({**REPORT, **changed}) is word


def test_exceptionally_high_needs_the_whole_force_and_the_month_itself() -> None:
    higher = {**REPORT, "recorded": 90, "p_high": 0.0001}
    assert verdict(higher) is Verdict.HIGHER
    assert verdict(higher, stands_out=True) is Verdict.EXCEPTIONALLY_HIGH
    assert verdict(REPORT, stands_out=True) is Verdict.A_LITTLE_ABOVE


def test_a_small_series_is_judged_on_a_year_or_not_at_all() -> None:
    small = {**REPORT, "mean": 1.5, "expected": 18}
    for last in (1, 2, 3):
        assert verdict({**small, "expected": 1.5 * last}, last=last) is Verdict.TOO_FEW
    assert verdict(small, last=12) is Verdict.A_LITTLE_ABOVE
    assert verdict({**small, "expected": 1.9}, last=12) is Verdict.TOO_FEW


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.01, 0.5))
def test_benjamini_hochberg_by_its_definition(p: list[float], rate: float) -> None:
    ranked = sorted(p)
    passed = [value for rank, value in enumerate(ranked, 1) if value <= rate * rank / len(p)]
    limit = max(passed, default=-1)
    close = [value for rank, value in enumerate(ranked, 1) if abs(value - rate * rank / len(p)) < 1e-12]
    if not close:
        assert list(benjamini_hochberg(p, rate)) == [value <= limit for value in p]


def test_benjamini_hochberg_counts_only_what_was_tested() -> None:
    assert list(benjamini_hochberg([0.03, np.nan, 0.9, np.nan])) == [True, False, False, False]
    assert list(benjamini_hochberg([0.03, 0.5, 0.9, 0.7])) == [False] * 4
    assert list(benjamini_hochberg([np.nan])) == [False]
    assert len(benjamini_hochberg([])) == 0


def tables(kinds: int = 4, seed: int = 14) -> dict[str, pd.DataFrame]:
    """A quiet force: kinds of crime x 18 places x 36 months."""
    rng = np.random.default_rng(seed)
    forces = [simulate(WORLDS["A"], rng, places=6).counts for _ in range(kinds)]
    return {f"kind {n}": pd.DataFrame(table).add_prefix("month ") for n, table in enumerate(forces)}


def test_a_force_is_judged_kind_by_kind_and_tested_together() -> None:
    counts = tables()
    place = 17
    counts["kind 2"].iloc[place, -1] = 140
    found = of_force(counts, MONTHS)
    assert found.loc[("kind 2", place), "verdict"] is Verdict.EXCEPTIONALLY_HIGH
    assert (found["verdict"] == Verdict.EXCEPTIONALLY_HIGH).sum() == 1
    assert (found["verdict"].xs(0, level="place") == Verdict.TOO_FEW).any()
    judged = judge_newest(counts["kind 2"], MONTHS, pooled=True)
    pd.testing.assert_frame_equal(found.loc["kind 2", list(judged.columns)], judged, check_names=False)


def test_what_cannot_be_judged_is_no_test() -> None:
    counts = tables()
    place = 17
    # It stands out among those that are judged; among ten thousand tests more it would not.
    small = pd.DataFrame(np.zeros((10_000, 36), dtype=int))
    counts["kind 2"].iloc[place, -1] = 88
    found = of_force({**counts, "never": small}, MONTHS)
    assert (found.loc["never", "verdict"] == Verdict.TOO_FEW).all()
    assert found.loc[("kind 2", place), "verdict"] is Verdict.EXCEPTIONALLY_HIGH
    assert not benjamini_hochberg(found["p_high"]).any()


def test_with_few_places_held_nothing_is_exceptional() -> None:
    counts = {kind: table.iloc[[15, 16, 17]] for kind, table in tables().items()}
    counts["kind 2"].iloc[0, -1] = 400
    found = of_force(counts, MONTHS)
    assert found.loc[("kind 2", 15), "verdict"] is Verdict.HIGHER
    alone = of_place(pd.DataFrame([table.iloc[0] for table in counts.values()], index=list(counts)), MONTHS)
    assert alone.loc["kind 2", "verdict"] is Verdict.HIGHER
    assert not (alone["verdict"] == Verdict.EXCEPTIONALLY_HIGH).any()


def test_a_place_is_judged_by_its_own_rule_however_many_kinds_there_are() -> None:
    counts = tables()["kind 0"]
    found = of_place(counts, MONTHS)
    judged = judge_newest(counts, MONTHS, pooled=False)
    pd.testing.assert_frame_equal(found[list(judged.columns)], judged)


def test_under_13_months_no_range_and_under_24_no_judgement() -> None:
    counts = tables()["kind 0"].to_numpy()
    usable = np.ones(counts.shape, dtype=bool)
    usable[0, :23], usable[1, :22], usable[2, :12], usable[3, :11] = False, False, False, False
    found = evidence(counts, MONTHS, usable)
    assert list(found["usable_months"][:4]) == [12, 13, 23, 24]
    assert found.loc[0, ["expected", "low", "high", "p_high"]].isna().all()
    assert found.loc[1, ["expected", "low", "high", "p_high"]].notna().all()
    words = of_place(counts, MONTHS, usable)["verdict"]
    assert list(words[:3]) == [Verdict.NOT_JUDGED] * 3
    assert words[4] is not Verdict.NOT_JUDGED


def test_a_part_supplied_month_is_never_judged() -> None:
    counts = tables()
    for table in counts.values():
        table.iloc[:, -1] //= 10
    usable = np.arange(36) < 35
    assert set(of_force(counts, MONTHS, usable)["verdict"]) == {Verdict.NOT_JUDGED}
    assert Verdict.LOWER in set(of_force(counts, MONTHS)["verdict"])
    quarter = of_force(counts, MONTHS, usable, last=3)
    assert not quarter["whole"].any()
    assert set(quarter["verdict"]) == {Verdict.NOT_JUDGED}


def test_a_year_is_judged_on_19_months_before_and_9_of_its_own() -> None:
    counts = tables()["kind 0"]
    before, within = np.ones(36, dtype=bool), np.ones(36, dtype=bool)
    before[[0, 4, 9, 15, 20]], within[[24, 30, 35]] = False, False
    both = of_place(counts, MONTHS, before & within, last=12)
    assert (both["usable_months"] == 19).all()
    assert both["whole"].all()
    assert Verdict.NOT_JUDGED not in set(both["verdict"])
    # The sum and what is expected of it are of the nine months alike.
    assert list(both["recorded"]) == list(counts.loc[:, within].iloc[:, 24:].sum(axis=1))
    fewer = before.copy()
    fewer[22] = False
    assert set(of_place(counts, MONTHS, fewer, last=12)["verdict"]) == {Verdict.NOT_JUDGED}
    eight = within.copy()
    eight[28] = False
    assert set(of_place(counts, MONTHS, eight, last=12)["verdict"]) == {Verdict.NOT_JUDGED}


def test_evidence_says_what_was_recorded_and_the_mean_before() -> None:
    counts = tables()["kind 0"]
    found = evidence(counts, MONTHS, last=3)
    assert list(found["recorded"]) == list(counts.iloc[:, -3:].sum(axis=1))
    np.testing.assert_allclose(found["mean"], counts.iloc[:, :-3].mean(axis=1))
    assert (found["usable_months"] == 33).all()


def test_the_last_year_is_judged_as_it_was_then() -> None:
    counts = tables(kinds=2)
    usable = np.arange(36) != 5
    force = rules.last_year_of_force(counts, MONTHS, usable)
    place = rules.last_year_of_place(counts["kind 0"], MONTHS)
    assert len(force) == 12 * 2 * 18
    for end in (24, 35):
        until = MONTHS[: end + 1]
        then = {kind: table.iloc[:, : end + 1] for kind, table in counts.items()}
        at_the_time = of_force(then, until, usable[: end + 1])
        pd.testing.assert_frame_equal(force.xs(MONTHS[end], level="month"), at_the_time)
        at_the_time = of_place(then["kind 0"], until)
        pd.testing.assert_frame_equal(place.xs(MONTHS[end], level="month"), at_the_time, check_names=False)
