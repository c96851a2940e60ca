"""The streets that police.uk names on a place's records: how often, how long, and roughly where they lie."""

import h3
import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from data_access.geometry import METRES_A_DEGREE
from data_access.statistics.map_cells import on_streets, placed

# Points of one name that lie further apart are of two streets: a large neighbourhood has four High Streets.
SAME_STREET_M = 700.0
# A street of which there is one point is as long as this.
SHORTEST_M = 100.0
# Hexagons 130 m across: a name stands in the middle of one, never at a map point.
RESOLUTION = 10
COLUMNS = ["street", "records", "length", "latitude", "longitude"]


def streets(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a street, the largest by records and length first: its name as `street`, the number of its
    `records`, its `length` in metres, and where its name may stand, in degrees.
    """
    named = on_streets(frame[placed(frame)])
    points = named.groupby(["street", "latitude", "longitude"]).size().rename("records").reset_index()
    if points.empty:
        return pd.DataFrame({name: [] for name in COLUMNS})
    wide = np.cos(np.radians(points["latitude"]))
    points = points.assign(
        north=points["latitude"] * METRES_A_DEGREE, east=points["longitude"] * METRES_A_DEGREE * wide
    )
    points["stretch"] = _stretches(points)
    by_stretch = points.groupby("stretch")
    table = by_stretch.agg(street=("street", "first"), records=("records", "sum"))
    span = by_stretch[["north", "east"]].max() - by_stretch[["north", "east"]].min()
    table["length"] = np.hypot(span["north"], span["east"])
    from_middle = points[["north", "east"]] - by_stretch[["north", "east"]].transform("mean")
    middle = points.assign(away=np.hypot(from_middle["north"], from_middle["east"])).groupby("stretch")[
        "away"
    ]
    nearest = points.loc[middle.idxmin()]
    hexagons = [
        h3.cell_to_latlng(h3.latlng_to_cell(latitude, longitude, RESOLUTION))
        for latitude, longitude in zip(nearest["latitude"], nearest["longitude"], strict=True)
    ]
    table["latitude"], table["longitude"] = zip(*hexagons, strict=True)
    size = table["records"] * table["length"].clip(lower=SHORTEST_M)
    order = table.assign(size=-size).sort_values(["size", "street"]).index
    return table.loc[order, COLUMNS].reset_index(drop=True)


def _stretches(points: pd.DataFrame) -> np.ndarray:
    """A number for each run of points of one name that lie close to each other."""
    # A third direction keeps streets of other names far away.
    apart = pd.factorize(points["street"])[0] * SAME_STREET_M * 10
    tree = cKDTree(np.column_stack([points["north"], points["east"], apart]))
    pairs = tree.query_pairs(SAME_STREET_M, output_type="ndarray")
    links = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points),) * 2)
    return np.asarray(connected_components(links, directed=False)[1])
