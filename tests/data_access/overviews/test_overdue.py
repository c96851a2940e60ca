"""What a team ought to renew: told when it is so, and not a day before."""

from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner

from components.words.overdue import stale_words
from data_access import settings
from data_access.freshness import is_old
from data_access.models import Event, MonthState, NeighbourhoodRef, Officer, Priority, Reply, Said, State
from data_access.overviews.overdue import stale
from data_access.store import small_facts, street_crime
from data_access.store.places import Events, Priorities, Team
from data_access.survey.results.publish import OfForce
from data_access.survey.results.window import Window
from manage import cli  # noqa: TID251 - its `status` says it
from tests.support.records import records

FORCE = "exampleshire"
PLACE = NeighbourhoodRef(FORCE, "EX01")
NOW = datetime(2026, 11, 18, 12)
ONE = Officer("Alex Example", "Sgt")
COMING = Event("Surgery", datetime(2026, 11, 18, 13))


@pytest.fixture(autouse=True)
def demonstration(data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "1")
    monkeypatch.setenv("YOURPATCH_NOW", NOW.isoformat())
    settings.settings.cache_clear()


def hold(place=PLACE, team=(ONE,), priorities=(), events=(COMING,)):
    of = (place.force_id, place.neighbourhood_id)
    small_facts.write("team", tuple(team), Team, *of)
    small_facts.write("priorities", tuple(priorities), Priorities, *of)
    small_facts.write("events", tuple(events), Events, *of)


def told(place=PLACE):
    return [stale_words(item) for item in stale(place)]


def test_of_what_was_never_read_nothing_is_said():
    assert stale(PLACE) == ()


def test_all_is_well():
    hold(priorities=[Priority("Old, but acted on", date(2025, 1, 1), "Did it", date(2026, 11, 1))])
    assert stale(PLACE) == ()


def test_nobody_is_named_nothing_is_new_and_nothing_is_to_come():
    hold(
        team=(),
        priorities=[Priority("A", date(2026, 8, 17)), Priority("B", date(2026, 8, 18)), Priority("Undated")],
        events=[Event("Over", datetime(2026, 11, 18, 10), datetime(2026, 11, 18, 11))],
    )
    assert told() == [
        "No officer is named.",
        "Priorities without a word for over 3 months: 1 of 3.",
        "No meeting is listed.",
    ]


@pytest.mark.parametrize(("days", "old"), [(92, False), (93, True)])
def test_three_months_are_92_days_from_the_last_word(days, old):
    today = date(2026, 11, 18)
    last = today - timedelta(days=days)
    assert is_old(Priority("A", date(2020, 1, 1), "Did it", last), today) is old
    assert is_old(Priority("A", last, "Did it", date(2020, 1, 1)), today) is old


def test_names_read_long_ago_are_no_names(monkeypatch):
    hold()
    monkeypatch.setenv("YOURPATCH_NOW", "2026-12-03T13:00:00")
    settings.settings.cache_clear()
    assert told()[0] == "Officers' names were last read on 18 November 2026: too long ago to be shown."


def test_the_newest_closed_quarter_waits_for_an_answer_back():
    hold()
    quarters = tuple(Window(key, None) for key in ("2026-Q2", "2026-Q3"))
    small_facts.write("survey", OfForce(quarters), OfForce, FORCE)
    assert told() == ["No reply yet to the survey of July to September 2026."]
    small_facts.write("said", Said(replies=(Reply("2026-Q2", "a", "b"),)), Said, FORCE, "EX01")
    assert len(stale(PLACE)) == 1
    small_facts.write("said", Said(replies=(Reply("2026-Q3", "a", "b"),)), Said, FORCE, "EX01")
    assert stale(PLACE) == ()


def test_status_lists_some_of_the_operators_own_neighbourhoods_and_counts_the_rest(monkeypatch):
    for place in (
        *(NeighbourhoodRef(FORCE, f"EX{n:02}") for n in range(12)),
        NeighbourhoodRef("fenmarsh", "F1"),
    ):
        hold(place, team=())
        street_crime.write_months(
            place, {date(2026, 9, 1): (records({"burglary": 1}), MonthState(State.HELD))}
        )
    monkeypatch.setenv("YOURPATCH_FORCES", FORCE)
    settings.settings.cache_clear()
    lines = [line for line in CliRunner().invoke(cli, ["status"]).output.splitlines() if "out of" in line]
    assert lines[0] == "  out of date: EX00: No officer is named."
    assert lines[-1] == "  out of date: 2 more of its neighbourhoods"
    assert len(lines) == 11
