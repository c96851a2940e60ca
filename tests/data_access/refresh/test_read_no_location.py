"""A force's records without a place, asked of the stand-in: what swings, what stays unknown, who waits."""

import shutil
import threading
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from streamlit.testing.v1 import AppTest

from data_access.archive import known_areas, load
from data_access.counts import crimes
from data_access.models import NeighbourhoodRef, State
from data_access.months import month_key, month_range, parse_month, shift
from data_access.refresh import batch, due, first_visit, read_no_location
from data_access.store import held_places, places, street_crime
from data_access.usual import force_counts
from demo.archive import write_archive
from demo.boundary_files import write_boundaries
from demo.world import World
from tests.support.exampleshire import NORTH, SOUTH, TOWN, hold, put
from tests.support.facts import FORCE, NEWEST
from tests.support.police_uk_reading import Clock, asked, looked_after, visited
from tests.support.soak import only_in_soak
from tests.support.stand_in import StandIn

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("settled")]

ROUTE = "/api/crimes-no-location"
ALL = month_range(shift(NEWEST, -35), NEWEST)
SWUNG = ALL[-8:-2]
LOST = {"force": FORCE, "months": [month_key(m) for m in SWUNG], "share": 0.2}


def hold_what_has_a_place(stand_in: StandIn) -> None:
    """The whole force as the stand-in publishes it now: in the months that swung less than at its start."""
    for place in hold(stand_in):
        query = {"force": FORCE, "neighbourhood": place.neighbourhood_id}
        now = requests.get(f"{stand_in.address}/_control/truth", params=query, timeout=60).json()
        put(place, {month_key(m): now[month_key(m)] for m in SWUNG})


def unknown() -> set[str]:
    without, _everything = force_counts.without_place(force_counts.read(FORCE))
    return {month_key(m) for m in ALL if m not in without.index}


def swung(place: NeighbourhoodRef = SOUTH) -> list[date]:
    return [
        m for m, s in crimes.counts(place).states.items() if s.reason.startswith("records without a place")
    ]


def no_place() -> dict[tuple[date, str], int]:
    table = force_counts.read(FORCE)
    rows = table[table["why"] == force_counts.NO_PLACE]
    return {(m, c): int(n) for m, c, n in zip(rows["month"], rows["category"], rows["own"], strict=True)}


def test_a_force_whose_share_swings_by_the_api_is_not_compared(stand_in: StandIn) -> None:
    stand_in.control("lose", LOST)
    hold_what_has_a_place(stand_in)
    tally = batch.Tally()
    batch.second_job([SOUTH], tally)
    assert not tally.stopped
    for place in held_places.held(FORCE):
        assert swung(place) == SWUNG
        assert {crimes.counts(place).states[m].state for m in SWUNG} == {State.INCOMPLETE}
    page = AppTest.from_file(str(Path("pages/about_the_data.py").absolute()), default_timeout=60)
    page.query_params["force"], page.query_params["neighbourhood"] = FORCE, SOUTH.neighbourhood_id
    said = " ".join(element.value for element in page.run().markdown)
    assert "In February to July 2026 an unusual share of the records" in said
    nowhere = sum(n for (month, _category), n in no_place().items() if month == NEWEST)
    placed = sum(crimes.counts(place).table.loc[NEWEST].sum() for place in held_places.held(FORCE))
    assert f"In September 2026, {nowhere} of the {placed + nowhere:,} records" in said

    assert len(asked(stand_in, ROUTE)) == len(ALL)
    batch.second_job([SOUTH], tally)
    assert len(asked(stand_in, ROUTE)) == len(ALL)


def test_one_at_a_time_and_within_the_pace(stand_in: StandIn) -> None:
    hold(stand_in)
    read_no_location.read(FORCE)
    assert asked(stand_in, ROUTE) == [month_key(m) for m in reversed(ALL)]
    assert {tuple(sorted(r["params"])) for r in stand_in.control("log") if r["path"] == ROUTE} == {
        ("category", "date", "force")
    }
    assert stand_in.control("pace") == {"most_in_flight": 1, "over": 0}
    assert swung() == []


@pytest.mark.parametrize(
    "fault",
    [{"body": "no-items"}, {"status": 404, "body": "empty"}, {"body": "not-json-shape"}],
    ids=lambda fault: fault["body"],
)
def test_what_is_not_answered_is_unknown_and_never_nought(stand_in: StandIn, fault: dict[str, Any]) -> None:
    hold(stand_in)
    stand_in.control("faults", [{"path": ROUTE, "date": "2026-07", "status": 200} | fault])
    read_no_location.read(FORCE)
    assert unknown() == {"2026-07"}
    assert swung() == []


def test_an_answer_with_nothing_in_it_displaces_no_records(stand_in: StandIn, clock: Clock) -> None:
    hold(stand_in)
    read_no_location.read(FORCE)
    before = no_place()
    stand_in.control("faults", [{"path": ROUTE, "status": 200, "body": "no-items"}])
    clock(timedelta(weeks=5))
    read_no_location.read(FORCE)
    assert (no_place(), unknown()) == (before, set())


def test_old_months_are_asked_again_by_the_month_new_ones_by_the_week(
    stand_in: StandIn, clock: Clock
) -> None:
    hold(stand_in)
    read_no_location.read(FORCE)
    for later, number in ((timedelta(days=6), 0), (timedelta(days=8), 3), (timedelta(days=29), 36)):
        clock(later)
        assert len(due.months_without_place(FORCE, places.published_months())) == number
    assert due.months_without_place("fenmarsh", tuple(ALL)) == []


def test_a_force_that_is_not_held_whole_is_asked_nothing(stand_in: StandIn) -> None:
    hold(stand_in, SOUTH, TOWN)
    read_no_location.read(FORCE)
    assert asked(stand_in, ROUTE) == []


def test_only_months_that_its_neighbourhoods_hold_are_asked_for(stand_in: StandIn) -> None:
    for place in hold(stand_in):
        gone = {m: street_crime.states(place)[m] for m in SWUNG}
        (street_crime.place_folder(place) / street_crime.FILE).unlink()
        put(place, {month_key(m): {"drugs": 9} for m in ALL if m not in gone})
    read_no_location.read(FORCE)
    assert asked(stand_in, ROUTE) == [month_key(m) for m in reversed(ALL) if m not in SWUNG]


def test_months_that_most_neighbourhoods_lack_have_no_share(stand_in: StandIn) -> None:
    """A new month, read for the one neighbourhood that somebody looked at."""
    for place in hold(stand_in):
        if place != NORTH:
            (street_crime.place_folder(place) / street_crime.FILE).unlink()
            put(place, {month_key(m): {"drugs": 9} for m in ALL[:-1]})
    read_no_location.read(FORCE)
    assert unknown() == {month_key(NEWEST)}


def test_it_is_asked_beside_a_view_of_a_held_place(stand_in: StandIn) -> None:
    hold(stand_in)
    visited(SOUTH)
    stand_in.control("faults", [])
    looked_after(SOUTH)
    assert len(asked(stand_in, ROUTE)) == len(ALL)
    read_no_location.beside(SOUTH)
    assert len(asked(stand_in, ROUTE)) == len(ALL)


def test_a_first_visit_is_not_kept_waiting(stand_in: StandIn) -> None:
    hold(stand_in)
    stand_in.control("settings", {"latency": 0.02})
    place = NeighbourhoodRef("eastwold", stand_in_places(stand_in, "eastwold")[0])
    first_visit.visit(place)
    reading = threading.Thread(target=read_no_location.read, args=(FORCE,))
    reading.start()
    visited(place)
    reading.join(60)
    log = sorted(stand_in.control("log"), key=lambda line: line["at"])
    paths = [line["path"] for line in log]
    last_of_visit = max(n for n, path in enumerate(paths) if path.startswith("/api/crimes-street/"))
    assert paths.count(ROUTE) == len(ALL)
    assert paths.index(ROUTE) > last_of_visit


def stand_in_places(stand_in: StandIn, force_id: str) -> list[str]:
    answer = requests.get(f"{stand_in.address}/api/{force_id}/neighbourhoods", timeout=60).json()
    return [item["id"] for item in answer]


def test_police_uk_gone_ends_it_and_what_came_is_counted(stand_in: StandIn) -> None:
    hold(stand_in)
    gone = [{"path": ROUTE, "date": month_key(m), "status": 404, "body": "empty"} for m in ALL[-8:-4]]
    stand_in.control("faults", [*gone, {"path": "/api/crime-last-updated", "status": 404, "body": "html"}])
    tally = batch.Tally()
    batch.second_job([SOUTH], tally)
    # Four that came, and as many failures in a row as there may be.
    assert len(asked(stand_in, ROUTE)) == 4 + due.FAILURES_IN_A_ROW
    assert tally.stopped
    assert not ({month_key(m) for m in ALL[-4:]} & unknown())


@pytest.fixture
def archive_and_areas(tmp_path: Path) -> tuple[Path, list[Any]]:
    """The archive of the world that the stand-in shows after LOST, with boundaries of the force."""
    world = World()
    for month in LOST["months"]:
        world.lose(FORCE, parse_month(str(month)), 0.2)
    write_archive(tmp_path / "2026-10-20.zip", world)
    write_boundaries(tmp_path, world)
    given = known_areas.areas(FORCE, [tmp_path / "geojson" / f"{FORCE}.geojson"], "id", "name")
    return tmp_path / "2026-10-20.zip", list(given.areas.values())


def at_nought() -> dict[tuple[date, str], int]:
    """What the archive writes at 0, 0, no map point being near: without a place, but not to the API."""
    world = World()
    return Counter(
        (month, crime.category)
        for month in ALL
        for crime in world.crimes(month)
        if crime.point == world.extra["nowhere"]
    )


@only_in_soak
@pytest.mark.soak
def test_archive_and_api_agree_in_either_order(
    stand_in: StandIn, archive_and_areas: tuple[Path, list[Any]], data_dir: Path
) -> None:
    stand_in.control("lose", LOST)
    path, areas = archive_and_areas
    load.load(path, areas)
    by_archive = no_place()
    assert swung() == SWUNG
    read_no_location.read(FORCE)
    by_api = no_place()
    assert swung() == SWUNG
    assert set(by_api) <= set(by_archive)
    more = {of: n - by_api.get(of, 0) for of, n in by_archive.items() if n != by_api.get(of, 0)}
    assert all(n <= at_nought()[of] for of, n in more.items())

    shutil.rmtree(data_dir / "facts")
    hold_what_has_a_place(stand_in)
    read_no_location.read(FORCE)
    assert (no_place(), swung()) == (by_api, SWUNG)
    load.load(path, areas)
    assert (no_place(), swung()) == (by_api, SWUNG)
