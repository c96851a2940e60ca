"""The areas of a GeoJSON file, with their ids and names: all of them, or a sentence why not."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from shapely.geometry import shape

from data_access.archive.zip_safety import Unreadable

MOST_NAMED = 10


def outlines(
    content: bytes, id_property: str | None, name_property: str | None, *, a_feature_a_line: bool
) -> list[tuple[str, str, shapely.Geometry]]:
    """Id, name and shape of each area; an area may come in several. Raises Unreadable, or ValueError,
    TypeError, LookupError, AttributeError for what makes no sense at all.
    """
    features = _feature_lines(content) if a_feature_a_line else _features(content)
    described = [feature.get("properties") or {} for feature in features]
    ids = [_id(feature, id_property) for feature in features]
    if None in ids:
        known = _listed(dict.fromkeys(name for properties in described for name in properties))
        raise Unreadable(f"an area has no id: say which property it is with --id-property (of: {known}).")
    better = _telling(described, {"id", name_property or "name"})
    if not id_property and better and all(str(id_).isdecimal() for id_ in ids):
        raise Unreadable(
            f"its ids ({_listed(ids[:3])}) are bare numbers: say with --id-property which property is the "
            f"neighbourhood's id (of: {_listed(better)}; id, if they are)."
        )
    return [
        (str(id_), str(properties.get(name_property or "name") or id_), shape(feature["geometry"]))
        for id_, feature, properties in zip(ids, features, described, strict=True)
        if feature.get("geometry")
    ]


def _features(content: bytes) -> list[dict[str, Any]]:
    document = json.loads(content)
    kind = document.get("type")
    if kind not in ("FeatureCollection", "Feature"):
        what = "Esri's own JSON" if "geometryType" in document else f"of type {kind!r}"
        raise Unreadable(f"it is {what}, not GeoJSON.")
    if (document.get("properties") or {}).get("exceededTransferLimit") or document.get(
        "exceededTransferLimit"
    ):
        raise Unreadable("it is a part only: its server stopped at a limit (exceededTransferLimit).")
    features: list[dict[str, Any]] = document["features"] if kind == "FeatureCollection" else [document]
    return features


def _feature_lines(content: bytes) -> list[dict[str, Any]]:
    # A record separator before each line is how RFC 8142 has it.
    lines = content.decode("utf-8-sig").replace("\x1e", "").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _id(feature: dict[str, Any], id_property: str | None) -> object:
    """Nought is an id; an empty one is none. A feature's own is called `id`, as a property may be."""
    properties = feature.get("properties") or {}
    found = [properties.get(id_property or "id")]
    if id_property in (None, "id"):
        found.insert(0, feature.get("id"))
    return next((id_ for id_ in found if id_ not in (None, "")), None)


def _telling(described: Sequence[dict[str, Any]], other_than: set[str]) -> list[str]:
    """The properties that may be ids: words in every feature, mostly others in each, for an area may come in
    several pieces.
    """
    return sorted(
        key
        for key in set[str]().union(*described) - other_than
        if all(isinstance(value := properties.get(key), str) and value for properties in described)
        and len({properties[key] for properties in described}) > len(described) / 2
    )


def _listed(things: Iterable[object]) -> str:
    words = [str(thing)[:60] for thing in things]
    return ", ".join(words[:MOST_NAMED]) + (" ..." if len(words) > MOST_NAMED else "") or "none"
