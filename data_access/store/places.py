"""What the store says of forces and neighbourhoods: read at once, dated, never asked for here.

Each answers None when the store does not hold it; `refresh` is what gets it. InvalidQuestion for an id
that names no folder.
"""

from datetime import date

from data_access.models import (
    Event,
    Facts,
    Force,
    Named,
    Neighbourhood,
    NeighbourhoodRef,
    Officer,
    Point,
    Priority,
)
from data_access.store import small_facts, team_statements

Names = tuple[Named, ...]
Ring = tuple[Point, ...]
Team = tuple[Officer, ...]
Priorities = tuple[Priority, ...]
Events = tuple[Event, ...]
# Month to the forces that published stop and search for it, British Transport Police among them.
Published = dict[date, frozenset[str]]


def published() -> Facts[Published] | None:
    """The months police.uk publishes, each with the forces whose stop and search it holds."""
    return small_facts.read("months", Published)


def published_months() -> tuple[date, ...]:
    """The months police.uk publishes, oldest first; empty when not held."""
    facts = published()
    return tuple(sorted(facts.value)) if facts else ()


def forces() -> Facts[Names] | None:
    """The forces police.uk lists, in its order."""
    return small_facts.read("forces", Names)


def force(force_id: str) -> Facts[Force] | None:
    """The force's own page: how to reach it."""
    return small_facts.read("force", Force, force_id)


def force_name(force_id: str) -> str:
    """The force's name; its id where its page is not held."""
    held = force(force_id)
    return held.value.name if held else force_id


def neighbourhoods(force_id: str) -> Facts[Names] | None:
    """The force's neighbourhoods, by name."""
    return small_facts.read("neighbourhoods", Names, force_id)


def names(force_id: str) -> dict[str, str]:
    """The names of the force's neighbourhoods by id; empty when the list is not held."""
    listed = neighbourhoods(force_id)
    return {named.id: named.name for named in listed.value} if listed else {}


def neighbourhood(place: NeighbourhoodRef) -> Facts[Neighbourhood] | None:
    """The neighbourhood's own page: description, contact, stations."""
    return small_facts.read("profile", Neighbourhood, place.force_id, place.neighbourhood_id)


def boundary(place: NeighbourhoodRef) -> Facts[Ring] | None:
    """The boundary as published: a closed ring of corners."""
    return small_facts.read("boundary", Ring, place.force_id, place.neighbourhood_id)


def team(place: NeighbourhoodRef) -> Facts[Team] | None:
    """The officers police.uk names, but for those the team hid; may be empty."""
    return team_statements.without_hidden(
        place, small_facts.read("team", Team, place.force_id, place.neighbourhood_id)
    )


def priorities(place: NeighbourhoodRef) -> Facts[Priorities] | None:
    """The team's priorities, newest first, but for hidden ones; may be empty."""
    return team_statements.without_hidden(
        place, small_facts.read("priorities", Priorities, place.force_id, place.neighbourhood_id)
    )


def events(place: NeighbourhoodRef) -> Facts[Events] | None:
    """Chances to meet the team, by start, but for hidden ones; may be empty."""
    return team_statements.without_hidden(
        place, small_facts.read("events", Events, place.force_id, place.neighbourhood_id)
    )


def as_published(place: NeighbourhoodRef) -> tuple[Officer | Event | Priority, ...]:
    """Officers, events and priorities as police.uk has them, the hidden ones too: for staff alone."""
    at = (place.force_id, place.neighbourhood_id)
    read = (small_facts.read("team", Team, *at), small_facts.read("events", Events, *at))
    undertaken = small_facts.read("priorities", Priorities, *at)
    lists = [facts.value for facts in (*read, undertaken) if facts]
    return tuple(item for items in lists for item in items)


def listed(place: NeighbourhoodRef) -> bool | None:
    """Whether the force's list, as held, names the neighbourhood; None when no list is held."""
    return place.neighbourhood_id in names(place.force_id) if neighbourhoods(place.force_id) else None


def name_of(place: NeighbourhoodRef) -> str:
    """The neighbourhood's name, by the force's list or its own page; its id when neither is held."""
    if name := names(place.force_id).get(place.neighbourhood_id):
        return name
    profile = neighbourhood(place)
    return (profile.value.name if profile else "") or place.neighbourhood_id
