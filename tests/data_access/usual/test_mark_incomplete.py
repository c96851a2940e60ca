"""Months sent in part are found; quiet ones, busy ones and lasting changes are left alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.archive import load
from data_access.curated.categories import ASB
from data_access.models import Named, NeighbourhoodRef, State
from data_access.months import days_in, month_range, parse_month, shift
from data_access.store import cache, small_facts, street_crime
from data_access.store.places import Names
from data_access.usual import force_counts, mark_incomplete
from tests.support.archives import EAST, FORCE, WEST, archive, months_of
from tests.support.records import reading

FIRST = date(2023, 10, 1)


def series(
    length: int = 36, level: float = 3500, season: float = 0.1, trend: float = 0.0, seed: int = 0
) -> pd.Series:
    """A force's totals: time of year, trend a year, and more scatter than Poisson."""
    chance = np.random.default_rng(seed)
    months = month_range(FIRST, shift(FIRST, length - 1))
    swing = np.array([season * np.cos(2 * np.pi * (m.month - 7) / 12) for m in months])
    drift = trend * (np.arange(length) - length / 2) / 12
    days = np.array([days_in(m) for m in months]) / 30.44
    mean = level * days * np.exp(swing + drift + chance.normal(0, 0.04, length))
    return pd.Series(chance.poisson(mean), index=months)


def times(totals: pd.Series, factor: float, where: slice) -> pd.Series:
    changed = totals.astype(float)
    changed.iloc[where] *= factor
    return changed.round()


def found(totals: pd.Series) -> list[date]:
    return sorted(mark_incomplete.incomplete_months(totals))


def test_four_months_in_part_amid_gaps_are_found_and_no_other() -> None:
    """As the archive has one force: a year, four months sent in part between two gaps, a year."""
    whole = times(series(60), 0.1, slice(30, 34))
    holed = pd.concat([whole.iloc[:13], whole.iloc[30:34], whole.iloc[46:58]])
    assert found(holed) == list(whole.index[30:34])


def test_months_of_restrictions_are_neither_judged_nor_a_measure() -> None:
    totals = series(36)
    totals.index = pd.Index(month_range(date(2021, 3, 1), date(2024, 2, 1)))
    assert found(times(totals, 0.5, slice(0, 4))) == []
    assert found(times(totals, 0.5, slice(5, 6))) == [date(2021, 8, 1)]


@pytest.mark.parametrize("trend", [-0.15, 0.0, 0.15])
@pytest.mark.parametrize("season", [0.0, 0.17])
def test_ordinary_months_are_left_alone(season: float, trend: float) -> None:
    """Of 1,440 months none."""
    assert [m for n in range(40) for m in found(series(season=season, trend=trend, seed=n))] == []


@pytest.mark.parametrize("factor", [0.72, 0.8, 1.25])
def test_a_lasting_change_is_no_incomplete_supply(factor: float) -> None:
    wrong = [m for n in range(20) for m in found(times(series(seed=n), factor, slice(18, None)))]
    assert len(wrong) <= 0.01 * 20 * 36


@pytest.mark.parametrize(
    ("factor", "where"),
    [
        (0.7, slice(35, 36)),
        (0.5, slice(33, 36)),
        (0.05, slice(10, 14)),
        (0.0, slice(5, 6)),
        (1.5, slice(20, 21)),
    ],
)
def test_a_part_supply_is_found_wherever_it_stands(factor: float, where: slice) -> None:
    for seed in range(10):
        totals = series(seed=seed)
        assert found(times(totals, factor, where)) == list(totals.index[where])


def test_few_months_of_which_many_are_in_part_are_told_apart() -> None:
    """Eighteen months cannot tell season from trend: the fit is held still, or it follows the part supply."""
    for seed in range(20):
        totals = series(18, trend=0.05, seed=seed)
        assert found(times(totals, 0.4, slice(13, 18))) == list(totals.index[13:])


def test_a_short_february_is_no_lack() -> None:
    months = month_range(FIRST, shift(FIRST, 35))
    totals = pd.Series([100.0 * days_in(m) for m in months], index=months)
    totals[date(2025, 2, 1)] *= 0.84
    assert found(totals) == []


def test_small_numbers_are_chance() -> None:
    totals = series(level=12, seed=3)
    totals.iloc[20] = 4
    assert found(totals) == []


def test_too_few_months_tell_nothing() -> None:
    totals = times(series(18), 0.05, slice(4, 5))
    assert found(totals) == [totals.index[4]]
    assert found(totals.iloc[:17]) == []
    assert found(pd.Series(dtype=float)) == []


def test_gaps_and_order_do_not_matter() -> None:
    totals = times(series(), 0.1, slice(30, 32))
    holed = totals.astype(float).drop(totals.index[3:9])
    holed.iloc[12] = np.nan
    assert found(holed.iloc[::-1]) == list(totals.index[30:32])


def table(asb: pd.Series, crime: pd.Series, lost: pd.Series | None = None) -> pd.DataFrame:
    parts = [("E", ASB, asb, None), ("E", "burglary", crime, None), (None, "burglary", lost, "outside")]
    return pd.concat(
        pd.DataFrame({"neighbourhood": id_, "month": s.index, "category": c, "own": s.to_numpy(), "why": why})
        for id_, c, s, why in parts
        if s is not None
    )


def test_each_kind_is_judged_apart() -> None:
    asb, crime = series(level=700, seed=1), series(level=2800, seed=2)
    month = crime.index[7]
    assert mark_incomplete.reasons(table(asb, crime)) == {}
    assert mark_incomplete.reasons(table(times(asb, 0, slice(7, 8)), crime)) == {
        month: "0 % of the usual number of anti-social behaviour incidents"
    }
    assert (
        "of crimes"
        in mark_incomplete.reasons(table(times(asb, 2, slice(7, 8)), times(crime, 0.7, slice(7, 8))))[month]
    )


def test_rows_without_a_place_count_only_when_every_month_tells_of_them() -> None:
    """The API does not: months read by it would seem to lack a fifth."""
    asb, crime, lost = series(level=700), series(level=2800), series(level=1800)
    assert mark_incomplete.reasons(table(asb, crime, lost)) == {}
    assert mark_incomplete.reasons(table(asb, crime, lost.drop(lost.index[[5, 6, 30]]))) == {}


@pytest.mark.usefixtures("data_dir")
class TestStates:
    """The states of all the force's neighbourhoods follow."""

    MONTHS = month_range(FIRST, shift(FIRST, 23))
    PART = date(2024, 8, 1)

    def states(self, place: NeighbourhoodRef) -> dict[date, State]:
        return {m: s.state for m, s in street_crime.crimes(place).months.items()}

    def numbers(self, part: int) -> dict[str, int]:
        usual = 100
        return {f"{m:%Y-%m}": part if m == self.PART else usual + m.month % 3 for m in self.MONTHS}

    def test_after_an_archive(self, tmp_path: Path) -> None:
        loaded = load.load(archive(tmp_path / "a.zip", months_of(self.numbers(20))), [WEST, EAST])
        assert loaded.forces[FORCE].incomplete == {self.PART: "20 % of the usual number of records"}
        assert self.states(WEST.place)[self.PART] is State.INCOMPLETE
        assert self.states(EAST.place)[self.PART] is State.INCOMPLETE
        assert {s for m, s in self.states(WEST.place).items() if m != self.PART} == {State.HELD}
        assert {s for m, s in self.states(EAST.place).items() if m != self.PART} == {State.EMPTY}
        assert (
            street_crime.crimes(WEST.place).months[self.PART].reason == "20 % of the usual number of records"
        )

    def test_the_transport_police_leaving_off_is_no_lack_of_the_force(self, tmp_path: Path) -> None:
        own = dict.fromkeys(self.numbers(0), 100)
        stations = dict.fromkeys(list(own)[:6], 80)
        members = months_of(own) | months_of(stations, "btp")
        loaded = load.load(archive(tmp_path / "a.zip", members), [WEST])
        assert loaded.forces[FORCE].incomplete == {}
        assert set(self.states(WEST.place).values()) == {State.HELD}

    def test_a_month_supplied_again_in_full_is_whole_again(self, tmp_path: Path) -> None:
        load.load(archive(tmp_path / "a.zip", months_of(self.numbers(20))), [WEST, EAST])
        whole = {f"{self.PART:%Y-%m}": 100}
        later = archive(tmp_path / "2026-09-02.zip", months_of(whole))
        loaded = load.load(later, [WEST, EAST])
        assert loaded.forces[FORCE].incomplete == {}
        assert self.states(WEST.place)[self.PART] is State.HELD
        assert self.states(EAST.place)[self.PART] is State.EMPTY

    def test_months_held_before_follow_a_later_archive(self, tmp_path: Path) -> None:
        """Twelve months cannot tell; the next twelve show that one of the first was sent in part."""
        numbers = self.numbers(20)
        early = {k: n for k, n in numbers.items() if parse_month(k) < shift(FIRST, 12)}
        late = {k: n for k, n in numbers.items() if k not in early}
        load.load(archive(tmp_path / "a.zip", months_of(early)), [WEST, EAST])
        assert self.states(WEST.place)[self.PART] is State.HELD
        load.load(archive(tmp_path / "b.zip", months_of(late)), [WEST])
        assert self.states(WEST.place)[self.PART] is State.INCOMPLETE
        assert self.states(EAST.place)[self.PART] is State.INCOMPLETE

    def test_a_force_counted_again_to_the_same_makes_no_new_version(self, tmp_path: Path) -> None:
        load.load(archive(tmp_path / "a.zip", months_of(self.numbers(20))), [WEST, EAST])
        before = cache.version(WEST.place)
        mark_incomplete.refresh_states(FORCE)
        assert cache.version(WEST.place) == before

    def test_a_month_read_again_meanwhile_is_left_alone(self) -> None:
        place = NeighbourhoodRef("kent", "N1")
        street_crime.write_months(
            place, {self.PART: reading({"drugs": 9}, at=datetime(2026, 11, 3, tzinfo=UTC))}
        )
        seen = street_crime.states(place)
        street_crime.write_months(
            place, {self.PART: reading({"drugs": 90}, at=datetime(2026, 11, 4, tzinfo=UTC))}
        )
        mark_incomplete.follow(place, seen, {self.PART: "9 % of the usual number of records"})
        assert self.states(place) == {self.PART: State.HELD}

    def test_after_a_refresh_by_the_api(self) -> None:
        for id_, share in (("N1", 1), ("N2", 2)):
            months = {
                parse_month(k): reading({"drugs": n * share, ASB: n}) for k, n in self.numbers(10).items()
            }
            street_crime.write_months(NeighbourhoodRef("kent", id_), months)
        place = NeighbourhoodRef("kent", "N1")
        small_facts.write("neighbourhoods", (Named("N1", "One"), Named("N2", "Two")), Names, "kent")
        assert mark_incomplete.refresh_states("kent") == {self.PART: "10 % of the usual number of records"}
        assert [m for m, s in self.states(place).items() if s is State.INCOMPLETE] == [self.PART]
        assert len(street_crime.crimes(place).frame) == len(self.MONTHS[1:]) * 2 * 100 + 20 + 2 * sum(
            m.month % 3 for m in self.MONTHS if m != self.PART
        )
        counts = force_counts.read("kent")
        assert counts.groupby("neighbourhood")["count"].sum().to_dict()["N1"] == len(
            street_crime.crimes(place).frame
        )
        street_crime.write_months(place, {self.PART: reading({"drugs": 100, ASB: 100})})
        street_crime.write_months(
            NeighbourhoodRef("kent", "N2"), {self.PART: reading({"drugs": 200, ASB: 100})}
        )
        assert mark_incomplete.refresh_states("kent") == {}
        assert self.states(place)[self.PART] is State.HELD


def with_shares(shares: list[float], total: int = 4_000) -> pd.DataFrame:
    """A force's counts as from the archive: this share of its records has no place, month by month."""
    rows = []
    for month, share in zip(month_range(FIRST, shift(FIRST, len(shares) - 1)), shares, strict=True):
        lost = round(total * share)
        for id_, why, count in (("AB12", None, total - lost), (None, force_counts.NO_PLACE, lost)):
            rows.append(
                {"neighbourhood": id_, "month": month, "category": "drugs", "count": count, "own": count}
                | {"why": why}
            )
    return pd.DataFrame(rows)


def test_months_in_which_the_share_without_a_place_swings_are_not_compared():
    months = month_range(FIRST, shift(FIRST, 35))
    found = mark_incomplete.reasons(with_shares([0.02] * 30 + [0.15] * 6))
    assert set(found) == set(months[30:])
    assert set(found.values()) == {"records without a place: 15%, usually 2%"}
    assert mark_incomplete.reasons(with_shares([0.02] * 36)) == {}
    assert mark_incomplete.reasons(with_shares([0.02 + 0.002 * (n % 5) for n in range(36)])) == {}


def test_a_small_force_swings_by_chance_and_is_left_alone():
    chance = np.random.default_rng(12)
    flagged = [
        mark_incomplete.reasons(with_shares(list(chance.binomial(120, 0.1, 36) / 120), total=120))
        for _ in range(40)
    ]
    assert sum(map(len, flagged)) <= 3


def test_months_of_the_api_alone_say_nothing_of_records_without_a_place():
    counts = with_shares([0.02] * 36)
    counts = counts[counts["why"].isna() | (counts["month"] < shift(FIRST, 20))]
    without, everything = force_counts.without_place(counts)
    assert list(everything.index) == month_range(FIRST, shift(FIRST, 19))
    assert (without > 0).all()
