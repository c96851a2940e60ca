"""Neighbourhoods by their own names and by the streets that their records name, as far as they are held."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from data_access.models import NeighbourhoodRef
from data_access.settings import settings
from data_access.statistics.map_cells import on_streets
from data_access.store import held_places, places, street_crime
from data_access.store.cache import per_file
from data_access.store.folders import place_folder

# Shorter ones begin too many streets.
SHORTEST_STREET = 4
MOST_FOUND = 10
# So many neighbourhoods' streets are remembered.
MOST_READ = 10_000


@dataclass(frozen=True)
class NamedPlace:
    """A neighbourhood and the name that was found: its own, or a street's with the neighbourhood's."""

    name: str
    place: NeighbourhoodRef


def neighbourhoods_named(text: str) -> list[NamedPlace]:
    """Neighbourhoods with a word of their name that begins as typed; those of that very name first, then
    those of the forces that this site is for. Ten at most.
    """
    begins = _begins(text)
    found = [named for named in _all_neighbourhoods() if begins.search(named.name)]
    found.sort(key=lambda n: (not is_name(n.name, text), n.place.force_id not in settings().forces))
    return found[:MOST_FOUND]


def streets_named(text: str) -> list[NamedPlace]:
    """Streets that begin as typed, where neighbourhoods are held: `Market Street, Market Ashby Town`."""
    if len(text.strip()) < SHORTEST_STREET:
        return []
    begins, found = _begins(text), []
    for place in held_places.held():
        for street in _streets(place_folder(place) / street_crime.FILE):
            if begins.match(street):
                found.append(NamedPlace(f"{street}, {places.name_of(place)}", place))
    found.sort(key=lambda street: not is_name(street.name.partition(",")[0], text))
    return found[:MOST_FOUND]


def is_name(name: str, text: str) -> bool:
    """Whether somebody typed this very name."""
    return " ".join(name.split()).casefold() == " ".join(text.split()).casefold()


def _begins(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(' '.join(text.split()))}", re.IGNORECASE)


def _all_neighbourhoods() -> Iterator[NamedPlace]:
    listed = places.forces()
    for force in listed.value if listed else ():
        for id_, name in places.names(force.id).items():
            yield NamedPlace(name, NeighbourhoodRef(force.id, id_))


@per_file(MOST_READ, missing=())
def _streets(path: Path) -> tuple[str, ...]:
    column = pq.read_table(path, columns=["street_name"])["street_name"]
    named = on_streets(pd.DataFrame({"street_name": column.unique().to_pylist()}))
    return tuple(sorted({*named["street"]} - {""}))
