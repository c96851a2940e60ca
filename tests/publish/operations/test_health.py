"""Ready means that something can be answered: from what is held, or from a police.uk that answers."""

from datetime import date

import pytest

from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.settings import settings
from data_access.store import street_crime
from publish.operations.health import readiness


@pytest.fixture(autouse=True)
def _asked_anew():
    readiness.cache_clear()


def test_nothing_held_but_police_uk_answers(stand_in):
    assert readiness() == (True, "nothing is held yet; police.uk answers")


@pytest.mark.slow
@pytest.mark.parametrize("fault", [{"delay": 30}, {"status": 500}, {"body": "text"}, {"body": "none"}])
def test_nothing_held_and_police_uk_is_of_no_use(fault, stand_in):
    stand_in.control("faults", [{"path": "/api/", **fault}])
    assert readiness() == (False, "nothing is held, and police.uk does not answer")
    # One that takes its time is not waited for.
    assert [entry["ended"] for entry in stand_in.control("log")].count(None) == ("delay" in fault)


def test_what_is_in_police_uks_way_is_named(stand_in):
    stand_in.control("faults", [{"path": "/api/", "body": "html"}])
    ready, why = readiness()
    assert not ready
    assert why.startswith("nothing is held. Our network answers with a page of its own")


def test_what_is_held_can_be_answered_without_police_uk(stand_in):
    stand_in.control("faults", [{"path": "/api/", "status": 500}])
    place = NeighbourhoodRef("exampleshire", "AB12")
    street_crime.write_months(place, {date(2026, 9, 1): (None, MonthState(State.FAILED))})
    assert readiness() == (True, "neighbourhoods are held")


def test_offline_police_uk_is_not_asked(stand_in, monkeypatch):
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    settings.cache_clear()
    assert readiness() == (False, "nothing is held, and YOURPATCH_OFFLINE forbids asking police.uk")
    assert stand_in.control("log") == []


def test_the_demonstration_is_something(data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "1")
    settings.cache_clear()
    assert readiness() == (True, "serving the demonstration force")


def test_on_purpose_police_uk_is_not_asked_before_it_is_there(stand_in, monkeypatch):
    monkeypatch.setenv("YOURPATCH_DEMO", "always")
    settings.cache_clear()
    assert readiness() == (False, "the demonstration is being started")
    assert stand_in.control("log") == []


def test_many_who_watch_ask_police_uk_once(stand_in):
    for _ in range(20):
        readiness()
    assert len(stand_in.control("log")) == 1
