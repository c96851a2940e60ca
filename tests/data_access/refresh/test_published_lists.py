"""The lists that every reading begins with: asked for once, however many wait, and only months they name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from data_access.errors import UnknownPlace
from data_access.models import State
from data_access.refresh import due, published_lists
from data_access.store import places, stops, street_crime
from tests.support.police_uk_reading import asked
from tests.support.records import AUG, JUL, PLACE, SEP, nothing
from tests.support.stand_in import StandIn


def test_months_are_asked_for_once_however_many_ask(stand_in: StandIn) -> None:
    stand_in.control("settings", {"latency": 0.2})
    with ThreadPoolExecutor(10) as hands:
        answers = list(hands.map(lambda _: published_lists.months(), range(10)))
    assert [len(months) for months in answers] == [36] * 10
    assert asked(stand_in) == ["/api/crimes-street-dates"]
    published_lists.months()
    assert asked(stand_in) == ["/api/crimes-street-dates"]


def test_a_newer_month_is_seen_by_whoever_keeps_nothing(stand_in: StandIn) -> None:
    september = max(published_lists.months())
    stand_in.control("settings", {"newest": "2026-10"})
    assert max(published_lists.months()) == september
    assert max(published_lists.months(keeps=timedelta(0))) == places.published_months()[-1] > september


def test_an_unknown_force_costs_one_question_a_day(stand_in: StandIn) -> None:
    for force_id in ("nowhere", "elsewhere"):
        with pytest.raises(UnknownPlace):
            published_lists.neighbourhoods(force_id)
    assert asked(stand_in) == ["/api/forces"]


def test_only_published_months_are_asked_for(data_dir: Path) -> None:
    failed = dict.fromkeys((JUL, SEP), nothing(State.FAILED))
    street_crime.write_months(PLACE, failed)
    stops.write_months(PLACE, failed)
    assert due.months(PLACE, (AUG,)) == [AUG]
    assert due.months_of_stops(PLACE, {AUG: frozenset({PLACE.force_id}), SEP: frozenset()}) == [AUG]
