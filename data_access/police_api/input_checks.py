"""What police.uk would silently misread is refused here, before anything is sent.

It answers an unknown category with all crime, a point in Paris with an empty list, and two vertices with a
fault of its own. Everything here raises InvalidQuestion.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote

from data_access.curated.categories import ALL_CRIME, CATEGORIES
from data_access.errors import InvalidQuestion
from data_access.http.json_fields import plausible
from data_access.models import NeighbourhoodRef, Point
from data_access.store.folders import LONGEST_ID, check_id

# They share the place of an id in the address: /{force}/neighbourhoods.
NO_IDS = {"neighbourhoods", "people"}


def force_id(text: str) -> str:
    """The id of a force, as far as its shape can tell; it is lower-case words with hyphens."""
    if not re.fullmatch(r"[a-z0-9]{1,30}(-[a-z0-9]{1,30}){0,5}", text):
        raise InvalidQuestion(f"no force id: {text[:LONGEST_ID]!r}")
    return text


def neighbourhood_path(place: NeighbourhoodRef) -> str:
    """`dorset/55.CR3001`. Ids are free text, with spaces and capitals, unique only within their force."""
    id_ = check_id(place.neighbourhood_id)
    if id_ in NO_IDS:
        raise InvalidQuestion(f"no neighbourhood id: {id_!r}")
    return f"{force_id(place.force_id)}/{quote(id_, safe='')}"


def category(slug: str) -> str:
    """One of the 15 of police.uk."""
    if slug != ALL_CRIME and slug not in CATEGORIES:
        raise InvalidQuestion(f"no category: {slug[:LONGEST_ID]!r}")
    return slug


def point(place: Point) -> str:
    """`52.636100,-1.131500`, when it may lie in the United Kingdom."""
    if not plausible(place.latitude, place.longitude):
        if plausible(place.longitude, place.latitude):
            raise InvalidQuestion("latitude and longitude are swapped")
        raise InvalidQuestion("coordinates outside the United Kingdom")
    return f"{place.latitude:.6f},{place.longitude:.6f}"


def area(boundary: Sequence[Point]) -> str:
    """The polygon as police.uk reads it: `lat,lng:lat,lng:...`, of three corners at least."""
    corners = [point(corner) for corner in boundary]
    if len(set(corners)) < 3:
        raise InvalidQuestion("an area needs three corners")
    return ":".join(corners)
