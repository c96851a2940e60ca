"""The large map of small areas, drawn by deck.gl. Pure; no base map unless the operator chose one."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import pydeck

from components.figures import colours
from components.figures.small_map import bounds, class_of, classes, rings, words_of
from components.words.language import _
from data_access.models import Point
from data_access.statistics.map_cells import drawn_apart, outlines

# The narrowest frame the map is shown in, less its edge; a wider frame shows more around it.
FRAME_PX = (300, 390)
# Side of the world at zoom 0, in pixels.
WORLD_PX = 512


def crime_map(
    boundary: Sequence[Point],
    table: pd.DataFrame,
    map_style: str | None = None,
    outlined: Collection[str] = (),
    written: Mapping[str, str] | None = None,
) -> pydeck.Deck:
    """Outside dimmed, boundary outlined, cells in three classes, some `outlined` and with a word `written` on
    them, the map's own label inside.
    """
    table = drawn_apart(table)
    ranges = classes(list(table["count"]))
    west, south, east, north = bounds(boundary)
    cells = [
        {"corners": outlines(cell), "fill": _rgb(colours.CLASSES[class_of(count, ranges)]), "words": words}
        for cell, count, words in words_of(table)
    ]
    areas = pydeck.Layer(
        "PolygonLayer", data=cells, get_polygon="corners", get_fill_color="fill", opacity=0.75, pickable=True
    )
    label = [{"text": _("approximate points"), "at": [(west + east) / 2, south]}]
    view = pydeck.ViewState(
        latitude=(south + north) / 2, longitude=(west + east) / 2, zoom=_zoom(west, south, east, north)
    )
    return pydeck.Deck(
        layers=[
            areas,
            *_ground(boundary),
            *_marks(table, outlined, written or {}),
            _words(label, 14, colours.GREY, get_pixel_offset=[0, 14]),
        ],
        initial_view_state=view,
        tooltip={"text": "{words}"},
        **_base(map_style),
    )


def _ground(boundary: Sequence[Point]) -> list[pydeck.Layer]:
    """What lies outside dimmed, and the boundary."""
    west, south, east, north = bounds(boundary)
    outer = rings(boundary)
    around = [[west - 2, south - 2], [east + 2, south - 2], [east + 2, north + 2], [west - 2, north + 2]]
    dimmed = [{"rings": [[*around, around[0]], *outer]}]
    veil = [255, 255, 255, 150]
    return [
        pydeck.Layer("PolygonLayer", data=dimmed, get_polygon="rings", get_fill_color=veil, stroked=False),
        _line([{"path": ring} for ring in outer], colours.ACCENT, 2.5),
    ]


def _marks(table: pd.DataFrame, outlined: Collection[str], written: Mapping[str, str]) -> list[pydeck.Layer]:
    """The outlines of some cells, and words in their middles."""
    corners = [outlines(cell) for cell in table["cell"] if cell in outlined]
    middles = zip(table["cell"], table["longitude"], table["latitude"], strict=True)
    words = [{"text": written[cell], "at": [x, y]} for cell, x, y in middles if cell in written]
    white = {"background": True, "get_background_color": [255, 255, 255, 220], "background_padding": [3, 1]}
    return [
        _line([{"path": [*ring, ring[0]]} for ring in corners], colours.INK, 2),
        _words(words, 13, colours.INK, **white),
    ]


def _line(paths: list[dict[str, Any]], colour: str, width: float) -> pydeck.Layer:
    return pydeck.Layer(
        "PathLayer", data=paths, get_path="path", get_color=_rgb(colour), get_width=0, width_min_pixels=width
    )


def _words(texts: list[dict[str, Any]], size: int, colour: str, **options: Any) -> pydeck.Layer:
    family = pydeck.types.String("system-ui, sans-serif")
    return pydeck.Layer(
        "TextLayer", data=texts, get_position="at", get_text="text", get_size=size, get_color=_rgb(colour),
        font_family=family, **options,
    )  # fmt: skip


def _base(map_style: str | None) -> dict[str, str | None]:
    """No base map: no provider, and no word on style (None would make the browser ask a map service)."""
    return {"map_provider": "maplibre", "map_style": map_style} if map_style else {"map_provider": None}


def _zoom(west: float, south: float, east: float, north: float) -> float:
    """The Web Mercator zoom at which the bounds fit the narrowest frame."""

    def y(latitude: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)

    width, height = max((east - west) / 360, 1e-6), max(y(north) - y(south), 1e-6)
    return min(math.log2(FRAME_PX[0] / WORLD_PX / width), math.log2(FRAME_PX[1] / WORLD_PX / height), 16)


def _rgb(colour: str) -> list[int]:
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
