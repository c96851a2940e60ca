"""Archives and boundaries of our own making, in data.police.uk's layout."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import shapely

from data_access.archive.boundary_files import Area
from data_access.models import NeighbourhoodRef

# Small files of every crooked kind that was met, with invented names. Put the next one beside them.
CROOKED = Path(__file__).with_name("crooked")
BOUNDARIES, STREET = CROOKED / "boundaries", CROOKED / "street"
COLUMNS = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
FORCE = "wiltshire"
# Two squares side by side, a tenth of a degree wide.
WEST = Area(NeighbourhoodRef(FORCE, "W"), "West side", shapely.box(-2.0, 51.0, -1.9, 51.1))
EAST = Area(NeighbourhoodRef(FORCE, "E"), "East side", shapely.box(-1.9, 51.0, -1.8, 51.1))
IN_WEST, IN_EAST, OUTSIDE, NOWHERE = ("-1.95", "51.05"), ("-1.85", "51.05"), ("0.5", "52.9"), ("", "")
Point = tuple[str, str]


def row(
    month: str = "2025-01",
    point: Point = IN_WEST,
    category: str = "Burglary",
    crime_id: str = "",
    street: str = "On or near Bath Road",
    outcome: str = "Under investigation",
) -> str:
    return f"{crime_id},{month},A Force,A Force,{point[0]},{point[1]},{street},,,{category},{outcome},"


def street_file(rows: Iterable[str]) -> str:
    return "\n".join([COLUMNS, *rows]) + "\n"


def member(month: str, force_id: str = FORCE) -> str:
    return f"{month}/{month}-{force_id}-street.csv"


def archive(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """A zip of these members."""
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def months_of(
    counts: Mapping[str, int], force_id: str = FORCE, points: Sequence[Point] = (IN_WEST,)
) -> dict[str, str]:
    """Members of one force with so many rows a month, going round the points."""
    return {
        member(month, force_id): street_file(row(month, points[n % len(points)]) for n in range(number))
        for month, number in counts.items()
    }
