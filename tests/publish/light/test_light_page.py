"""The light page: one document that says what the interactive page says, and asks for nothing more."""

import gzip
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from components.content import recorded_where, summary
from data_access.months import parse_month
from data_access.overviews.place import view_of
from data_access.refresh import on_demand
from data_access.statistics.counts_table import CRIME
from publish.light.light_page import MOST_STREETS
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


@pytest.fixture(scope="module")
def read(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    """The town as it is read, with the places of its records."""
    with demonstration(stand_in_process, tmp_path_factory.mktemp("read"), reads_on=True) as running:
        assert on_demand.refresh_place(TOWN).failed == 0
        yield running


@pytest.mark.slow
def test_the_map_is_drawn_with_its_words_and_its_table(read):
    text = read.get(PAGE, **HTML).text
    view = view_of(TOWN)
    where = recorded_where.where(view, CRIME, *view.counts.newest_year)
    assert len(where.listed) > 5
    [drawn] = re.findall(r'<svg[^>]*aria-labelledby="map-title map-desc">.*?</svg>', text, re.S)
    words = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    assert len(where.drawing.labels) > 5
    for label in where.drawing.labels:
        for line in label.lines:
            assert html.escape(line) in words
    assert "approximate points" in words
    assert len(gzip.compress(drawn.encode())) < 6_000
    rows = Read(text).rows
    for near, count in zip(where.listed["name"], where.listed["count"], strict=True):
        assert [near, f"{count:,}"] in [row[:2] for row in rows]
    assert markdown_html.plain(where.sentences[0]) in html.unescape(drawn)


@pytest.mark.slow
def test_a_street_is_found_by_half_its_name_without_a_script(read):
    view = view_of(TOWN)
    names = recorded_where.street_names(view)
    assert len(names) > 10
    street = next(name for name in names if recorded_where.streets_like(view, name[:-3]) == [name])
    for typed in (street, street.upper(), f"  {street[:-3]} "):
        found = Read(read.get(f"{PAGE}?{urlencode({'street': typed})}", **HTML).text)
        assert f"the most records near {street}" in html.unescape(found.words)
        assert "recorded in September 2026" in found.words
        assert ["September 2026"] in [row[:1] for row in found.rows]
    assert "No record here names a street like that" in read.get(f"{PAGE}?street=Nosuch", **HTML).text
    assert 'id="street-found"' not in read.get(f"{PAGE}?street=", **HTML).text


@pytest.mark.slow
def test_of_several_streets_each_leads_on_as_of_the_same_month(read):
    names = recorded_where.streets_like(view_of(TOWN), "a")
    assert len(names) > MOST_STREETS
    text = read.get(f"{PAGE}?to=2026-03&street=A", **HTML).text
    links = re.findall(r'<a href="(\?[^"]*#street-found)">([^<]*)</a>', text)
    assert [name for _address, name in links] == names[:MOST_STREETS]
    assert f"{len(names) - MOST_STREETS} more. Type more of the name." in text
    onward = read.get(PAGE + html.unescape(links[0][0]).partition("#")[0], **HTML).text
    assert "You are reading this page as of March 2026." in onward
    assert "recorded in March 2026" in onward


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "'; --", "\u202epub", "*"],
)
def test_a_hostile_street_is_text_and_finds_nothing(client, typed):
    answer = client.get(f"{PAGE}?{urlencode({'street': typed})}", **HTML)
    assert answer.status_code == 200
    assert Read(answer.text).loads == Read(client.get(PAGE, **HTML).text).loads
    assert "<script>alert" not in answer.text
    assert "onerror=alert(1)>" not in answer.text
    assert "49" not in re.findall(r'id="street"[^>]*value="([^"]*)"', answer.text)[0]
    assert "No record here names a street like that" in answer.text


def test_a_street_of_a_thousand_letters_is_refused(client):
    assert client.get(f"{PAGE}?street={'a' * 81}", **HTML).status_code == 400


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
