"""Scripts on other sites read every public feed, whatever the answer is; nothing else is open to them."""

from collections.abc import Iterator

import pytest

from data_access.models import Event, Named, NeighbourhoodRef
from data_access.store import small_facts, street_crime
from tests.support.client import HTML, Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration, plain_site
from tests.support.records import month, reading

PLACE = "wiltshire/EX01"
FILES = [
    *(f"/feeds/{PLACE}/{name}" for name in ("crimes.csv", "events.ics", "priorities.rss", "trend.json")),
    *(f"/embed/v1/{PLACE}/{name}" for name in ("summary", "trend.svg", "qr.png")),
    *("/status.json", "/sitemap.xml", "/embed/v1/height.js"),
]


@pytest.fixture
def client(data_dir, monkeypatch) -> Iterator[Client]:
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    place = NeighbourhoodRef("wiltshire", "EX01")
    street_crime.write_months(place, {month("2026-07"): reading({"burglary": 3})})
    small_facts.write("neighbourhoods", (Named("EX01", "Ashby"),), tuple[Named, ...], "wiltshire")
    small_facts.write("events", (), tuple[Event, ...], "wiltshire", "EX01")
    with plain_site() as running:
        yield running


@pytest.mark.parametrize("path", FILES)
def test_every_public_file_is_open_with_and_without_a_site_that_asks(path, client):
    for headers in ({}, {"Origin": "https://parish.example"}, {"Origin": "null"}):
        answer = client.get(path, **headers)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["access-control-expose-headers"] == "ETag, Retry-After"
    if etag := answer.headers.get("etag"):
        again = client.get(path, If_None_Match=etag)
        assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, "*")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feeds/wiltshire/nosuch/events.ics", 404),
        ("/feeds/wiltshire/EX01/nosuch.csv", 404),
        ("/feeds/nosuch", 404),
        ("/feeds/wiltshire/EX01/trend.json?to=2026-99", 400),
        ("/feeds/kent/K1/events.ics", 503),
    ],
)
def test_what_goes_wrong_is_open_too(path, status, client):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, "*")


def test_a_place_that_is_being_read_is_open_too(stand_in, data_dir):
    with demonstration(stand_in, data_dir, TOWN, reads_on=True) as client:
        answer = client.get("/feeds/exampleshire/EX02/events.ics")
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (202, "*")


def test_a_script_may_ask_whether_it_has_changed(client):
    asked = {
        "Origin": "https://parish.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = client.ask("OPTIONS", FILES[0], asked)
    assert answer.status_code == 200
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]
    assert (
        client.ask("OPTIONS", FILES[0], asked | {"Access-Control-Request-Method": "POST"}).status_code == 400
    )


@pytest.mark.parametrize("path", ["/neighbourhood", f"/neighbourhood/{PLACE}", "/status", "/readyz"])
def test_pages_are_not_open(path, client):
    assert "access-control-allow-origin" not in client.get(path, Origin="https://x.example", **HTML).headers
