"""What is read anew, and when: failed months, newer ones, old facts, changes."""

from datetime import UTC, datetime, timedelta

import pytest

from data_access.counts import crimes
from data_access.models import Facts, Point, State
from data_access.refresh import due, police_uk_status
from data_access.settings import now
from data_access.store import places, revisions, small_facts
from tests.support.police_uk_reading import (
    STREET,
    Clock,
    asked,
    counted,
    looked_after,
    states,
    truth,
    visited,
)
from tests.support.records import PLACE, month
from tests.support.stand_in import StandIn

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("settled")]


def test_a_month_that_fails_is_a_failed_month_and_the_others_are_intact(
    stand_in: StandIn, clock: Clock
) -> None:
    stand_in.control("faults", [{"path": STREET, "date": "2026-03", "body": "not-json-shape"}])
    progress = visited()
    assert (progress.done, progress.held, progress.failed) == (36, 35, 1)
    whole = truth(stand_in)
    assert {m for m, s in states().items() if s is State.FAILED} == {"2026-03"}
    assert counted() == {**whole, "2026-03": {}}
    assert crimes.counts(PLACE).table.loc[month("2026-03")].isna().all()
    assert crimes.counts(PLACE).states[month("2026-03")].reason
    assert police_uk_status.trouble() is None

    stand_in.reset()
    looked_after()
    assert asked(stand_in) == []
    clock(timedelta(minutes=20))
    looked_after()
    assert asked(stand_in, STREET) == ["2026-03"]
    assert counted() == whole


@pytest.mark.slow
def test_a_newer_month_comes_by_itself_with_the_two_before_it(stand_in: StandIn, clock: Clock) -> None:
    visited()
    stand_in.control("settings", {"newest": "2026-10"})
    before = len(asked(stand_in))
    clock(timedelta(minutes=2))
    looked_after()
    few = ["/api/crime-last-updated", "/api/crimes-street-dates"]
    assert sorted(asked(stand_in)[before:]) == [*few, "2026-08", "2026-09", "2026-10"]
    assert crimes.counts(PLACE).newest == month("2026-10")
    assert states()["2023-10"] is State.HELD
    assert len(counted()) == 37


@pytest.mark.slow
def test_old_facts_are_read_anew_and_young_ones_are_not(stand_in: StandIn, clock: Clock) -> None:
    visited()
    before = len(asked(stand_in))
    clock(timedelta(days=2))
    looked_after()
    paths = {path.rpartition("/")[2] for path in asked(stand_in)[before:]}
    assert paths == {"crimes-street-dates", "neighbourhoods", "people", "priorities", "events"}
    facts = places.team(PLACE)
    assert facts is not None
    assert facts.fetched_at > datetime.now(UTC) + timedelta(days=1)


@pytest.mark.slow
def test_a_count_that_police_uk_changes_is_read_within_the_week_and_noted(
    stand_in: StandIn, clock: Clock
) -> None:
    visited()
    old = counted()["2026-05"].get("burglary", 0)
    change = {
        "force": "exampleshire",
        "neighbourhood": "AB12",
        "month": "2026-05",
        "category": "burglary",
        "add": 3,
    }
    stand_in.control("change", change)
    clock(timedelta(days=8))
    looked_after()
    assert counted() == truth(stand_in)
    [line] = revisions.revisions(PLACE)
    assert (line["month"], line["category"], line["old"], line["new"]) == (
        "2026-05",
        "burglary",
        old,
        old + 3,
    )


@pytest.mark.slow
def test_a_redrawn_boundary_is_noted_and_every_month_counted_anew(stand_in: StandIn, clock: Clock) -> None:
    visited()
    small = (Point(0.0, 0.0), Point(0.0, 0.1), Point(0.1, 0.1), Point(0.0, 0.0))
    week_ago = datetime.now(UTC) - timedelta(days=8)
    small_facts.write("boundary", small, places.Ring, "exampleshire", "AB12", week_ago)
    before = len(asked(stand_in, STREET))
    looked_after()
    assert len(asked(stand_in, STREET)) == before + 36
    assert [line["what"] for line in revisions.revisions(PLACE)] == ["boundary"]
    looked_after()
    clock(timedelta(minutes=2))
    looked_after()
    assert len(asked(stand_in, STREET)) == before + 36


@pytest.mark.slow
def test_what_a_clock_ahead_of_its_time_wrote_is_read_anew(stand_in: StandIn, clock: Clock) -> None:
    clock(timedelta(days=700))
    visited()
    ahead = places.team(PLACE)
    assert ahead is not None
    clock(timedelta(0))
    before = len(asked(stand_in))
    looked_after()
    again = {path.rpartition("/")[2] for path in asked(stand_in)[before:]}
    assert {"people", "priorities", "events", "2026-09", "2023-10"} <= again
    team = places.team(PLACE)
    assert team is not None
    assert team.fetched_at < datetime.now(UTC) + timedelta(hours=1)
    after = len(asked(stand_in))
    looked_after()
    assert len(asked(stand_in)) == after


@pytest.mark.parametrize("hours", [-30, -20, 1, 20, 23])
def test_a_stamp_of_this_day_is_young_wherever_the_clock_stands(hours: int) -> None:
    stamp = now() - timedelta(hours=hours)
    assert due.old(Facts((), stamp), due.DAY) == (hours == -30)
