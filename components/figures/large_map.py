"""The drawing of small areas to move about in, by deck.gl. Pure; no base map but the operator's."""

import json
from functools import cached_property
from typing import Any

import pydeck

from components.figures import colours
from components.figures.map_drawing import Drawing
from components.figures.map_labels import MARK, NEIGHBOUR, NOTE, STREET, Label

# At the foot of the frame, wherever the pointer is: beside the pointer it would be cut off at the edge.
TOOLTIP = {
    "transform": "none",
    "top": "auto",
    "bottom": "0",
    "left": "0",
    "right": "0",
    "background": "#ffffff",
    "color": colours.INK,
    "border": f"1px solid {colours.GREY}",
    "padding": "0.3rem 0.5rem",
    "fontSize": "0.9rem",
}
# The largest step that its buttons lead to.
NEAREST = 4
TYPE_PX = 12
TYPES = {STREET: colours.INK, NEIGHBOUR: colours.GREY, NOTE: colours.GREY, MARK: colours.INK}


class Compact(pydeck.Deck):  # type: ignore[misc]
    """A deck that goes out without indents, a third of the size; nobody changes it once it went out."""

    @cached_property
    def _written(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)

    def to_json(self) -> str:
        """As the browser reads it."""
        return self._written


def crime_map(drawn: Drawing, chosen: str = "", step: int = 0, map_style: str | None = None) -> pydeck.Deck:
    """The drawing, `step` times twice as near, with one cell `chosen`. What is picked is forgotten as soon as
    it is chosen, because its layer has another name then.
    """
    frame = drawn.frame
    layers = [
        _cells(drawn, f"cells-{chosen}"),
        *_ground(drawn),
        _paths(_outlines(drawn, {cell.id for cell in drawn.cells if cell.outlined}), colours.INK, 2),
        _paths(_outlines(drawn, {chosen}), colours.UNUSUAL, 4),
        *(_words(drawn, kind) for kind in TYPES),
    ]
    middle = _middle(drawn, chosen) if step and chosen else None
    longitude, latitude = middle or frame.ground(frame.width / 2, frame.height / 2)
    view = pydeck.ViewState(
        latitude=latitude, longitude=longitude, zoom=frame.zoom + step, min_zoom=frame.zoom
    )
    return Compact(
        layers=layers,
        initial_view_state=view,
        tooltip={"text": "{words}", "style": TOOLTIP},
        **_base(map_style),
    )


def _cells(drawn: Drawing, id_: str) -> pydeck.Layer:
    data = [
        {"cell": cell.id, "rings": _on_ground(drawn, rings), "fill": _rgb(colours.CLASSES[cell.rank]),
         "words": cell.words}
        for cell in drawn.cells for rings in cell.polygons
    ]  # fmt: skip
    return pydeck.Layer(
        "SolidPolygonLayer", data=data, id=id_, get_polygon="rings", get_fill_color="fill", opacity=0.75,
        pickable=True,
    )  # fmt: skip


def _ground(drawn: Drawing) -> list[pydeck.Layer]:
    """What lies outside dimmed, the edges of the cells, the boundary, and the bar of the scale."""
    frame, far = drawn.frame, 3000.0
    corners = ((-far, -far), (far, -far), (far, far), (-far, far), (-far, -far))
    outer = [polygon[0] for polygon in drawn.boundary]
    dimmed = [{"rings": [[frame.ground(*corner) for corner in corners], *_on_ground(drawn, outer)]}]
    edges = [rings[0] for cell in drawn.cells for rings in cell.polygons]
    start, end, y = drawn.bar
    bar = [[(start, y - 4), (start, y), (end, y), (end, y - 4)]]
    return [
        pydeck.Layer(
            "SolidPolygonLayer", data=dimmed, get_polygon="rings", get_fill_color=[255, 255, 255, 150]
        ),
        _paths(_on_ground(drawn, edges), "#FFFFFF", 1),
        _paths(
            _on_ground(drawn, [ring for polygon in drawn.boundary for ring in polygon]), colours.ACCENT, 2.5
        ),
        _paths(_on_ground(drawn, bar), colours.GREY, 2),
    ]


def _outlines(drawn: Drawing, cells: set[str]) -> list[list[list[float]]]:
    rings = [rings[0] for cell in drawn.cells if cell.id in cells for rings in cell.polygons]
    return _on_ground(drawn, rings)


def _middle(drawn: Drawing, chosen: str) -> list[float] | None:
    corners = [corner for ring in _outlines(drawn, {chosen}) for corner in ring]
    return [sum(axis) / len(corners) for axis in zip(*corners, strict=True)] if corners else None


def _on_ground(drawn: Drawing, rings: list[list[tuple[float, float]]]) -> list[list[list[float]]]:
    return [[drawn.frame.ground(x, y) for x, y in ring] for ring in rings]


def _paths(paths: list[list[list[float]]], colour: str, width: float) -> pydeck.Layer:
    data = [{"path": path} for path in paths]
    return pydeck.Layer(
        "PathLayer", data=data, get_path="path", get_color=_rgb(colour), get_width=0, width_min_pixels=width
    )


def _words(drawn: Drawing, kind: str) -> pydeck.Layer:
    labels: list[Label] = [label for label in drawn.labels if label.kind == kind]
    texts = [{"text": label.text, "at": drawn.frame.ground(label.x, label.y)} for label in labels]
    ground: dict[str, Any] = {"background": True, "get_background_color": [255, 255, 255, 190]}
    return pydeck.Layer(
        "TextLayer", data=texts, get_position="at", get_text="text", get_size=TYPE_PX,
        get_color=_rgb(TYPES[kind]), font_family=pydeck.types.String("system-ui, sans-serif"),
        character_set=pydeck.types.String("auto"), **ground,
    )  # fmt: skip


def _base(map_style: str | None) -> dict[str, str | None]:
    """No base map: no provider, and no word on style (None would make the browser ask a map service)."""
    return {"map_provider": "maplibre", "map_style": map_style} if map_style else {"map_provider": None}


def _rgb(colour: str) -> list[int]:
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
