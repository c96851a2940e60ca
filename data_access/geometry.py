"""A neighbourhood's outline in both its forms: police.uk's one ring of corners, and polygons to place in."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data_access.models import Point

METRES_A_DEGREE = 111_195.0


def shape_of(ring: Sequence[Point]) -> shapely.Geometry:
    """The area inside a boundary as police.uk gives it: one ring that may touch or cross itself.

    What is inside follows the even-odd rule. An empty shape when there are not three corners.
    """
    corners = np.array([(p.longitude, p.latitude) for p in ring])
    return polygons(shapely.polygons(corners)) if len(corners) > 2 else shapely.Polygon()


def ring_of(area: shapely.Geometry) -> tuple[Point, ...]:
    """The area's boundary as one closed ring, the only form police.uk and the store know.

    Holes and separate pieces are joined to it by a cut walked both ways, which by the even-odd rule adds
    nothing: `shape_of` gives the same area back.
    """
    pieces = shapely.get_parts(area)
    rings = [list(ring.coords) for piece in pieces for ring in (piece.exterior, *piece.interiors)]
    walk = rings[0] + [corner for ring in rings[1:] for corner in (*ring, rings[0][0])]
    return tuple(Point(corner[1], corner[0]) for corner in walk)


def polygons(geometry: shapely.Geometry) -> shapely.Geometry:
    """The valid polygons of a shape, by the even-odd rule; lines and points in it are left out."""
    whole = geometry if geometry.is_valid else shapely.make_valid(geometry, method="linework")
    parts = shapely.get_parts(shapely.get_parts(whole))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def circle(middle: Point, metres: float) -> list[Point]:
    """Sixteen points at that distance, one round."""
    angles = np.linspace(0.0, 2 * np.pi, 16, endpoint=False)
    north, east = metres / METRES_A_DEGREE * np.cos(angles), metres / METRES_A_DEGREE * np.sin(angles)
    wide = np.cos(np.radians(middle.latitude))
    return [
        Point(middle.latitude + up, middle.longitude + aside / wide)
        for up, aside in zip(north.tolist(), east.tolist(), strict=True)
    ]


Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


def place(longitude: Floats, latitude: Floats, areas: Sequence[shapely.Geometry]) -> tuple[Indices, Indices]:
    """Pairs (point, area) by position, ordered by area, then point: a point in two areas is in both.

    `longitude` and `latitude` are (n,) in WGS84 degrees; what is not finite lies nowhere. A point on an
    area's edge lies in it. (On real records of Wiltshire in wards no point is on an edge: the
    counts are the same with edges left out.) Snapped points repeat, so each distinct one is placed once, and
    areas, which have many corners, are what the search prepares.
    """
    there = np.flatnonzero(np.isfinite(longitude) & np.isfinite(latitude))
    codes, distinct = pd.factorize(longitude[there] + 1j * latitude[there])
    tree = shapely.STRtree(shapely.points(distinct.real, distinct.imag))
    area, point = tree.query(list(areas), predicate="intersects")
    # The rows of each distinct point stand together in `by_point`, from `start` on, `times` of them.
    by_point = there[np.argsort(codes, kind="stable")]
    times = np.bincount(codes, minlength=len(distinct))
    start = np.cumsum(times) - times
    lengths = times[point]
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows, areas_of = by_point[np.repeat(start[point], lengths) + offset], np.repeat(area, lengths)
    order = np.lexsort((rows, areas_of))
    return rows[order], areas_of[order]
