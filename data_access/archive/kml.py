"""One neighbourhood as KML outlines it, whatever the version: all its polygons, or a sentence why not."""

import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import shapely
from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from shapely.geometry import Polygon

from data_access.archive.zip_safety import Unreadable
from data_access.geometry import polygons

LARGEST = 20_000_000  # the largest published has 128 kB


def outline(content: bytes) -> tuple[str, shapely.Geometry]:
    """The name of the placemark, "" without one, and its shape. Raises Unreadable, or ValueError for what
    makes no sense at all.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"it has more than {LARGEST:,} bytes, more than we take.")
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise Unreadable(f"it is no KML ({error}).") from error
    pieces = [polygons(_polygon(polygon)) for polygon in _inside(root, "Polygon")]
    if not pieces:
        raise Unreadable("it has no polygon.")
    # The name of the placemark, not of the folder it is kept in, nor of a label beside it.
    marks = [mark for mark in _inside(root, "Placemark") if _inside(mark, "Polygon")]
    names = dict.fromkeys(name for mark in marks if (name := _name(mark)))
    if len(names) > 1:
        raise Unreadable(f"it holds {len(names)} areas ({', '.join(names)}); one to a file is needed.")
    return next(iter(names), ""), shapely.union_all(pieces)


def _name(mark: Element) -> str:
    return next((text for e in _inside(mark, "name") if (text := (e.text or "").strip())), "")


def _polygon(polygon: Element) -> Polygon:
    outer = [ring for edge in _inside(polygon, "outerBoundaryIs") for ring in _inside(edge, "LinearRing")]
    holes = [ring for edge in _inside(polygon, "innerBoundaryIs") for ring in _inside(edge, "LinearRing")]
    if len(outer) != 1:
        raise Unreadable(f"one of its polygons has {len(outer) or 'no'} outer boundaries.")
    return Polygon(_ring(outer[0]), [_ring(hole) for hole in holes])


def _inside(element: Element, tag: str) -> list[Element]:
    """Every `tag` in the element, in whichever namespace, and the element itself if it is one."""
    found: list[Element] = element.findall(f".//{{*}}{tag}")
    return found + ([element] if element.tag.rpartition("}")[2] == tag else [])


def _ring(ring: Element) -> Any:
    """(n, 2) corners of `longitude,latitude[,altitude]`, also where there is space about the commas."""
    text = " ".join(e.text or "" for e in _inside(ring, "coordinates"))
    corners = [corner.split(",") for corner in re.sub(r"\s*,\s*", ",", text).split()]
    if len(corners) < 3 or not all(2 <= len(corner) <= 3 for corner in corners):
        raise Unreadable("one of its rings is not a list of three corners or more.")
    return np.array([corner[:2] for corner in corners], dtype=float)
