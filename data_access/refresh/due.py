"""What of a neighbourhood is old, missing or failed, and so to be read again, by the store and the clock."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from data_access.curated.known_gaps import publishes_crime
from data_access.models import Facts, MonthState, NeighbourhoodRef, State
from data_access.months import shift
from data_access.settings import now
from data_access.store import folders, places, revisions, street_crime

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
# How long what failed is left alone, unless an operator asks.
BACK_OFF = timedelta(minutes=15)
# police.uk supplies the last months anew with every newer one (police_uk_api.md 2).
SUPPLIED_ANEW = 2


class Fact(NamedTuple):
    """A small fact of a neighbourhood (or of its force): how to read it in the store, how long it keeps."""

    held: Callable[[NeighbourhoodRef], Facts[Any] | None]
    keeps: timedelta


FACTS = {
    "boundary": Fact(places.boundary, WEEK),
    "profile": Fact(places.neighbourhood, WEEK),
    "team": Fact(places.team, DAY),
    "priorities": Fact(places.priorities, DAY),
    "events": Fact(places.events, DAY),
    "force": Fact(lambda place: places.force(place.force_id), WEEK),
}

_failed: dict[tuple[Path, str], datetime] = {}


def old(facts: Facts[Any] | None, keeps: timedelta) -> bool:
    """Whether the fact is missing or read longer ago than it keeps."""
    return facts is None or now() - facts.fetched_at > keeps


def facts(place: NeighbourhoodRef, back_off: timedelta = BACK_OFF) -> list[str]:
    """The names of the facts to read, in the order of FACTS, without those that failed within `back_off`."""
    folder = folders.place_folder(place)
    return [
        name
        for name, fact in FACTS.items()
        if old(fact.held(place), fact.keeps) and _passed(_failed.get((folder, name)), back_off)
    ]


def note_failed(place: NeighbourhoodRef, name: str) -> None:
    """Remember that the fact could not be read just now."""
    _failed[folders.place_folder(place), name] = now()


def months(
    place: NeighbourhoodRef, published: tuple[date, ...], back_off: timedelta = BACK_OFF
) -> list[date]:
    """Of the published months (oldest first) those to ask for, newest first."""
    states = street_crime.crimes(place).months
    redrawn = _boundary_changed(place)
    newer = bool(published) and published[-1] not in states
    anew = {shift(published[-1], -n) for n in range(1, SUPPLIED_ANEW + 1)} if newer else set()
    return [
        m
        for m in reversed(published)
        if publishes_crime(place.force_id, m)
        and (m in anew or _stale(states.get(m), back_off) or _read_before(states.get(m), redrawn))
    ]


def unpublished(place: NeighbourhoodRef, published: tuple[date, ...]) -> list[date]:
    """Of the published months those newly known to lack the force's crime: it is no use asking for them."""
    states = street_crime.crimes(place).months
    known = {m for m, s in states.items() if s.state is State.NOT_PUBLISHED}
    return [m for m in published if m not in known and not publishes_crime(place.force_id, m)]


def _stale(state: MonthState | None, back_off: timedelta) -> bool:
    if state is None or state.state in {State.NOT_PUBLISHED, State.OUTSIDE}:
        return True
    keeps = {State.FAILED: back_off, State.UNKNOWN_EMPTY: DAY}.get(state.state, WEEK)
    return _passed(state.fetched_at, keeps)


def _passed(when: datetime | None, span: timedelta) -> bool:
    return when is None or now() - when >= span


def _read_before(state: MonthState | None, redrawn: datetime | None) -> bool:
    return bool(redrawn and state and state.fetched_at and state.fetched_at < redrawn)


def _boundary_changed(place: NeighbourhoodRef) -> datetime | None:
    """When the boundary last changed: months read before were counted inside the old one."""
    changes = [r["when"] for r in revisions.revisions(place) if r["what"] == "boundary"]
    return datetime.fromisoformat(changes[-1]) if changes else None
