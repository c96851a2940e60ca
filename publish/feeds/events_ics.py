"""The team's events for a calendar, `/feeds/{force}/{neighbourhood}/events.ics` (RFC 5545)."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone
from icalendar import Event as Entry

from components.view import View
from components.words import _
from data_access import clean
from data_access.models import Event, NeighbourhoodRef
from data_access.settings import now
from publish.answers import of_place
from publish.asked import Asked
from publish.documents import Document
from publish.feeds.origin import source

# police.uk gives local times without saying so.
LONDON = ZoneInfo("Europe/London")
# A slip of the pen; no calendar would take it.
YEARS = range(1990, 2100)
# police.uk has no field for it: teams write it into the title.
CANCELLED = re.compile(r"(?i)\W*\b(?:cancelled|canceled)\b\W*")


def events_ics(view: View, asked: Asked) -> Document:
    """Every dated event that is held, past ones too: a calendar keeps what it was given."""
    calendar = Calendar()
    calendar.add("prodid", "-//Your Patch//events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _("Police events: {place}").format(place=view.name))
    calendar.add("x-wr-calname", _("Police events: {place}").format(place=view.name))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    calendar.add("url", asked.address("neighbourhood"))
    entries = list(_entries(view, asked))
    years = [entry.start.year for entry in entries] or [now().year]
    # Of the years of the events only: all since 1970 would be most of the file. Without an event it is what
    # makes the file a calendar.
    first, last = date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1)
    calendar.add_component(Timezone.from_tzid(LONDON.key, first_date=first, last_date=last))
    for entry in entries:
        calendar.add_component(entry)
    return Document(calendar.to_ical(), "text/calendar; charset=utf-8")


endpoint = of_place(events_ics)


def _entries(view: View, asked: Asked) -> Iterator[Entry]:
    if view.events is None:
        return
    seen: Counter[str] = Counter()
    for event in view.events.value:
        if event.start is None or event.start.year not in YEARS:
            continue
        uid = _uid(view.place, event)
        seen[uid] += 1
        entry = _entry(event, asked)
        entry.add("uid", uid if seen[uid] == 1 else f"{seen[uid]}-{uid}")
        # When we read it: the file changes only when what it says may have.
        entry.add("dtstamp", view.events.fetched_at)
        yield entry


def _entry(event: Event, asked: Asked) -> Entry:
    entry = Entry()
    entry.add("summary", event.title or _("Meet the police team"))
    entry.add("dtstart", event.start.replace(tzinfo=LONDON) if event.start else None)
    if event.start and event.end and event.end > event.start:
        entry.add("dtend", event.end.replace(tzinfo=LONDON))
    if event.address:
        entry.add(
            "location", ", ".join(line.strip(" ,") for line in event.address.splitlines() if line.strip(" ,"))
        )
    told = _("Source: {source}. Check before you go: {address}").format(
        source=source(), address=asked.address("neighbourhood")
    )
    entry.add("description", "\n\n".join(filter(None, (clean.plain(event.description), told))))
    entry.add("url", asked.address("neighbourhood"))
    entry.add("status", "CANCELLED" if CANCELLED.search(event.title) else "CONFIRMED")
    return entry


def _uid(place: NeighbourhoodRef, event: Event) -> str:
    """The same for the same event however often it is read, and when it is called off."""
    title = CANCELLED.sub("", event.title).casefold()
    parts = (place.force_id, place.neighbourhood_id, f"{event.start:%Y%m%dT%H%M%S}", title)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32] + "@yourpatch"
