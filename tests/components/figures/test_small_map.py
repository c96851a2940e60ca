import json
from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from components.figures import large_map, small_map, tables
from components.words import small_areas
from data_access.models import Point
from data_access.statistics.map_cells import cells

SQUARE = [
    Point(51.20, -1.90),
    Point(51.20, -1.85),
    Point(51.24, -1.85),
    Point(51.24, -1.90),
    Point(51.20, -1.90),
]

EARLIER = "October 2024 to September 2025"


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
    ranges = small_map.classes(counts)
    assert 1 <= len(ranges) <= 3
    assert all(sum(low <= n <= high for low, high in ranges) == 1 for n in counts)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


def test_the_map_is_fitted_to_the_boundary_and_not_to_the_data():
    far = pd.concat(
        [records(), pd.DataFrame({"latitude": [52.6], "longitude": [1.3], "street_name": ["Norwich"]})]
    )
    view = json.loads(large_map.crime_map(SQUARE, cells(far)).to_json())["initialViewState"]
    assert round(view["latitude"], 3) == 51.22
    assert round(view["longitude"], 3) == -1.875


def test_the_map_says_approximate_points_on_itself_and_asks_nobody():
    deck = json.loads(large_map.crime_map(SQUARE, cells(records())).to_json())
    texts = [d["text"] for layer in deck["layers"] for d in layer["data"] if "text" in d]
    assert texts == ["approximate points"]
    assert deck.get("mapProvider") is None
    assert "cartocdn" not in json.dumps(deck)


def test_no_point_leaves_the_server_only_cells():
    deck = large_map.crime_map(SQUARE, cells(records())).to_json()
    assert "51.205" not in deck
    assert "Mill Lane: 4" in deck or "near Mill Lane" in deck


def test_a_boundary_of_two_thousand_corners_is_drawn_light():
    many = [Point(51.2 + 0.02 * ((k * 7919) % 2000) / 2e6, -1.9 + 0.05 * k / 2000) for k in range(2000)]
    ring = [*many, Point(51.3, -1.85), Point(51.3, -1.9), many[0]]
    assert len(large_map.crime_map(ring, cells(records())).to_json()) < 60_000


def test_the_small_map_keeps_the_shape_of_the_ground():
    figure = small_map.small_map(SQUARE, cells(records()))
    assert figure.layout.yaxis.scaleanchor == "x"
    assert 1.59 < figure.layout.yaxis.scaleratio < 1.61
    assert figure.data[-1].mode == "lines"


def test_small_areas_beside_the_year_before_read_alike_in_map_table_and_sentence():
    table = cells(records(30))
    first, second, third = table["cell"].iloc[:3]
    beside = pd.DataFrame(
        {
            "listed": [True, True, False],
            "listed_before": [True, False, False],
            "stands_out": [False, True, True],
            "named": [False, True, False],
            "recorded": [9.0, 34.0, 30.0],
            "expected": [9.0, 18.2, 20.0],
            "p_high": [0.5, 0.001, 0.002],
        },
        index=[first, second, third],
    )
    outlined, written = small_areas.marks(beside)
    assert outlined == {first, second}
    assert written == {second: "new, more"}
    deck = json.loads(large_map.crime_map(SQUARE, table, None, outlined, written).to_json())
    paths = [d["path"] for layer in deck["layers"] for d in layer["data"] if "path" in d]
    texts = [d["text"] for layer in deck["layers"] for d in layer["data"] if "text" in d]
    assert len(paths) == 1 + len(outlined)
    assert sorted(texts) == ["approximate points", "new, more"]
    said = tables.cells_table(table, small_areas.words(beside))["Marked"]
    assert list(said[:3]) == ["most records", "most records, new, more", "more"]
    assert small_areas.sentences(beside, table, EARLIER) == [
        f"1 of the 2 areas with the most records was also among those in {EARLIER}.",
        f"Around Mill Lane: 34, about 16 more than the pattern of {EARLIER} would suggest.",
        "Up to one in ten of the areas marked “more” may be chance.",
    ]
    nothing = beside.assign(stands_out=False, named=False)
    assert small_areas.sentences(nothing, table, EARLIER)[1] == (
        f"No small area stands out more than it did in {EARLIER}."
    )


def test_all_stay_or_none_does():
    beside = pd.DataFrame(
        {"listed": True, "listed_before": True, "named": False, "p_high": 1.0}, index=["a", "b"]
    )
    assert small_areas.sentences(beside, cells(records()), EARLIER)[0] == (
        f"All 2 areas with the most records were also among those in {EARLIER}."
    )
    beside["listed_before"] = False
    assert small_areas.sentences(beside, cells(records()), EARLIER)[0] == (
        f"None of the 2 areas with the most records was among those in {EARLIER}."
    )
    assert small_areas.sentences(beside[:1], cells(records()), EARLIER)[0] == (
        f"The area with the most records was not the one in {EARLIER}."
    )


def test_a_year_without_the_one_before_has_no_word_beside():
    assert small_areas.marks(None) == (frozenset(), {})
    assert "Marked" not in tables.cells_table(cells(records()), small_areas.words(None))
