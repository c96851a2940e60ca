"""What is old, missing or failed, and so to be asked for again, by the store and the clock.

The one policy of when something is due; the tries within one request are `http.retry`'s.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from data_access.curated.known_gaps import publishes_crime
from data_access.freshness import is_ahead
from data_access.models import Facts, MonthState, NeighbourhoodRef, State
from data_access.settings import now
from data_access.store import folders, no_location, places, revisions, stops, street_crime
from data_access.store.places import Published
from data_access.store.stops import Whose

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
FOUR_WEEKS = 4 * WEEK
# How long what failed is left alone, unless an operator asks: page views must not hammer a service in
# trouble.
BACK_OFF = timedelta(minutes=15)
# After so many failures in a row we ask whether police.uk is there at all: one month may fail alone.
FAILURES_IN_A_ROW = 4
# A failed first visit is shown to all who wait for it, and then tried anew for whoever comes back.
FAILURE_SHARED_S = 5.0
# The newest month and the two before it: we assume that corrections mostly fall there (decisions.md 47).
SUPPLIED_ANEW = 3
# How long an answered month of crime keeps: outcomes of old crimes go on changing, and nothing at all may
# only mean "not yet".
CRIME_KEEPS = {State.HELD: WEEK, State.EMPTY: WEEK, State.INCOMPLETE: WEEK, State.UNKNOWN_EMPTY: DAY}
# The same for stops of the newest SUPPLIED_ANEW; older ones keep for good: none is known to change.
STOPS_KEEP = {State.HELD: WEEK, State.EMPTY: WEEK}
# The same for a force's records without a place, of the newest SUPPLIED_ANEW and of older months: their
# number changes only when a month is supplied anew as a whole.
NEWEST_WITHOUT_PLACE_KEEP = {State.HELD: WEEK, State.UNKNOWN_EMPTY: WEEK}
WITHOUT_PLACE_KEEP = {State.HELD: FOUR_WEEKS, State.UNKNOWN_EMPTY: FOUR_WEEKS}
# Months nobody has read: no use waiting, once they are in the list of published ones.
NEVER_READ = {State.NOT_PUBLISHED, State.OUTSIDE}


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
    return facts is None or now() - facts.fetched_at > keeps or is_ahead(facts.fetched_at, now())


def facts(place: NeighbourhoodRef, back_off: timedelta = BACK_OFF) -> list[str]:
    """The names of the facts to read, in the order of FACTS, without those that failed within `back_off`."""
    folder = folders.place_folder(place)
    return [
        name
        for name, fact in FACTS.items()
        if old(fact.held(place), fact.keeps)
        and not ((failed := _failed.get((folder, name))) and lately(failed, back_off))
    ]


def note_failed(place: NeighbourhoodRef, name: str) -> None:
    """Remember that the fact could not be read just now."""
    _failed[folders.place_folder(place), name] = now()


def months(
    place: NeighbourhoodRef, published: tuple[date, ...], back_off: timedelta = BACK_OFF
) -> list[date]:
    """Of the published months (oldest first) those to ask for, newest first."""
    states, redrawn = street_crime.crimes(place).months, _boundary_changed(place)
    newer = bool(published) and published[-1] not in states
    resupplied = published[-SUPPLIED_ANEW:] if newer else ()
    return [
        m
        for m in reversed(published)
        if publishes_crime(place.force_id, m)
        and (m in resupplied or _due(states.get(m), CRIME_KEEPS, back_off, redrawn))
    ]


def months_of_stops(whose: Whose, published: Published, back_off: timedelta = BACK_OFF) -> list[date]:
    """Of the months for which the force published stop and search those to ask for, newest first."""
    states, redrawn = stops.stops(whose).months, _boundary_changed(whose)
    newest = sorted(published, reverse=True)
    return [
        m
        for n, m in enumerate(newest)
        if stops.force_of(whose) in published[m]
        and _due(states.get(m), STOPS_KEEP if n < SUPPLIED_ANEW else {}, back_off, redrawn)
    ]


def months_without_place(
    force_id: str, published: tuple[date, ...], back_off: timedelta = BACK_OFF
) -> list[date]:
    """Of the published months (oldest first) those to ask for the force's records without a place, newest
    first.
    """
    states = {m: answer.tried or answer.state for m, answer in no_location.answers(force_id).items()}
    newest = published[-SUPPLIED_ANEW:]
    keep = {m: NEWEST_WITHOUT_PLACE_KEEP if m in newest else WITHOUT_PLACE_KEEP for m in published}
    return [
        m
        for m in reversed(published)
        if publishes_crime(force_id, m) and _due(states.get(m), keep[m], back_off, redrawn=None)
    ]


def unpublished(place: NeighbourhoodRef, published: tuple[date, ...]) -> list[date]:
    """Of the published months those newly known to lack the force's crime: it is no use asking for them."""
    states = street_crime.crimes(place).months
    known = {m for m, s in states.items() if s.state is State.NOT_PUBLISHED}
    return [m for m in published if m not in known and not publishes_crime(place.force_id, m)]


def _due(
    state: MonthState | None,
    keeps: Mapping[State, timedelta],
    back_off: timedelta,
    redrawn: datetime | None,
) -> bool:
    """What `keeps` does not name keeps for good, or until the boundary is redrawn."""
    if state is None or state.fetched_at is None or state.state in NEVER_READ:
        return True
    span = back_off if state.state is State.FAILED else keeps.get(state.state)
    old = span is not None and _passed(state.fetched_at, span)
    return old or is_ahead(state.fetched_at, now()) or (redrawn is not None and state.fetched_at < redrawn)


def lately(when: datetime, span: timedelta) -> bool:
    """Whether this process noted it less than `span` ago; a clock that was put back since does not count."""
    return timedelta(0) <= now() - when < span


def _passed(when: datetime | None, span: timedelta) -> bool:
    return when is None or now() - when >= span or is_ahead(when, now())


def _boundary_changed(whose: Whose) -> datetime | None:
    """When the boundary last changed: months read before were counted inside the old one."""
    if isinstance(whose, str):
        return None
    changes = [
        datetime.fromisoformat(r["when"]) for r in revisions.revisions(whose) if r["what"] == "boundary"
    ]
    return next((when for when in reversed(changes) if not is_ahead(when, now())), None)
