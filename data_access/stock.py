"""What the store holds of each force, for whoever runs the site."""

from dataclasses import dataclass
from datetime import date, datetime

from data_access import store
from data_access.folders import facts_folder, inside
from data_access.models import MonthState, NeighbourhoodRef, State


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


def stock() -> list[Stock]:
    """Every force of which a neighbourhood is held, by id."""
    found = [_of_force(force_id) for force_id, _ in inside(facts_folder())]
    return [force for force in found if force.places]


def _of_force(force_id: str) -> Stock:
    months: dict[date, int] = {}
    read: list[datetime] = []
    failed: list[tuple[NeighbourhoodRef, date, MonthState]] = []
    places = store.held(force_id)
    for place in places:
        for month, state in sorted(store.states(place).items()):
            if state.counted:
                months[month] = months.get(month, 0) + 1
            if state.state is State.FAILED:
                failed.append((place, month, state))
            if state.fetched_at and state.counted:
                read.append(state.fetched_at)
    return Stock(
        force_id,
        len(places),
        dict(sorted(months.items())),
        min(read, default=None),
        max(read, default=None),
        tuple(failed),
    )
