"""What lies around a place: the neighbourhoods of its force whose boundary is held and meets its own."""

from pathlib import Path

import shapely

from data_access.geometry import polygons, shape_of
from data_access.models import NeighbourhoodRef
from data_access.store import places, small_facts
from data_access.store.cache import per_file, per_version

# Boundaries of two neighbours are drawn apart by a road's width, and simplified here by less than half of it.
MEETS_WITHIN = 0.001
SIMPLIFIED = 0.0002


@per_version(500)
def around(place: NeighbourhoodRef) -> dict[str, shapely.Geometry]:
    """The neighbours' areas in degrees, by name. One that was read after the place itself is among them as
    soon as a fact of the place changes. Shared by all who ask: never change it.
    """
    here = _area_of(place)
    if here is None:
        return {}
    names = places.names(place.force_id)
    others = {
        name: area
        for id_, name in names.items()
        if id_ != place.neighbourhood_id
        and (area := _area_of(NeighbourhoodRef(place.force_id, id_))) is not None
    }
    near = shapely.box(*here.bounds).buffer(MEETS_WITHIN)
    return {
        name: area
        for name, area in others.items()
        if near.intersects(area) and here.distance(area) <= MEETS_WITHIN
    }


def _area_of(place: NeighbourhoodRef) -> shapely.Geometry | None:
    path = small_facts.fact_path("boundary", place.force_id, place.neighbourhood_id)
    area: shapely.Geometry | None = _area(path, place)
    return area


@per_file(5000, missing=None)
def _area(_path: Path, place: NeighbourhoodRef) -> shapely.Geometry | None:
    held = places.boundary(place)
    return polygons(shape_of(held.value).simplify(SIMPLIFIED)) if held and held.value else None
