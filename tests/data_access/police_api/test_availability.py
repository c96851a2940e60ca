"""Questions to police.uk over real HTTP: what is asked, what comes of each answer, what is never sent."""

from datetime import date

import pytest

from data_access.errors import (
    InvalidQuestion,
    NotPublished,
    OutsideCoverage,
    PoliceUnavailable,
    UnknownPlace,
)
from data_access.http import retry
from data_access.models import NeighbourhoodRef, Point
from data_access.police_api import availability, neighbourhoods, records
from tests.support.police_uk_reading import until

TOWN = NeighbourhoodRef("exampleshire", "EX01")
SPIKY = NeighbourhoodRef("exampleshire", "55.EX3001")
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
SQUARE = [Point(51.2, -1.9), Point(51.3, -1.9), Point(51.3, -1.8), Point(51.2, -1.8)]
AREA = "/api/crimes-street/"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch) -> None:
    monkeypatch.setattr(retry, "WAITS_S", (0.01, 0.02))


def asked(stand_in, path: str) -> list[dict]:
    return [entry for entry in stand_in.control("log") if entry["path"].startswith(path)]


def truth(stand_in, place: NeighbourhoodRef, month: str = "2026-09") -> dict[str, int]:
    query = f"truth?force={place.force_id}&neighbourhood={place.neighbourhood_id}"
    return stand_in.control(query)[month]


def fault(stand_in, path: str, **what) -> None:
    stand_in.control("faults", [{"path": path, **what}])


# What is asked


def test_a_failure_is_not_remembered(stand_in):
    fault(stand_in, "/api/crimes-street-dates", status=500)
    with pytest.raises(PoliceUnavailable):
        availability.published()
    stand_in.control("faults", [])
    assert len(availability.published()) == 36


def test_a_newer_month_is_seen_at_once(stand_in):
    assert max(availability.published()) == SEPTEMBER == availability.last_updated()
    stand_in.control("settings", {"newest": "2026-10"})
    assert max(availability.published()) == date(2026, 10, 1) == availability.last_updated()


def test_stop_and_search_forces_by_month(stand_in):
    published = availability.published()
    assert list(published) == sorted(published)
    assert "exampleshire" in published[AUGUST]
    assert all("eastwold" not in forces for forces in published.values())


def test_an_area_is_posted_with_its_month_and_six_decimals(stand_in):
    records.street_level_crimes(neighbourhoods.boundary(SPIKY), AUGUST)
    [entry] = asked(stand_in, AREA)
    assert (entry["method"], entry["params"]["date"]) == ("POST", "2026-08")
    corners = entry["params"]["poly"].split(":")
    assert len(corners) > 1900
    assert {len(number.partition(".")[2]) for corner in corners for number in corner.split(",")} == {6}


def test_every_kind_of_id_finds_its_neighbourhood(stand_in):
    for listed in neighbourhoods.neighbourhoods("exampleshire"):
        assert neighbourhoods.neighbourhood(NeighbourhoodRef("exampleshire", listed.id)).id == listed.id
    names = [listed.name for listed in neighbourhoods.neighbourhoods("exampleshire")]
    assert names == sorted(names)
    assert len(names) == 10


def test_counts_are_the_true_ones(stand_in):
    for place in (TOWN, SPIKY):
        crimes = records.street_level_crimes(neighbourhoods.boundary(place), SEPTEMBER)
        assert crimes["category"].value_counts().to_dict() == truth(stand_in, place)


def test_a_point_is_located(stand_in):
    centre = neighbourhoods.neighbourhood(TOWN).centre
    assert neighbourhoods.locate(centre) == TOWN
    with pytest.raises(OutsideCoverage):
        neighbourhoods.locate(Point(54.0, -5.0))


def test_reachable_or_not(stand_in):
    assert availability.trouble(2) is None
    fault(stand_in, "/api", delay=3)
    assert isinstance(availability.trouble(0.3), PoliceUnavailable)
    # It was not waited for: police.uk is still about to answer.
    until(lambda: len(stand_in.control("log")) == 2)
    assert stand_in.control("log")[-1]["ended"] is None


# What is never sent


@pytest.mark.parametrize(
    "ask",
    [
        lambda: records.street_level_crimes(SQUARE, AUGUST, "antisocial-behaviour"),
        lambda: records.street_level_crimes(SQUARE[:2], AUGUST),
        lambda: records.street_level_crimes([SQUARE[0]] * 3, AUGUST),
        lambda: records.street_level_crimes([Point(-1.9, 51.2), *SQUARE], AUGUST),
        lambda: neighbourhoods.locate(Point(48.86, 2.35)),
        lambda: neighbourhoods.locate(Point(float("nan"), -1.9)),
        lambda: neighbourhoods.force("../forces"),
        lambda: neighbourhoods.force("Wiltshire"),
        lambda: neighbourhoods.neighbourhoods("wiltshire/"),
        lambda: neighbourhoods.neighbourhood(NeighbourhoodRef("wiltshire", "neighbourhoods")),
        lambda: neighbourhoods.team(NeighbourhoodRef("wiltshire", "..")),
        lambda: neighbourhoods.team(NeighbourhoodRef("wiltshire", "a\r\nb")),
        lambda: neighbourhoods.team(NeighbourhoodRef("wiltshire", "x" * 101)),
        lambda: neighbourhoods.team(NeighbourhoodRef("wiltshire", "")),
    ],
)
def test_what_police_uk_would_misread_is_not_sent(stand_in, ask):
    with pytest.raises(InvalidQuestion):
        ask()
    assert stand_in.control("log") == []


def test_a_month_that_police_uk_holds_no_more_is_not_published(stand_in):
    with pytest.raises(NotPublished):
        records.street_level_crimes(SQUARE, date(2023, 9, 1))


def test_an_id_cannot_leave_its_place_in_the_address(stand_in):
    with pytest.raises(UnknownPlace):
        neighbourhoods.team(NeighbourhoodRef("exampleshire", "EX01/../EX02?x=1#"))
    assert [entry["path"] for entry in asked(stand_in, "/api/exampleshire")] == [
        "/api/exampleshire/EX01/../EX02?x=1#/people"
    ]


def test_offline_asks_nobody(data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    with pytest.raises(PoliceUnavailable):
        availability.last_updated()
    assert not (data_dir / "pace").exists()
