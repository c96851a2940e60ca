"""The map of small areas as one drawing: what the interactive map, the page on paper and the light page show.

Pure: a boundary, cells and names in; shapes and words at their places out, in pixels of the narrowest frame
the map is shown in. No base map, no point.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from components.figures import map_frame, map_labels
from components.figures.map_frame import Frame
from components.figures.map_labels import Bar, Label
from components.words.small_areas import cell_words
from data_access.geometry import shape_of
from data_access.models import Point
from data_access.statistics.map_cells import drawn_apart, outlines

# A cell of which the boundary leaves no more than this is drawn as a dot of that size on its edge.
SPECK_PX = 3.0

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Cell:
    """A small area as far as it lies inside the boundary. `polygons`: each its outer ring, then its holes.
    `rank`: its class, from 0. `words`: where it is and how many were recorded.
    """

    id: str
    polygons: list[list[Ring]]
    rank: int
    words: str
    outlined: bool


@dataclass(frozen=True)
class Drawing:
    """All that is drawn. `ranges`: the classes, lowest and highest count of each. `bar`: from where to where
    the scale goes, and its height.
    """

    frame: Frame
    ranges: list[tuple[int, int]]
    cells: list[Cell]
    boundary: list[list[Ring]]
    labels: list[Label] = field(default_factory=list)
    bar: Bar = (0, 0, 0)


def drawing(
    boundary: Sequence[Point],
    table: pd.DataFrame,
    streets: pd.DataFrame,
    neighbours: Mapping[str, shapely.Geometry] | None = None,
    outlined: Collection[str] = (),
    written: Mapping[str, str] | None = None,
) -> Drawing:
    """The cells of `table` that are drawn apart, inside the boundary; `streets` (largest first) and
    `neighbours` by name, so many as there is room for. Some cells are `outlined`, some have a word `written`
    on them, by cell.
    """
    frame = map_frame.fitted(boundary)
    home = shapely.transform(shape_of(boundary), frame.pixels).simplify(0.5)
    shown = drawn_apart(table)
    ranges = classes(list(shown["count"]))
    cells = [
        Cell(id_, _clipped(id_, frame, home), class_of(count, ranges), words, id_ in outlined)
        for id_, count, words in cell_words(shown)
    ]
    marked = shown.assign(word=shown["cell"].map(written or {})).dropna(subset="word")
    labels, bar = map_labels.labels_and_bar(frame, home, marked, neighbours or {}, streets)
    return Drawing(frame, ranges, cells, rings(home), labels, bar)


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


def class_of(count: int, ranges: Sequence[tuple[int, int]]) -> int:
    """Which of the ranges a count lies in."""
    return next((n for n, (_low, high) in enumerate(ranges) if count <= high), len(ranges) - 1)


def rings(shape: shapely.Geometry) -> list[list[Ring]]:
    """The polygons of a shape, each its outer ring, then its holes."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return [
        [[(float(x), float(y)) for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in parts
    ]


def _clipped(cell: str, frame: Frame, home: shapely.Geometry) -> list[list[Ring]]:
    whole = shapely.polygons(frame.pixels(np.array(outlines(cell))))
    inside = shapely.intersection(whole, home)
    if inside.area < SPECK_PX**2 and not home.is_empty:
        edge = shapely.shortest_line(home, shapely.centroid(whole)).coords[0]
        inside = shapely.intersection(shapely.Point(edge).buffer(SPECK_PX, 2), home)
    return rings(inside)
