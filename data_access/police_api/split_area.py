"""An area too large for one answer of police.uk is asked for in quarters.

A quarter is a quarter of the area's bounding box, as far as the area lies in it, a metre wider all round: a
record on a cut is found twice rather than never. Doubles go by their id, strangers by the area itself.
"""

from collections.abc import Callable, Sequence
from math import nan
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon

from data_access.errors import AreaTooLarge
from data_access.http import json_fields
from data_access.http.json_fields import Record
from data_access.models import Point

# About a metre, in degrees of latitude; a coordinate is sent and published to a tenth of that.
WIDER = 0.00001

# A quarter of a quarter of a quarter; what is too much even there lies on one point.
SPLITS = 3

Ring = Sequence[Point]


def quartered(ring: Ring, ask: Callable[[Ring], list[Record]], splits: int = SPLITS) -> list[Record]:
    """The records `ask` finds in an area, asked for in quarters when it raises AreaTooLarge."""
    try:
        return ask(ring)
    except AreaTooLarge:
        if not splits:
            raise
    by_id: dict[object, Record] = {}
    for quarter in quarters(ring):
        by_id |= {record.get("id", id(record)): record for record in quartered(quarter, ask, splits - 1)}
    points = [json_fields.point(record.get("location")) for record in by_id.values()]
    return [record for record, lies_in in zip(by_id.values(), inside(ring, points), strict=True) if lies_in]


def quarters(ring: Ring) -> list[Ring]:
    """Rings that together cover the area, fewer records each; one that falls apart gives several."""
    whole = _polygon(ring)
    west, south, east, north = whole.bounds
    middle, centre = (west + east) / 2, (south + north) / 2
    boxes = (
        shapely.box(west, south, middle, centre),
        shapely.box(middle, south, east, centre),
        shapely.box(west, centre, middle, north),
        shapely.box(middle, centre, east, north),
    )
    return [_ring(part) for box in boxes for part in _parts(whole.intersection(box))]


def inside(ring: Ring, points: Sequence[Point | None]) -> list[bool]:
    """Which of the points lie in the area; what has no place is left where police.uk put it."""
    longitudes = [point.longitude if point else nan for point in points]
    latitudes = [point.latitude if point else nan for point in points]
    within = shapely.intersects_xy(_polygon(ring), longitudes, latitudes)
    return [point is None or bool(lies_in) for point, lies_in in zip(points, within, strict=True)]


def _polygon(ring: Ring) -> Any:
    # Published boundaries have spikes, and cross themselves: made valid, they hold by the even-odd rule
    # what police.uk finds in them. Rounded as they are sent.
    corners = [(round(point.longitude, 6), round(point.latitude, 6)) for point in ring]
    return shapely.make_valid(Polygon(corners))


def _parts(shape: Any) -> list[Polygon]:
    # Wider first, so that slivers along a cut grow together.
    wider = shape.buffer(WIDER, join_style="mitre")
    parts = wider.geoms if isinstance(wider, MultiPolygon) else [wider]
    return [part for part in parts if not part.is_empty]


def _ring(part: Polygon) -> Ring:
    return tuple(Point(latitude, longitude) for longitude, latitude in part.exterior.coords)
