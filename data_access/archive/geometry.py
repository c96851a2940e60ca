"""A neighbourhood's outline in both its forms: police.uk's one ring of corners, and polygons to place in."""

from collections.abc import Sequence

import numpy as np
import shapely

from data_access.models import Point


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
