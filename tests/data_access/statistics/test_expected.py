"""Expected counts: the same as two slower implementations, wary of masks."""

from calendar import monthrange
from datetime import date

import numpy as np
import pandas as pd
import pytest

from bench.expected_simulation import WORLDS, simulate
from data_access.months import month_range
from data_access.statistics.expected import COLUMNS, chances, judge_newest, judge_period
from tests.real import oracle_expected

MONTHS = month_range(date(2023, 10, 1), date(2026, 9, 1))
RULES = pytest.mark.parametrize("pooled", [True, False], ids=["pooled", "own"])


def force(world: str = "C", places: int = 6, seed: int = 1) -> tuple[np.ndarray, list[date]]:
    """Counts of a simulated force, 6 places at each of 2, 10 and 56 a month."""
    made = simulate(WORLDS[world], np.random.default_rng(seed), places)
    return made.counts, [month.date() for month in made.months]


def agree(found: pd.DataFrame, slow: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, slow[COLUMNS], rtol=1e-6, check_dtype=False)


@pytest.mark.parametrize("last", [1, 3, 12])
@pytest.mark.parametrize("world", ["C", "E", "H", "L"])
def test_both_rules_agree_with_the_slow_oracle(world: str, last: int) -> None:
    counts, months = force(world, places=4)
    rows = [[float(count) for count in row] for row in counts]
    slow = pd.DataFrame([oracle_expected.own_rule(row, months, [True] * 36, last) for row in rows])
    agree(judge_period(counts, months, last=last, pooled=False), slow)
    slow = pd.DataFrame(oracle_expected.pooled_rule(rows, months, last))
    agree(judge_period(counts, months, last=last, pooled=True), slow)


@pytest.mark.parametrize("last", [1, 12])
def test_both_rules_agree_with_the_slow_oracle_where_the_whole_force_took_a_step(last: int) -> None:
    counts, months = force(places=4)
    counts[:, 8:] *= 3
    rows = [[float(count) for count in row] for row in counts]
    slow = pd.DataFrame([oracle_expected.own_rule(row, months, [True] * 36, last) for row in rows])
    agree(judge_period(counts, months, last=last, pooled=False), slow)
    agree(
        judge_period(counts, months, last=last, pooled=True),
        pd.DataFrame(oracle_expected.pooled_rule(rows, months, last)),
    )


def test_the_report_of_2017() -> None:
    # 56 expected from two years of months, which know their own mean to a 24th of its variance.
    found = chances([78], [56], [1.5 * (56 + 56 / 24)]).iloc[0]
    assert (found["low"], found["high"]) == (39, 75)
    assert found["p_high"] == pytest.approx(0.015, abs=0.0005)


@RULES
@pytest.mark.parametrize("world", ["C", "L"])
@pytest.mark.parametrize("last", [1, 2, 3, 12])
def test_a_masked_month_is_as_if_it_had_never_been(pooled: bool, last: int, world: str) -> None:
    counts, months = force(world)
    usable = np.ones(36, dtype=bool)
    usable[[3, 9, 10, 20]] = False
    masked = judge_period(counts, months, usable, last=last, pooled=pooled)
    without = judge_period(counts[:, usable], np.array(months)[usable], last=last, pooled=pooled)
    nothing = np.where(usable, counts, np.nan)
    # Where a trend is counted from moves with the months given; the answer moves by rounding only.
    pd.testing.assert_frame_equal(masked, without, rtol=1e-7)
    pd.testing.assert_frame_equal(masked, judge_period(nothing, months, last=last, pooled=pooled))


@RULES
def test_a_part_supplied_month_lowers_no_expectation(pooled: bool) -> None:
    counts, months = force()
    short = counts.copy()
    short[:, 28:34] = counts[:, 28:34] // 5
    usable = np.ones(36, dtype=bool)
    usable[28:34] = False
    honest, masked, fooled = (
        judge_newest(held, months, mask, pooled=pooled)["expected"].sum()
        for held, mask in ((counts, None), (short, usable), (short, None))
    )
    assert masked == pytest.approx(honest, rel=0.1)
    assert fooled < 0.8 * honest


@RULES
def test_a_mask_may_differ_from_place_to_place(pooled: bool) -> None:
    counts, months = force(places=20)
    usable = np.ones(counts.shape, dtype=bool)
    usable[0, 5:11] = False
    usable[7, 30] = False
    masked = judge_newest(counts, months, usable, pooled=pooled)
    plain = judge_newest(counts, months, pooled=pooled)
    alone = judge_newest(counts[:1], months, usable[0], pooled=pooled)
    if not pooled:
        pd.testing.assert_frame_equal(masked.iloc[[0]], alone, rtol=1e-9)
    others = [place for place in range(len(counts)) if place not in (0, 7)]
    np.testing.assert_allclose(masked.loc[others, "expected"], plain.loc[others, "expected"], rtol=0.01)
    assert masked["expected"][0] != plain["expected"][0]


def test_places_missing_from_some_months_do_not_bend_the_pattern_of_the_force() -> None:
    days = np.array([monthrange(month.year, month.month)[1] for month in MONTHS])
    counts = np.round(np.linspace(20, 300, 20)[:, None] * days / 30)
    usable = np.ones(counts.shape, dtype=bool)
    usable[10:, 25:33] = False
    masked, plain = (judge_newest(counts, MONTHS, mask, pooled=True) for mask in (usable, None))
    np.testing.assert_allclose(masked["expected"], plain["expected"], rtol=0.01)


@RULES
def test_a_month_without_a_count_has_a_range_and_no_probability(pooled: bool) -> None:
    counts, months = force()
    unknown = counts.astype(float)
    unknown[0, -1] = np.nan
    found = judge_newest(unknown, months, pooled=pooled)
    pd.testing.assert_series_equal(found["expected"], judge_newest(counts, months, pooled=pooled)["expected"])
    assert found.loc[0, ["p_high", "p_low"]].isna().all()
    assert found.notna().to_numpy().sum() == found.size - 2


@RULES
def test_a_place_without_a_past_is_not_judged_and_disturbs_nobody(pooled: bool) -> None:
    counts, months = force()
    newcomer = np.vstack([counts, np.full(36, np.nan)])
    newcomer[-1, -1] = 9
    found = judge_newest(newcomer, months, pooled=pooled)
    assert found.iloc[-1].isna().all()
    pd.testing.assert_frame_equal(found.iloc[:-1], judge_newest(counts, months, pooled=pooled))


def test_the_rule_is_pooled_from_ten_places_on() -> None:
    counts, months = force()
    for places, pooled in ((9, False), (10, True)):
        found, named = (judge_newest(counts[:places], months, pooled=choice) for choice in (None, pooled))
        pd.testing.assert_frame_equal(found, named)
        assert not found.equals(judge_newest(counts[:places], months, pooled=not pooled))


def test_a_frame_keeps_its_places_and_may_hold_missing_integers() -> None:
    counts, months = force()
    table = pd.DataFrame(counts, index=[f"place {row}" for row in range(len(counts))], columns=months)
    missing = table.astype("Int64")
    missing.iloc[0, 4] = pd.NA
    found = judge_newest(missing, table.columns)
    assert list(found.columns) == COLUMNS
    assert found.index.equals(table.index)
    assert found.notna().to_numpy().all()
