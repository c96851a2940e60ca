"""With police.uk, the survey's database and Streamlit all gone, the public routes answer from held facts.

The server is a process in which Streamlit cannot be imported; police.uk is a port nobody listens on.
"""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.routing import Match, Route

from data_access.models import Named, NeighbourhoodRef
from data_access.settings import settings
from data_access.store import places, small_facts
from publish.routes import ROUTES
from tests.support import exampleshire
from tests.support.client import HTML
from tests.support.clock import NOW
from tests.support.exampleshire import TOWN
from tests.support.plain_site import read_small_facts
from tests.support.serving import Site, free_port, start_site

pytestmark = pytest.mark.slow

GONE = NeighbourhoodRef("exampleshire", "OLD 1")
VIEWS = ("summary", "trend", "priorities", "team", "events", "survey")
OF_A_PLACE = [
    "/neighbourhood/exampleshire/{place}",
    "/neighbourhood/exampleshire/{place}/kind/burglary",
    *(f"/embed/v1/exampleshire/{{place}}/{view}" for view in VIEWS),
    "/embed/v1/exampleshire/{place}/trend.svg",
    "/feeds/exampleshire/{place}/crimes.csv",
    "/feeds/exampleshire/{place}/events.ics",
    "/feeds/exampleshire/{place}/priorities.rss",
    "/feeds/exampleshire/{place}/trend.json",
    "/briefing/exampleshire/{place}.html",
    "/briefing/exampleshire/{place}.txt",
]
# Packed or drawn: their dates are looked for in tests of their own.
DRAWN = [
    *(f"/embed/v1/exampleshire/{{place}}/{picture}" for picture in ("trend.png", "qr.svg", "qr.png")),
    *(f"/briefing/exampleshire/{{place}}.{ending}" for ending in ("pdf", "docx")),
    "/poster/exampleshire/{place}.pdf",
    "/survey-form/exampleshire/{place}",
    "/survey-form/exampleshire/{place}.pdf",
]
OTHERS = [
    *("/healthz", "/readyz", "/status", "/status.json", "/robots.txt", "/sitemap.xml"),
    *("/neighbourhood", "/neighbourhood/exampleshire", "/embed/v1/height.js", "/kind/burglary"),
]
# 18 November 2026, when the small facts were read; 3 November, when the months were.
DATES = re.compile(r"(3|18) November 2026|2026-11-(03|18)|202611(03|18)|(03|18) Nov 2026")


@pytest.fixture(scope="module")
def facts(stand_in_process, tmp_path_factory) -> Path:
    """A data folder with a place held, and one that police.uk no longer lists."""
    folder: Path = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (
            ("DATA_DIR", str(folder)),
            ("POLICE_API", stand_in_process.police_api),
            ("DEMONSTRATION", "1"),
            ("NOW", NOW),
        ):
            patch.setenv(f"YOURPATCH_{name}", value)
        settings.cache_clear()
        stand_in_process.reset()
        exampleshire.hold(stand_in_process, TOWN)
        read_small_facts(TOWN)
        exampleshire.put(GONE, exampleshire.truth(stand_in_process.address, "EX01"))
        new = tuple(Named(f"N{n}", f"New {n}") for n in range(30))
        small_facts.write("neighbourhoods", new, places.Names, "fenmarsh")
    settings.cache_clear()
    return folder


def alone(facts: Path, **environment: str) -> Site:
    return start_site(
        facts,
        ("-m", "tests.support.alone", "{port}"),
        until="/healthz",
        keep_packed=False,
        YOURPATCH_DEMONSTRATION="1",
        YOURPATCH_NOW=NOW,
        # Else the demonstration would use a database of its own.
        YOURPATCH_DEMO="always",
        YOURPATCH_SURVEY_DB=f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none",
        **environment,
    )


@pytest.fixture
def site(facts) -> Iterator[Site]:
    running = alone(facts, YOURPATCH_POLICE_API=f"http://127.0.0.1:{free_port()}/api")
    yield running
    running.stop()


def test_every_route_answers_from_held_facts_and_says_their_date(site):
    for path in OF_A_PLACE:
        answer = site.get(path.format(place="EX01"), **HTML)
        assert answer.status_code == 200, path
        assert DATES.search(answer.text), f"{path} does not say how old its facts are"
    for path in [*(path.format(place="EX01") for path in DRAWN), *OTHERS]:
        assert site.get(path, **HTML).status_code == 200, path
    # A minute later police.uk has been asked in vain; what is held is still there.
    assert "Traceback" not in site.log.read_text()


def test_no_route_is_left_out_here():
    # What /oembed answers hangs on its ?url=, and is tried in test_oembed.py.
    paths = [path.format(place="EX01") for path in OF_A_PLACE + DRAWN] + [*OTHERS, "/oembed"]
    for route in ROUTES:
        assert isinstance(route, Route)
        scopes = ({"type": "http", "path": path, "method": "GET"} for path in paths)
        assert any(route.matches(scope)[0] is Match.FULL for scope in scopes), (
            f"give an address of {route.path} above"
        )


def test_a_place_police_uk_no_longer_lists_answers_its_last_facts_and_says_so(site):
    for path in OF_A_PLACE:
        assert site.get(path.format(place="OLD%201"), **HTML).status_code == 200, path
    page = site.get("/neighbourhood/exampleshire/OLD%201", **HTML).text
    assert "police.uk no longer lists this neighbourhood. These are the last figures we hold." in page
    assert site.get("/feeds/exampleshire/OLD%201/trend.json").json()["neighbourhood"]["listed"] is False
    assert "no longer lists" not in site.get("/neighbourhood/exampleshire/EX01", **HTML).text


def test_a_place_not_held_says_at_once_that_it_cannot_be_had(site):
    first = site.get("/neighbourhood/exampleshire/EX02", **HTML)
    assert first.status_code == 202
    deadline = time.monotonic() + 30
    while (answer := site.get("/neighbourhood/exampleshire/EX02", **HTML)).status_code == 202:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "300")
    assert "police.uk is not answering." in answer.text
    # In a frame nobody can try again; the page does.
    framed = site.get("/embed/v1/exampleshire/EX02/summary", **HTML)
    assert (framed.status_code, framed.headers["retry-after"]) == (503, "300")
    assert '<meta http-equiv="refresh" content="300">' in framed.text
    assert "refresh" not in answer.text
    assert site.get("/neighbourhood/exampleshire/nosuch", **HTML).status_code == 404


def test_a_burst_for_one_place_is_rendered_once(site):
    path = "/neighbourhood/exampleshire/EX01"
    with ThreadPoolExecutor(40) as crowd:
        answers = list(crowd.map(lambda _: site.get(path, **HTML), range(200)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert site.log.read_text().count("light_page made for") == 1


def test_a_place_not_held_is_fetched_beside_and_then_there(facts, stand_in):
    site = alone(facts, YOURPATCH_POLICE_API=stand_in.police_api)
    try:
        stand_in.control("settings", {"latency": 2})
        answer = site.get("/neighbourhood/exampleshire/EX02", **HTML)
        assert not any(entry["ended"] for entry in stand_in.control("log"))
        stand_in.control("settings", {"latency": 0})
        assert (answer.status_code, answer.headers["cache-control"]) == (202, "no-store")
        assert '<meta http-equiv="refresh" content="5">' in answer.text
        deadline = time.monotonic() + 40
        while site.get("/neighbourhood/exampleshire/EX02", **HTML).status_code == 202:
            assert time.monotonic() < deadline
            time.sleep(0.3)
        assert "Market Ashby South" in site.get("/neighbourhood/exampleshire/EX02", **HTML).text
    finally:
        site.stop()


def test_a_crawler_cannot_make_us_read_the_country(facts, stand_in):
    stand_in.control("faults", [{"path": "/api/", "delay": 60}])
    site = alone(facts, YOURPATCH_POLICE_API=stand_in.police_api)
    try:
        answers = [site.get(f"/neighbourhood/fenmarsh/N{n}", **HTML) for n in range(30)]
        # Two are read, twenty wait.
        assert [answer.status_code for answer in answers] == [202] * 22 + [503] * 8
        assert answers[-1].headers["retry-after"] == "60"
        assert "Many people are asking for new neighbourhoods" in answers[-1].text
        assert site.get("/neighbourhood/exampleshire/EX01", **HTML).status_code == 200
    finally:
        site.process.kill()
        site.process.wait(10)
