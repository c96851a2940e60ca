"""What police.uk means by its answers, how often it is asked again, and what the operator reads of it."""

import logging
import re
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from data_access.errors import (
    AreaTooLarge,
    BadAnswer,
    InvalidQuestion,
    NotPublished,
    PoliceDataError,
    PoliceUnavailable,
    SignInPage,
    TooBusy,
    UnknownPlace,
)
from data_access.http import retry
from data_access.models import NeighbourhoodRef, Point
from data_access.police_api import availability, neighbourhoods, records

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
SQUARE = [Point(51.2, -1.9), Point(51.3, -1.9), Point(51.3, -1.8), Point(51.2, -1.8)]
AREA = "/api/crimes-street/"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch) -> None:
    monkeypatch.setattr(retry, "WAITS_S", (0.01, 0.02))


def asked(stand_in, path: str) -> list[dict]:
    return [entry for entry in stand_in.control("log") if entry["path"].startswith(path)]


def fault(stand_in, path: str, **what) -> None:
    stand_in.control("faults", [{"path": path, **what}])


@pytest.mark.parametrize(
    ("rule", "error", "tries"),
    [
        ({"status": 500}, PoliceUnavailable, 3),
        ({"status": 502, "body": "html"}, PoliceUnavailable, 3),
        ({"status": 504, "body": "text"}, PoliceUnavailable, 3),
        ({"status": 503}, PoliceUnavailable, 3),
        ({"body": "none"}, PoliceUnavailable, 3),
        ({"body": "empty"}, BadAnswer, 3),
        ({"body": "html"}, SignInPage, 3),
        ({"body": "truncated"}, BadAnswer, 3),
        ({"body": "not-json-shape"}, BadAnswer, 1),
        ({"status": 301, "headers": {"Location": "/api/forces"}}, BadAnswer, 1),
        ({"status": 400}, InvalidQuestion, 1),
        ({"status": 403}, PoliceUnavailable, 1),
        ({"status": 404}, UnknownPlace, 1),
        ({"status": 429, "headers": {"Retry-After": "31"}}, TooBusy, 1),
    ],
)
def test_every_answer_has_its_meaning_and_its_number_of_tries(stand_in, rule, error, tries):
    fault(stand_in, "/api/exampleshire/neighbourhoods", **rule)
    with pytest.raises(PoliceDataError) as raised:
        neighbourhoods.neighbourhoods("exampleshire")
    assert type(raised.value) is error
    assert len(asked(stand_in, "/api/exampleshire/neighbourhoods")) == tries


@pytest.mark.parametrize(
    ("rule", "error", "tries", "probes"),
    [
        ({"path": AREA, "status": 404}, NotPublished, 1, 0),
        ({"path": AREA, "status": 400}, InvalidQuestion, 1, 0),
        ({"path": AREA, "status": 502}, PoliceUnavailable, 3, 0),
        ({"path": AREA, "body": "truncated"}, BadAnswer, 3, 0),
        ({"path": AREA, "status": 301, "headers": {"Location": AREA}}, BadAnswer, 1, 0),
        ({"path": "/api/crime", "status": 503}, PoliceUnavailable, 1, 1),
        ({"path": "/api/crime", "status": 503, "body": "text"}, PoliceUnavailable, 1, 1),
        # An area, and a quarter of a quarter of a quarter of it.
        ({"path": AREA, "status": 503}, AreaTooLarge, 4, 4),
    ],
)
def test_what_an_answer_to_an_area_means(stand_in, rule, error, tries, probes):
    stand_in.control("faults", [rule])
    with pytest.raises(PoliceDataError) as raised:
        records.street_level_crimes(SQUARE, AUGUST)
    assert type(raised.value) is error
    assert len(asked(stand_in, AREA)) == tries
    assert len(asked(stand_in, "/api/crime-last-updated")) == probes


@pytest.mark.parametrize("rule", [{"status": 502}, {"body": "none"}, {"body": "truncated"}, {"status": 500}])
def test_what_passes_is_not_noticed(stand_in, rule):
    fault(stand_in, "/api/forces", times=2, **rule)
    assert len(availability.forces()) == 3


@pytest.mark.slow
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_obeyed(stand_in, form):
    then = datetime.now(UTC) + timedelta(seconds=4)
    value = "3" if form == "seconds" else format_datetime(then, usegmt=True)
    fault(stand_in, "/api/crime-last-updated", status=429, headers={"Retry-After": value}, times=1)
    assert availability.last_updated() == SEPTEMBER
    first, second = (entry["at"] for entry in asked(stand_in, "/api/crime-last-updated"))
    assert 2.9 < second - first < 5


@pytest.mark.slow
def test_429_without_a_word_is_met_by_three_tries_and_a_pause_for_all(stand_in):
    fault(stand_in, "/api/crime-last-updated", status=429)
    with pytest.raises(TooBusy):
        availability.last_updated()
    availability.forces()
    *tries, other = (entry["at"] for entry in stand_in.control("log"))
    assert len(tries) == 3
    assert all(later - earlier > 1.8 for earlier, later in zip(tries, [*tries[1:], other], strict=True))


def test_each_failed_try_is_one_line_without_the_place_of_a_postcode(stand_in, caplog):
    caplog.set_level(logging.DEBUG)
    fault(stand_in, "/api/locate-neighbourhood", status=502, times=1)
    assert neighbourhoods.locate(Point(51.256417, -1.935604)).force_id == "exampleshire"
    lines = [record.getMessage() for record in caplog.records if record.name == "yourpatch.police_api"]
    assert len(lines) == 1
    assert re.fullmatch(r"GET /locate-neighbourhood: 502 after \d+\.\d s", lines[0])


def test_an_unknown_place_is_no_fault(stand_in, caplog):
    caplog.set_level(logging.WARNING)
    with pytest.raises(UnknownPlace):
        neighbourhoods.neighbourhood(NeighbourhoodRef("exampleshire", "NOWHERE"))
    assert caplog.records == []


def test_our_own_disk_is_not_mistaken_for_police_uk(stand_in, data_dir):
    (data_dir / "pace").mkdir(parents=True)
    (data_dir / "pace" / "police.uk").write_text("not a folder")
    with pytest.raises(PoliceDataError) as raised:
        availability.last_updated()
    assert type(raised.value) is PoliceDataError
