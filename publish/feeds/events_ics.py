"""The team's events for a calendar, `/feeds/{force}/{neighbourhood}/events.ics` (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import icalendar

from components.words.attribution import source_name
from components.words.language import _
from data_access import clean_text
from data_access.london_time import LONDON
from data_access.models import Event, ToldEvent
from data_access.overviews.place import View
from data_access.same_as_before import CANCELLED
from data_access.store import told
from publish.serving.document import Document
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery

# By the rule since 1996. The library would write every change one by one, in spring an hour late: RFC 5545
# wants the local time before the change.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
# Any other is a slip of the pen; no calendar would take it.
YEARS = range(1997, 2100)
# Of an event whose end nobody told.
NO_END = timedelta(hours=1)


def events_ics(view: View, query: PlaceQuery) -> Document:
    """Every dated event that is held, past ones too; as cancelled what was dropped before its day."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Your Patch//events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _("Police events: {place}").format(place=view.name))
    calendar.add("x-wr-calname", _("Police events: {place}").format(place=view.name))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    # The same for Outlook.
    calendar.add("x-published-ttl", "PT12H")
    calendar.add("url", query.light_page)
    # Without an event, the zone is what makes the file a calendar.
    calendar.add_component(icalendar.Timezone.from_ical(ZONE))
    for entry in _entries(view, query):
        calendar.add_component(entry)
    return Document(calendar.to_ical(), "text/calendar; charset=utf-8")


endpoint = of_place(events_ics)


def _entries(view: View, query: PlaceQuery) -> Iterator[icalendar.Event]:
    for one in told.events(view.place):
        if one.event.start is not None and one.event.start.year in YEARS:
            yield _entry(one, query)


def _entry(one: ToldEvent, query: PlaceQuery) -> icalendar.Event:
    entry, event = icalendar.Event(), one.event
    entry.add("uid", one.uid)
    entry.add("sequence", one.sequence)
    # When we read the change: the file changes only when what it says does.
    entry.add("dtstamp", one.changed_at)
    entry.add("last-modified", one.changed_at)
    title = _("Police drop-in: {title}").format(title=event.title) if event.title else ""
    title = title or _("Meet the police team")
    entry.add("summary", _("No longer listed: {title}").format(title=title) if one.withdrawn else title)
    for name, when in _times(event):
        entry.add(name, when)
    if event.address:
        entry.add(
            "location", ", ".join(line.strip(" ,") for line in event.address.splitlines() if line.strip(" ,"))
        )
    source = _("Source: {source}. Check before you go: {address}").format(
        source=source_name(), address=query.light_page
    )
    entry.add("description", "\n\n".join(filter(None, (clean_text.plain(event.description), source))))
    entry.add("url", query.light_page)
    off = one.withdrawn or CANCELLED.search(event.title)
    entry.add("status", "CANCELLED" if off else "CONFIRMED")
    return entry


def _times(event: Event) -> Iterator[tuple[str, date | datetime | timedelta]]:
    """When it begins and ends, by the names of RFC 5545; there the last day of an event is the one after."""
    if event.days:
        first, last = event.days
        yield from (("dtstart", first), ("dtend", last + timedelta(days=1)))
    elif event.start:
        starts = event.start.replace(tzinfo=LONDON)
        yield "dtstart", starts
        ends = (event.closes or event.start).replace(tzinfo=LONDON)
        # On the night when the clocks go forward, a later time may be no later.
        later = ends.astimezone(UTC) > starts.astimezone(UTC)
        yield ("dtend", ends) if later else ("duration", NO_END)
