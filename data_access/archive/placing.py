"""Which recorded points lie in which areas: the rule of police.uk, where a record counts by its map point."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

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
