"""Neighbourhood boundaries: KML as data.police.uk publishes it, or GeoJSON; files, folders or zips of them.

The published zip holds `.../<force>/<neighbourhood id>.kml`, one neighbourhood a file. In GeoJSON each
feature is an area, its id and name among its properties, and the force must be said. All in WGS84
degrees, longitude first. Nothing is unpacked to disk, and XML with entities is refused.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import shapely
from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from shapely.geometry import Polygon, shape

from data_access import clean_text
from data_access.archive.zip_safety import Unreadable, open_zip, read_member
from data_access.curated.forces import KNOWN
from data_access.errors import InvalidQuestion
from data_access.geometry import polygons
from data_access.models import NeighbourhoodRef
from data_access.store import folders

LARGEST_FILE = 100_000_000  # a whole country of wards; as objects it takes ten times as much
LARGEST_KML = 20_000_000  # the largest published has 128 kB
ENDINGS = (".kml", ".geojson", ".json")


@dataclass(frozen=True)
class Area:
    """A neighbourhood and its shape (polygons, longitude before latitude); `held`: known from the store."""

    place: NeighbourhoodRef
    name: str
    shape: shapely.Geometry
    held: bool = False


@dataclass
class Reading:
    """What the files held: areas by place, and a sentence for each file that could not be read."""

    areas: dict[NeighbourhoodRef, Area] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def add(self, area: Area) -> None:
        """Keep the area; one that comes in several pieces is their union."""
        if known := self.areas.get(area.place):
            area = Area(area.place, known.name, shapely.union(known.shape, area.shape))
        self.areas[area.place] = area


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
            for folder, name, content in _files(path, reading.troubles):
                # `._` is a Mac's notes beside the file.
                if not name.startswith("._") and (force := _force_of(folder, name, force_id)):
                    _read_file(reading, name, content, force, id_property, name_property)
        except Unreadable as error:
            reading.troubles.append(str(error))
    return reading


def _files(path: Path, troubles: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """(folder, name, content) of every boundary file in `path`."""
    if path.suffix.lower() == ".zip" and path.is_file():
        with open_zip(path) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith(ENDINGS):
                    try:
                        content = read_member(archive, member, LARGEST_FILE)
                    except Unreadable as error:
                        troubles.append(f"{member.filename[:200]}: {error}")
                        continue
                    folder, name = ["", *re.split(r"[\\/]", member.filename)][-2:]
                    yield folder, name, content
        return
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
    for file in files if path.is_dir() else [path]:
        yield file.resolve().parent.name, file.name, _content(file)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"{path.name} has more than {LARGEST_FILE:,} bytes, more than we take.")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path.name} could not be opened ({error.strerror}).") from error


def _force_of(folder: str, name: str, only_force: str | None) -> str | None:
    """Whose file it is, by its folder (`<force>/<id>.kml`) or itself (`<force>.geojson`), else `only_force`.

    None for another force's than that. Raises Unreadable when nothing says whose it is.
    """
    stem, ending = Path(name).stem, Path(name).suffix.lower()
    known = KNOWN | {only_force}
    named = folder if folder in known else stem if stem in known and ending != ".kml" else None
    if named:
        return named if only_force in (None, named) else None
    if stem in known:
        raise Unreadable(f"{name} outlines a whole force; boundaries of neighbourhoods are needed.")
    if only_force is None:
        raise Unreadable(f"{name[:200]} does not say which force it is of: name the force with --force.")
    return only_force


def _read_file(
    reading: Reading,
    name: str,
    content: bytes,
    force: str,
    id_property: str | None,
    name_property: str | None,
) -> None:
    try:
        if name.lower().endswith(".kml"):
            if len(content) > LARGEST_KML:
                raise Unreadable(f"it has more than {LARGEST_KML:,} bytes, more than we take.")
            reading.add(_kml_area(content, NeighbourhoodRef(force, Path(name).stem)))
        else:
            # All of a file or nothing: half a force would look like a whole one.
            for area in list(_geojson_areas(content, force, id_property, name_property)):
                reading.add(area)
    except (Unreadable, ParseError, DefusedXmlException, RecursionError) as error:
        reading.troubles.append(f"{name[:200]} could not be read as a boundary: {str(error)[:200]}")
    except (ValueError, TypeError, LookupError, AttributeError, shapely.errors.ShapelyError) as error:
        reading.troubles.append(f"{name[:200]} holds no boundary that makes sense: {str(error)[:200]}")


def _kml_area(content: bytes, place: NeighbourhoodRef) -> Area:
    """All polygons of the file, whatever the KML's version. Its first name, or the id, is the area's."""
    root = ElementTree.fromstring(content, forbid_dtd=True)
    pieces = [
        Polygon(_ring(_inside(p, "outerBoundaryIs")[0]), [_ring(h) for h in _inside(p, "innerBoundaryIs")])
        for p in _inside(root, "Polygon")
    ]
    if not pieces:
        raise Unreadable("it has no polygon.")
    whole = shapely.union_all([polygons(piece) for piece in pieces])
    # The name of the placemark, not of the folder it is kept in.
    names = [e.text for mark in _inside(root, "Placemark") for e in _inside(mark, "name") if e.text]
    return _area(place, names[0] if names else place.neighbourhood_id, whole)


def _inside(element: Element, tag: str) -> list[Element]:
    """Every `tag` in the element, in whichever namespace."""
    return element.findall(f".//{{*}}{tag}") + ([element] if element.tag.endswith("}" + tag) else [])


def _ring(boundary: Element) -> Any:
    text = "".join(e.text or "" for e in _inside(boundary, "coordinates"))
    return np.array([corner.split(",")[:2] for corner in text.split()], dtype=float)


def _geojson_areas(
    content: bytes, force: str, id_property: str | None, name_property: str | None
) -> Iterator[Area]:
    document = json.loads(content)
    features = document["features"] if document.get("type") == "FeatureCollection" else [document]
    for feature in features:
        properties = feature.get("properties") or {}
        id_ = properties.get(id_property) if id_property else feature.get("id", properties.get("id"))
        if id_ in (None, ""):
            known = ", ".join(map(str, properties)) or "none"
            raise Unreadable(f"an area has no id: say which property it is with --id-property (of: {known}).")
        if not feature.get("geometry"):
            continue
        name = str(properties.get(name_property or "name") or id_)
        yield _area(NeighbourhoodRef(force, str(id_)), name, shape(feature["geometry"]))


def _area(place: NeighbourhoodRef, name: str, geometry: shapely.Geometry) -> Area:
    """The area. Raises Unreadable when it encloses nothing, or nothing on earth, or cannot be kept."""
    try:
        folders.place_folder(place)
    except InvalidQuestion as error:
        raise Unreadable(f"{place.neighbourhood_id[:100]!r} cannot be a neighbourhood's id.") from error
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Unreadable("its coordinates are not degrees of longitude and latitude.")
    area = polygons(geometry)
    if area.is_empty:
        raise Unreadable("it encloses nothing.")
    return Area(place, clean_text.plain(name), area)
