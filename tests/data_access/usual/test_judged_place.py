"""Is that usual: the evidence for a place alone and within its force, kept with the facts it came from."""

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock

from data_access.counts import crimes
from data_access.counts.by_kind import by_kind
from data_access.curated.forces import INVENTED
from data_access.curated.known_gaps import sent_in_part
from data_access.curated.known_gaps_table import SENT_IN_PART
from data_access.models import NeighbourhoodRef, State
from data_access.months import month_key, month_range, shift
from data_access.statistics.counts_table import CRIME
from data_access.statistics.verdict import Verdict, of_force, of_place
from data_access.statistics.year_on_year import Direction
from data_access.store import folders, held_places, street_crime
from data_access.store.folders import force_folder
from data_access.usual import force_judgements
from data_access.usual.judged_place import changes_of_force, usual
from demo import crimes as world_crimes
from tests.support.exampleshire import NORTH, SOUTH, TOWN, everywhere, hold, put, truth
from tests.support.facts import FORCE
from tests.support.records import nothing
from tests.support.stand_in import StandIn

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = pytest.mark.slow

WARD = NeighbourhoodRef("wiltshire", "E05008346")
NEWEST = date(2026, 9, 1)
IN_PART = date(2024, 12, 1)
LAST_YEAR = month_range(shift(NEWEST, -11), NEWEST)


@pytest.fixture(scope="module")
def judged_facts(stand_in_process: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with the whole force in it, judged: made once, copied for each test."""
    from data_access import settings as settings_module

    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("judged")
        patch.setenv("YOURPATCH_DATA_DIR", str(folder))
        settings_module.settings.cache_clear()
        hold(stand_in_process)
        assert force_judgements.make(FORCE)
        yield folder / "facts"
    settings_module.settings.cache_clear()


@pytest.fixture
def judged(judged_facts: Path, stand_in: StandIn, data_dir: Path) -> None:
    shutil.copytree(judged_facts, data_dir / "facts")


def newest(table: pd.DataFrame) -> pd.DataFrame:
    return table.xs(NEWEST, level="month")


def test_the_report_of_2017_by_the_places_own_past(stand_in: StandIn) -> None:
    hold(stand_in, SOUTH)
    found = usual(SOUTH)
    row = found.of("violent-crime")
    assert row is not None
    assert (found.rule, found.month) == ("own", NEWEST)
    assert (row["recorded"], row["last_year"], row["low"], row["high"]) == (78, 60, 39, 75)
    assert row["expected"] == pytest.approx(56, abs=0.5)
    assert row["p_high"] == pytest.approx(0.015, abs=0.002)
    assert row["verdict"] is Verdict.A_LITTLE_ABOVE
    assert row["disagrees"]


def test_the_report_of_2017_beside_the_whole_force(judged: None) -> None:
    found = usual(SOUTH)
    row = found.of("violent-crime")
    assert row is not None
    assert found.rule == "force"
    assert (row["recorded"], row["last_year"], row["verdict"]) == (78, 60, Verdict.A_LITTLE_ABOVE)
    assert row["expected"] == pytest.approx(56, abs=1)
    assert (row["low"], row["high"]) == (39, 76)
    assert row["disagrees"]


def test_the_stories_of_the_demonstration_are_told(judged: None) -> None:
    town, north = usual(TOWN).of("shoplifting"), usual(NORTH)
    assert town is not None
    assert town["verdict"] is Verdict.EXCEPTIONALLY_HIGH
    assert newest(north.table).loc["vehicle-crime", "verdict"] is Verdict.WITHIN
    assert north.against_force is not None
    assert north.against_force.loc["vehicle-crime", "direction"] is Direction.UP
    assert north.rolling.loc["vehicle-crime", "direction"] is Direction.UP


def test_a_rise_that_lasts_is_judged_on_three_months(judged: None) -> None:
    # As of April: two months and more above a past that does not know the rise yet.
    row = usual(NORTH, date(2026, 4, 1)).lasting.loc["vehicle-crime"]
    counted = crimes.counts(NORTH).table["vehicle-crime"]
    assert row["recorded"] == counted[date(2026, 2, 1) : date(2026, 4, 1)].sum()
    assert row["verdict"] is Verdict.EXCEPTIONALLY_HIGH


def test_every_count_is_that_of_the_page(judged: None) -> None:
    for place in held_places.held(FORCE):
        counts = crimes.counts(place)
        table = usual(place).table["recorded"].unstack("kind").loc[LAST_YEAR]
        shown = counts.table.assign(**{CRIME: counts.crime}).loc[LAST_YEAR, table.columns].astype(float)
        pd.testing.assert_frame_equal(table, shown, check_names=False, check_index_type=False)


def test_what_is_stored_is_what_the_rule_says(judged: None) -> None:
    places = held_places.held(FORCE)
    counts = {place.neighbourhood_id: by_kind(place) for place in places}
    months = next(iter(counts.values())).months
    kinds = next(iter(counts.values())).table.index
    tables = {kind: pd.DataFrame({id_: c.table.loc[kind] for id_, c in counts.items()}).T for kind in kinds}
    usable = np.array([c.usable for c in counts.values()])
    for last, stored in ((1, "table"), (3, "lasting"), (12, "year")):
        slow = of_force(tables, months, usable, last=last)
        for place in places:
            found = getattr(usual(place), stored)
            found = newest(found) if last == 1 else found
            expected = slow.xs(place.neighbourhood_id, level="place")
            pd.testing.assert_frame_equal(
                found[expected.columns], expected, check_names=False, check_dtype=False
            )


def test_one_place_is_judged_by_its_own_past_alone(stand_in: StandIn) -> None:
    hold(stand_in, SOUTH, TOWN)
    counts = by_kind(SOUTH)
    found = usual(SOUTH)
    assert (found.rule, found.against_force) == ("own", None)
    slow = of_place(counts.table, counts.months, counts.usable)
    pd.testing.assert_frame_equal(newest(found.table)[slow.columns], slow, check_names=False)
    assert Verdict.EXCEPTIONALLY_HIGH not in set(found.table["verdict"])
    assert changes_of_force(FORCE).empty


@pytest.mark.parametrize("whole", [False, True])
def test_as_of_a_month_nothing_later_is_looked_at(whole: bool, judged: None) -> None:
    then = date(2026, 6, 1)
    if not whole:
        (force_folder(FORCE) / "ranges.parquet").unlink()
        shutil.rmtree(force_folder(FORCE) / "AB12")  # so that none are made again
    found = usual(SOUTH, then)
    assert (found.rule, found.month) == ("force" if whole else "own", then)
    assert found.table.index.get_level_values("month").max() == then
    later = {month_key(m): {"violent-crime": 900} for m in month_range(date(2026, 7, 1), NEWEST)}
    before = found.table
    put(SOUTH, later)
    if not whole:
        pd.testing.assert_frame_equal(usual(SOUTH, then).table, before)


def test_ranges_of_other_counts_are_not_used(judged: None, stand_in: StandIn) -> None:
    counts = truth(stand_in.address, SOUTH.neighbourhood_id)["2026-09"]
    put(SOUTH, {"2026-09": counts | {"violent-crime": 79}})
    row = usual(SOUTH).of("violent-crime")
    assert row is not None
    assert (usual(SOUTH).rule, row["recorded"]) == ("own", 79)
    assert usual(TOWN).rule == "force"
    put(SOUTH, {"2026-09": counts})
    assert usual(SOUTH).rule == "force"


def test_a_force_held_whole_is_judged_in_the_background(stand_in: StandIn) -> None:
    for place in everywhere(stand_in):
        put(place, {"2026-08": {"burglary": 3}, "2026-09": {"burglary": 5}})
    assert usual(SOUTH).rule == "own"
    until = time.monotonic() + 60
    while usual(SOUTH).rule == "own" and time.monotonic() < until:
        time.sleep(0.2)
    assert usual(SOUTH).rule == "force"


def test_nine_of_ten_are_no_force(stand_in: StandIn, data_dir: Path) -> None:
    held = hold(stand_in)
    assert force_judgements.members(FORCE) == held
    shutil.rmtree(folders.place_folder(NORTH))
    assert force_judgements.members(FORCE) == []
    assert not force_judgements.make(FORCE)
    assert force_judgements.members("fenmarsh") == []


def test_what_has_not_changed_is_not_judged_again(judged: None) -> None:
    path = force_folder(FORCE) / "ranges.parquet"
    before = path.stat().st_mtime_ns
    assert force_judgements.make(FORCE)
    assert path.stat().st_mtime_ns == before


def test_one_process_at_a_time(judged: None) -> None:
    with FileLock(force_folder(FORCE) / ".ranges.lock"):
        assert not force_judgements.make(FORCE)


def test_broken_ranges_count_as_not_there(judged: None) -> None:
    path = force_folder(FORCE) / "ranges.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    assert usual(SOUTH).rule == "own"


def test_a_month_sent_in_part_is_masked_and_flags_nothing(judged: None) -> None:
    state = crimes.counts(SOUTH).states[IN_PART]
    assert state.state is State.INCOMPLETE
    for place in held_places.held(FORCE):
        counts = by_kind(place)
        assert not counts.usable[counts.months.index(IN_PART)]
    # A year later it is nobody's last year.
    found = usual(SOUTH).table.xs(date(2025, 12, 1), level="month")
    assert found["last_year"].isna().all()
    assert not found["disagrees"].any()


def test_judged_anew_after_a_month_came_in_part_and_one_place_is_behind(
    judged: None, stand_in: StandIn
) -> None:
    part = date(2026, 3, 1)
    before = usual(SOUTH, shift(part, -1)).table
    for place in held_places.held(FORCE):
        kinds = truth(stand_in.address, place.neighbourhood_id)[month_key(part)]
        put(place, {month_key(part): {kind: count // 4 for kind, count in kinds.items()}})
    street_crime.write_months(NORTH, {NEWEST: nothing(State.NOT_PUBLISHED)})
    assert force_judgements.make(FORCE)
    for place in held_places.held(FORCE):
        assert crimes.counts(place).states[part].state is State.INCOMPLETE
        verdicts = usual(place, part).table.xs(part, level="month")["verdict"]
        assert set(verdicts) == {Verdict.NOT_JUDGED}
    pd.testing.assert_frame_equal(usual(SOUTH, shift(part, -1)).table, before)
    # "Exceptionally high" is said beside the whole force only.
    row = usual(TOWN).of("shoplifting")
    assert row is not None
    assert (usual(TOWN).rule, row["verdict"]) == ("force", Verdict.HIGHER)
    assert usual(NORTH).month == shift(NEWEST, -1)


def test_nothing_held_is_nothing_judged(data_dir: Path) -> None:
    found = usual(NeighbourhoodRef("exampleshire", "EX02"))
    assert found.month is None
    assert found.of(CRIME) is None
    assert found.against_force is None
    assert {"verdict", "low", "high"} <= set(found.table.columns) & set(found.lasting.columns)
    assert found.rolling.empty
    assert found.table.empty


@pytest.mark.parametrize(
    ("months", "verdict", "has_range"),
    [(12, "not_judged", False), (20, "not_judged", True), (25, "within", True)],
)
def test_a_short_past_is_not_judged(months: int, verdict: str, has_range: bool, data_dir: Path) -> None:
    past = month_range(shift(NEWEST, -months), NEWEST)
    put(WARD, {month_key(m): {"burglary": 10 + n % 3, "drugs": n % 2} for n, m in enumerate(past)})
    row, few = usual(WARD).of("burglary"), usual(WARD).of("drugs")
    assert row is not None
    assert few is not None
    assert row["usable_months"] == months
    assert row["verdict"] == verdict
    assert np.isfinite(row["high"]) == has_range
    assert few["verdict"] == (Verdict.TOO_FEW if verdict == "within" else verdict)


def test_a_small_series_is_judged_on_a_year(data_dir: Path) -> None:
    past = month_range(shift(NEWEST, -47), NEWEST)
    put(WARD, {month_key(m): {"robbery": 1 if n < 36 else 4, "burglary": 9} for n, m in enumerate(past)})
    found = usual(WARD)
    assert newest(found.table).loc["robbery", "verdict"] is Verdict.TOO_FEW
    assert found.year.loc["robbery", "recorded"] == 48
    assert found.year.loc["robbery", "verdict"] is Verdict.HIGHER


def test_the_change_of_every_place_by_a_slow_count(judged: None) -> None:
    found = changes_of_force(FORCE, "vehicle-crime")
    now = [m for m in LAST_YEAR if m != shift(IN_PART, 12)]  # its year before is not comparable
    sums = {}
    for place in held_places.held(FORCE):
        series = crimes.counts(place).table["vehicle-crime"]
        sums[place.neighbourhood_id] = (
            sum(int(series[m]) for m in now),
            sum(int(series[shift(m, -12)]) for m in now),
        )
    whole = [sum(pair[i] for pair in sums.values()) for i in (0, 1)]
    assert set(found.index) == set(sums)
    for id_, (late, early) in sums.items():
        large = late + early > 0.1 * sum(whole)
        rest = (whole[0] - late, whole[1] - early) if large else whole
        row = found.loc[id_]
        assert (row["now"], row["before"], row["pairs"]) == (late, early, 11)
        assert row["ratio"] == pytest.approx((late / early) / (rest[0] / rest[1]))
        assert row["low"] < row["ratio"] < row["high"]
    assert set(found["direction"]) == {Direction.UP, Direction.DOWN, Direction.NO_CLEAR_CHANGE}


def test_the_month_written_down_is_the_demonstrations() -> None:
    force_id, month, _share = world_crimes.IN_PART
    assert [
        (part.force_id, part.since, part.until) for part in SENT_IN_PART if part.force_id in INVENTED
    ] == [(force_id, month, month)]
    assert sent_in_part("dyfed-powys", date(2024, 4, 1))
    assert not sent_in_part("dyfed-powys", date(2024, 5, 1))
    assert not sent_in_part("wiltshire", date(2024, 2, 1))
