"""The stand-in refuses and obliges as police.uk was seen to do."""

import json
from typing import Any

import pytest

INSIDE = {"lat": "51.25", "lng": "-1.94"}
SQUARE = "51.24,-1.96:51.26,-1.96:51.26,-1.92:51.24,-1.92"
ALL = "/api/crimes-street/all-crime"

EMPTY_PAGE = [
    (ALL, INSIDE | {"date": "2023-09"}, 404),
    (ALL, INSIDE | {"date": "2026-13"}, 404),
    (ALL, INSIDE | {"date": "July2026"}, 404),
    (ALL, INSIDE | {"date": "2026-07-15"}, 404),
    ("/api/outcomes-at-location", INSIDE | {"date": "2023-09"}, 404),
    ("/api/stops-street", INSIDE | {"date": "2023-09"}, 404),
    ("/api/stops-force", {"force": "exampleshire", "date": "2023-09"}, 502),
    (ALL, {"lat": "north", "lng": "-1.9"}, 400),
    (ALL, {"lat": "51.25"}, 400),
    (ALL, {}, 400),
    (ALL, {"poly": "51.24,-1.96:here"}, 404),
    (ALL, {"poly": "51.24,-1.96:51.26"}, 404),
    (ALL, {"poly": "51.24,-1.96:51.26,-1.96"}, 502),
    ("/api/crimes-at-location", {"location_id": "1"}, 404),
    ("/api/outcomes-at-location", {"location_id": "1"}, 404),
    ("/api/crimes-no-location", {"category": "all-crime", "force": "nowhere"}, 502),
    ("/api/outcomes-for-crime/" + "0" * 64, {}, 404),
]
OTHER_404 = [
    "/api/forces/nowhere",
    "/api/forces/btp",
    "/api/nowhere/neighbourhoods",
    "/api/nowhere/EX01",
    "/api/exampleshire/ex01",
    "/api/exampleshire/nowhere/boundary",
    "/api/exampleshire/nowhere/priorities",
    "/api/locate-neighbourhood?q=48.85,2.35",
    "/api/locate-neighbourhood?q=here",
]
NOTHING = [
    (ALL, INSIDE | {"date": "2026-10"}),
    (ALL, {"lat": "48.85", "lng": "2.35"}),
    (ALL, {"lat": "999", "lng": "0"}),
    ("/api/crimes-no-location", {"force": "btp"}),
    ("/api/stops-at-location", {"location_id": "1"}),
    ("/api/stops-force", {"force": "nowhere", "date": "2026-08"}),
    ("/api/stops-force", {"force": "eastwold", "date": "2026-08"}),
    ("/api/stops-force", {"force": "exampleshire"}),  # not yet: the newest month's list is short
]


@pytest.mark.parametrize(("path", "params", "status"), EMPTY_PAGE)
def test_crime_and_stop_routes_refuse_with_an_empty_page(
    ask: Any, path: str, params: dict[str, str], status: int
) -> None:
    answer = ask(path, **params)
    assert (answer.status_code, answer.content) == (status, b"")
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", OTHER_404)
def test_force_and_neighbourhood_routes_say_not_found(ask: Any, path: str) -> None:
    answer = ask(path)
    assert (answer.status_code, answer.text) == (404, "Not Found")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(("path", "params"), NOTHING)
def test_nothing_recorded_is_an_empty_list(ask: Any, path: str, params: dict[str, str]) -> None:
    answer = ask(path, **params)
    assert (answer.status_code, answer.json()) == (200, [])
    assert answer.headers["content-type"] == "application/json"


def test_a_month_left_out_or_misspelt_is_silently_the_newest(ask: Any) -> None:
    newest = ask(ALL, date="2026-09", **INSIDE).json()
    assert newest
    assert ask(ALL, **INSIDE).json() == ask(ALL, dat="2026-01", **INSIDE).json() == newest


def test_an_unknown_category_is_silently_all_crime(ask: Any) -> None:
    everything = ask(ALL, **INSIDE).json()
    assert ask("/api/crimes-street/antisocial-behaviour", **INSIDE).json() == everything
    burglary = ask("/api/crimes-street/burglary", **INSIDE).json()
    assert 0 < len(burglary) < len(everything)
    assert {crime["category"] for crime in burglary} == {"burglary"}
    nowhere = {"force": "exampleshire", "date": "2026-08"}
    assert (
        ask("/api/crimes-no-location", category="nonsense", **nowhere).json()
        == ask("/api/crimes-no-location", category="all-crime", **nowhere).json()
    )


def test_an_upper_cased_persistent_id_is_unknown(ask: Any) -> None:
    crime = ask("/api/crimes-street/burglary", **INSIDE).json()[0]
    found = ask(f"/api/outcomes-for-crime/{crime['persistent_id']}").json()
    assert found["crime"]["id"] == crime["id"]
    assert ask(f"/api/outcomes-for-crime/{crime['persistent_id'].upper()}").status_code == 404


def test_an_address_over_the_web_servers_limit_is_refused_and_its_post_is_not(ask: Any) -> None:
    long = ":".join([SQUARE] * 70)
    answer = ask(ALL, poly=long)
    assert answer.status_code == 400
    assert "Request Line is too large" in answer.text
    assert ask(ALL, form={"poly": long}).status_code == 200


def test_a_request_line_of_exactly_the_limit_is_answered(ask: Any) -> None:
    def padded(length: int) -> int:
        address = f"{ALL}?lat=51.25&lng=-1.94&pad="
        status: int = ask(address + "x" * (length - len(f"GET {address} HTTP/1.1"))).status_code
        return status

    assert (padded(4_094), padded(4_095)) == (200, 400)


def test_a_posted_form_is_read_and_posted_json_is_not(ask: Any) -> None:
    assert ask(ALL, form={"poly": SQUARE}).json() == ask(ALL, poly=SQUARE).json() != []
    assert ask(ALL, form=json.dumps({"poly": SQUARE})).status_code == 400


def test_an_area_over_the_cap_is_refused_whatever_the_category(ask: Any, stand_in: Any) -> None:
    there = len(ask(ALL, poly=SQUARE).json())
    stand_in.control("settings", {"cap": there - 1})
    for category in ("all-crime", "bicycle-theft"):
        answer = ask(f"/api/crimes-street/{category}", form={"poly": SQUARE})
        assert (answer.status_code, answer.content) == (503, b"")
    stand_in.control("settings", {"cap": there})
    assert len(ask(ALL, poly=SQUARE).json()) == there


def test_outcomes_have_a_cap_and_stops_have_none(ask: Any, stand_in: Any) -> None:
    stand_in.control("settings", {"cap": 3})
    assert ask("/api/outcomes-at-location", date="2026-08", poly=SQUARE).status_code == 503
    assert len(ask("/api/stops-street", date="2026-08", poly=SQUARE).json()) > 3


def test_answers_are_compressed_and_carry_no_cache_headers(ask: Any) -> None:
    answer = ask("/api/crimes-street-dates")
    assert answer.headers["content-encoding"] == "gzip"
    assert not {"cache-control", "etag", "retry-after"} & {name.lower() for name in answer.headers}
