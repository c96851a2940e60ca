"""How fresh the site is, to people and to programs; and what crawlers are told."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from lxml import etree
from sqlalchemy import insert

from data_access.errors import PoliceUnavailable
from data_access.models import Named, NeighbourhoodRef, State
from data_access.months import shift
from data_access.refresh import police_uk_status
from data_access.settings import settings
from data_access.store import places, small_facts, street_crime
from data_access.store.places import Names
from data_access.survey.database import engine, tables
from data_access.survey.results import publish, window
from publish import robots
from publish.operations import status, survey_state
from tests.support.client import HTML, Client
from tests.support.plain_site import plain_site
from tests.support.records import month, nothing, reading
from tests.support.serving import free_port

PLACE = NeighbourhoodRef("wiltshire", "A & <B>")


def forget() -> None:
    """Have the status looked at anew."""
    status.state.cache_clear()
    survey_state.look.cache_clear()


@pytest.fixture
def client(data_dir, monkeypatch) -> Iterator[Client]:
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    forget()
    july = reading({"burglary": 3})
    street_crime.write_months(PLACE, {month("2026-07"): july, month("2026-08"): nothing(State.FAILED, "500")})
    small_facts.write(
        "neighbourhoods", (Named("A & <B>", "Ashby"), Named("B", "Bere")), Names, PLACE.force_id
    )
    with plain_site() as running:
        yield running
    police_uk_status.answered()


def test_people_and_programs_are_told_the_same(client):
    page, said = client.get("/status", **HTML), client.get("/status.json").json()
    force = said["forces"][0]
    assert said["version"] == 1
    assert said["software"]
    assert not force["survey"]["asked"]
    assert (force["neighbourhoods_held"], force["neighbourhoods_listed"]) == (1, 2)
    assert (force["first_month"], force["newest_month"]) == ("2026-07", "2026-07")
    assert force["failed"] == [
        {"neighbourhood": "A & <B>", "month": "2026-08", "tried_at": "2026-11-03T09:12:00+00:00"}
    ]
    assert force["crime"]["newest_read_at"] == "2026-11-03T09:12:00+00:00"
    for words in ("1 of 2", "July 2026", "3 November 2026", "not read yet", force["survey"]["why_not"]):
        assert words in page.text
    for gap in force["known_gaps"]:
        assert gap["sentence"] in page.text.replace("&#39;", "'")
    assert force["known_gaps"]


def test_old_figures_are_told_as_old(client):
    newest = shift(datetime.now(UTC).date().replace(day=1), -11)
    place = NeighbourhoodRef("surrey", "A")
    street_crime.write_months(place, {newest: reading({"burglary": 3})})
    said = {
        force["id"]: force["months_without_news"] for force in client.get("/status.json").json()["forces"]
    }
    assert said["surrey"] == 11
    assert "we have read nothing newer for 11 months" in client.get("/status", **HTML).text
    small_facts.write("months", {newest: frozenset[str]()}, places.Published)
    forget()
    assert "police.uk has published nothing newer for 11 months" in client.get("/status", **HTML).text


def test_a_survey_that_is_asked_is_told(client, monkeypatch):
    for name, value in {"NAME": "Wiltshire Police", "CONTACT": "team@wilts.example", "ROLE": "force"}.items():
        monkeypatch.setenv(f"YOURPATCH_OPERATOR_{name}", value)
    settings.cache_clear()
    forget()
    told = client.get("/status.json").json()["forces"][0]["survey"]
    assert told == {"asked": True, "why_not": None, "newest_results": None, "comments_waiting": 0}
    assert "being asked" in client.get("/status", **HTML).text
    quarters = publish.OfForce((window.Window("2026-Q2", 120), window.Window("2026-Q3", None)))
    small_facts.write("survey", quarters, publish.OfForce, PLACE.force_id)
    forget()
    assert client.get("/status.json").json()["forces"][0]["survey"]["newest_results"] == "2026-Q2"
    assert "Newest results: April to June 2026" in client.get("/status", **HTML).text


def test_how_many_comments_wait_is_told_of_each_force_and_no_word_of_them(client):
    assert not engine.is_there()
    assert client.get("/status.json").json()["forces"][0]["survey"]["comments_waiting"] == 0
    assert not engine.is_there()
    kept = {"force": PLACE.force_id, "neighbourhood": "B", "quarter": "2026-Q4", "month": month("2026-11")}
    with engine.writing() as connection:
        for n, (state, risk) in enumerate({"new": False, "held": True, "released": True}.items()):
            row = kept | {"id": str(n), "text": "Xyzzy", "state": state, "risk": risk}
            connection.execute(insert(tables.comments).values(row))
    forget()
    told = client.get("/status.json")
    assert told.json()["forces"][0]["survey"]["comments_waiting"] == 2
    page = client.get("/status", **HTML).text
    assert "2 comments wait to be read." in page
    # Whether one tells of danger is the moderators' alone.
    for text in (told.text, page):
        assert "Xyzzy" not in text
        assert "danger" not in text
    engine.close()


def test_a_dead_survey_database_is_told_as_unknown(client, monkeypatch):
    monkeypatch.setenv("YOURPATCH_SURVEY_DB", f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none")
    settings.cache_clear()
    forget()
    told = client.get("/status.json").json()
    assert told["forces"][0]["survey"]["comments_waiting"] is None
    deadline = time.monotonic() + 20
    while client.get("/readyz").json()["survey"] != "not answering":  # on a busy machine "slow" at first
        assert time.monotonic() < deadline
        forget()
    assert client.get("/status.json").json()["survey"] == "not answering"
    page = client.get("/status", **HTML)
    assert page.status_code == 200
    assert "The survey cannot take answers at the moment." in page.text
    engine.close()


def test_a_site_without_a_survey_says_nothing_of_one(client):
    assert client.get("/status.json").json()["survey"] is None
    assert "The survey cannot take answers" not in client.get("/status", **HTML).text


def test_a_program_that_asks_for_json_gets_it(client):
    assert client.get("/status", Accept="application/json").json() == client.get("/status.json").json()


def test_a_shared_cache_is_told_all_that_an_answer_hangs_on(client):
    for accepted in ("text/html", "application/json"):
        for packed in ("br", "identity"):
            answer = client.get("/status", Accept=accepted, Accept_Encoding=packed)
            assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert client.get("/robots.txt").headers["vary"] == "Accept-Encoding"
    # Streamlit packs what we do not, and says so itself.
    assert "vary" not in client.get("/embed/v1/wiltshire/A%20%26%20%3CB%3E/trend.png").headers


def test_trouble_with_police_uk_is_told_with_its_hour(client):
    police_uk_status.failed(PoliceUnavailable("500"))
    assert "police.uk is not answering." in client.get("/status", **HTML).text
    assert client.get("/status.json").json()["police_uk"]["trouble"].startswith("police.uk is not answering.")


def test_nothing_held_is_said(data_dir, monkeypatch):
    forget()
    with plain_site() as client:
        assert "No neighbourhood is held yet." in client.get("/status", **HTML).text
        assert client.get("/status.json").json()["forces"] == []


def test_the_sitemap_leads_to_every_held_place_and_every_address_is_there(client):
    answer = client.get("/sitemap.xml")
    tree = etree.fromstring(answer.content)
    found = [node.text or "" for node in tree.iter(f"{{{robots.NAMESPACE}}}loc")]
    assert f"{client.address}/neighbourhood/wiltshire/A%20%26%20%3CB%3E" in found
    ours = [address.removeprefix(client.address) for address in found if "neighbourhood" in address]
    assert [client.get(path, **HTML).status_code for path in ours] == [200, 200]
    assert f"Sitemap: {client.address}/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize("path", ["/status", "/status.json", "/sitemap.xml", "/robots.txt", "/neighbourhood"])
def test_sent_packed_and_only_once(path, client):
    first = client.get(path, Accept_Encoding="br")
    assert first.headers["content-encoding"] == "br"
    assert "stale-if-error" in first.headers["cache-control"]
    assert client.get(path, Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
    again = client.get(path, If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
