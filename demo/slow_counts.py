"""What the API ought to say of a neighbourhood, counted slowly in plain Python."""

from collections import Counter
from collections.abc import Sequence

from demo.places import Place
from demo.world import World


def truth(world: World, place: Place) -> dict[str, dict[str, int]]:
    """Counts by month (`2026-09`) and category of every record whose point lies in the neighbourhood."""
    ring = [(float(latitude), float(longitude)) for latitude, longitude in place.ring]
    there = {p.id for p in world.points if _lies_in(float(p.latitude), float(p.longitude), ring)}
    found = {}
    for month in world.window():
        records = [crime for crime in world.crimes(month) if crime.point and crime.point.id in there]
        found[f"{month:%Y-%m}"] = dict(sorted(Counter(crime.category for crime in records).items()))
    return found


def _lies_in(latitude: float, longitude: float, ring: Sequence[tuple[float, float]]) -> bool:
    odd = False
    for (lat1, lng1), (lat2, lng2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (lat1 > latitude) != (lat2 > latitude):
            crossing = lng1 + (latitude - lat1) / (lat2 - lat1) * (lng2 - lng1)
            odd ^= longitude < crossing
    return odd
