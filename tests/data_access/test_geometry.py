"""Points into areas: as the slow even-odd rule in plain Python has it, each row as often as it should be."""

from collections.abc import Sequence

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.geometry import place, shape_of
from data_access.models import Point
from tests.support.even_odd import inside
from tests.support.soak import rounds

WEST, EAST = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)


def pairs(points: Sequence[tuple[float, float]], areas: Sequence[shapely.Geometry]) -> list[tuple[int, int]]:
    x, y = (np.array([p[i] for p in points], dtype=float) for i in (0, 1))
    rows, found = place(x, y, areas)
    return list(zip(rows.tolist(), found.tolist(), strict=True))


def test_repeated_points_stay_as_many_rows() -> None:
    assert pairs([(0.5, 0.5)] * 3 + [(1.5, 0.5)], [WEST, EAST]) == [(0, 0), (1, 0), (2, 0), (3, 1)]


def test_a_point_in_two_areas_is_in_both() -> None:
    assert pairs([(0.5, 0.5)], [WEST, shapely.box(0, 0, 3, 3)]) == [(0, 0), (0, 1)]


def test_a_point_on_the_edge_lies_in_the_area() -> None:
    assert pairs([(1, 0.5), (0, 0)], [WEST, EAST]) == [(0, 0), (1, 0), (0, 1)]


def test_what_is_no_point_lies_nowhere() -> None:
    points = [(np.nan, 0.5), (0.5, np.nan), (np.inf, 0.5), (1e300, 1e300), (9, 9)]
    assert pairs(points, [WEST, EAST]) == []


def test_no_points_and_empty_areas_are_no_trouble() -> None:
    assert pairs([], [WEST]) == []
    assert pairs([(0.5, 0.5)], [shapely.Polygon()]) == []


# Corners on whole numbers and points on halves: no point is on an edge, where the rules may differ.
CORNERS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=9)
RINGS = CORNERS.filter(lambda ring: walks_no_stretch_twice(ring))
HALVES = st.lists(
    st.tuples(st.integers(0, 24), st.integers(0, 24)).map(lambda p: (p[0] / 2 + 0.127, p[1] / 2 + 0.0713)),
    min_size=1,
    max_size=40,
)


def walks_no_stretch_twice(ring: list[tuple[float, float]]) -> bool:
    """A ring that goes twice round the same area has none by the slow rule; police.uk's go round once."""
    line = shapely.LineString([*ring, ring[0]])
    return bool(abs(shapely.unary_union(line).length - line.length) < 1e-9)


@pytest.mark.slow
@settings(max_examples=rounds(150), deadline=None)
@given(rings=st.lists(RINGS, min_size=1, max_size=4), points=HALVES)
def test_any_ring_is_read_as_the_slow_rule_reads_it(
    rings: list[list[tuple[float, float]]], points: list[tuple[float, float]]
) -> None:
    """Also rings that cross or touch themselves, as published ones do."""
    areas = [shape_of([Point(y, x) for x, y in ring]) for ring in rings]
    slow = [
        (i, a)
        for a, ring in enumerate(rings)
        for i, (x, y) in enumerate(points)
        if inside(x, y, [[*ring, ring[0]]])
    ]
    assert pairs(points, areas) == slow
