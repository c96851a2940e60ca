"""What the shell of a held place says before any script: to readers, search engines and messengers."""

import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
import requests

from components.content import summary
from components.menu import PAGES
from data_access.models import Named, NeighbourhoodRef
from data_access.overviews.place import view_of
from data_access.settings import settings
from data_access.store import small_facts, street_crime
from data_access.store.places import Names
from publish.serving import markdown_html
from tests.support.records import month, reading
from tests.support.serving import Site, free_port, start_site

pytestmark = pytest.mark.slow

PLACE = NeighbourhoodRef("wiltshire", "A&B")
NAME = '"Ashby" </title><script>alert(1)</script> \\1'
QUERY = "?force=wiltshire&neighbourhood=A%26B"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that holds one place with a hostile name, and cannot reach police.uk."""
    folder = tmp_path_factory.mktemp("painted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOURPATCH_DATA_DIR", str(folder))
        settings.cache_clear()
        months = {f"2026-{n:02}": reading({"burglary": 3, "anti-social-behaviour": 2}) for n in range(1, 9)}
        street_crime.write_months(PLACE, {month(key): read for key, read in months.items()})
        small_facts.write("neighbourhoods", (Named("A&B", NAME),), Names, PLACE.force_id)
        site = start_site(
            folder,
            until="/healthz",
            YOURPATCH_DEMO="never",
            YOURPATCH_POLICE_API=f"http://127.0.0.1:{free_port()}/api",
        )
        yield site
        site.stop()
    settings.cache_clear()


class Told(HTMLParser):
    """Title, meta tags and the words inside #root."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.title = self.root = ""
        self.tags: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        assert "style" not in named
        assert not [name for name in named if name.startswith("on")]
        if tag == "meta":
            self.meta[named.get("name") or named.get("property") or ""] = named.get("content", "")
        if tag == "title" or named.get("id") in {"root", "exit"}:
            self._inside = named.get("id", tag)

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        if self._inside == "root":
            self.root += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._inside = ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_every_page_of_a_held_place_says_it_before_any_script(page, server):
    told = Told(server.get(f"/{page.url_path}{QUERY}").text)
    view = view_of(PLACE)
    words = [page.title] * bool(page.url_path) + [NAME, "Your Patch"]
    assert told.title == told.meta["og:title"] == " · ".join(words)
    recorded = markdown_html.plain(" ".join(summary.recorded(view)))
    assert recorded.startswith("In August 2026, 3 crimes were recorded")
    assert told.meta["description"] == told.meta["og:description"] == recorded
    assert told.meta["og:image"] == f"{server.address}/embed/v1/wiltshire/A%26B/trend.png"
    for sentence in summary.three_sentences(view):
        words_alone = re.sub(r" \(https?:[^)]*\)", "", markdown_html.plain(sentence))
        assert words_alone in " ".join(told.root.split())
    [aside] = re.findall(r"<noscript>.*?</noscript>", server.get(f"/{page.url_path}{QUERY}").text, re.DOTALL)
    assert '<a href="/neighbourhood/wiltshire/A%26B">' in aside
    # Streamlit's own script in the head, ours, and none that a name brought along.
    assert told.tags.count("script") == Told(server.get(f"/{page.url_path}").text).tags.count("script")


def test_nothing_keeps_the_sentences_from_the_screen(server):
    document = server.get(f"/{QUERY}").text
    assert document.count('<link rel="stylesheet"') == 3
    assert document.index('id="first-paint"') < document.index('<link rel="stylesheet"')
    assert len(document) < len(server.get("/").text) + 3_000


@pytest.mark.parametrize(
    "query",
    [
        "?force=wiltshire&neighbourhood=nosuch",
        "?force=nosuch&neighbourhood=A%26B",
        "?force=wiltshire",
        "?force=..%2F..&neighbourhood=..",
        "?force=wiltshire&neighbourhood=%00",
        f"?force=wiltshire&neighbourhood={'x' * 9_000}",
        f"{QUERY}&to=nonsense",
    ],
)
def test_of_any_other_place_it_is_the_plain_shell(query, server):
    assert server.get(f"/crime_trends{query}").text == server.get("/crime_trends").text


def test_it_is_not_sent_twice_and_comes_packed(server):
    first = server.get(f"/{QUERY}", Accept_Encoding="br")
    assert (first.headers["content-encoding"], first.headers["cache-control"]) == ("br", "no-cache")
    assert len(first.content) > 3 * int(first.headers["content-length"])
    again = server.get(f"/{QUERY}", If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert server.get("/", If_None_Match=first.headers["etag"]).status_code == 200
    earlier = server.get(f"/{QUERY}&to=2026-03", If_None_Match=first.headers["etag"])
    assert "In March 2026, 3 crimes" in markdown_html.plain(earlier.text)


@pytest.mark.parametrize(
    ("path", "heading"), [("/", "What is going on around you?"), ("/find", "Find your neighbourhood")]
)
def test_the_front_door_has_its_form_before_any_script(path, heading, server):
    document = server.get(path).text
    told = Told(document)
    assert heading in told.root
    assert document.index('action="/neighbourhood"') < document.index('<link rel="stylesheet"')
    # Posted as a browser without a script would: it is the plain finder's form.
    answer = requests.post(f"{server.address}/neighbourhood", data={"q": ""}, timeout=20)
    assert (answer.status_code, "Enter a postcode" in answer.text) == (400, True)


def test_a_place_that_is_not_held_yet_is_not_asked_for_again(server):
    assert 'action="/neighbourhood"' not in server.get("/?force=wiltshire&neighbourhood=nosuch").text
    assert 'action="/neighbourhood"' not in server.get("/crime_trends").text


def test_the_front_door_says_that_all_is_invented_once_it_is(tmp_path):
    """The demonstration comes up beside: the shell is there before it."""
    site = start_site(tmp_path, until="/healthz", YOURPATCH_DEMO="always")
    try:
        deadline = time.monotonic() + 60
        while not site.get("/readyz").ok:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert "No figure here is real." in site.get("/").text
        assert "No figure here is real." in site.get("/find").text
    finally:
        site.stop()
