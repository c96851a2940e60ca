"""The calendar and the feed of priorities: read back by other people's libraries."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import feedparser
import pytest
import vobject
from icalendar import Calendar

from data_access.models import Event, Named, NeighbourhoodRef, Priority, Said
from data_access.store import small_facts, street_crime, told
from data_access.store.places import Events, Names, Priorities
from data_access.store.team_statements import key_of
from publish.serving import place_endpoint
from tests.support.client import HTML, Client
from tests.support.plain_site import plain_site
from tests.support.records import READ_AT, month, reading

PLACE = NeighbourhoodRef("wiltshire", "EX 01")
FEEDS = "/feeds/wiltshire/EX%2001"
SURGERY = Event(
    "Drop-in surgery",
    datetime(2026, 12, 3, 18, 0),
    datetime(2026, 12, 3, 19, 30),
    "Corn Exchange,\nMarket Place; Ashby",
    "<p>Come &amp; tell us.</p><ul><li>No appointment</li></ul>",
)
SUMMER = Event("Fête, with “bunting”", datetime(2026, 7, 4, 10, 30))
UNDATED = Event("Some day")
FIRST = "DTSTART;VALUE=DATE:20261203"
SLIP = Event("A slip of the pen", datetime(9999, 12, 31))
LITTER = Priority(
    "<p>Litter &amp; noise in Castle Green.</p>", month("2026-05"), "<p>We <b>met</b>.</p>", month("2026-08")
)
UNDATED_PRIORITY = Priority("<p>Parking</p>")


def hold_events(*events: Event) -> None:
    small_facts.write("events", events, Events, PLACE.force_id, PLACE.neighbourhood_id, READ_AT)


def hold_priorities(*priorities: Priority) -> None:
    small_facts.write("priorities", priorities, Priorities, PLACE.force_id, PLACE.neighbourhood_id, READ_AT)


def read(at: datetime = READ_AT, **lists: tuple[Event, ...] | tuple[Priority, ...]) -> None:
    """As a reading of police.uk leaves them in the store."""
    for name, items in lists.items():
        type_ = {"events": Events, "priorities": Priorities}[name]
        small_facts.write(name, items, type_, PLACE.force_id, PLACE.neighbourhood_id, at)
    told.remember_events(PLACE)
    told.remember_priorities(PLACE)
    place_endpoint.forget()


@pytest.fixture
def client(data_dir, monkeypatch) -> Iterator[Client]:
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    street_crime.write_months(PLACE, {month("2026-07"): reading({"burglary": 3})})
    small_facts.write("neighbourhoods", (Named("EX 01", "Ashby & Co"),), Names, PLACE.force_id)
    hold_events(SUMMER, SURGERY, UNDATED, SLIP)
    hold_priorities(LITTER, UNDATED_PRIORITY)
    with plain_site() as running:
        yield running


def events(client: Client) -> dict[str, vobject.base.Component]:
    """The file's events by title, as vobject reads them: it takes the zone from the file."""
    answer = client.get(f"{FEEDS}/events.ics")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    calendar = vobject.readOne(answer.text)
    return {
        event.summary.value.removeprefix("Police drop-in: "): event
        for event in calendar.contents.get("vevent", [])
    }


def test_dated_events_stand_at_their_local_time_with_a_zone(client):
    found = events(client)
    assert set(found) == {"Drop-in surgery", "Fête, with “bunting”"}
    surgery, summer = found["Drop-in surgery"], found["Fête, with “bunting”"]
    # In December London keeps UTC, in July it is an hour ahead.
    assert surgery.dtstart.value.astimezone(UTC) == datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
    assert summer.dtstart.value.astimezone(UTC) == datetime(2026, 7, 4, 9, 30, tzinfo=UTC)
    assert surgery.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/London"]
    assert surgery.dtend.value - surgery.dtstart.value == timedelta(minutes=90)
    assert surgery.location.value == "Corn Exchange, Market Place; Ashby"
    assert surgery.description.value.startswith("Come & tell us. No appointment")
    assert surgery.dtstamp.value == READ_AT
    assert surgery.status.value == "CONFIRMED"
    assert surgery.summary.value == "Police drop-in: Drop-in surgery"


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [
        (
            "2026-12-03 00:00",
            "2026-12-03 00:00",
            [FIRST, "DTEND;VALUE=DATE:20261204"],
        ),
        ("2026-12-03 00:00", None, [FIRST, "DTEND;VALUE=DATE:20261204"]),
        (
            "2026-12-03 00:00",
            "2026-12-05 23:59",
            [FIRST, "DTEND;VALUE=DATE:20261206"],
        ),
        ("2026-12-03 18:00", None, ["DTSTART;TZID=Europe/London:20261203T180000", "DURATION:PT1H"]),
        ("2026-12-03 18:00", "2025-12-03 19:00", ["DURATION:PT1H"]),
        # The clocks go from one to two that night: what is said to end at two ends before it begins.
        ("2027-03-28 01:30", "2027-03-28 02:00", ["DURATION:PT1H"]),
    ],
)
def test_a_day_is_a_day_and_what_has_no_end_lasts_an_hour(start, end, lines, client):
    times = [datetime.fromisoformat(time) if time else None for time in (start, end)]
    hold_events(Event("Crooked", *times))
    place_endpoint.forget()
    told = client.get(f"{FEEDS}/events.ics").text.split("\r\n")
    told = told[told.index("BEGIN:VEVENT") :]
    assert set(lines) <= set(told)
    assert len([line for line in told if line.startswith(("DTEND", "DURATION"))]) == 1


def test_a_calendar_may_subscribe_or_take_the_file(client):
    for path in ("/neighbourhood/{}", "/embed/v1/{}/events"):
        page = client.get(path.format(FEEDS.removeprefix("/feeds/")), **HTML).text
        host = client.address.partition(":")[2]
        assert f'href="webcal:{host}{FEEDS}/events.ics"' in page, path
        assert f'href="{client.address}{FEEDS}/events.ics"' in page, path


def test_the_file_comes_back_whole_from_the_library_that_wrote_it(client):
    body = client.get(f"{FEEDS}/events.ics").content
    calendar = Calendar.from_ical(body)
    assert calendar.to_ical() == body
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert max(map(len, body.split(b"\r\n"))) <= 75


def test_the_clocks_of_the_file_change_when_londons_do(client):
    [zone] = Calendar.from_ical(client.get(f"{FEEDS}/events.ics").content).walk("VTIMEZONE")
    # RFC 5545 wants the local time before the change.
    assert [(part.name, part.DTSTART.hour) for part in zone.subcomponents] == [
        ("DAYLIGHT", 1),
        ("STANDARD", 2),
    ]
    told, london = zone.to_tz(), ZoneInfo("Europe/London")
    for year in (1997, 2026, 2035):
        for hour in range(365 * 24):
            moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
            assert moment.astimezone(told).utcoffset() == moment.astimezone(london).utcoffset(), moment


@pytest.mark.slow
def test_an_event_keeps_its_name_when_it_is_read_again_or_called_off(client):
    before = events(client)["Drop-in surgery"].uid.value
    hold_events(
        Event("CANCELLED: Drop-in surgery", SURGERY.start, SURGERY.end, "Elsewhere", "<p>Sorry</p>"), SUMMER
    )
    place_endpoint.forget()
    off = events(client)["CANCELLED: Drop-in surgery"]
    assert (off.uid.value, off.status.value) == (before, "CANCELLED")


def entry_lines(client: Client) -> dict[str, str]:
    """The one event of the file, by name."""
    [entry] = Calendar.from_ical(client.get(f"{FEEDS}/events.ics").content).walk("VEVENT")
    return {name: entry[name].to_ical().decode() for name in entry}


def test_a_change_reaches_those_who_subscribed_as_a_change(client):
    read(events=(SURGERY,))
    first = entry_lines(client)
    assert (first["SEQUENCE"], first["LAST-MODIFIED"]) == ("0", "20261103T091200Z")
    moved = replace(SURGERY, start=datetime(2026, 12, 5, 10), end=datetime(2026, 12, 5, 11))
    read(READ_AT + timedelta(days=1), events=(moved,))
    second = entry_lines(client)
    assert second["UID"] == first["UID"]
    assert (second["SEQUENCE"], second["LAST-MODIFIED"]) == ("1", "20261104T091200Z")
    assert second["DTSTART"] == "20261205T100000"
    # Nothing has changed.
    read(READ_AT + timedelta(days=2), events=(moved,))
    assert entry_lines(client) == second


def test_what_was_dropped_before_its_day_is_cancelled_until_then_and_comes_back_as_itself(client):
    read(events=(SURGERY,))
    uid = entry_lines(client)["UID"]
    read(READ_AT + timedelta(days=1), events=())
    off = entry_lines(client)
    assert (off["UID"], off["STATUS"], off["SEQUENCE"]) == (uid, "CANCELLED", "1")
    assert off["SUMMARY"] == "No longer listed: Police drop-in: Drop-in surgery"
    read(READ_AT + timedelta(days=2), events=())
    assert entry_lines(client) == off
    read(READ_AT + timedelta(days=3), events=(SURGERY,))
    back = entry_lines(client)
    assert (back["UID"], back["STATUS"], back["SEQUENCE"]) == (uid, "CONFIRMED", "2")
    # police.uk lists what is to come: what is over was not called off.
    read(READ_AT + timedelta(days=60), events=())
    assert events(client) == {}


def test_what_staff_hid_is_not_told_by_its_withdrawal(client):
    read(events=(SURGERY, SUMMER))
    hidden = Said(hidden=frozenset({key_of(SURGERY)}))
    small_facts.write("said", hidden, Said, PLACE.force_id, PLACE.neighbourhood_id)
    read(READ_AT + timedelta(days=1), events=())
    assert "Drop-in" not in client.get(f"{FEEDS}/events.ics").text


def test_a_calendar_says_its_name_and_how_often_to_ask(client):
    lines = client.get(f"{FEEDS}/events.ics").text.split("\r\n")
    assert "X-WR-CALNAME:Police events: Ashby & Co" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines
    assert "X-PUBLISHED-TTL:PT12H" in lines


def test_two_alike_are_two(client):
    hold_events(SURGERY, SURGERY)
    uids = {c["uid"] for c in Calendar.from_ical(client.get(f"{FEEDS}/events.ics").text).walk("VEVENT")}
    assert len(uids) == 2


def test_a_calendar_without_events_is_a_calendar(client):
    hold_events()
    assert events(client) == {}
    # The standard wants a component at least.
    assert "BEGIN:VTIMEZONE" in client.get(f"{FEEDS}/events.ics").text


def test_priorities_as_a_feed_reader_sees_them(client):
    answer = client.get(f"{FEEDS}/priorities.rss")
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.feed.title == "Policing priorities: Ashby & Co"
    assert feed.feed.link == f"{client.address}/neighbourhood/wiltshire/EX%2001"
    done, litter, parking = feed.entries
    assert litter.title == "Litter & noise in Castle Green."
    assert litter.link.endswith("/neighbourhood/wiltshire/EX%2001#priorities")
    assert litter.published_parsed[:3] == (2026, 5, 1)
    assert "We <b>met</b>." in litter.description
    assert "1 August 2026" in litter.description
    assert "published" not in parking
    # A reader shows what is new: that something was done is an item of its own.
    assert done.title == "What was done: Litter & noise in Castle Green."
    assert done.published_parsed[:3] == (2026, 8, 1)
    assert done.description == "<p>We <b>met</b>.</p>"
    assert len({done.id, litter.id, parking.id}) == 3
    assert parsedate_to_datetime(feed.feed.updated) == READ_AT


@pytest.mark.slow
def test_a_priority_keeps_its_name_whatever_is_done_about_it(client):
    read(priorities=(LITTER, UNDATED_PRIORITY))
    _, *before = guids(client)
    more = Priority(LITTER.issue, LITTER.issue_date, "<p>More</p>", month("2026-10"))
    read(priorities=(more, UNDATED_PRIORITY))
    done, *after = guids(client)
    assert after == before
    assert len(set(before)) == 2
    reworded = Priority("<p>Litter, noise and dogs in Castle Green.</p>", more.issue_date, *more_of(more))
    read(priorities=(reworded, UNDATED_PRIORITY))
    assert guids(client) == [done, *before]
    # Nothing for a day, and back again.
    read(priorities=())
    assert guids(client) == []
    read(priorities=(more, UNDATED_PRIORITY))
    assert guids(client) == [done, *before]
    # The same again on another day is set anew.
    read(priorities=(Priority(LITTER.issue, month("2026-11")),))
    assert guids(client)[0] not in before


def more_of(priority: Priority) -> tuple[str, date | None]:
    return priority.action, priority.action_date


def guids(client: Client) -> list[str]:
    return [entry.id for entry in feedparser.parse(client.get(f"{FEEDS}/priorities.rss").content).entries]


@pytest.mark.slow
def test_neither_changes_while_nothing_changes(client):
    for name in ("events.ics", "priorities.rss"):
        first = client.get(f"{FEEDS}/{name}")
        place_endpoint.forget()
        again = client.get(f"{FEEDS}/{name}", If_None_Match=first.headers["etag"])
        assert again.status_code == 304
