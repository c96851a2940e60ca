"""Nothing of police.uk's HTML acts in anything that goes out, whatever a force may have typed."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from data_access.models import NeighbourhoodRef
from data_access.overviews.place import view_of
from data_access.police_api import neighbourhoods
from data_access.store import small_facts
from data_access.store.places import Events, Priorities
from publish.feeds.events_ics import events_ics
from publish.feeds.priorities_rss import priorities_rss
from publish.light.light_page import light_page
from publish.serving.request_options import PlaceQuery
from tests.support.client import HTML, Client
from tests.support.plain_site import demonstration
from tests.support.soak import rounds

# Its description, contacts, team, priorities and events are full of what must not run.
HOSTILE = NeighbourhoodRef("exampleshire", "EX10")


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    with demonstration(stand_in_process, tmp_path_factory.mktemp("hostile"), HOSTILE) as running:
        yield running


class Foreign(HTMLParser):
    """What of a document could act: tags, handlers, addresses that run."""

    ACTING = frozenset(
        {"form", "iframe", "object", "embed", "img", "base", "input", "button", "video", "link"}
    )

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.script = tag == "script"
        if tag in self.ACTING:
            self.found.append(tag)
        for name, value in attrs:
            address = (value or "").strip().casefold()
            if name.startswith("on") or name in {"srcdoc", "formaction"}:
                self.found.append(name)
            if name in {"href", "src", "xlink:href"} and re.match(r"\W*(javascript|data|vbscript):", address):
                self.found.append(address)

    def handle_data(self, data: str) -> None:
        if self.script and "hostile" in data:
            self.found.append(data)


def body_of(text: str) -> str:
    """What of our own pages may hold foreign text: all but the head's links."""
    return text.partition("<body")[2]


def _ours(text: str) -> list[str]:
    """The one form of a plain page that is our own: it stands where records with a street are held."""
    return ["form", "input", "button"] if "Find a street" in text else []


@pytest.mark.parametrize(
    "path", ["/neighbourhood", *(f"/embed/v1/{view}" for view in ("summary", "priorities", "team", "events"))]
)
def test_nothing_of_a_hostile_neighbourhood_acts(path, client):
    kind, _, view = path[1:].rpartition("/") if "embed" in path else (path[1:], "", "")
    text = client.get(f"/{kind}/exampleshire/EX10" + (f"/{view}" if view else ""), **HTML).text
    assert "Stoke Amery" in text
    assert Foreign(body_of(text)).found == _ours(text)


def test_nothing_of_it_acts_in_a_feed_reader_or_a_calendar(client):
    feed = feedparser.parse(
        client.get("/feeds/exampleshire/EX10/priorities.rss").content, sanitize_html=False
    )
    assert len(feed.entries) == 4  # each with what was done about it
    for entry in feed.entries:
        assert Foreign(entry.description).found == []
        assert "<" not in entry.title
    [event] = Calendar.from_ical(client.get("/feeds/exampleshire/EX10/events.ics").text).walk("VEVENT")
    assert "<" not in str(event["summary"]) + str(event["description"])
    assert "javascript" not in str(event["description"])


PIECES = st.sampled_from(
    [
        *(
            "<script>hostile()</script>",
            "<img src=x onerror=hostile()>",
            "<form action=//h><input>",
            "<svg/onload=a()>",
        ),
        *(
            "<a href='java\nscript:a()'>x</a>",
            "<a href=' data:text/html,a'>x</a>",
            "<p onclick=a()>",
            "</p></div>",
            "-->",
        ),
        *(
            "<![CDATA[",
            "]]>",
            "&lt;script&gt;",
            "&amp;lt;img&gt;",
            "<math><mtext><style>",
            "\x0b",
            "\u202e",
            "\x00",
            "words",
        ),
        *(
            "<iframe srcdoc=a>",
            "\r\nBEGIN:VEVENT\r\n",
            "<base href=//h>",
            "&#x6a;avascript:",
            "{{7*7}}",
            "<!--",
            "\ud800",
            "\uffff",
            "&#xFFFE;",
            "&#x1;",
        ),
    ]
)


@pytest.mark.slow
@settings(
    max_examples=rounds(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pieces=st.lists(PIECES, min_size=1, max_size=6))
def test_nothing_that_police_uk_may_send_acts(pieces, client):
    raw = "".join(pieces)
    sent = {
        "issue": f"<p>ok</p>{raw}",
        "action": raw,
        "issue-date": "2026-09-01T00:00:00",
        "action-date": None,
    }
    met = {
        "title": f"Meeting {raw}",
        "description": raw,
        "address": raw,
        "start_date": "2026-12-01T10:00:00",
        "end_date": None,
    }
    priorities, events = (
        tuple(neighbourhoods.parse_priorities([sent])),
        tuple(neighbourhoods.parse_events([met])),
    )
    small_facts.write("priorities", priorities, Priorities, *vars(HOSTILE).values())
    small_facts.write("events", events, Events, *vars(HOSTILE).values())
    view, query = view_of(HOSTILE), PlaceQuery(HOSTILE, "https://h.example")
    page = light_page(view, query).body.decode()
    assert Foreign(body_of(page)).found == _ours(page)
    for entry in feedparser.parse(priorities_rss(view, query).body, sanitize_html=False).entries:
        assert Foreign(entry.description).found == []
    assert len(Calendar.from_ical(events_ics(view, query).body.decode()).walk("VEVENT")) == 1
