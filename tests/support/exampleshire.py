"""The demonstration's force put into the store at once, by the stand-in's own count: no reading, no pace."""

from functools import cache

import requests

from data_access.models import MonthState, Named, NeighbourhoodRef, State
from data_access.months import parse_month
from data_access.store import small_facts, street_crime
from data_access.store.places import Names
from tests.support.facts import FORCE
from tests.support.records import READ_AT, records
from tests.support.stand_in import StandIn

SOUTH = NeighbourhoodRef(FORCE, "EX02")  # violence in September 2026: 78, a year before 60
TOWN = NeighbourhoodRef(FORCE, "EX01")  # shoplifting trebles in September 2026
NORTH = NeighbourhoodRef(FORCE, "XD_NORTH")  # vehicle crime doubles in February 2026, and stays
Truth = dict[str, dict[str, int]]


@cache
def truth(address: str, neighbourhood_id: str) -> Truth:
    """Counts by month and category, of the world as it starts."""
    asked = {"force": FORCE, "neighbourhood": neighbourhood_id}
    found: Truth = requests.get(f"{address}/_control/truth", params=asked, timeout=60).json()
    return found


@cache
def names(address: str) -> Names:
    """The force's list."""
    answer = requests.get(f"{address}/api/{FORCE}/neighbourhoods", timeout=60).json()
    return tuple(Named(item["id"], item["name"]) for item in answer)


def hold(stand_in: StandIn, *places: NeighbourhoodRef) -> list[NeighbourhoodRef]:
    """Put these neighbourhoods, or all of the force, into the store, and the force's list."""
    listed = everywhere(stand_in)
    for place in places or listed:
        put(place, truth(stand_in.address, place.neighbourhood_id))
    return list(places) or listed


def everywhere(stand_in: StandIn) -> list[NeighbourhoodRef]:
    """The force's neighbourhoods, their list put into the store."""
    listed = names(stand_in.address)
    small_facts.write("neighbourhoods", listed, Names, FORCE)
    return [NeighbourhoodRef(FORCE, named.id) for named in listed]


def put(place: NeighbourhoodRef, counts: Truth) -> None:
    """Put these months into the store; one without a record is published and empty."""
    street_crime.write_months(
        place,
        {
            parse_month(key): (
                records(kinds),
                MonthState(State.HELD if kinds else State.EMPTY, fetched_at=READ_AT),
            )
            for key, kinds in counts.items()
        },
    )
