"""Where recorded crime concentrates: records counted into H3 hexagons, never single map points.

police.uk moves every record to a snap point; at resolution 8 (0.74 km2) 90 % of records still lie in their
true cell, at 9 (0.105 km2) 75 %, at 10 half of them: nothing finer than 9 is drawn.
"""

import re
from collections.abc import Mapping

import h3
import numpy as np
import pandas as pd

from data_access.geometry import METRES_A_DEGREE

COARSE, FINE = 8, 9
# A cell with fewer records is not drawn apart: one record more or less would carry it up or down the table.
DRAWN_APART_FROM = 3
# In towns nine of ten map points have another within 270 m, in the country within 390 m at best.
TOWN_SPACING = 300.0
# police.uk's names for kinds of place, gathered from the bulk files, and their like: a record moved to one is
# none of that place, and the name tells nobody where a cell is.
GENERIC_NAMES = frozenset(
    {
        "",
        "No Location",
        "Airport/Airfield",
        "Bus/Coach Station",
        "Cinema",
        "Club",
        "Conference/Exhibition Centre",
        "Ferry Terminal",
        "Further/Higher Educational Building",
        "Hospital",
        "Motorway Service Area",
        "Nightclub",
        "Park/Open Space",
        "Parking Area",
        "Pedestrian Subway",
        "Petrol Station",
        "Police Station",
        "Prison",
        "Pub",
        "Public House",
        "Race Track",
        "School",
        "Shopping Area",
        "Sports/Recreation Area",
        "Supermarket",
        "Theatre/Concert Hall",
        "Theme/Adventure Park",
    }
)
# "Stratford (Lu Station)", "East Croydon (Tram Stop)".
STATION = re.compile(r"\((?:.* )?(?:Station|Tram Stop|Dlr)\)$")
COLUMNS = ["cell", "count", "share", "name", "latitude", "longitude"]


def cells(frame: pd.DataFrame, resolution: int = COARSE) -> pd.DataFrame:
    """The cells that hold records, most first: `cell` (H3 index), `count`, `share` of the placed records,
    `name` (its one or two most frequent streets, or those of the nearest cell that has any; "" when no cell
    has), centre in degrees.

    `frame` has a record a row with `latitude`, `longitude` and `street_name`; records without a place are
    left out here and counted by `without_place`.
    """
    found = with_cells(frame, resolution)
    if found.empty:
        return pd.DataFrame({name: [] for name in COLUMNS}).astype({"cell": str, "name": str, "count": int})
    table = found.groupby("cell").size().rename("count").reset_index()
    table = table.sort_values(["count", "cell"], ascending=[False, True], ignore_index=True)
    table["share"] = table["count"] / len(found)
    centres = {cell: h3.cell_to_latlng(cell) for cell in table["cell"]}
    table["latitude"], table["longitude"] = zip(*centres.values(), strict=True)
    names = _names(found)
    table["name"] = [names.get(cell) or _nearest(cell, centres, names) for cell in table["cell"]]
    return table[COLUMNS]


def drawn_apart(table: pd.DataFrame) -> pd.DataFrame:
    """The cells with enough records to be drawn and listed on their own."""
    return table[table["count"] >= DRAWN_APART_FROM]


def without_place(frame: pd.DataFrame) -> int:
    """How many records police.uk gives no place for: no map shows them, the table's total has them."""
    return int((~placed(frame)).sum())


def outlines(cell: str) -> list[tuple[float, float]]:
    """The corners of a cell as (longitude, latitude), not closed."""
    return [(longitude, latitude) for latitude, longitude in h3.cell_to_boundary(cell)]


def fewest_cells_holding(table: pd.DataFrame, share: float = 0.25) -> pd.DataFrame:
    """The top rows of `cells` that together hold at least `share` of the records."""
    # Summed as counts: shares of thirds and tenths do not add up to a quarter in floating point.
    enough = table["count"].cumsum() >= share * table["count"].sum() - 1e-9
    return table.head(int(np.argmax(enough)) + 1 if enough.any() else 0)


def resolution_for(frame: pd.DataFrame, months: int, *, town: bool | None = None) -> int:
    """Coarse cells; fine ones only for a year and more, in a town, with 5 records in a usual fine cell."""
    if months < 12 or not (is_town(frame) if town is None else town):
        return COARSE
    fine = cells(frame, FINE)["count"]
    return FINE if len(fine) and fine.mean() >= 5 else COARSE


def is_town(frame: pd.DataFrame) -> bool:
    """Whether the map points stand as close as in a town: nine of ten have another within 300 m."""
    points = frame.loc[placed(frame), ["latitude", "longitude"]].drop_duplicates().to_numpy(float)
    if len(points) < 10:
        return False
    from scipy.spatial import cKDTree

    shrink = np.column_stack([np.ones(len(points)), np.cos(np.radians(points[:, 0]))])
    metres = points * METRES_A_DEGREE * shrink
    nearest = cKDTree(metres).query(metres, k=2)[0][:, 1]
    return bool(np.quantile(nearest, 0.9) <= TOWN_SPACING)


def street(name: object) -> str:
    """A street's own name: without "On or near", and "Queen'S Road" as Queen's Road."""
    text = name if isinstance(name, str) else ""
    text = re.sub(r"^\s*On or near\b", "", text)
    return re.sub(r"(?<=\w)'S\b", "'s", " ".join(text.split()))


def placed(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Which records have a place."""
    latitude, longitude = frame["latitude"], frame["longitude"]
    return latitude.notna() & longitude.notna() & ~((latitude == 0) & (longitude == 0))


def with_cells(frame: pd.DataFrame, resolution: int) -> pd.DataFrame:
    """The placed records with their `cell`. Records share snap points, so each point is placed once."""
    found = frame[placed(frame)]
    points, which = np.unique(found[["latitude", "longitude"]].to_numpy(float), axis=0, return_inverse=True)
    indexed = [h3.latlng_to_cell(latitude, longitude, resolution) for latitude, longitude in points]
    # As objects: an index over no points at all would otherwise turn into floats.
    return found.assign(cell=np.array(indexed, dtype=object)[which])


def on_streets(frame: pd.DataFrame) -> pd.DataFrame:
    """The records that police.uk names a street for, with its own name as `street`; no kinds of place."""
    own_names = {name: street(name) for name in frame["street_name"].unique()}
    named = frame.assign(street=frame["street_name"].map(own_names))
    return named[~named["street"].isin(GENERIC_NAMES) & ~named["street"].str.contains(STATION)]


def _names(frame: pd.DataFrame) -> dict[str, str]:
    """The two most frequent streets of each cell."""
    named = on_streets(frame)
    often = named.groupby(["cell", "street"]).size().rename("times").reset_index()
    often = often.sort_values(["cell", "times", "street"], ascending=[True, False, True])
    two = often.groupby("cell").head(2)
    return {str(cell): ", ".join(streets) for cell, streets in two.groupby("cell")["street"]}


def _nearest(cell: str, centres: Mapping[str, tuple[float, float]], names: Mapping[str, str]) -> str:
    nearest = min(
        names, key=lambda other: h3.great_circle_distance(centres[cell], centres[other]), default=""
    )
    return names.get(nearest, "")
