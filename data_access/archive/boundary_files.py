"""Neighbourhood boundaries: KML as data.police.uk publishes it, or GeoJSON; files, folders or zips of them.

The published zip holds `.../<force>/<neighbourhood id>.kml`, one neighbourhood a file. In GeoJSON (also a
feature a line) each feature is an area, its id and name among its properties, and the force must be said. All
in WGS84 degrees, longitude first. Each file is read whole or refused by name, and the others are read
nonetheless. Nothing is unpacked to disk, and XML with entities is refused.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import shapely
from shapely.errors import ShapelyError

from data_access import clean_text
from data_access.archive import geojson, kml
from data_access.archive.zip_safety import Unreadable, open_zip, read_member
from data_access.curated.forces import KNOWN
from data_access.errors import InvalidQuestion
from data_access.geometry import polygons
from data_access.http.json_fields import plausible
from data_access.models import NeighbourhoodRef
from data_access.store import folders

LARGEST_FILE = 100_000_000  # a whole country of wards; as objects it takes ten times as much
A_FEATURE_A_LINE = (".geojsonl", ".geojsons", ".ndjson")
ENDINGS = (".kml", ".geojson", ".json", *A_FEATURE_A_LINE)


@dataclass(frozen=True)
class Area:
    """A neighbourhood and its shape (polygons, longitude before latitude); `held`: known from the store."""

    place: NeighbourhoodRef
    name: str
    shape: shapely.Geometry
    held: bool = False


@dataclass
class Reading:
    """What the files held: areas by place, how many files of each force there were, and a sentence for each
    that could not be read.
    """

    areas: dict[NeighbourhoodRef, Area] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    files: Counter[str] = field(default_factory=Counter)

    def add(self, area: Area) -> None:
        """Keep the area; one that comes in several pieces is their union."""
        if known := self.areas.get(area.place):
            area = Area(area.place, known.name, shapely.union(known.shape, area.shape))
        self.areas[area.place] = area

    @property
    def number_of_areas(self) -> dict[str, int]:
        """By force, of all that had a file: nought where none of its files held any."""
        found = Counter(place.force_id for place in self.areas)
        return {force_id: found[force_id] for force_id in sorted(self.files)}


@dataclass(frozen=True)
class _File:
    folder: str
    name: str
    content: Callable[[], bytes]

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}".lstrip("/")[:200]

    @property
    def ending(self) -> str:
        return Path(self.name).suffix.lower()


def read(
    paths: Iterable[Path],
    force_id: str | None = None,
    id_property: str | None = None,
    name_property: str | None = None,
) -> Reading:
    """The areas in `paths`; with `force_id` only that force's. Never raises for what is in a file."""
    reading = Reading()
    for path in paths:
        try:
            for file in _files(path):
                if not file.name.startswith("._"):  # a Mac's notes beside the file
                    _read_file(reading, file, force_id, id_property, name_property)
        except Unreadable as error:
            reading.troubles.append(str(error))
    return reading


def _files(path: Path) -> Iterator[_File]:
    """Every boundary file in `path`."""
    if path.suffix.lower() == ".zip" and path.is_file():
        with open_zip(path) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith(ENDINGS):
                    folder, name = ["", *re.split(r"[\\/]", member.filename)][-2:]
                    yield _File(folder, name, partial(read_member, archive, member, LARGEST_FILE))
        return
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
    for file in files if path.is_dir() else [path]:
        yield _File(file.resolve().parent.name, file.name, partial(_content, file))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"it has more than {LARGEST_FILE:,} bytes, more than we take.")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"it could not be opened ({error.strerror}).") from error


def _force_of(file: _File, only_force: str | None) -> str:
    """Whose file it is, by its folder (`<force>/<id>.kml`) or itself (`<force>.geojson`), else `only_force`.

    Raises Unreadable when nothing says whose it is.
    """
    stem, known = Path(file.name).stem, KNOWN | {only_force}
    if file.folder in known:
        return file.folder
    if stem in known:
        if file.ending == ".kml":
            raise Unreadable("it outlines a whole force; boundaries of neighbourhoods are needed.")
        return stem
    if only_force is None:
        raise Unreadable("nothing says which force it is of: name the force with --force.")
    return only_force


def _read_file(
    reading: Reading, file: _File, only_force: str | None, id_property: str | None, name_property: str | None
) -> None:
    """All of the file or nothing: half a force would look like a whole one."""
    areas: list[Area] = []
    try:
        force = _force_of(file, only_force)
        if only_force not in (None, force):
            return
        reading.files[force] += 1
        for id_, name, shape in _outlines(file, id_property, name_property):
            areas.append(_area(NeighbourhoodRef(force, id_), name or id_, shape))
    except Unreadable as error:
        reading.troubles.append(f"{file} could not be read as a boundary: {str(error)[:240]}")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, ShapelyError) as error:
        reading.troubles.append(f"{file} holds no boundary that makes sense: {str(error)[:200]}")
    else:
        for area in areas:
            reading.add(area)


def _outlines(
    file: _File, id_property: str | None, name_property: str | None
) -> list[tuple[str, str, shapely.Geometry]]:
    if file.ending == ".kml":
        return [(Path(file.name).stem, *kml.outline(file.content()))]
    by_line = file.ending in A_FEATURE_A_LINE
    return geojson.outlines(file.content(), id_property, name_property, a_feature_a_line=by_line)


def _area(place: NeighbourhoodRef, name: str, geometry: shapely.Geometry) -> Area:
    """The area. Raises Unreadable when it encloses nothing, or nothing in the kingdom, or cannot be kept."""
    try:
        folders.place_folder(place)
    except InvalidQuestion as error:
        raise Unreadable(f"{place.neighbourhood_id[:100]!r} cannot be a neighbourhood's id.") from error
    area = polygons(geometry)
    if geometry.is_empty or area.is_empty:
        raise Unreadable(f"{_called(place)}: it encloses nothing.")
    _check_in_the_kingdom(geometry.bounds, _called(place))
    return Area(place, clean_text.plain(name), area)


def _check_in_the_kingdom(bounds: tuple[float, float, float, float], called: str) -> None:
    west, south, east, north = bounds
    if plausible(south, west) and plausible(north, east):
        return
    if plausible(west, south) and plausible(east, north):
        raise Unreadable(f"{called}: latitude stands before longitude; in GeoJSON and KML it is the reverse.")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Unreadable(
            f"{called}: its coordinates are not degrees of longitude and latitude (a grid's metres?); "
            "it must be written out in WGS84 (EPSG:4326)."
        )
    raise Unreadable(
        f"{called}: it lies outside the United Kingdom ({west:g}, {south:g}, {east:g}, {north:g})."
    )


def _called(place: NeighbourhoodRef) -> str:
    return f"area {place.neighbourhood_id[:60]!r}"
