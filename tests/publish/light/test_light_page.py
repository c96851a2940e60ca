"""The light page: one document that says what the interactive page says, and asks for nothing more."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from components.content import summary
from data_access.months import parse_month
from data_access.overviews.place import view_of
from data_access.statistics.counts_table import CRIME
from publish.serving import markdown_html
from tests.support.client import HTML, Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration

PAGE = "/neighbourhood/exampleshire/EX01"


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    with demonstration(stand_in_process, tmp_path_factory.mktemp("light"), TOWN) as running:
        yield running


class Read(HTMLParser):
    """The words of the document, its tables' cells by row, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.loads: list[str] = []
        self.words = ""
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._in_cell = tag in {"td", "th"}
        if tag == "tr":
            self.rows.append([])
        if self._in_cell:
            self.rows[-1].append("")
        if tag in {"script", "img", "iframe"} or (tag == "link" and named.get("rel") == "stylesheet"):
            self.loads.append(tag)

    def handle_endtag(self, _tag: str) -> None:
        self._in_cell = False

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._in_cell:
            self.rows[-1][-1] += data


def test_it_says_what_the_interactive_page_says(client):
    text = client.get(PAGE, **HTML).text
    read, view = Read(text), view_of(TOWN)
    words = " ".join(read.words.split())
    for sentence in summary.three_sentences(view):
        assert " ".join(re.sub(r" \(https?:[^)]*\)", "", markdown_html.plain(sentence)).split()) in words
    shown = summary.trend(view, CRIME, 24)
    assert shown is not None
    for table in (shown.table, summary.kinds_table(view)):
        for row in table.itertuples(index=False):
            assert [str(cell) for cell in row] in read.rows
    assert "Shop theft in Market Street" in words
    assert "Thursday 3 December, 6 pm to 7 pm" in words
    assert "Sgt 1184 Alison Merrick" in words
    assert "Exampleshire is invented" in words
    assert markdown_html.plain(summary.line(view)) in words


def test_it_loads_nothing_and_sets_no_cookie(client):
    answer = client.get(PAGE, **HTML)
    assert Read(answer.text).loads == []
    assert "set-cookie" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "unsafe-inline" not in policy
    packed = client.get(PAGE, Accept="text/html", Accept_Encoding="br")
    assert int(packed.headers["content-length"]) < 15_000


def test_every_link_of_its_own_leads_somewhere(client):
    addresses = {html.unescape(href) for href in re.findall(r'href="([^"]+)"', client.get(PAGE, **HTML).text)}
    ours = [a.removeprefix(client.address) for a in addresses if a.startswith(("/", client.address))]
    # Streamlit's own pages and files are not served here.
    plain = [a for a in ours if a.startswith(("/neighbourhood", "/feeds", "/status"))]
    assert {client.get(path, **HTML).status_code for path in plain} == {200}
    assert len(plain) >= 5
    assert "/?force=exampleshire&neighbourhood=EX01" in ours


@pytest.mark.parametrize("path", [PAGE, "/neighbourhood", "/status", "/nosuch"])
def test_every_plain_page_leads_to_the_statement_and_the_notice(path, client):
    text = client.get(path, **HTML).text
    for address in ("/accessibility", "/privacy"):
        assert f'<a href="{address}">' in text
    assert "/privacy" not in client.get("/embed/v1/exampleshire/EX01/summary", **HTML).text


def test_as_of_an_earlier_month(client):
    text = client.get(f"{PAGE}?to=2026-03", **HTML).text
    assert "You are reading this page as of March 2026." in text
    for sentence in summary.recorded(view_of(TOWN, parse_month("2026-03"))):
        assert markdown_html.plain(sentence).split(".")[0] in Read(text).words
    assert "In September 2026" not in text
    assert f'<link rel="canonical" href="{client.address}{PAGE}">' in text


def test_it_is_sent_once_and_kept_when_we_are_down(client):
    first = client.get(PAGE, **HTML)
    assert "stale-if-error=604800" in first.headers["cache-control"]
    again = client.get(PAGE, Accept="text/html", If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    head = client.ask("HEAD", PAGE, HTML)
    assert (head.status_code, head.content) == (200, b"")


def test_what_programs_may_read_is_linked_in_head_and_text_and_answers(client):
    """Each with a line that says what it is for."""
    text = client.get(PAGE, **HTML).text
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', text)
    assert [kind for kind, _address in found] == ["text/calendar", "text/csv", "application/rss+xml"]
    for kind, address in found:
        answer = client.get(address.removeprefix(client.address))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
    words = " ".join(html.unescape(Read(text).words).split())
    for line in ("Counts for a spreadsheet (CSV): every month", "Priorities as a feed (RSS): a feed reader"):
        assert line in words
