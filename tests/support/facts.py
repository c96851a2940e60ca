"""Facts of neighbourhoods put into the store by hand: any months, words and teams."""

import random
from collections.abc import Mapping, Sequence
from datetime import date

from data_access.models import (
    Event,
    Force,
    MonthState,
    Named,
    Neighbourhood,
    NeighbourhoodRef,
    Officer,
    Priority,
    State,
)
from data_access.months import month_range, shift
from data_access.store import small_facts, street_crime
from data_access.store.places import Names
from tests.support.records import READ_AT, records

FORCE = "exampleshire"
ASB = "anti-social-behaviour"
NEWEST = date(2026, 9, 1)
Months = Mapping[date, Mapping[str, int]]


def place(id_: str) -> NeighbourhoodRef:
    return NeighbourhoodRef(FORCE, id_)


def random_months(seed: int, rates: Mapping[str, float], newest: date = NEWEST, months: int = 36) -> Months:
    """So many months of counts that scatter round `rates`, as counts do."""
    dice = random.Random(seed)  # noqa: S311 - facts for a test need a repeatable chance
    drawn: dict[date, Mapping[str, int]] = {}
    for month in month_range(shift(newest, 1 - months), newest):
        drawn[month] = {
            kind: max(0, round(dice.gauss(rate, max(rate, 1) ** 0.5))) for kind, rate in rates.items()
        }
    return drawn


def hold(
    id_: str,
    name: str,
    months: Months,
    *,
    priorities: Sequence[Priority] = (),
    events: Sequence[Event] = (),
    contact: Mapping[str, str] | None = None,
    states: Mapping[date, State] | None = None,
) -> NeighbourhoodRef:
    """Put a neighbourhood into the store, wholly read; `states` of months that are not simply held."""
    here, of = place(id_), (FORCE, id_)
    known = small_facts.read("neighbourhoods", Names, FORCE)
    others = [n for n in known.value if n.id != id_] if known else []
    small_facts.write("neighbourhoods", (*others, Named(id_, name)), Names, FORCE)
    small_facts.write("force", Force(FORCE, "Exampleshire Police"), Force, FORCE)
    put_months(here, months, states)
    profile = Neighbourhood(id_, name, contact=tuple((contact or {}).items()))
    small_facts.write("profile", profile, Neighbourhood, *of)
    small_facts.write("priorities", tuple(priorities), tuple[Priority, ...], *of)
    small_facts.write("events", tuple(events), tuple[Event, ...], *of)
    small_facts.write("team", (), tuple[Officer, ...], *of)
    return here


def put_months(here: NeighbourhoodRef, months: Months, states: Mapping[date, State] | None = None) -> None:
    """Only its months: nothing else of the place or its force changes."""
    street_crime.write_months(
        here,
        {
            month: (
                records(kinds),
                MonthState(
                    (states or {}).get(month, State.HELD if sum(kinds.values()) else State.EMPTY),
                    fetched_at=READ_AT,
                ),
            )
            for month, kinds in months.items()
        },
    )
