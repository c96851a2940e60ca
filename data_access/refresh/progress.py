"""How far the reading of a neighbourhood has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from data_access.errors import PoliceDataError
from data_access.models import NeighbourhoodRef, State
from data_access.store import places, street_crime
from data_access.store.monthly_parquet import States

# A page opens when the newest year is there.
FIRST_MONTHS = 12


@dataclass(frozen=True)
class Progress:
    """Of `total` published months so many are `done`: `held` (answered, if only by "nothing") or `failed`.

    `ready`: the newest year is done, or there is nothing more to wait for. `finished`: nobody is reading any
    more; `error` says why, if that was too early. `waiting`: how many places are read before this one.
    """

    total: int = 0
    done: int = 0
    held: int = 0
    failed: int = 0
    ready: bool = False
    finished: bool = False
    waiting: int = 0
    error: PoliceDataError | None = None


def progress(published: Sequence[date], states: States, pending: Collection[date] = ()) -> Progress:
    """Of the published months (oldest first): a month is done when its state is known and it is not asked for
    just now.
    """
    done = [m for m in published if m in states and m not in pending]
    failed = sum(states[m].state is State.FAILED for m in done)
    return Progress(
        total=len(published),
        done=len(done),
        held=len(done) - failed,
        failed=failed,
        ready=bool(published) and set(published[-FIRST_MONTHS:]) <= set(done),
        finished=bool(published) and len(done) == len(published),
    )


def held(place: NeighbourhoodRef) -> Progress:
    """How far the store has it, whoever put it there."""
    return progress(places.published_months(), street_crime.crimes(place).months)
