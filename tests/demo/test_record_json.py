"""Records as police.uk answers with them, and every awkward value a client has to survive."""

from collections.abc import Callable
from typing import Any

import pytest

DATE = {"date": "2026-08"}


@pytest.fixture
def crimes(ask: Any, polygon: Any) -> Callable[..., list[dict[str, Any]]]:
    """A month's records in a neighbourhood."""

    def there(neighbourhood: str, force: str = "exampleshire", date: str = "2026-08") -> list[dict[str, Any]]:
        ring = polygon(force, neighbourhood)
        found: list[dict[str, Any]] = ask(
            "/api/crimes-street/all-crime", form={"poly": ring, "date": date}
        ).json()
        return found

    return there


def test_a_crime_has_police_uks_fields_and_its_numbers_are_text(crimes: Any) -> None:
    for crime in crimes("EX01"):
        assert set(crime) == {
            "category", "location_type", "location", "context", "outcome_status", "persistent_id", "id",
            "location_subtype", "month",
        }  # fmt: skip
        assert isinstance(crime["id"], int)
        assert len(crime["location"]["latitude"].split(".")[1]) == 6
        assert len(crime["location"]["longitude"].split(".")[1]) == 6


def test_only_anti_social_behaviour_has_no_persistent_id_and_no_outcome(crimes: Any) -> None:
    for crime in crimes("EX02"):
        asb = crime["category"] == "anti-social-behaviour"
        assert len(crime["persistent_id"]) == (0 if asb else 64)
        assert not (asb and crime["outcome_status"])


def test_the_town_has_station_records_of_the_transport_police(crimes: Any) -> None:
    station = [crime for crime in crimes("EX01") if crime["location_type"] == "BTP"]
    assert station
    assert {crime["location"]["street"]["name"] for crime in station} == {"Market Ashby (Station)"}
    assert {crime["outcome_status"] for crime in station} == {None}


def test_some_places_have_no_name(crimes: Any) -> None:
    names = [crime["location"]["street"]["name"] for crime in crimes("EX01")]
    assert 0.03 < names.count("On or near ") / len(names) < 0.3


def test_an_undocumented_outcome_a_second_spelling_and_a_long_context_occur(crimes: Any) -> None:
    found = [crime for month in ("2025-06", "2025-07", "2025-08") for crime in crimes("EX01", date=month)]
    outcomes = {(crime["outcome_status"] or {}).get("category") for crime in found}
    assert {"Restorative meeting held", "Offender given penalty notice"} <= outcomes
    assert any("\n" in crime["context"] for crime in found)
    assert any(crime["location_subtype"] == "ROAD" for crime in found)


def test_a_neighbouring_force_recorded_some_of_what_lies_in_the_vale(
    crimes: Any, world: Any, ask: Any
) -> None:
    theirs = {crime.id for crime in world.crimes(world.newest) if crime.force_id == "eastwold"}
    assert theirs & {crime["id"] for crime in crimes("55.EX3001", date="2026-09")}


def test_a_force_without_crime_still_shows_a_handful_of_others_records(crimes: Any) -> None:
    found = [
        crime for month in ("2026-06", "2026-07", "2026-08") for crime in crimes("FM01", "fenmarsh", month)
    ]
    assert 0 < len(found) < 20
    assert {crime["location_type"] for crime in found} == {"BTP"}
    assert crimes("FM02", "fenmarsh") == []


def test_records_that_could_not_be_mapped_have_no_location(ask: Any) -> None:
    nowhere = ask("/api/crimes-no-location", force="exampleshire", category="all-crime", **DATE).json()
    assert nowhere
    assert {(crime["location"], crime["location_type"]) for crime in nowhere} == {(None, None)}


def test_some_coordinates_are_nought(ask: Any) -> None:
    found = ask("/api/crimes-street/all-crime", lat="0", lng="0", date="2026-08").json()
    assert {crime["location"]["latitude"] for crime in found} == {"0.000000"}


def test_an_outcomes_history_is_in_order_of_date(ask: Any, crimes: Any) -> None:
    moved = next(
        crime for crime in crimes("EX01", date="2026-03")
        if (crime["outcome_status"] or {}).get("date", "") > "2026-04"
    )  # fmt: skip
    answer = ask(f"/api/outcomes-for-crime/{moved['persistent_id']}").json()
    dates = [outcome["date"] for outcome in answer["outcomes"]]
    assert dates == sorted(dates)
    assert answer["outcomes"][-1]["category"]["name"] == moved["outcome_status"]["category"]
    assert "outcome_status" not in answer["crime"]


def test_outcomes_at_location_are_of_the_month_they_were_recorded_in(ask: Any) -> None:
    found = ask("/api/outcomes-at-location", lat="51.25", lng="-1.94", **DATE).json()
    assert {outcome["date"] for outcome in found} == {"2026-08"}
    assert min(outcome["crime"]["month"] for outcome in found) < "2026-05"


def test_eastwold_is_like_northern_ireland(ask: Any, crimes: Any) -> None:
    found = [crime for crime in crimes("PL1", "eastwold") if crime["persistent_id"]]
    assert {crime["outcome_status"]["category"] for crime in found} == {"Under investigation"}
    answer = ask(f"/api/outcomes-for-crime/{found[-1]['persistent_id']}").json()
    assert answer["outcomes"] is None
    assert answer["crime"]["persistent_id"] != found[-1]["persistent_id"]


def test_stops_come_from_those_the_month_lists(ask: Any) -> None:
    months = {entry["date"]: entry["stop-and-search"] for entry in ask("/api/crimes-street-dates").json()}
    assert months["2026-08"] == ["btp", "exampleshire"]
    assert months["2026-09"] == ["btp"]
    assert months["2025-05"] == ["btp"]
    stops = ask("/api/stops-force", force="exampleshire", **DATE).json()
    unmapped = ask("/api/stops-no-location", force="exampleshire", **DATE).json()
    assert 60 < len(stops) < 180
    assert [stop for stop in stops if stop["location"] is None] == unmapped != []
    assert ask("/api/stops-force", force="btp", **DATE).json()


def test_stops_have_blank_outcomes_and_nulls(ask: Any) -> None:
    stops = ask("/api/stops-force", force="exampleshire", **DATE).json()
    blank = [stop for stop in stops if stop["outcome"] == ""]
    assert {str(stop["outcome_object"]) for stop in blank} == {"{'id': '', 'name': ''}"}
    for field in ("legislation", "object_of_search", "self_defined_ethnicity", "age_range", "operation"):
        assert None in {stop[field] for stop in stops}, field
    assert all("id" not in stop for stop in stops)
