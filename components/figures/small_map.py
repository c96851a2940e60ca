"""Boundaries and cells into the small map, and what the large one (`decks`) shares with it.

Pure: no base map, no point, no outside request. A map is fitted to the boundary, never to the data: records
snap across lines, and some lie in another county.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from shapely import make_valid
from shapely.geometry import Polygon

from components.figures import colours
from components.figures.chart_layout import FONT
from components.words.language import _, ngettext
from data_access.models import Point
from data_access.statistics.map_cells import drawn_apart, outlines

# About 50 m: a boundary of 2,079 corners is 212 kB in pydeck. For drawing only, never for placing.
SIMPLIFY_DEGREES = 0.0005


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
    for cell, count, words in words_of(table):
        corners = outlines(cell)
        figure.add_trace(_shape(corners + corners[:1], colours.CLASSES[class_of(count, ranges)], words))
    for ring in rings(boundary):
        figure.add_trace(
            go.Scatter(
                x=[x for x, _y in ring],
                y=[y for _x, y in ring],
                mode="lines",
                line={"color": colours.ACCENT, "width": 2},
                hoverinfo="skip",
            )
        )
    figure.update_layout(**_quiet(boundary))
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


def _quiet(boundary: Sequence[Point]) -> dict[str, Any]:
    """A frame without axes, in the proportions of the ground."""
    west, south, east, north = bounds(boundary)
    middle = math.radians((south + north) / 2)
    hidden = {"visible": False, "fixedrange": True}
    return {
        "height": 300,
        "margin": {"l": 2, "r": 2, "t": 2, "b": 24},
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "font": {"family": FONT},
        "hoverlabel": {"bgcolor": "white", "font": {"color": colours.INK}},
        "xaxis": {**hidden, "range": _widen(west, east)},
        "yaxis": {
            **hidden,
            "range": _widen(south, north),
            "scaleanchor": "x",
            "scaleratio": 1 / math.cos(middle),
        },
    }


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


def words_of(table: pd.DataFrame) -> Iterator[tuple[str, int, str]]:
    """Each cell's index, its count, and both in words."""
    for cell, count, name in zip(table["cell"], table["count"], table["name"], strict=True):
        where = _("near {street}").format(street=name) if name else _("an area without a known street")
        yield str(cell), int(count), f"{where}: " + ngettext("{n} recorded", "{n} recorded", int(count))


def class_of(count: int, ranges: Sequence[tuple[int, int]]) -> int:
    """Which of the ranges a count lies in."""
    return next((n for n, (_low, high) in enumerate(ranges) if count <= high), len(ranges) - 1)


def rings(boundary: Sequence[Point]) -> list[list[list[float]]]:
    """Closed outer rings as [longitude, latitude], simplified for drawing."""
    if len(boundary) < 4:
        return []
    shape = make_valid(Polygon([(p.longitude, p.latitude) for p in boundary])).simplify(SIMPLIFY_DEGREES)
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    return [[[round(x, 5), round(y, 5)] for x, y in part.exterior.coords] for part in parts]


def bounds(boundary: Sequence[Point]) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    longitudes, latitudes = [p.longitude for p in boundary], [p.latitude for p in boundary]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _widen(low: float, high: float) -> list[float]:
    edge = (high - low) * 0.03
    return [low - edge, high + edge]
