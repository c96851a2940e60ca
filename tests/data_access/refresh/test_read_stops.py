"""Reading stops and searches from the stand-in: what is asked, what fails, what is no place."""

import time
from datetime import date
from pathlib import Path

import pytest

from data_access.counts.stop_and_search import years
from data_access.errors import PoliceUnavailable, UnknownPlace
from data_access.models import NeighbourhoodRef, State
from data_access.police_api import neighbourhoods
from data_access.refresh import batch, due, published_lists, read_stops
from data_access.store import places, small_facts
from data_access.store import stops as stops_store
from tests.support.stand_in import StandIn
from tests.support.stops import FORCE, NEWEST, TOWN, put

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = pytest.mark.slow


def test_what_is_read_is_not_asked_again(town_read: None, stand_in: StandIn) -> None:
    asked = [line for line in stand_in.control("log") if "stops" in line["path"]]
    assert len(asked) == 34
    read_stops.read(TOWN)
    assert len([line for line in stand_in.control("log") if "stops" in line["path"]]) == 34


def test_a_month_that_failed_is_asked_again_and_displaces_nothing(stand_in: StandIn) -> None:
    small_facts.write(
        "boundary", tuple(neighbourhoods.boundary(TOWN)), places.Ring, FORCE, TOWN.neighbourhood_id
    )
    fault = {"path": "/api/stops-street", "date": "2025-03", "status": 200, "body": "html"}
    stand_in.control("faults", [fault])
    read_stops.read(TOWN)
    states = stops_store.stops(TOWN).months
    assert [m for m, s in states.items() if s.state is State.FAILED] == [date(2025, 3, 1)]
    assert due.months_of_stops(TOWN, published_lists.months()) == []  # left alone for a while
    stand_in.control("faults", [])
    read_stops.read(TOWN)
    assert not any(s.state is State.FAILED for s in stops_store.stops(TOWN).months.values())
    put(TOWN, {date(2025, 3, 1): None}, State.FAILED)
    assert stops_store.stops(TOWN).months[date(2025, 3, 1)].state is State.HELD


def test_police_uk_gone_ends_the_reading(stand_in: StandIn) -> None:
    small_facts.write(
        "boundary", tuple(neighbourhoods.boundary(TOWN)), places.Ring, FORCE, TOWN.neighbourhood_id
    )
    published_lists.months()
    stand_in.control("faults", [{"path": "/api/", "status": 404, "body": "html"}])
    with pytest.raises(PoliceUnavailable):
        read_stops.read(TOWN)


def test_a_month_published_late_is_read_then(town_read: None, stand_in: StandIn) -> None:
    assert NEWEST not in due.months_of_stops(TOWN, published_lists.months())
    assert NEWEST in due.months_of_stops(TOWN, published_lists.months() | {NEWEST: frozenset({FORCE})})


def test_months_counted_inside_an_old_boundary_are_read_anew(town_read: None) -> None:
    from data_access.store.revisions import note_boundary

    ring = places.boundary(TOWN)
    assert ring is not None
    note_boundary(TOWN, ring.value, ring.value[:-1])
    assert len(due.months_of_stops(TOWN, published_lists.months())) == 34


def test_beside_a_page_view_the_reading_begins(stand_in: StandIn) -> None:
    read_stops.beside(FORCE)
    until = time.monotonic() + 60
    while due.months_of_stops(FORCE, published_lists.months()) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(stops_store.stops(FORCE).frame) > 1000


def test_a_round_reads_stops_after_crime(stand_in: StandIn) -> None:
    small_facts.write(
        "boundary", tuple(neighbourhoods.boundary(TOWN)), places.Ring, FORCE, TOWN.neighbourhood_id
    )
    tally = batch.Tally()
    batch.second_job([TOWN], tally)
    assert not tally.stopped
    assert years(TOWN) == years(FORCE) == [2025, 2024]
    stand_in.control("faults", [{"path": "/api/", "status": 404, "body": "html"}])
    (stops_store.folder(TOWN) / stops_store.FILE).unlink()
    batch.second_job([TOWN], tally)
    assert tally.stopped


def test_no_folder_is_made_for_what_is_no_force(stand_in: StandIn, data_dir: Path) -> None:
    with pytest.raises(UnknownPlace):
        read_stops.read("nowhere")
    read_stops.read(NeighbourhoodRef(FORCE, "no such place"))
    assert not (data_dir / "facts" / "nowhere").exists()
    assert not (data_dir / "facts" / FORCE / "no%20such%20place").exists()
