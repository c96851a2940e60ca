"""What subscribers to a place's calendar and feed were told: `events_told.json`, `priorities_told.json`.

Written whenever events or priorities are read, so that the next reading is recognised. Without hidden items.
"""

from collections.abc import Sequence
from typing import Any

from data_access import same_as_before
from data_access.models import Facts, NeighbourhoodRef, ToldEvent, ToldPriority
from data_access.store import small_facts, team_statements
from data_access.store.places import Events, Priorities

EventsTold = tuple[ToldEvent, ...]
PrioritiesTold = tuple[ToldPriority, ...]


def events(place: NeighbourhoodRef) -> EventsTold:
    """The held events by their lasting names, and those that police.uk dropped before they were over."""
    hidden = team_statements.hidden(place)
    if hidden is None:
        return ()
    return tuple(told for told in _events(place) if team_statements.key_of(told.event) not in hidden)


def priorities(place: NeighbourhoodRef) -> PrioritiesTold:
    """The held priorities by their lasting names."""
    hidden, held = team_statements.hidden(place), _read("priorities", Priorities, place)
    if hidden is None:
        return ()
    shown = _priorities(place) if held and held.value else ()
    return tuple(told for told in shown if team_statements.key_of(told.priority) not in hidden)


def remember_events(place: NeighbourhoodRef) -> None:
    """Keep the names of the events that are held, for the next reading. Raises OSError."""
    small_facts.write("events_told", _events(place), EventsTold, place.force_id, place.neighbourhood_id)


def remember_priorities(place: NeighbourhoodRef) -> None:
    """The same of the priorities."""
    of = (place.force_id, place.neighbourhood_id)
    small_facts.write("priorities_told", _priorities(place), PrioritiesTold, *of)


def _events(place: NeighbourhoodRef) -> EventsTold:
    held = _read("events", Events, place)
    if held is None:
        return ()
    return same_as_before.events_told(
        place, _value(_read("events_told", EventsTold, place)), held.value, held.fetched_at
    )


def _priorities(place: NeighbourhoodRef) -> PrioritiesTold:
    before = _value(_read("priorities_told", PrioritiesTold, place))
    held = _read("priorities", Priorities, place)
    return same_as_before.priorities_told(place, before, _value(held))


def _read(name: str, type_: Any, place: NeighbourhoodRef) -> Facts[Any] | None:
    return small_facts.read(name, type_, place.force_id, place.neighbourhood_id)


def _value(facts: Facts[Any] | None) -> Sequence[Any]:
    return facts.value if facts else ()
