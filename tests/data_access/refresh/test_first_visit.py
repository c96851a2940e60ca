"""A first visit, against the stand-in: what it holds, who waits, faults, and what is no place."""

import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from components.content import summary
from components.words import crime
from data_access import settings
from data_access.background.task_queue import line
from data_access.counts import crimes
from data_access.errors import InvalidQuestion, NoUsableBoundary, PoliceUnavailable, QueueFull, UnknownPlace
from data_access.models import NeighbourhoodRef, State
from data_access.months import month_range
from data_access.overviews.place import view_of
from data_access.refresh import first_visit, on_demand, police_uk_status
from data_access.refresh.reading_lock import alone
from data_access.store import folders, held_places, places, small_facts, street_crime, told
from tests.support.police_uk_reading import (
    CLOSED,
    STREET,
    asked,
    counted,
    states,
    truth,
    until,
    visited,
)
from tests.support.records import PLACE, month, reading
from tests.support.stand_in import StandIn

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("settled")]
NEWEST = month("2026-09")
MONTHS = month_range(month("2023-10"), NEWEST)


def test_a_first_visit_holds_36_months_that_count_as_the_servers_own_records(stand_in: StandIn) -> None:
    progress = visited()
    assert (progress.total, progress.done, progress.held, progress.failed) == (36, 36, 36, 0)
    assert counted() == truth(stand_in)
    assert len(counted()) == 36
    assert stand_in.control("pace")["most_in_flight"] <= 4


def test_a_first_visit_holds_everything_a_page_shows(stand_in: StandIn) -> None:
    visited()
    held = (places.neighbourhood, places.boundary, places.team, places.priorities, places.events)
    assert [read(PLACE) is not None for read in held] == [True] * 5
    assert places.force("exampleshire") is not None
    assert places.name_of(PLACE)
    assert places.published_months()[-1] == NEWEST


def test_without_a_usable_boundary_team_priorities_and_events_are_held_all_the_same(
    stand_in: StandIn,
) -> None:
    stand_in.control("faults", [{"path": "/api/exampleshire/AB12/boundary", "body": "no-items"}])
    progress = visited()
    assert (progress.done, progress.failed, progress.error) == (36, 36, None)
    assert asked(stand_in, STREET) == []
    assert first_visit.is_held(PLACE)
    held = (places.neighbourhood, places.team, places.priorities, places.events)
    assert [read(PLACE) is not None for read in held] == [True] * 4
    assert {s.reason for s in street_crime.states(PLACE).values()} == {NoUsableBoundary.sentence}
    view = view_of(PLACE)
    assert view.no_usable_boundary
    assert summary.recorded(view) == [NoUsableBoundary.sentence]
    assert crime.months_without_figure(view.counts.states, "") == [NoUsableBoundary.sentence]


def test_a_boundary_that_becomes_useless_does_not_displace_the_one_that_was_held(
    stand_in: StandIn,
) -> None:
    visited()
    ring = places.boundary(PLACE)
    assert ring
    small_facts.write(
        "boundary", ring.value, places.Ring, "exampleshire", "AB12", datetime(2026, 1, 1, tzinfo=UTC)
    )
    stand_in.control("faults", [{"path": "/api/exampleshire/AB12/boundary", "body": "no-items"}])
    assert on_demand.refresh_place(PLACE, lambda _: None).failed == 0
    kept = places.boundary(PLACE)
    assert kept
    assert kept.value == ring.value
    assert counted() == truth(stand_in)


def test_a_reading_keeps_by_which_names_subscribers_know_events_and_priorities(stand_in: StandIn) -> None:
    visited()
    of = (PLACE.force_id, PLACE.neighbourhood_id)
    for name, type_ in (("events_told", told.EventsTold), ("priorities_told", told.PrioritiesTold)):
        kept = small_facts.read(name, type_, *of)
        assert kept is not None, name
        assert len(kept.value) > 0, name
    assert {one.event for one in told.events(PLACE)} == set(places.events(PLACE).value)


def test_the_newest_year_comes_before_the_rest_and_the_page_opens_with_it(stand_in: StandIn) -> None:
    stand_in.control("settings", {"latency": 0.05})
    ready_at = None
    while not (progress := first_visit.visit(PLACE)).finished:
        if progress.ready and ready_at is None:
            ready_at = (progress.done, set(street_crime.crimes(PLACE).months))
        time.sleep(0.005)
    months = asked(stand_in, STREET)
    assert sorted(months[:12]) == [f"{m:%Y-%m}" for m in places.published_months()[-12:]]
    assert ready_at is not None
    assert ready_at[0] < 36
    assert set(places.published_months()[-12:]) <= ready_at[1]


@pytest.mark.slow
def test_who_leaves_loses_nothing(stand_in: StandIn) -> None:
    first_visit.visit(PLACE)
    until(lambda: len(street_crime.crimes(PLACE).months) == 36)


def test_two_visitors_at_once_are_one_fetch(stand_in: StandIn) -> None:
    visitors = [threading.Thread(target=visited) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert Counter(asked(stand_in)).most_common(1)[0][1] == 1


@pytest.mark.slow
def test_every_way_to_fail_is_tried_again_and_then_a_failed_month(stand_in: StandIn) -> None:
    ways: list[dict[str, Any]] = [
        {"status": 500},
        {"status": 502},
        {"status": 504},
        {"status": 429},
        {"status": 429, "headers": {"Retry-After": "1"}},
        {"body": "html"},
        {"body": "truncated"},
        {"body": "empty"},
        {"body": "none"},
    ]
    months = [f"2026-0{n}" for n in range(1, 10)]
    faults = [{"path": STREET, "date": m, **way} for m, way in zip(months, ways, strict=True)]
    stand_in.control("faults", [*faults, {"path": STREET, "date": "2025-01", "status": 500, "times": 2}])
    progress = visited(patience_s=120)
    assert (progress.held, progress.failed, progress.error) == (27, 9, None)
    tries = Counter(asked(stand_in, STREET))
    assert [tries[m] for m in months] == [3] * 9
    assert {m for m, s in states().items() if s is State.FAILED} == set(months)
    assert counted() == {**truth(stand_in), **{m: {} for m in months}}


@pytest.mark.slow
def test_a_first_visit_while_police_uk_is_gone_ends_with_the_reason_for_all_who_wait(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOURPATCH_POLICE_API", CLOSED)
    settings.settings.cache_clear()
    progress = visited()
    assert isinstance(progress.error, PoliceUnavailable)
    assert not progress.ready
    assert first_visit.visit(PLACE).error is progress.error
    assert police_uk_status.trouble() is not None
    assert not folders.place_folder(PLACE).exists()


@pytest.mark.slow
def test_police_uk_going_in_the_middle_ends_the_visit_and_the_next_one_goes_on(stand_in: StandIn) -> None:
    twelfth = f"{places.published_months()[-12]:%Y-%m}" if places.published_months() else "2025-10"
    faults = [{"path": path, "status": 502} for path in ("/api/crime-last-updated", STREET)]
    stand_in.control("settings", {"latency": 0.02})
    first_visit.visit(PLACE)
    until(lambda: date.fromisoformat(f"{twelfth}-01") in street_crime.crimes(PLACE).months)
    stand_in.control("faults", faults)
    progress = visited()
    assert isinstance(progress.error, PoliceUnavailable)
    assert progress.ready
    assert 12 <= progress.done < 36
    stand_in.reset()
    assert on_demand.refresh_place(PLACE).held == 36
    assert counted() == truth(stand_in)


def test_a_force_that_publishes_no_crime_is_not_asked_for_it(stand_in: StandIn) -> None:
    on_demand.reference("fenmarsh")
    names = places.neighbourhoods("fenmarsh")
    assert names is not None
    place = NeighbourhoodRef("fenmarsh", names.value[0].id)
    assert visited(place).held == 36
    assert asked(stand_in, STREET) == []
    assert set(states(place).values()) == {State.NOT_PUBLISHED}
    assert places.team(place) is not None


def test_an_unknown_force_costs_one_look_at_the_list_of_forces_and_no_folder(stand_in: StandIn) -> None:
    with pytest.raises(UnknownPlace):
        raise visited(NeighbourhoodRef("nosuch", "AB12")).error or AssertionError
    assert set(asked(stand_in)) == {"/api/forces", "/api/crimes-street-dates"}
    stand_in.reset()
    for number in range(30):
        with pytest.raises(UnknownPlace):
            first_visit.visit(NeighbourhoodRef(f"nosuch{number}", "AB12"))
        with pytest.raises(UnknownPlace):
            on_demand.reference(f"nosuch{number}")
    with pytest.raises(InvalidQuestion):
        first_visit.visit(NeighbourhoodRef("exampleshire", ".."))
    assert asked(stand_in) == []
    assert held_places.held() == []
    assert not folders.place_folder(NeighbourhoodRef("nosuch", "AB12")).parent.exists()


def test_an_unknown_neighbourhood_makes_no_folder_and_with_the_list_held_no_request(
    stand_in: StandIn,
) -> None:
    place = NeighbourhoodRef("exampleshire", "AB99")
    with pytest.raises(UnknownPlace):
        raise visited(place).error or AssertionError
    assert asked(stand_in, STREET) == []
    stand_in.reset()
    for number in range(30):
        with pytest.raises(UnknownPlace):
            first_visit.visit(NeighbourhoodRef("exampleshire", f"AB{number}Z"))
    assert asked(stand_in) == []
    assert not folders.place_folder(place).exists()


def test_a_disk_that_will_not_take_it_ends_the_visit_with_a_sentence(
    stand_in: StandIn, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    on_demand.reference("exampleshire")
    folders.place_folder(PLACE).parent.joinpath("AB12").write_text("a file where the folder should be")
    progress = visited()
    assert progress.error is not None
    assert "could not be kept" in caplog.text
    assert crimes.counts(PLACE).table["burglary"].isna().all()


def test_a_page_waits_for_a_newest_year_that_is_coming_and_for_nothing_else(data_dir: Path) -> None:
    small_facts.write("months", {m: frozenset[str]() for m in MONTHS}, places.Published)
    street_crime.write_months(PLACE, {NEWEST: reading({"burglary": 1})})
    assert first_visit.is_held(PLACE)
    with alone(PLACE, wait_for_others=False):
        assert not first_visit.is_held(PLACE)
        assert not first_visit.visit_finished(PLACE)
        street_crime.write_months(PLACE, {m: reading({"burglary": 1}) for m in MONTHS[-12:]})
        assert first_visit.is_held(PLACE)
        assert not first_visit.visit_finished(PLACE)
    assert first_visit.visit_finished(PLACE)


def test_a_crawler_is_turned_away_when_the_line_is_full(stand_in: StandIn) -> None:
    gate = threading.Event()
    waiting = line("first visits", first_visit.AT_ONCE, first_visit.WAITING)
    for number in range(first_visit.AT_ONCE + first_visit.WAITING):
        waiting.join(number, lambda: gate.wait(30))
    with pytest.raises(QueueFull):
        first_visit.visit(PLACE)
    assert asked(stand_in) == []
    gate.set()

    def held_once_the_line_has_moved() -> bool:
        with suppress(QueueFull):
            return visited().held == 36
        return False

    until(held_once_the_line_has_moved)


def test_who_waits_in_line_is_told_how_many_are_before_him(stand_in: StandIn) -> None:
    gate = threading.Event()
    waiting = line("first visits", first_visit.AT_ONCE, first_visit.WAITING)
    for number in range(first_visit.AT_ONCE + 1):
        waiting.join(number, lambda: gate.wait(30))
    assert first_visit.visit(PLACE).waiting == 3
    gate.set()
    assert visited().waiting == 0
