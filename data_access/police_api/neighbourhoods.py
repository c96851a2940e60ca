"""Forces and their neighbourhoods on data.police.uk: each endpoint, and what it answers in our own words."""

import logging
from datetime import date, datetime
from statistics import median
from typing import Any

from data_access import clean_text
from data_access.errors import BadAnswer, OutsideCoverage, UnknownPlace
from data_access.geometry import shape_of
from data_access.http.json_fields import Record, day, moment, part, point, record, records, some
from data_access.models import (
    Event,
    Force,
    Link,
    Named,
    Neighbourhood,
    NeighbourhoodRef,
    Officer,
    Point,
    Priority,
    Station,
)
from data_access.police_api import input_checks
from data_access.police_api.ask import Question, ask
from data_access.police_api.availability import parse_named

log = logging.getLogger("yourpatch.answers_of_police_uk")
# In degrees from the middle of the corners: no neighbourhood is half as wide.
FARTHEST = 2.0
# Of the corners, beside which the others may be trusted.
MOST_ABSURD = 0.02
# Kinds of contact that are read, not followed.
SPOKEN = {"address", "email", "fax", "mobile", "telephone"}


def force(force_id: str) -> Force:
    """What a force says of itself (https://data.police.uk/docs/method/force/)."""
    return parse_force(ask(Question(f"forces/{input_checks.force_id(force_id)}", missing=UnknownPlace)))


def parse_force(answer: object) -> Force:
    """`/forces/{force}`."""
    item = record(answer)
    return Force(
        id=str(item.get("id") or ""),
        name=_plain(item.get("name")),
        url=clean_text.safe_url(item.get("url")),
        telephone=_plain(item.get("telephone")) or None,
        engagement=_links(item.get("engagement_methods")),
    )


def neighbourhoods(force_id: str) -> list[Named]:
    """The neighbourhoods of a force, by name (https://data.police.uk/docs/method/neighbourhoods/)."""
    path = f"{input_checks.force_id(force_id)}/neighbourhoods"
    named = parse_named(ask(Question(path, missing=UnknownPlace)))
    return sorted(named, key=lambda neighbourhood: neighbourhood.name.casefold())


def neighbourhood(place: NeighbourhoodRef) -> Neighbourhood:
    """What the neighbourhood's own page says (https://data.police.uk/docs/method/neighbourhood/)."""
    return parse_neighbourhood(_of(place))


def parse_neighbourhood(answer: object) -> Neighbourhood:
    """`/{force}/{neighbourhood}`."""
    item = record(answer)
    return Neighbourhood(
        id=str(item.get("id") or ""),
        name=_plain(item.get("name")),
        description=_html(item.get("description")) or _html(item.get("welcome_message")),
        url=clean_text.safe_url(item.get("url_force")),
        centre=point(item.get("centre")),
        contact=_contact(part(item, "contact_details")),
        links=_links(item.get("links")),
        stations=tuple(filter(_told, map(_station, some(item.get("locations"))))),
    )


def boundary(place: NeighbourhoodRef) -> list[Point]:
    """The neighbourhood's boundary as published: one closed ring, thousands of corners, spikes and all; empty
    when it encloses nothing.

    https://data.police.uk/docs/method/neighbourhood-boundary/
    """
    return parse_boundary(_of(place, "/boundary"))


def parse_boundary(answer: object) -> list[Point]:
    """`/{force}/{neighbourhood}/boundary`: one ring, closed if it was not, without the few corners that are
    no place or far away; empty when nothing is enclosed, or too many corners are absurd to trust the rest.
    """
    given = [point(item) for item in records(answer)]
    corners = [corner for corner in given if corner]
    north = median(corner.latitude for corner in corners) if corners else 0.0
    east = median(corner.longitude for corner in corners) if corners else 0.0
    ring = [
        corner
        for corner in corners
        if abs(corner.latitude - north) < FARTHEST and abs(corner.longitude - east) < FARTHEST
    ]
    absurd = len(given) - len(ring)
    if absurd > max(1, MOST_ABSURD * len(given)) or shape_of(ring).is_empty:
        log.warning("a boundary of %d corners is of no use: %d are absurd", len(given), absurd)
        return []
    if absurd:
        log.warning("%d of a boundary's %d corners are absurd and left out", absurd, len(given))
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def team(place: NeighbourhoodRef) -> list[Officer]:
    """The officers of the neighbourhood team (https://data.police.uk/docs/method/neighbourhood-team/)."""
    return parse_team(_of(place, "/people"))


def parse_team(answer: object) -> list[Officer]:
    """`/{force}/{neighbourhood}/people`, in the order given."""
    named_and_ranked = ((_plain(item.get("name")), item.get("rank")) for item in records(answer))
    return [Officer(name, _plain(rank) or None) for name, rank in named_and_ranked if name]


def priorities(place: NeighbourhoodRef) -> list[Priority]:
    """What the team has undertaken to deal with, the newest first.

    https://data.police.uk/docs/method/neighbourhood-priorities/
    """
    return parse_priorities(_of(place, "/priorities"))


def parse_priorities(answer: object) -> list[Priority]:
    """`/{force}/{neighbourhood}/priorities`, the newest first; the keys are hyphenated."""
    parsed = [
        Priority(
            issue=_html(item.get("issue")),
            issue_date=day(item.get("issue-date")),
            action=_html(item.get("action")),
            action_date=day(item.get("action-date")),
        )
        for item in records(answer)
    ]
    return sorted(
        (priority for priority in parsed if priority.issue or priority.action),
        key=lambda priority: (priority.last_word or date.min, priority.issue_date or date.min),
        reverse=True,
    )


def events(place: NeighbourhoodRef) -> list[Event]:
    """Where the team may be met, the next first (https://data.police.uk/docs/method/neighbourhood-events/)."""
    return parse_events(_of(place, "/events"))


def parse_events(answer: object) -> list[Event]:
    """`/{force}/{neighbourhood}/events`, the next first, those without a date last."""
    parsed = [
        Event(
            title=_plain(item.get("title")),
            start=moment(item.get("start_date")),
            end=moment(item.get("end_date")),
            address=_in_one_line(item.get("address")),
            description=_html(item.get("description")),
            type=_plain(item.get("type")),
        )
        for item in records(answer)
    ]
    return sorted(
        (event for event in parsed if event.title or event.description),
        key=lambda event: event.start or datetime.max,
    )


def locate(point: Point) -> NeighbourhoodRef:
    """The neighbourhood a point lies in. Raises OutsideCoverage.

    https://data.police.uk/docs/method/neighbourhood-locate/
    """
    question = Question(f"locate-neighbourhood?q={input_checks.point(point)}", missing=OutsideCoverage)
    return parse_place(ask(question))


def parse_place(answer: object) -> NeighbourhoodRef:
    """`/locate-neighbourhood`."""
    item = record(answer)
    force_id, neighbourhood_id = item.get("force"), item.get("neighbourhood")
    if not force_id or not neighbourhood_id:
        raise BadAnswer("a place without force or neighbourhood")
    return NeighbourhoodRef(str(force_id), str(neighbourhood_id))


def _of(place: NeighbourhoodRef, page: str = "") -> Any:
    return ask(Question(input_checks.neighbourhood_path(place) + page, missing=UnknownPlace))


def _plain(text: object) -> str:
    return clean_text.unless_filler(clean_text.plain(text))


def _html(text: object) -> str:
    return clean_text.unless_filler(clean_text.html(text))


def _links(value: object) -> tuple[Link, ...]:
    links = []
    for item in some(value):
        if url := clean_text.safe_url(item.get("url")):
            title = _plain(item.get("title")) or _plain(item.get("type")) or url
            links.append(Link(title, url, _plain(item.get("description"))))
    return tuple(links)


def _contact(details: Record) -> tuple[tuple[str, str], ...]:
    texts = ((_plain(key), _plain(text)) for key, text in details.items())
    return tuple((key, text) for key, text in texts if text and _harmless(key, text))


def _harmless(key: str, text: str) -> bool:
    """An address of the web must be one that may be followed; a bare name ("@ourteam") is none."""
    return key in SPOKEN or ":" not in text or clean_text.safe_url(text) is not None


def _station(item: Record) -> Station:
    return Station(
        name=_plain(item.get("name")),
        address=_in_one_line(item.get("address")),
        postcode=_plain(item.get("postcode")),
        telephone=_plain(item.get("telephone")),
    )


def _told(station: Station) -> bool:
    return any((station.name, station.address, station.postcode, station.telephone))


def _in_one_line(value: object) -> str:
    """Addresses come with line breaks before their commas."""
    return _plain(value).replace(" ,", ",")
