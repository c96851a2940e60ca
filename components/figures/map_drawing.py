"""The map of small areas as one drawing: what the interactive map, the page on paper and the light page show.

Pure: a boundary, cells and names in; shapes and words at their places out, in pixels of the narrowest frame
the map is shown in. It is fitted to the boundary, never to the data: records snap across lines, and some lie
in another county. No base map, no point.
"""

import math
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from components.words.language import _, ngettext
from data_access.geometry import shape_of
from data_access.models import Point
from data_access.statistics.map_cells import drawn_apart, outlines
from data_access.translation import N_

WIDTH, SHORTEST, TALLEST = 320, 200, 370
# Room for the neighbours' names, and below it a strip for the scale.
MARGIN, STRIP = 24, 22
# Web Mercator: the world's side at zoom 0, and its way round.
WORLD_PX, ROUND_M = 512, 40_075_017
NEAREST_ZOOM = 16
LETTER_PX, LINE_PX, LONGEST_LINE = 7.0, 14, 18
MOST_LABELS, MOST_NEIGHBOURS = 12, 5
GRID_PX = 10
# A cell of which the boundary leaves no more than this is drawn as a dot of that size on its edge.
SPECK_PX = 3.0
LONGEST_BAR_PX = 90
SCALES = (
    (45.72, N_("50 yards")),
    (91.44, N_("100 yards")),
    (182.88, N_("200 yards")),
    (402.34, N_("¼ mile")),
    (804.67, N_("½ mile")),
    (1609.34, N_("1 mile")),
    (3218.69, N_("2 miles")),
    (8046.72, N_("5 miles")),
    (16093.44, N_("10 miles")),
)
STREET, NEIGHBOUR, MARK, NOTE = "street", "neighbour", "mark", "note"

Ring = list[tuple[float, float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """Where on the ground the drawing's left upper corner lies, in pixels of the world at `zoom`."""

    zoom: float
    left: float
    top: float
    width: float
    height: float

    def pixels(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) longitudes and latitudes as pixels of the frame."""
        world = _mercator(degrees) * WORLD_PX * 2**self.zoom
        return world - (self.left, self.top)

    def ground(self, x: float, y: float) -> list[float]:
        """Longitude and latitude of a pixel."""
        side = WORLD_PX * 2**self.zoom
        north = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + self.top) / side))))
        return [round((x + self.left) / side * 360 - 180, 5), round(north, 5)]

    @property
    def metres_a_pixel(self) -> float:
        """On the ground, at the frame's middle."""
        _east, north = self.ground(self.width / 2, self.height / 2)
        return ROUND_M * math.cos(math.radians(north)) / (WORLD_PX * 2**self.zoom)


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
class Label:
    """A few words with their middle at `x`, `y`."""

    kind: str
    lines: tuple[str, ...]
    x: float
    y: float

    @property
    def text(self) -> str:
        """The words as one string of lines."""
        return "\n".join(self.lines)

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of what the words cover."""
        width, height = _size(self.lines)
        return self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2


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
    bar: tuple[float, float, float] = (0, 0, 0)


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
    frame = _fitted(boundary)
    home = shapely.transform(shape_of(boundary), frame.pixels).simplify(0.5)
    shown = drawn_apart(table)
    ranges = classes(list(shown["count"]))
    cells = [
        Cell(id_, _clipped(id_, frame, home), class_of(count, ranges), words, id_ in outlined)
        for id_, count, words in words_of(shown)
    ]
    labels, bar = _scale(frame)
    labels = _with_marks(labels, shown, written or {}, frame)
    labels = _with_neighbours(labels, neighbours or {}, frame, home)
    labels = _with_streets(labels, streets, frame, home)
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


def words_of(table: pd.DataFrame) -> Iterator[tuple[str, int, str]]:
    """Each cell's index, its count, and both in words."""
    for cell, count, name in zip(table["cell"], table["count"], table["name"], strict=True):
        where = _("near {street}").format(street=name) if name else _("an area without a known street")
        yield str(cell), int(count), f"{where}: " + ngettext("{n} recorded", "{n} recorded", int(count))


def rings(shape: shapely.Geometry) -> list[list[Ring]]:
    """The polygons of a shape, each its outer ring, then its holes."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return [
        [[(float(x), float(y)) for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in parts
    ]


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have a point in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _mercator(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes and latitudes as shares of the world's side, from its left upper corner."""
    north = np.log(np.tan(np.pi / 4 + np.radians(degrees[:, 1]) / 2)) / (2 * np.pi)
    return np.column_stack([degrees[:, 0] / 360 + 0.5, 0.5 - north])


def _fitted(boundary: Sequence[Point]) -> Frame:
    world = _mercator(np.array([(p.longitude, p.latitude) for p in boundary]))
    (west, north), (east, south) = world.min(axis=0), world.max(axis=0)
    room = WIDTH - 2 * MARGIN, TALLEST - 2 * MARGIN - STRIP
    wide, high = max(east - west, 1e-9), max(south - north, 1e-9)
    zoom = min(math.log2(room[0] / wide / WORLD_PX), math.log2(room[1] / high / WORLD_PX), NEAREST_ZOOM)
    side = WORLD_PX * 2**zoom
    height = min(max(high * side + 2 * MARGIN + STRIP, SHORTEST), TALLEST)
    left = (west + east) / 2 * side - WIDTH / 2
    return Frame(zoom, left, (north + south) / 2 * side - (height - STRIP) / 2, WIDTH, height)


def _clipped(cell: str, frame: Frame, home: shapely.Geometry) -> list[list[Ring]]:
    whole = shapely.polygons(frame.pixels(np.array(outlines(cell))))
    inside = shapely.intersection(whole, home)
    if inside.area < SPECK_PX**2 and not home.is_empty:
        edge = shapely.shortest_line(home, shapely.centroid(whole)).coords[0]
        inside = shapely.intersection(shapely.Point(edge).buffer(SPECK_PX, 2), home)
    return rings(inside)


def _scale(frame: Frame) -> tuple[list[Label], tuple[float, float, float]]:
    """The bar of a round length with its words, and what the map says of itself, below the ground."""
    metres, words = max(
        (scale for scale in SCALES if scale[0] / frame.metres_a_pixel <= LONGEST_BAR_PX), default=SCALES[0]
    )
    y = frame.height - LINE_PX / 2 - 2
    start, end = 6.0, 6.0 + metres / frame.metres_a_pixel
    length, note = (_(words),), (_("approximate points"),)
    return [
        Label(NOTE, length, end + 5 + _size(length)[0] / 2, y),
        Label(NOTE, note, frame.width - 4 - _size(note)[0] / 2, y),
    ], (start, end, y)


def _with_marks(
    labels: list[Label], table: pd.DataFrame, written: Mapping[str, str], frame: Frame
) -> list[Label]:
    marked = table[table["cell"].isin(written)]
    at = frame.pixels(marked[["longitude", "latitude"]].to_numpy(float))
    for cell, (x, y) in zip(marked["cell"], at, strict=True):
        if free := _free_place(MARK, (written[cell],), float(x), float(y), labels, frame):
            labels = [*labels, free]
    return labels


def _with_streets(
    labels: list[Label], streets: pd.DataFrame, frame: Frame, home: shapely.Geometry
) -> list[Label]:
    """The names of streets, largest first, each where it lies or a little beside it."""
    if streets.empty:
        return labels
    at = frame.pixels(streets[["longitude", "latitude"]].to_numpy(float))
    inside = shapely.contains_xy(home, at[:, 0], at[:, 1])
    for street, (x, y) in zip(streets["street"][inside], at[inside], strict=True):
        if sum(label.kind in {STREET, NEIGHBOUR} for label in labels) >= MOST_LABELS:
            break
        lines = _lines(street)
        known = any(label.lines == lines for label in labels)
        if not known and (free := _free_place(STREET, lines, float(x), float(y), labels, frame)):
            labels = [*labels, free]
    return labels


def _free_place(
    kind: str, lines: tuple[str, ...], x: float, y: float, labels: list[Label], frame: Frame
) -> Label | None:
    """The words at their place, or half their size off it, where they cover nothing; else None."""
    width, height = _size(lines)
    for right, down in ((0, 0), (0, -0.6), (0, 0.6), (0.5, 0), (-0.5, 0)):
        label = Label(kind, lines, x + right * width, y + down * height)
        if _is_free(label, labels, frame):
            return label
    return None


def _is_free(label: Label, labels: list[Label], frame: Frame) -> bool:
    left, top, right, bottom = label.box
    in_frame = left >= 2 and top >= 2 and right <= frame.width - 2 and bottom <= frame.height - STRIP
    return in_frame and not any(overlap(label.box, other.box) for other in labels)


def _with_neighbours(
    labels: list[Label], neighbours: Mapping[str, shapely.Geometry], frame: Frame, home: shapely.Geometry
) -> list[Label]:
    """The neighbours' names, those with the longest common boundary first, close to it and wholly outside."""
    shapes = {name: shapely.transform(area, frame.pixels) for name, area in neighbours.items()}
    near = home.buffer(4)
    common = {name: shape.boundary.intersection(near).length for name, shape in shapes.items()}
    shapely.prepare(home)
    for name in sorted(shapes, key=lambda name: (-common[name], name)):
        if sum(label.kind == NEIGHBOUR for label in labels) >= MOST_NEIGHBOURS:
            break
        if free := _place_outside(_lines(name), shapes[name], labels, frame, home):
            labels = [*labels, free]
    return labels


def _place_outside(
    lines: tuple[str, ...],
    area: shapely.Geometry,
    labels: list[Label],
    frame: Frame,
    home: shapely.Geometry,
) -> Label | None:
    width, height = _size(lines)
    x, y = (
        values.ravel()
        for values in np.meshgrid(
            np.arange(width / 2 + 3, frame.width - width / 2 - 2, GRID_PX),
            np.arange(height / 2 + 3, frame.height - STRIP - height / 2, GRID_PX),
        )
    )
    there = shapely.contains_xy(area, x, y)
    x, y = x[there], y[there]
    boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    outside = ~shapely.intersects(home, boxes)
    x, y, boxes = x[outside], y[outside], boxes[outside]
    covered = shapely.area(shapely.intersection(boxes, area)) / (width * height)
    for n in np.argsort(shapely.distance(home, boxes) / GRID_PX - 4 * covered, kind="stable"):
        label = Label(NEIGHBOUR, lines, float(x[n]), float(y[n]))
        if _is_free(label, labels, frame):
            return label
    return None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, LONGEST_LINE)) or ("",)


def _size(lines: Sequence[str]) -> tuple[float, float]:
    return max(map(len, lines)) * LETTER_PX + 4, len(lines) * LINE_PX
