"""The finder without a script: from what is typed to the light page, and the postcode stays out of sight."""

import logging
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest

from data_access import postcodes
from tests.support.client import HTML, Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    postcodes.forget()
    with demonstration(stand_in_process, tmp_path_factory.mktemp("finder"), TOWN, reads_on=True) as running:
        yield running


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.buttons: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "a":
            self.links.append(named.get("href") or "")
        if tag == "button":
            self.buttons.append(named.get("value") or "")


def test_a_postcode_leads_to_the_light_page_and_stands_in_no_address(client):
    answer = client.post("/neighbourhood", q=" xx1 1aa ")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/neighbourhood/exampleshire/EX01?looked_for=Market+Ashby.")
    assert answer.headers["cache-control"] == "no-store"


def test_whoever_read_of_a_kind_of_crime_reads_of_it_there(client):
    answer = client.post("/neighbourhood", q="XX1 1AA", kind="bicycle-theft")
    onward = answer.headers["location"]
    assert onward.startswith("/neighbourhood/exampleshire/EX01/kind/bicycle-theft?looked_for=Market+Ashby.")
    assert "Market Ashby lies in the police neighbourhood" in client.get(onward, **HTML).text
    for typed in ("nowhere at all", "Durnley"):
        again = client.post("/neighbourhood", q=typed, kind="bicycle-theft")
        assert '<input type="hidden" name="kind" value="bicycle-theft">' in again.text
    strange = client.post("/neighbourhood", q="XX1 1AA", kind="../../x")
    assert strange.headers["location"].startswith("/neighbourhood/exampleshire/EX01?looked_for=")


def test_a_name_of_several_places_is_a_choice_and_each_choice_leads_on(client):
    answer = client.post("/neighbourhood", q="Durnley")
    choices = [value for value in Links(answer.text).buttons if value]
    assert answer.status_code == 200
    # A street of the town is called so too; it is known as soon as its records are read beside.
    places = [choice for choice in choices if choice != "exampleshire/EX01"]
    assert [choice.split(",")[2] for choice in places] == ["Durnley Magna", "Great Durnley", "Little Durnley"]
    for choice in choices:
        onward = client.post("/neighbourhood", at=choice)
        assert onward.status_code == 303
        assert onward.headers["location"].startswith("/neighbourhood/exampleshire/")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter a postcode, or the name of a town or village."),
        ("Nowhere at all", "We know no place of that name."),
        ("XX99 9XX", "We do not know that postcode."),
        ("<script>alert(1)</script>", "We know no place of that name."),
        ("JE2 3AB", "Channel Islands"),
    ],
)
def test_what_is_wrong_is_said_above_and_beside_the_field(typed, sentence, client):
    answer = client.post("/neighbourhood", q=typed)
    assert answer.status_code == 400
    assert answer.text.count(sentence) == 2
    assert "<title>Error: " in answer.text
    assert 'href="#q"' in answer.text
    assert "<script>" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("at", ["nan,nan", "1,2,3", "0,0", "1e999,1", "x", "48.8,2.3", "51.2"])
def test_a_point_that_is_none_is_no_fault(at, client):
    assert client.post("/neighbourhood", at=at).status_code == 400


def test_a_body_that_is_no_form_is_no_fault(client):
    for body in (b"q=" + b"x" * 100_000, b"\xff\xfe", b"&".join([b"a=b"] * 50), b""):
        assert client.ask("POST", "/neighbourhood", HTML, body).status_code == 400


def test_the_log_holds_no_postcode(client, caplog):
    postcodes.forget()
    with caplog.at_level(logging.DEBUG):
        client.post("/neighbourhood", q="XX99 9XX")
        client.post("/neighbourhood", q="XX1 1AA")
    told = caplog.text.upper().replace(" ", "").replace("%20", "")
    assert "XX999XX" not in told
    assert "XX11AA" not in told


def test_force_by_force_and_link_by_link(client):
    front = Links(client.get("/neighbourhood").text).links
    assert "/neighbourhood/exampleshire" in front
    listed = [
        p
        for p in Links(client.get("/neighbourhood/exampleshire").text).links
        if p.count("/") == 3 and p.startswith("/")
    ]
    assert "/neighbourhood/exampleshire/EX01" in listed
    assert "/neighbourhood/exampleshire/Fallow%20Cross" in listed
    assert len(listed) == 10


@pytest.mark.parametrize("force", ["nosuch", "wiltshire", "..%2e", "%00", "x" * 5000])
def test_a_force_there_is_not(force, client):
    assert client.get(f"/neighbourhood/{force}", **HTML).status_code in {400, 404}


def test_a_list_not_held_is_fetched_beside_and_nobody_waits(client, stand_in_process):
    stand_in_process.control("settings", {"latency": 2})
    answer = client.get("/neighbourhood/fenmarsh", **HTML)
    log = stand_in_process.control("log")
    assert not any(entry["ended"] for entry in log if entry["path"].startswith("/api/fenmarsh"))
    assert (answer.status_code, answer.headers["retry-after"]) == (202, "5")
    assert '<meta http-equiv="refresh" content="5">' in answer.text
    stand_in_process.reset()
    deadline = time.monotonic() + 20
    while client.get("/neighbourhood/fenmarsh", **HTML).status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.slow
def test_a_postcode_service_that_is_down_leaves_the_list(client, stand_in_process):
    postcodes.forget()
    stand_in_process.control("faults", [{"path": "/postcodes", "status": 500}])
    answer = client.post("/neighbourhood", q="XX1 1AA")
    stand_in_process.reset()
    assert answer.status_code == 400
    assert "You can choose your police force and neighbourhood instead." in answer.text
    assert urlsplit(answer.url).query == ""


def test_what_was_looked_for_is_told_also_after_a_reload(client):
    onward = client.post("/neighbourhood", q="Market Ashby").headers["location"]
    told = "Market Ashby lies in the police neighbourhood Market Ashby Town, which may be larger."
    for _reload in range(2):
        assert told in client.get(onward, **HTML).text
    by_anybody = (
        "<script>1",
        "The police do not come here",
        "Market Ashby.",
        "Market Ashby.AAAA",
        "x" * 5000,
    )
    for name in by_anybody:
        told_of = client.get(f"/neighbourhood/exampleshire/EX01?{urlencode({'looked_for': name})}", **HTML)
        assert told_of.status_code == 200
        assert "<script>1" not in told_of.text
        assert "lies in the police neighbourhood" not in told_of.text
    forged = client.post("/neighbourhood", at="51.256417,-1.935604,The police do not come here")
    assert forged.headers["location"] == "/neighbourhood/exampleshire/EX01"


def test_a_force_that_is_offered_leads_to_its_list(client):
    answer = client.post("/neighbourhood", q="XX24 1AA")
    assert "listed under another police force" in answer.text
    values = [value for value in Links(answer.text).buttons if value]
    assert values == ["exampleshire/EX01", "eastwold/"]
    assert client.post("/neighbourhood", at="eastwold/").headers["location"] == "/neighbourhood/eastwold"
    assert client.post("/neighbourhood", at="../../etc/passwd").status_code == 400
