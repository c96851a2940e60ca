"""The bulk way in: what lies in the polygon counts, whoever's file it is in, and nothing is lost unsaid."""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from data_access.archive import boundary_files, known_areas, load, place_rows
from data_access.archive.boundary_files import Area
from data_access.archive.bulk_zip import Archive, read, unpack
from data_access.archive.place_rows import Tally
from data_access.archive.row_spool import Spool
from data_access.curated import categories
from data_access.geometry import ring_of
from data_access.models import MonthState, Named, Neighbourhood, NeighbourhoodRef, Point, State
from data_access.police_api import neighbourhoods, records
from data_access.store import held_places, no_location, places, revisions, small_facts, street_crime
from data_access.store.monthly_parquet import States
from data_access.usual import force_counts
from demo.archive import write_archive
from demo.boundary_files import write_boundaries
from demo.world import World
from tests.support.archives import (
    EAST,
    FORCE,
    IN_EAST,
    IN_WEST,
    NOWHERE,
    OUTSIDE,
    WEST,
    archive,
    member,
    months_of,
    row,
    street_file,
)
from tests.support.records import reading
from tests.support.soak import rounds
from tests.support.stand_in import StandIn

pytestmark = pytest.mark.usefixtures("data_dir")
JAN, FEB, MAR = (date(2025, n, 1) for n in (1, 2, 3))


def counts(area: Area) -> dict[date, dict[str, int]]:
    frame = street_crime.crimes(area.place).frame
    return {m: dict(Counter(rows["category"])) for m, rows in frame.groupby("month")}


def states(area: Area) -> dict[date, State]:
    return {m: s.state for m, s in street_crime.crimes(area.place).months.items()}


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """January: the force's rows everywhere, a station's and a neighbour's; February: none in the east."""
    own = [row()] * 3 + [row(point=IN_EAST)] * 2 + [row(point=OUTSIDE)] * 4 + [row(point=NOWHERE)] * 5
    members = {
        member("2025-01"): street_file(own),
        member("2025-01", "btp"): street_file([row(category="Drugs")] * 6 + [row(point=OUTSIDE)]),
        member("2025-01", "dorset"): street_file([row(point=IN_EAST, category="Drugs"), row(point=NOWHERE)]),
        member("2025-02"): street_file([row("2025-02")]),
    }
    return archive(tmp_path / "a.zip", members)


def test_every_row_in_the_polygon_counts_whoever_recorded_it(mixed: Path) -> None:
    loaded = load.load(mixed, [WEST, EAST])
    assert counts(WEST) == {JAN: {"burglary": 3, "drugs": 6}, FEB: {"burglary": 1}}
    assert counts(EAST) == {JAN: {"burglary": 2, "drugs": 1}}
    assert set(street_crime.crimes(WEST.place).frame["reported_by"]) == {"wiltshire", "btp"}
    assert loaded.forces[FORCE].fallen == place_rows.Fallen(placed=6, outside=4, no_place=5, others=7)
    assert (loaded.absent, loaded.broken) == ([], [])
    # One row in February, where fourteen are usual, does not prove that the force sent the month.
    assert street_crime.months_of_force(FORCE) == {JAN}


def test_what_has_no_place_stays_in_the_forces_totals(mixed: Path) -> None:
    load.load(mixed, [WEST, EAST])
    table = force_counts.read(FORCE)
    january = table[table["month"] == JAN]
    lost = january[january["neighbourhood"].isna()].set_index("why")["count"].to_dict()
    assert lost == {"outside": 4, "no_place": 5}
    placed = january.dropna(subset=["neighbourhood"]).groupby("neighbourhood")["count"].sum().to_dict()
    assert placed == {"W": 9, "E": 3}
    assert list(table.columns) == ["neighbourhood", "month", "category", "count", "own", "why"]
    assert january.dropna(subset=["neighbourhood"]).groupby("neighbourhood")["own"].sum().to_dict() == {
        "W": 3,
        "E": 2,
    }


def test_a_month_without_rows_here_is_empty_and_without_a_file_not_published(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.zip",
        months_of({"2025-01": 2, "2025-03": 1}) | {member("2025-02", "btp"): street_file([row("2025-02")])},
    )
    load.load(path, [WEST, EAST])
    assert states(EAST) == {JAN: State.EMPTY, FEB: State.NOT_PUBLISHED, MAR: State.EMPTY}
    # A station's records alone are no count of the month.
    assert counts(WEST) == {JAN: {"burglary": 2}, MAR: {"burglary": 1}}
    assert states(WEST)[FEB] is State.NOT_PUBLISHED


def test_a_file_without_a_row_publishes_nothing(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", months_of({"2025-01": 2, "2025-02": 0}))
    loaded = load.load(path, [WEST])
    assert states(WEST) == {JAN: State.HELD, FEB: State.NOT_PUBLISHED}
    assert loaded.broken == ["2025-02-wiltshire-street.csv: it holds no record."]


def test_a_held_month_wins_over_a_missing_file_and_loses_to_a_later_reading(tmp_path: Path) -> None:
    before, after = datetime(2025, 3, 31, tzinfo=UTC), datetime(2025, 4, 2, tzinfo=UTC)
    street_crime.write_months(
        WEST.place,
        {
            JAN: reading({"drugs": 9}, at=before),
            FEB: reading({"drugs": 8}, at=before),
            MAR: reading({"drugs": 7}, at=after),
        },
    )
    loaded = load.load(archive(tmp_path / "a.zip", months_of({"2025-01": 2, "2025-03": 1})), [WEST, EAST])
    assert counts(WEST) == {JAN: {"burglary": 2}, FEB: {"drugs": 8}, MAR: {"drugs": 7}}
    assert [street_crime.crimes(WEST.place).months[m].source for m in (JAN, MAR)] == ["archive", "api"]
    assert states(WEST)[FEB] is State.HELD
    assert loaded.forces[FORCE].kept == (MAR,)
    assert of_force() == {(JAN, "W"): 2, (MAR, "W"): 7}


def of_force() -> dict[tuple[date, str], int]:
    """The force's counts, those in no neighbourhood under why they are in none."""
    table = force_counts.read(FORCE)
    where = table["neighbourhood"].fillna(table["why"])
    return table.groupby([table["month"], where])["count"].sum().to_dict()


def test_an_older_archive_does_not_displace_newer_counts(tmp_path: Path) -> None:
    points = (IN_WEST, OUTSIDE)
    new = archive(tmp_path / "2025-03.zip", months_of({"2025-01": 20, "2025-03": 4}, points=points))
    old = archive(tmp_path / "2025-02.zip", months_of({"2025-01": 12, "2025-02": 6}, points=points))
    load.load(new, [WEST])
    loaded = load.load(old, [WEST])
    assert counts(WEST) == {JAN: {"burglary": 10}, FEB: {"burglary": 3}, MAR: {"burglary": 2}}
    assert loaded.forces[FORCE].kept == (JAN,)
    assert revisions.revisions(WEST.place) == []
    assert of_force() == {
        (month, where): number
        for month, number in ((JAN, 10), (FEB, 3), (MAR, 2))
        for where in ("W", "outside")
    }


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("a", "2025-02-01"),
        ("2025-01", "2025-02-01"),
        ("2024-12", "2025-02-01"),
        ("2025-06", "2025-07-01"),
        ("archive-2025-06-14 (1)", "2025-06-14"),
        ("2024-02_2025-04", "2025-05-01"),
        ("2025-13-40", "2025-02-01"),
        ("report-20250614-99", "2025-02-01"),
    ],
)
def test_an_archive_is_as_old_as_its_name_or_its_newest_file_says(
    name: str, day: str, tmp_path: Path
) -> None:
    with Archive(archive(tmp_path / f"{name}.zip", months_of({"2025-01": 2})), tmp_path) as opened:
        assert opened.as_of.date() == date.fromisoformat(day)


def test_no_archive_is_of_tomorrow(tmp_path: Path) -> None:
    with Archive(archive(tmp_path / "2031-01.zip", months_of({"2025-01": 2})), tmp_path) as opened:
        assert opened.as_of <= datetime.now(UTC)


def without_days(states: Sequence[States]) -> list[dict[date, MonthState]]:
    """An archive's word on a month without a file is of no day that matters."""
    return [
        {m: state if state.counted else replace(state, fetched_at=None) for m, state in known.items()}
        for known in states
    ]


MONTH_KEYS = [f"2025-0{n}" for n in range(1, 6)]
ARCHIVES = st.lists(
    st.dictionaries(st.sampled_from(MONTH_KEYS), st.integers(1, 30), min_size=1), min_size=2, max_size=4
)


@pytest.mark.slow
@given(contents=ARCHIVES, data=st.data())
@hypothesis.settings(
    max_examples=rounds(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_order_of_loading_does_not_matter(
    contents: list[dict[str, int]], data: st.DataObject, tmp_path: Path, data_dir: Path
) -> None:
    """Archives of equal size from one month aside: of those the last loaded counts. Records without a place
    come from the API, too.
    """
    paths = [
        archive(tmp_path / f"{n}.zip", months_of(content, points=(IN_WEST, IN_EAST, OUTSIDE, NOWHERE)))
        for n, content in enumerate(contents)
    ]
    assume(len({(max(content), sum(content.values())) for content in contents}) == len(contents))
    asked = datetime(2025, 4, 15, tzinfo=UTC)
    came_to = []
    for order in ([None, *paths], data.draw(st.permutations([None, *paths]))):
        shutil.rmtree(data_dir, ignore_errors=True)
        street_crime.write_months(EAST.place, {FEB: reading({"drugs": 50}, at=asked)})
        for path in order:
            if path:
                load.load(path, [WEST, EAST])
            else:
                no_location.write(FORCE, FEB, reading({"robbery": 9}, at=asked))
        force_counts.recount(FORCE)
        known = [street_crime.states(area.place) for area in (WEST, EAST)]
        came_to.append((counts(WEST), counts(EAST), of_force(), without_days(known)))
    assert came_to[0] == came_to[1]


def test_loaded_again_it_comes_to_the_same(mixed: Path) -> None:
    def everything() -> object:
        frames = [street_crime.crimes(a.place).frame.to_dict("records") for a in (WEST, EAST)]
        return frames, states(WEST), states(EAST), force_counts.read(FORCE).to_dict("records")

    first = load.load(mixed, [WEST, EAST])
    held = everything()
    assert load.load(mixed, [WEST, EAST]) == first
    assert str(everything()) == str(held)
    assert revisions.revisions(WEST.place) == revisions.revisions(EAST.place) == []


def test_a_changed_archive_is_noted(tmp_path: Path) -> None:
    for number in (2, 3):
        load.load(archive(tmp_path / "a.zip", months_of({"2025-01": number})), [WEST])
    [line] = revisions.revisions(WEST.place)
    assert (line["category"], line["old"], line["new"], line["source"]) == ("burglary", 2, 3, "archive")


def test_a_broken_member_is_told_and_the_rest_is_loaded(tmp_path: Path) -> None:
    members = months_of({"2025-01": 2, "2025-02": 3, "2025-03": 4}) | {member("2025-02"): "torn,by,wind\n1,2"}
    street_crime.write_months(EAST.place, {FEB: reading({"drugs": 1})})
    loaded = load.load(archive(tmp_path / "a.zip", members), [WEST, EAST])
    [line] = loaded.broken
    assert line.startswith("2025-02-wiltshire-street.csv: ")
    assert states(WEST) == {JAN: State.HELD, FEB: State.FAILED, MAR: State.HELD}
    assert street_crime.crimes(WEST.place).months[FEB].reason == line
    assert states(EAST)[FEB] is State.HELD
    assert FEB not in set(force_counts.read(FORCE)["month"])


def test_a_count_that_may_lack_a_broken_files_rows_says_so(tmp_path: Path) -> None:
    members = months_of({"2025-01": 2, "2025-02": 3}) | {member("2025-01", "btp"): "torn"}
    load.load(archive(tmp_path / "a.zip", members), [WEST])
    reasons = [s.reason for s in street_crime.crimes(WEST.place).months.values()]
    assert reasons == ["without the archive's file of btp", ""]
    assert states(WEST)[JAN] is State.HELD


def test_an_archive_without_the_force_changes_nothing(tmp_path: Path) -> None:
    loaded = load.load(archive(tmp_path / "a.zip", months_of({"2025-01": 2}, "btp")), [WEST])
    assert (loaded.forces, loaded.absent) == ({}, [FORCE])
    assert held_places.held() == []
    assert places.neighbourhoods(FORCE) is None


def test_a_place_in_two_neighbourhoods_counts_in_both_but_once_in_the_sum(tmp_path: Path) -> None:
    twin = Area(NeighbourhoodRef(FORCE, "TWIN"), "Twin", WEST.shape)
    path = archive(tmp_path / "a.zip", months_of({"2025-01": 2}) | months_of({"2025-01": 3}, "btp"))
    loaded = load.load(path, [WEST, twin])
    assert counts(WEST) == counts(twin) == {JAN: {"burglary": 5}}
    assert loaded.forces[FORCE].fallen == place_rows.Fallen(placed=2, outside=0, no_place=0, others=3)


def test_several_forces_are_filled_from_one_reading(tmp_path: Path) -> None:
    east = Area(NeighbourhoodRef("dorset", "E"), "East side", EAST.shape)
    members = months_of({"2025-01": 3}, points=(IN_WEST, IN_EAST)) | months_of(
        {"2025-01": 2}, "dorset", (IN_EAST,)
    )
    loaded = load.load(archive(tmp_path / "a.zip", members), [WEST, east])
    assert (counts(WEST), counts(east)) == ({JAN: {"burglary": 2}}, {JAN: {"burglary": 3}})
    assert loaded.forces[FORCE].fallen == place_rows.Fallen(placed=2, outside=1, no_place=0, others=0)
    assert loaded.forces["dorset"].fallen == place_rows.Fallen(placed=2, outside=0, no_place=0, others=1)


def test_zeroed_coordinates_are_no_place(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.zip",
        months_of({"2025-01": 4}, points=(("0", "0"), ("1e300", "inf"), IN_WEST, ("", "51"))),
    )
    fallen = load.load(path, [WEST]).forces[FORCE].fallen
    assert fallen == place_rows.Fallen(placed=1, outside=0, no_place=3, others=0)


def test_on_disk_or_in_memory_the_rows_are_the_same(tmp_path: Path, data_dir: Path) -> None:
    members = months_of({f"2025-0{n}": 50 + n for n in range(1, 10)}, points=(IN_WEST, IN_EAST, OUTSIDE))
    data_dir.mkdir()
    found = []
    for limit in (0, 100, 10_000):
        with (
            Archive(archive(tmp_path / "a.zip", members), data_dir) as opened,
            Spool(2, data_dir, limit) as spool,
        ):
            tally = Tally([WEST, EAST])
            for file in opened.files:
                spool.add(*tally.take(read(file, unpack(file))))
            found.append([spool.rows(area).to_pylist() for area in (0, 1)])
    assert found[0] == found[1] == found[2]
    assert len(found[0][0]) + len(found[0][1]) > 250
    assert list(data_dir.iterdir()) == []


def test_the_progress_ends_at_its_end(mixed: Path) -> None:
    heard: list[tuple[int, int]] = []
    load.load(mixed, [WEST, EAST], lambda done, whole: heard.append((done, whole)))
    assert heard == [(n, 6) for n in range(1, 7)]


def test_a_place_nobody_knew_gets_its_name_and_boundary(mixed: Path) -> None:
    load.load(mixed, [WEST, EAST])
    force, listed = places.force(FORCE), places.neighbourhoods(FORCE)
    assert force
    assert listed
    assert force.value.name == "Wiltshire Police"
    assert listed.value == (Named("E", "East side"), Named("W", "West side"))
    boundary = places.boundary(WEST.place)
    assert boundary
    assert boundary.value == ring_of(WEST.shape)
    # Without boundary files the held ones serve, and come to the same.
    assert [a.place for a in known_areas.held_areas(FORCE)] == [EAST.place, WEST.place]
    assert load.load(mixed, known_areas.held_areas()).forces[FORCE].fallen.placed == 6


def test_what_police_uk_said_is_not_displaced(mixed: Path) -> None:
    at = datetime(2026, 11, 3, tzinfo=UTC)
    profile = Neighbourhood("W", "Westbury", centre=Point(51.05, -1.95))
    ring = (Point(51.0, -2.0), Point(51.2, -2.0), Point(51.2, -1.8), Point(51.0, -2.0))
    small_facts.write("neighbourhoods", (Named("W", "Westbury"),), places.Names, FORCE, fetched_at=at)
    small_facts.write("profile", profile, Neighbourhood, FORCE, "W", fetched_at=at)
    small_facts.write("boundary", ring, places.Ring, FORCE, "W", fetched_at=at)
    load.load(mixed, [WEST, EAST])
    kept = (places.neighbourhoods(FORCE), places.neighbourhood(WEST.place), places.boundary(WEST.place))
    assert [(k.value, k.fetched_at) for k in kept if k] == [
        ((Named("W", "Westbury"),), at),
        (profile, at),
        (ring, at),
    ]


def test_our_own_earlier_word_gives_way_to_a_newer_boundary_file(mixed: Path) -> None:
    load.load(mixed, [WEST])
    moved = Area(WEST.place, "West and more", EAST.shape)
    load.load(mixed, [moved, EAST])
    boundary, listed = places.boundary(WEST.place), places.neighbourhoods(FORCE)
    assert boundary
    assert listed
    assert boundary.value == ring_of(EAST.shape)
    assert listed.value == (Named("E", "East side"), Named("W", "West and more"))


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one month, and boundaries, made from the stand-in's own records."""
    folder = tmp_path_factory.mktemp("archive")
    world = World()
    write_archive(folder / "archive.zip", world, [date(2026, 8, 1)])
    write_boundaries(folder, world)
    return folder


def test_a_month_by_the_api_and_by_the_archive_gives_equal_counts(
    demonstration: Path, stand_in: StandIn
) -> None:
    """Station records and neighbouring forces' rows are among them."""
    august = date(2026, 8, 1)
    given = boundary_files.read([demonstration / "kml"], "exampleshire")
    loaded = load.load(demonstration / "archive.zip", list(given.areas.values()))
    fallen = loaded.forces["exampleshire"].fallen
    assert min(fallen.outside, fallen.no_place, fallen.others) > 0
    assert len(given.areas) == 10
    for place in given.areas:
        asked = records.street_level_crimes(neighbourhoods.boundary(place), august)
        held = street_crime.crimes(place).frame
        assert Counter(held["category"]) == Counter(asked["category"])
        # The archive gives the transport police's records no ids.
        assert Counter(held["persistent_id"].dropna()) <= Counter(asked["persistent_id"].dropna())
        there = stand_in.control(f"truth?force={place.force_id}&neighbourhood={place.neighbourhood_id}")
        assert Counter(held["category"]) == there["2026-08"]
    assert categories.ASB in set(held["category"])
