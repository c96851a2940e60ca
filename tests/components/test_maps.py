import json
from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from components import maps
from data_access.cells import cells
from data_access.models import Point

SQUARE = [
    Point(51.20, -1.90),
    Point(51.20, -1.85),
    Point(51.24, -1.85),
    Point(51.24, -1.90),
    Point(51.20, -1.90),
]


def records(n: int = 40) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "latitude": [51.205 + 0.001 * (k % 30) for k in range(n)],
            "longitude": [-1.89 + 0.001 * (k % 7) for k in range(n)],
            "street_name": "On or near Mill Lane",
        }
    )


@given(st.lists(st.integers(1, 500), min_size=1, max_size=60))
def test_classes_cover_every_count_once_and_are_at_most_three(counts):
    ranges = maps.classes(counts)
    assert 1 <= len(ranges) <= 3
    assert all(sum(low <= n <= high for low, high in ranges) == 1 for n in counts)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


def test_the_map_is_fitted_to_the_boundary_and_not_to_the_data():
    far = pd.concat(
        [records(), pd.DataFrame({"latitude": [52.6], "longitude": [1.3], "street_name": ["Norwich"]})]
    )
    view = json.loads(maps.crime_map(SQUARE, cells(far)).to_json())["initialViewState"]
    assert round(view["latitude"], 3) == 51.22
    assert round(view["longitude"], 3) == -1.875


def test_the_map_says_approximate_points_on_itself_and_asks_nobody():
    deck = json.loads(maps.crime_map(SQUARE, cells(records())).to_json())
    texts = [d["text"] for layer in deck["layers"] for d in layer["data"] if "text" in d]
    assert texts == ["approximate points"]
    assert deck.get("mapProvider") is None
    assert "cartocdn" not in json.dumps(deck)


def test_no_point_leaves_the_server_only_cells():
    deck = maps.crime_map(SQUARE, cells(records())).to_json()
    assert "51.205" not in deck
    assert "Mill Lane: 4" in deck or "near Mill Lane" in deck


def test_a_boundary_of_two_thousand_corners_is_drawn_light():
    many = [Point(51.2 + 0.02 * ((k * 7919) % 2000) / 2e6, -1.9 + 0.05 * k / 2000) for k in range(2000)]
    ring = [*many, Point(51.3, -1.85), Point(51.3, -1.9), many[0]]
    assert len(maps.crime_map(ring, cells(records())).to_json()) < 60_000


def test_the_small_map_keeps_the_shape_of_the_ground():
    figure = maps.small_map(SQUARE, cells(records()))
    assert figure.layout.yaxis.scaleanchor == "x"
    assert 1.59 < figure.layout.yaxis.scaleratio < 1.61
    assert figure.data[-1].mode == "lines"
