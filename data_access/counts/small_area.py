"""Streets and small areas of a place, counted: a small area is an H3 hexagon of `statistics.map_cells`."""

import h3
import pandas as pd

from data_access.models import NeighbourhoodRef
from data_access.statistics import street_names
from data_access.statistics.counts_table import Counts
from data_access.statistics.map_cells import on_streets, with_cells
from data_access.store import street_crime
from data_access.store.cache import per_version


@per_version(500)
def streets(place: NeighbourhoodRef) -> pd.DataFrame:
    """The streets that all records held of the place name, as `street_names.streets` has them: the same
    whatever a reader chooses. Shared by all who ask: never change it.
    """
    return street_names.streets(street_crime.crimes(place).frame)


@per_version(500)
def cell_of_street(place: NeighbourhoodRef, street: str, resolution: int) -> str:
    """The cell with the most of the street's records; "" where no record names it."""
    named = on_streets(street_crime.crimes(place).frame)
    cells = with_cells(named[named["street"] == street], resolution)["cell"]
    return str(cells.value_counts().sort_index().idxmax()) if len(cells) else ""


def counts_in(cell: str, place: NeighbourhoodRef, counts: Counts) -> Counts:
    """The records in a cell by month and category, of the months of `counts`, the place's own: where that has
    no count there is none here either.
    """
    frame = street_crime.crimes(place).frame
    corners = h3.cell_to_boundary(cell)
    (south, north), (west, east) = ((min(side), max(side)) for side in zip(*corners, strict=True))
    near = frame[frame["latitude"].between(south, north) & frame["longitude"].between(west, east)]
    found = with_cells(near, h3.get_resolution(cell))
    inside = found[found["cell"] == cell].groupby(["month", "category"]).size().unstack(fill_value=0)
    table = inside.reindex(index=counts.table.index, columns=counts.table.columns, fill_value=0)
    return Counts(table.astype("Int64").where(counts.table.notna()), counts.states)
