"""From a postcode to a point, and the postcode to nobody."""

import pytest

from data_access import postcodes
from data_access.errors import (
    IslandPostcode,
    NotAPostcode,
    OutsideCoverage,
    PostcodeError,
    PostcodesUnavailable,
    RetiredPostcode,
    ScottishPostcode,
    UnknownPostcode,
)
from data_access.http import retry
from data_access.models import NeighbourhoodRef, Point
from data_access.police_api import neighbourhoods

HOME = "XX1 1AA"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch) -> None:
    monkeypatch.setattr(retry, "WAITS_S", (0.01,))


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("SN15 1HN", "SN15 1HN"),
        (" sn151hn ", "SN15 1HN"),
        ("S N 1 5-1 h n.", "SN15 1HN"),
        ("(SN15) [1HN]", "SN15 1HN"),
        ("SN15\u00a01HN", "SN15 1HN"),
        ("SN15\u20131HN", "SN15 1HN"),
        ("ＳＮ１５ １ＨＮ", "SN15 1HN"),
        ("ec1a1bb", "EC1A 1BB"),
        ("m11ae", "M1 1AE"),
        ("SN15", None),
        ("SN15 1H", None),
        ("Chippenham", None),
        ("SN15 1HN, Chippenham", None),
        ("SN15 1HN; DROP TABLE", None),
        ("", None),
        ("1" * 10_000, None),
    ],
)
def test_a_postcode_however_it_is_typed(text, postcode):
    assert postcodes.normalise(text) == postcode


def test_a_postcode_leads_to_its_neighbourhood(stand_in):
    found = postcodes.find("xx1-1aa")
    assert neighbourhoods.locate(found.point) == NeighbourhoodRef("exampleshire", "EX01")
    assert found.parish == "Market Ashby"
    assert "XX1" not in repr(found)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Market Ashby", NotAPostcode),
        ("XX1 9ZZ", UnknownPostcode),
        ("XX9 9ZZ", RetiredPostcode),
        ("XX20 1AA", ScottishPostcode),
        ("XX21 1AA", IslandPostcode),
        ("XX22 1AA", IslandPostcode),
        ("JE2 3AB", IslandPostcode),
        ("GY1 1AA", IslandPostcode),
        ("IM1 1AA", IslandPostcode),
    ],
)
def test_every_postcode_that_leads_nowhere_says_why(stand_in, text, error):
    with pytest.raises(PostcodeError) as raised:
        postcodes.find(text)
    assert type(raised.value) is error


def test_a_place_beyond_every_neighbourhood_is_found_and_then_said_to_be_outside(stand_in):
    with pytest.raises(OutsideCoverage):
        neighbourhoods.locate(postcodes.find("XX23 1AA").point)


def test_unparished_land_is_no_parish():
    found = postcodes._described(
        {
            "latitude": 52.6,
            "longitude": -1.1,
            "parish": "Leicester, unparished area",
            "admin_ward": "Castle",
            "admin_district": "Leicester",
            "country": "England",
            "codes": {"pfa": "E23000021"},
        }
    )
    assert found == postcodes.Found(Point(52.6, -1.1), None, "E23000021")


def test_northern_ireland_has_no_parishes():
    found = postcodes._described(
        {
            "latitude": 54.6,
            "longitude": -5.9,
            "parish": None,
            "admin_ward": "Castle",
            "admin_district": None,
            "country": "Northern Ireland",
            "codes": {"pfa": "N99999999"},
        }
    )
    assert found == postcodes.Found(Point(54.6, -5.9), None, "N99999999")


def test_a_postcode_without_a_point_is_as_good_as_unknown():
    with pytest.raises(UnknownPostcode):
        postcodes._described({"latitude": None, "longitude": None, "country": "England", "quality": 9})


@pytest.mark.parametrize(
    ("rule", "tries"),
    [
        ({"status": 500}, 2),
        pytest.param({"status": 429}, 2, marks=pytest.mark.slow),  # it waits
        ({"body": "none"}, 2),
        ({"body": "html"}, 2),
        ({"body": "not-json-shape"}, 1),
        ({"status": 404, "body": "html"}, 1),
        ({"status": 301, "headers": {"Location": "/ping"}}, 1),
    ],
)
def test_when_the_service_fails(stand_in, rule, tries):
    stand_in.control("faults", [{"path": "/postcodes", **rule}])
    with pytest.raises(PostcodesUnavailable):
        postcodes.find(HOME)
    assert len(stand_in.control("log")) == tries


def test_neither_a_failure_nor_an_answer_is_remembered(stand_in):
    stand_in.control("faults", [{"path": "/postcodes", "status": 500, "times": 2}])
    with pytest.raises(PostcodesUnavailable):
        postcodes.find(HOME)
    assert postcodes.find(HOME) == postcodes.find("xx11aa")
    assert len(stand_in.control("log")) == 4


def test_towns_and_villages_by_name(stand_in):
    [place] = postcodes.places(" market ASHBY ")
    assert (place.name, place.county) == ("Market Ashby", "Exampleshire")
    assert postcodes.places("Nowhere-under-Nothing") == []
    assert postcodes.places("") == postcodes.places(" \u200b ") == []


def test_offline_asks_nobody(data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    with pytest.raises(PostcodesUnavailable):
        postcodes.find(HOME)
