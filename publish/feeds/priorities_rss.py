"""What the team works on, for feed readers: `/feeds/{force}/{neighbourhood}/priorities.rss` (RSS 2.0)."""

import hashlib
from datetime import UTC, date, datetime

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from components import addresses
from components.words.attribution import licence_name, source_name
from components.words.language import _, day_words
from data_access import clean_text
from data_access.models import Priority, ToldPriority
from data_access.overviews.place import View
from data_access.store import told
from publish.serving.document import Document
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery


def priorities_rss(view: View, query: PlaceQuery) -> Document:
    """Every priority that is held, the newest first, and what was done about it as an item before it."""
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
    for one in told.priorities(view.place):
        if one.priority.action:
            feed.add_entry(_done(one, query), order="append")
        feed.add_entry(_set(one, query), order="append")
    return Document(feed.rss_str(pretty=True), "application/rss+xml; charset=utf-8")


endpoint = of_place(priorities_rss)


def _set(one: ToldPriority, query: PlaceQuery) -> FeedEntry:
    priority = one.priority
    title = clean_text.first_sentence(priority.issue) or _("A priority without words")
    return _entry(one.guid, title, _told(priority), priority.issue_date, query)


def _done(one: ToldPriority, query: PlaceQuery) -> FeedEntry:
    """An item of its own: a feed reader does not show again what it has shown."""
    priority = one.priority
    when = priority.action_date or hashlib.sha256(priority.action.encode()).hexdigest()[:16]
    title = clean_text.first_sentence(priority.issue) or _("A priority without words")
    return _entry(
        f"{one.guid}:done:{when}",
        _("What was done: {title}").format(title=title),
        priority.action,
        priority.action_date,
        query,
    )


def _entry(guid: str, title: str, html: str, day: date | None, query: PlaceQuery) -> FeedEntry:
    entry = FeedEntry()
    entry.title(title)
    entry.guid(guid, permalink=False)
    entry.link(href=query.light_page + "#priorities")
    entry.description(html)
    if day:
        entry.published(_noon(day))
    return entry


def _told(priority: Priority) -> str:
    """The issue and what was done about it, as the cleaned HTML that readers expect here."""
    if not priority.action:
        return priority.issue
    done = _("What was done")
    when = f" ({day_words(priority.action_date)})" if priority.action_date else ""
    return f"{priority.issue}<p><strong>{done}{when}</strong></p>{priority.action}"


def _noon(day: date) -> datetime:
    """A day as the moment that a feed needs: noon is on the same day in every zone that matters."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
