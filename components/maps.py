"""Boundaries and cells into map figures. Pure; no base map, no point, no outside request.

A map is fitted to the boundary, never to the data: records snap across lines, and some lie in another county.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pydeck
from shapely import make_valid
from shapely.geometry import Polygon

from components import colours
from components.layout import FONT
from components.words import _, ngettext
from data_access.cells import drawn_apart, outlines
from data_access.models import Point

# About 50 m: a boundary of 2,079 corners is 212 kB in pydeck. For drawing only, never for placing.
SIMPLIFY_DEGREES = 0.0005
# The narrowest frame the map is shown in, less its edge; a wider frame shows more around it.
FRAME_PX = (300, 390)
# Side of the world at zoom 0, in pixels.
WORLD_PX = 512


def classes(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Three ranges of whole numbers that cover all counts, each holding about a third of the cells."""
    ordered = sorted(set(counts))
    if len(ordered) < 3:
        return [(n, n) for n in ordered]
    first, second = (
        ordered[len(ordered) // 3 - 1 if len(ordered) > 3 else 0],
        ordered[2 * len(ordered) // 3 - 1],
    )
    second = max(second, next(n for n in ordered if n > first))
    ranges = [(ordered[0], first), (first + 1, second), (second + 1, ordered[-1])]
    return [r for r in ranges if r[0] <= r[1]]


def small_map(boundary: Sequence[Point], table: pd.DataFrame) -> go.Figure:
    """A quiet map for the front page, drawn by the chart library that the page has loaded already."""
    table = drawn_apart(table)
    figure = go.Figure()
    ranges = classes(list(table["count"]))
    for cell, count, words in _cells(table):
        corners = outlines(cell)
        figure.add_trace(_shape(corners + corners[:1], colours.CLASSES[_class(count, ranges)], words))
    for ring in _rings(boundary):
        figure.add_trace(
            go.Scatter(
                x=[x for x, _y in ring],
                y=[y for _x, y in ring],
                mode="lines",
                line={"color": colours.ACCENT, "width": 2},
                hoverinfo="skip",
            )
        )
    west, south, east, north = _bounds(boundary)
    middle = math.radians((south + north) / 2)
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        height=300,
        margin={"l": 2, "r": 2, "t": 2, "b": 24},
        showlegend=False,
        dragmode=False,
        paper_bgcolor="white",
        plot_bgcolor="white",
        font={"family": FONT},
        hoverlabel={"bgcolor": "white", "font": {"color": colours.INK}},
        xaxis={**hidden, "range": _widen(west, east)},
        yaxis={
            **hidden,
            "range": _widen(south, north),
            "scaleanchor": "x",
            "scaleratio": 1 / math.cos(middle),
        },
    )
    figure.add_annotation(
        text=_("approximate points"),
        x=0,
        y=-0.07,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": 13, "color": colours.GREY},
    )
    return figure


def crime_map(boundary: Sequence[Point], table: pd.DataFrame, map_style: str | None = None) -> pydeck.Deck:
    """The large map: outside dimmed, boundary outlined, cells in three classes, its own label inside."""
    table = drawn_apart(table)
    ranges = classes(list(table["count"]))
    west, south, east, north = _bounds(boundary)
    cells = [
        {"corners": outlines(cell), "fill": _rgb(colours.CLASSES[_class(count, ranges)]), "words": words}
        for cell, count, words in _cells(table)
    ]
    rings = _rings(boundary)
    around = [[west - 2, south - 2], [east + 2, south - 2], [east + 2, north + 2], [west - 2, north + 2]]
    layers = [
        _layer(
            "PolygonLayer", cells, get_polygon="corners", get_fill_color="fill", opacity=0.75, pickable=True
        ),
        _layer(
            "PolygonLayer",
            [{"rings": [[*around, around[0]], *rings]}],
            get_polygon="rings",
            get_fill_color=[255, 255, 255, 150],
            stroked=False,
        ),
        _layer(
            "PathLayer",
            [{"path": ring} for ring in rings],
            get_path="path",
            get_color=_rgb(colours.ACCENT),
            width_min_pixels=2.5,
        ),
        _layer(
            "TextLayer",
            [{"text": _("approximate points"), "at": [(west + east) / 2, south]}],
            get_position="at",
            get_text="text",
            get_size=14,
            get_color=_rgb(colours.GREY),
            get_pixel_offset=[0, 14],
            font_family=pydeck.types.String("system-ui, sans-serif"),
        ),
    ]
    return pydeck.Deck(
        layers=layers,
        initial_view_state=pydeck.ViewState(
            latitude=(south + north) / 2, longitude=(west + east) / 2, zoom=_zoom(west, south, east, north)
        ),
        tooltip={"text": "{words}"},
        **_base(map_style),
    )


def _base(map_style: str | None) -> dict[str, str | None]:
    """No base map: no provider, and no word on style (None would make the browser ask a map service)."""
    return {"map_provider": "maplibre", "map_style": map_style} if map_style else {"map_provider": None}


def _layer(kind: str, data: list[dict[str, Any]], **options: Any) -> pydeck.Layer:
    return pydeck.Layer(kind, data=data, **options)


def _shape(corners: Sequence[tuple[float, float]], fill: str, words: str) -> go.Scatter:
    return go.Scatter(
        x=[x for x, _y in corners],
        y=[y for _x, y in corners],
        mode="lines",
        fill="toself",
        fillcolor=fill,
        line={"color": "white", "width": 1},
        hoveron="fills",
        text=words,
        hoverinfo="text",
        opacity=0.9,
    )


def _cells(table: pd.DataFrame) -> Iterator[tuple[str, int, str]]:
    """Each cell's index, its count, and both in words."""
    for cell, count, name in zip(table["cell"], table["count"], table["name"], strict=True):
        where = _("near {street}").format(street=name) if name else _("an area without a known street")
        yield str(cell), int(count), f"{where}: " + ngettext("{n} recorded", "{n} recorded", int(count))


def _class(count: int, ranges: Sequence[tuple[int, int]]) -> int:
    return next((n for n, (_low, high) in enumerate(ranges) if count <= high), len(ranges) - 1)


def _rings(boundary: Sequence[Point]) -> list[list[list[float]]]:
    """Closed outer rings as [longitude, latitude], simplified for drawing."""
    if len(boundary) < 4:
        return []
    shape = make_valid(Polygon([(p.longitude, p.latitude) for p in boundary])).simplify(SIMPLIFY_DEGREES)
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    return [[[round(x, 5), round(y, 5)] for x, y in part.exterior.coords] for part in parts]


def _bounds(boundary: Sequence[Point]) -> tuple[float, float, float, float]:
    longitudes, latitudes = [p.longitude for p in boundary], [p.latitude for p in boundary]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _zoom(west: float, south: float, east: float, north: float) -> float:
    """The Web Mercator zoom at which the bounds fit the narrowest frame."""

    def y(latitude: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)

    width, height = max((east - west) / 360, 1e-6), max(y(north) - y(south), 1e-6)
    return min(math.log2(FRAME_PX[0] / WORLD_PX / width), math.log2(FRAME_PX[1] / WORLD_PX / height), 16)


def _widen(low: float, high: float) -> list[float]:
    edge = (high - low) * 0.03
    return [low - edge, high + edge]


def _rgb(colour: str) -> list[int]:
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
