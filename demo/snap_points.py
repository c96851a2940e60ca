"""Snap points: the few map points that every record is moved to, as data.police.uk does."""

from typing import NamedTuple

import numpy as np

from demo.geometry import DEGREE_M, Array, clear_of_edge, inside
from demo.map_lines import SEED
from demo.places import Place

EDGE_M = 25.0  # no point lies so near a boundary that in or out is a matter of rounding
FIRST_ID = 1_900_000
HAMLETS = {"town": 2, "suburb": 2, "country": 3, "village": 2}
POINTS = {"town": 70, "suburb": 45, "country": 40, "village": 16}

FIRST_NAMES = (
    "Abbey Almshouse Ashby Barn Beech Bell Bramble Brewery Bridge Butcher'S Canal Castle Chapel Chestnut "
    "Church Coldharbour Copse Cooper'S Crooked Dairy Down Drove Durnley Elm Farrier'S Ferry Foundry Frog "
    "Gasworks Glebe Grange Green Hangman'S Hawthorn Hazel High Hollow Kiln King Larch Lime Long Lower Malt "
    "Manor Market Meadow Mill New North Nursery Old Orchard Paddock Parsonage Pound Priory Quarry Queen'S "
    "Rectory Ropewalk Sarsen School Sheep Silver Smithy South Spring St Osmund'S St Wystan'S Station Wool "
    "Tanner'S Tithe Tollgate Upper Vicarage Warren Water Weaver'S Well West Wheelwright'S Willow Windmill"
)
STREETS = tuple(FIRST_NAMES.replace("St ", "St_").split())
KINDS = ("Street", "Lane", "Road", "Close", "Way", "Drive", "Avenue", "Gardens", "Hill", "Mead")
SHOPS = ("Supermarket", "Shopping Area")
EVENING = ("Nightclub", "Pub")
GENERIC = {
    "town": (*SHOPS, *EVENING, "Parking Area", "Bus/Coach Station", "Hospital", "Petrol Station"),
    "suburb": (*SHOPS, "Pub", "Parking Area", "Sports/Recreation Area"),
    "country": ("Petrol Station", "Parking Area", "Shopping Area"),
    "village": ("Parking Area",),
}
EMPTY_NAMES = 0.12  # one in eight is "On or near " and nothing after it


class SnapPoint(NamedTuple):
    """A map point. Coordinates are strings of 6 decimals; `home` is the neighbourhood it was made for."""

    id: int
    latitude: str
    longitude: str
    name: str
    home: tuple[str, str] | None


def _scattered(ring: Array, kind: str, chance: np.random.Generator) -> Array:
    """Points strictly inside the ring, thick round a few hamlets and thin elsewhere."""
    hamlets = _inside(chance.uniform(ring.min(axis=0), ring.max(axis=0), (200, 2)), ring, 250)[
        : HAMLETS[kind]
    ]
    centre = hamlets[chance.choice(len(hamlets), POINTS[kind] * 3)]
    spread = np.array([1, 1.6]) * chance.gamma(1.6, 380, (len(centre), 1)) / DEGREE_M
    found = np.round(centre + chance.normal(0, 1, (len(centre), 2)) * spread, 6)
    return _inside(found, ring, EDGE_M)[: POINTS[kind]]


def _inside(points: Array, ring: Array, metres: float) -> Array:
    points = points[inside(points, ring)]
    return points[clear_of_edge(points, ring, metres)]


def snap_points(place: Place, number: int) -> list[SnapPoint]:
    """The neighbourhood's map points, the busiest first; `number` makes their ids unique in the world."""
    kind = place.facts["kind"]
    chance = np.random.default_rng([SEED, *place.id.encode()])
    spots = _scattered(place.ring, kind, chance)
    names = _names(kind, len(spots), chance)
    home = (place.force_id, place.id)
    return [
        SnapPoint(FIRST_ID + number * 1_000 + n, f"{latitude:.6f}", f"{longitude:.6f}", name, home)
        for n, ((latitude, longitude), name) in enumerate(zip(spots, names, strict=True))
    ]


def _names(kind: str, count: int, chance: np.random.Generator) -> list[str]:
    """Generic places first, then streets: badly title-cased and sometimes empty, as published."""
    names = [f"On or near {name}" for name in GENERIC[kind]]
    streets = chance.permutation([f"{first} {last}" for first in STREETS for last in KINDS])
    empty = chance.random(len(streets)) < EMPTY_NAMES
    names += [
        f"On or near {'' if nameless else street.replace('_', ' ')}"
        for street, nameless in zip(streets, empty, strict=True)
    ]
    return names[:count]


def extra_points() -> dict[str, SnapPoint]:
    """Points that belong to no neighbourhood's own list."""
    station, halt = ("exampleshire", "EX01"), ("fenmarsh", "FM01")
    return {
        "station": SnapPoint(2_345_001, "51.256402", "-1.938115", "Market Ashby (Station)", station),
        "halt": SnapPoint(2_345_002, "51.243377", "-2.213409", "Holm Halt (Station)", halt),
        "moor": SnapPoint(1_899_001, "51.312044", "-1.921733", "On or near Ridgeway", None),
        "heath": SnapPoint(1_899_002, "51.169871", "-1.990215", "On or near ", None),
        "nowhere": SnapPoint(1_899_003, "0.000000", "0.000000", "On or near ", None),
    }
