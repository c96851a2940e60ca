"""The neighbourhoods' boundaries as files, longitude first: KML as data.police.uk has it, and GeoJSON."""

import json
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement

from demo.places import Force, Place
from demo.world import World

KML = "http://www.opengis.net/kml/2.2"


def write_boundaries(folder: Path, world: World) -> None:
    """`kml/` and `geojson/` in the folder: either says the same."""
    _write_kml(folder / "kml", world)
    _write_geojson(folder / "geojson", world)


def _write_kml(folder: Path, world: World) -> None:
    """One file a neighbourhood: `<force>/<neighbourhood id>.kml`."""
    for place in world.places():
        home = folder / place.force_id
        home.mkdir(parents=True, exist_ok=True)
        ElementTree(_kml(place)).write(home / f"{place.id}.kml", encoding="utf-8", xml_declaration=True)


def _write_geojson(folder: Path, world: World) -> None:
    """One file a force: `<force>.geojson`, each neighbourhood with its `id` and `name`."""
    folder.mkdir(parents=True, exist_ok=True)
    for force in world.forces.values():
        text = json.dumps(_collection(force), ensure_ascii=False)
        (folder / f"{force.id}.geojson").write_text(text, encoding="utf-8")


def _kml(place: Place) -> Element:
    root = Element("kml", xmlns=KML)
    mark = SubElement(SubElement(root, "Document"), "Placemark")
    SubElement(mark, "name").text = place.id
    outer = SubElement(SubElement(mark, "Polygon"), "outerBoundaryIs")
    corners = [f"{longitude:.10f},{latitude:.10f},0.0" for latitude, longitude in place.ring]
    SubElement(SubElement(outer, "LinearRing"), "coordinates").text = " ".join(corners)
    return root


def _collection(force: Force) -> dict[str, object]:
    features = [
        {
            "type": "Feature",
            "properties": {"id": place.id, "name": place.facts["name"]},
            "geometry": {"type": "Polygon", "coordinates": [place.ring[:, ::-1].tolist()]},
        }
        for place in force.places.values()
    ]
    return {"type": "FeatureCollection", "features": features}
