"""What the team works on, for feed readers: `/feeds/{force}/{neighbourhood}/priorities.rss` (RSS 2.0)."""

import hashlib
from datetime import UTC, date, datetime

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from components import addresses
from components.words.attribution import licence_name, source_name
from components.words.language import _, day_words
from data_access import clean_text
from data_access.models import NeighbourhoodRef, Priority
from data_access.overviews.place import View
from publish.serving.document import Document
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery


def priorities_rss(view: View, query: PlaceQuery) -> Document:
    """Every priority that is held, the newest first; none for a team that has published none."""
    feed = FeedGenerator()
    feed.title(_("Policing priorities: {place}").format(place=view.name))
    # feedgen takes the last one for the channel's own.
    feed.link(href=query.base + addresses.feed(query.place, "priorities.rss"), rel="self")
    feed.link(href=query.light_page)
    feed.description(
        _("What the police team of {place} is working on. Source: {source}.").format(
            place=view.name, source=source_name()
        )
    )
    feed.language("en-GB")
    feed.copyright(licence_name())
    feed.ttl(720)
    # feedgen would write the present time, and the file would never be the same twice.
    feed.lastBuildDate(view.priorities.fetched_at if view.priorities else datetime.fromtimestamp(0, UTC))
    for priority in view.priorities.value if view.priorities else ():
        feed.add_entry(_entry(view.place, priority, query), order="append")
    return Document(feed.rss_str(pretty=True), "application/rss+xml; charset=utf-8")


endpoint = of_place(priorities_rss)


def _entry(place: NeighbourhoodRef, priority: Priority, query: PlaceQuery) -> FeedEntry:
    entry = FeedEntry()
    entry.title(clean_text.first_sentence(priority.issue) or _("A priority without words"))
    entry.guid(_guid(place, priority), permalink=False)
    entry.link(href=query.light_page + "#priorities")
    entry.description(_told(priority))
    if priority.issue_date:
        entry.published(_noon(priority.issue_date))
    return entry


def _told(priority: Priority) -> str:
    """The issue and what was done about it, as the cleaned HTML that readers expect here."""
    if not priority.action:
        return priority.issue
    done = _("What was done")
    when = f" ({day_words(priority.action_date)})" if priority.action_date else ""
    return f"{priority.issue}<p><strong>{done}{when}</strong></p>{priority.action}"


def _guid(place: NeighbourhoodRef, priority: Priority) -> str:
    """The same for the same priority, whatever is done about it later."""
    parts = (
        place.force_id,
        place.neighbourhood_id,
        str(priority.issue_date),
        clean_text.plain(priority.issue),
    )
    return "yourpatch:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _noon(day: date) -> datetime:
    """A day as the moment that a feed needs: noon is on the same day in every zone that matters."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
