"""What the store holds of each force, for whoever runs the site."""

from dataclasses import dataclass
from datetime import date, datetime

from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.store import held_places, places, street_crime
from data_access.store.folders import facts_folder, inside


@dataclass(frozen=True)
class Stock:
    """A force's share of the store: how many `places`, for each of its `months` how many have a count, when
    the oldest and the newest of it was read, and which months failed.
    """

    force_id: str
    places: int
    months: dict[date, int]
    oldest: datetime | None
    newest: datetime | None
    failed: tuple[tuple[NeighbourhoodRef, date, MonthState], ...]


@dataclass(frozen=True)
class Age:
    """A source of a force's places: how many of them hold it, and when the oldest and the newest was read."""

    places: int
    oldest: datetime | None
    newest: datetime | None


def ages(force_id: str) -> dict[str, Age]:
    """How old the words of a force's teams are, by source: `team`, `priorities`, `events`."""
    held = held_places.held(force_id)
    return {
        name: _age([facts.fetched_at for place in held if (facts := read(place)) is not None])
        for name, read in (
            ("team", places.team),
            ("priorities", places.priorities),
            ("events", places.events),
        )
    }


def _age(times: list[datetime]) -> Age:
    return Age(len(times), min(times, default=None), max(times, default=None))


def stock() -> list[Stock]:
    """Every force of which a neighbourhood is held, by id."""
    found = [_of_force(force_id) for force_id, _ in inside(facts_folder())]
    return [force for force in found if force.places]


def _of_force(force_id: str) -> Stock:
    months: dict[date, int] = {}
    read: list[datetime] = []
    failed: list[tuple[NeighbourhoodRef, date, MonthState]] = []
    held = held_places.held(force_id)
    for place in held:
        for month, state in sorted(street_crime.states(place).items()):
            if state.counted:
                months[month] = months.get(month, 0) + 1
            if state.state is State.FAILED:
                failed.append((place, month, state))
            if state.fetched_at and state.counted:
                read.append(state.fetched_at)
    return Stock(
        force_id,
        len(held),
        dict(sorted(months.items())),
        min(read, default=None),
        max(read, default=None),
        tuple(failed),
    )
