"""The invented country: its forces, its map points, and what was recorded in each month."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

import numpy as np

from data_access.months import month_range, shift
from demo.crimes import recorded, scene
from demo.geometry import Array, distance_m, inside
from demo.map_lines import SEED
from demo.places import Force, Place, forces
from demo.records import Crime
from demo.snap_points import SnapPoint, extra_points, snap_points
from demo.stops import Stop, stops

NEWEST = date(2026, 9, 1)
WINDOW = 36  # months police.uk keeps
MILE_M = 1_609.344
BTP = "btp"
# A month of which Exampleshire gave no stop and search at all.
NO_STOPS = date(2025, 5, 1)

# Category, force, map point (None: could not be mapped), how many a month: records that stand apart.
APART = (
    ("other-theft", BTP, "station", 3.0),
    ("public-order", BTP, "station", 1.5),
    ("violent-crime", BTP, "halt", 2.0),
    ("criminal-damage-arson", "exampleshire", "moor", 2.0),
    ("vehicle-crime", "exampleshire", "heath", 1.5),
    ("other-crime", "exampleshire", "nowhere", 1.5),
    ("violent-crime", "exampleshire", None, 4.0),
    ("other-theft", "exampleshire", None, 2.5),
    ("anti-social-behaviour", "exampleshire", None, 2.0),
    ("burglary", "eastwold", None, 1.5),
    ("vehicle-crime", "eastwold", "abroad", 2.0),
    ("burglary", "eastwold", "abroad", 1.0),
)


class World:
    """Everything the stand-in knows. The same seed makes the same world; only `change` alters it."""

    def __init__(self, newest: date = NEWEST) -> None:
        self.newest = self.started_with = newest
        self.forces: dict[str, Force] = forces()
        self._points = {
            (place.force_id, place.id): snap_points(place, number)
            for number, place in enumerate(self.places())
        }
        self.extra = extra_points() | {"abroad": self._points["exampleshire", "55.EX3001"][5]}
        named = [point for spots in self._points.values() for point in spots]
        self.points: list[SnapPoint] = named + [p for p in self.extra.values() if p not in named]
        self.coordinates: Array = np.array([(float(p.latitude), float(p.longitude)) for p in self.points])
        self._crimes: dict[date, list[Crime]] = {}
        self._changed: dict[date, list[Crime]] = {}
        self._stops: dict[tuple[str, date], list[Stop]] = {}

    def places(self) -> list[Place]:
        """Every neighbourhood of every force."""
        return [place for force in self.forces.values() for place in force.places.values()]

    def publishes(self, force_id: str) -> frozenset[str]:
        """What a force gives police.uk; the British Transport Police give crime and stops, no outcomes."""
        return frozenset({"crime", "stops"}) if force_id == BTP else self.forces[force_id].publishes

    def name_of(self, force_id: str) -> str:
        """A force's display name."""
        return "British Transport Police" if force_id == BTP else self.forces[force_id].name

    def points_of(self, place: Place) -> list[SnapPoint]:
        """The neighbourhood's own map points, the busiest first."""
        return self._points[place.force_id, place.id]

    def window(self) -> list[date]:
        """The published months, oldest first."""
        return month_range(shift(self.newest, 1 - WINDOW), self.newest)

    def crimes(self, month: date) -> list[Crime]:
        """Every record of the month; none after the newest published one."""
        if month > self.newest:
            return []
        if month not in self._crimes:
            self._crimes[month] = _numbered(month, [*self._recorded(month), *self._apart(month)])
        return self._changed.get(month, self._crimes[month])

    def stops(self, month: date) -> list[Stop]:
        """Every stop of the month, of the forces that gave any."""
        return [
            stop for force_id in sorted(self.stop_forces(month)) for stop in self._stopped(force_id, month)
        ]

    def stop_forces(self, month: date) -> frozenset[str]:
        """Who published stop and search for the month: in the newest one only the quickest."""
        if month > self.newest:
            return frozenset()
        late = {"exampleshire"} if month in (self.newest, NO_STOPS) else set()
        return frozenset({"exampleshire", BTP} - late)

    def reset(self) -> None:
        """The world as it started: window, and no changed count."""
        self.newest = self.started_with
        self._changed.clear()

    def points_in(self, ring: Array) -> frozenset[int]:
        """Ids of the map points that lie in the ring."""
        return self._ids(inside(self.coordinates, ring))

    def points_near(self, latitude: float, longitude: float) -> frozenset[int]:
        """Ids of the map points within a mile."""
        return self._ids(distance_m(self.coordinates, latitude, longitude) <= MILE_M)

    def nearest_point(self, latitude: float, longitude: float) -> SnapPoint:
        """The single nearest map point, however far."""
        return self.points[int(distance_m(self.coordinates, latitude, longitude).argmin())]

    def locate(self, latitude: float, longitude: float) -> Place | None:
        """The neighbourhood a point lies in."""
        spot = np.array([[latitude, longitude]])
        return next((place for place in self.places() if inside(spot, place.ring)[0]), None)

    def change(self, place: Place, month: date, category: str, by: int) -> None:
        """Publish so many more (or, below nought, fewer) records there, as a re-supplied month does."""
        spots = self.points_of(place)
        home = (place.force_id, place.id)
        held = self.crimes(month)
        there = [c for c in held if c.category == category and c.point and c.point.home == home]
        gone = {crime.id for crime in there[: max(-by, 0)]}
        chance = np.random.default_rng([SEED, 6, len(held)])
        more = scene(place.force_id, month, category, [spots[n % len(spots)] for n in range(by)], chance)
        start = max(crime.id for crime in held) + 1
        new = [crime._replace(id=start + n) for n, crime in enumerate(more)]
        self._changed[month] = [crime for crime in held if crime.id not in gone] + new

    def lose(self, force_id: str, month: date, share: float) -> None:
        """Publish this share of the force's records without their place, as some forces did for months."""
        chance = np.random.default_rng([SEED, 8, month.year, month.month])
        held = self.crimes(month)
        lost = (chance.random(len(held)) < share) & np.array([crime.force_id == force_id for crime in held])
        self._changed[month] = [
            c._replace(point=None) if gone else c for c, gone in zip(held, lost, strict=True)
        ]

    def _ids(self, hits: Iterable[Any]) -> frozenset[int]:
        return frozenset(point.id for point, hit in zip(self.points, hits, strict=True) if hit)

    def _stopped(self, force_id: str, month: date) -> list[Stop]:
        if (force_id, month) not in self._stops:
            self._stops[force_id, month] = stops(force_id, self._beats(force_id), month)
        return self._stops[force_id, month]

    def _beats(self, force_id: str) -> list[SnapPoint]:
        if force_id == BTP:
            return [self.extra["station"]]
        return [p for (force, _), spots in self._points.items() if force == force_id for p in spots]

    def _recorded(self, month: date) -> list[Crime]:
        publishing = [force for force in self.forces.values() if "crime" in force.publishes]
        return [crime for force in publishing for crime in recorded(force, self._points, month)]

    def _apart(self, month: date) -> list[Crime]:
        found = []
        for number, (category, force_id, where, mean) in enumerate(APART):
            chance = np.random.default_rng([SEED, 7, number, month.year, month.month])
            spot = self.extra[where] if where else None
            found += scene(force_id, month, category, [spot] * int(chance.poisson(mean)), chance)
        return found


def _numbered(month: date, found: list[Crime]) -> list[Crime]:
    """Ids unique in the world, stable for a record as long as nothing before it changes."""
    start = count(100_000_000 + (month.year * 12 + month.month - 24_000) * 100_000)
    return [crime._replace(id=next(start)) for crime in found]
