"""The words on a map at places where none covers another: scale, marks, neighbours, streets. Pure."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from components.figures.map_frame import STRIP, Frame
from components.words.language import _
from data_access.translation import N_

LETTER_PX, LINE_PX, LONGEST_LINE = 7.0, 14, 18
MOST_LABELS, MOST_NEIGHBOURS = 12, 5
GRID_PX = 10
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

Box = tuple[float, float, float, float]
# From where to where the scale's bar goes, and its height.
Bar = tuple[float, float, float]


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


def labels_and_bar(
    frame: Frame,
    home: shapely.Geometry,
    marked: pd.DataFrame,
    neighbours: Mapping[str, shapely.Geometry],
    streets: pd.DataFrame,
) -> tuple[list[Label], Bar]:
    """The words, the scale's first, and its bar. `home`: the place itself, in pixels. `marked`: the cells
    that bear a `word`; `neighbours`: areas in degrees, by name; `streets`: largest first.
    """
    labels, bar = _scale(frame)
    labels = _with_marks(labels, marked, frame)
    labels = _with_neighbours(labels, neighbours, frame, home)
    return _with_streets(labels, streets, frame, home), bar


def overlap(one: Box, other: Box) -> bool:
    """Whether one box covers a part of the other."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale(frame: Frame) -> tuple[list[Label], Bar]:
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


def _with_marks(labels: list[Label], marked: pd.DataFrame, frame: Frame) -> list[Label]:
    at = frame.pixels(marked[["longitude", "latitude"]].to_numpy(float))
    for word, (x, y) in zip(marked["word"], at, strict=True):
        if free := _free_place(MARK, (word,), float(x), float(y), labels, frame):
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
    """The words at their place, or a little off it, where they cover nothing; else None."""
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
