import json
import math
import re
from itertools import combinations, pairwise
from xml.etree.ElementTree import Element

import numpy as np
import pandas as pd
import shapely
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from components.figures import large_map, map_drawing, map_labels, map_picture, tables
from components.figures.map_drawing import Drawing, drawing
from components.words import small_areas
from data_access.geometry import shape_of
from data_access.models import Point
from data_access.statistics.map_cells import cells, drawn_apart
from data_access.statistics.street_names import streets
from tests.support.soak import rounds

SQUARE = [
    Point(51.20, -1.90),
    Point(51.20, -1.85),
    Point(51.24, -1.85),
    Point(51.24, -1.90),
    Point(51.20, -1.90),
]
# What a tooth of the simplified line leaves out, in pixels.
SIMPLIFIED_PX = 1.0

EARLIER = "October 2024 to September 2025"


def records(n: int = 40) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "latitude": [51.205 + 0.001 * (k % 30) for k in range(n)],
            "longitude": [-1.89 + 0.001 * (k % 7) for k in range(n)],
            "street_name": "On or near Mill Lane",
        }
    )


def drawn(frame: pd.DataFrame, boundary: list[Point] = SQUARE, **options: object) -> Drawing:
    return drawing(boundary, cells(frame), streets(frame), **options)


def deck_of(drawn: Drawing) -> dict:
    return json.loads(large_map.crime_map(drawn).to_json())


def texts_of(deck: dict) -> list[str]:
    return [d["text"] for layer in deck["layers"] for d in layer["data"] if "text" in d]


@st.composite
def boundaries(draw: st.DrawFn) -> list[Point]:
    """Stars anywhere in Britain, from a hamlet to half a county; one in three crosses itself."""
    south, west = draw(st.floats(50, 58)), draw(st.floats(-6, 1.5))
    size = draw(st.sampled_from([0.002, 0.01, 0.05, 0.4]))
    reach = draw(st.lists(st.floats(0.2, 1), min_size=4, max_size=40))
    turns = 2 if len(reach) % 3 == 0 else 1
    angles = [2 * math.pi * turns * n / len(reach) for n in range(len(reach))]
    tall = draw(st.sampled_from([0.3, 0.7, 2.0]))
    ring = [
        Point(south + size * tall * r * math.sin(a), west + size * r * math.cos(a))
        for r, a in zip(reach, angles, strict=True)
    ]
    return [*ring, ring[0]]


@st.composite
def places(draw: st.DrawFn) -> tuple[list[Point], pd.DataFrame, dict[str, shapely.Geometry]]:
    boundary = draw(boundaries())
    dice = np.random.default_rng(draw(st.integers(0, 10_000)))
    corner = dice.integers(0, len(boundary), 400)
    share = dice.random(400)
    middle = boundary[0]
    words = dice.choice(["High Street", "Pub", "Lane 7", "The Old Coach Road of St Mary-under-Castle"], 400)
    frame = pd.DataFrame(
        {
            "latitude": [middle.latitude + s * (boundary[c].latitude - middle.latitude)
                         for c, s in zip(corner, share, strict=True)],
            "longitude": [middle.longitude + s * (boundary[c].longitude - middle.longitude)
                          for c, s in zip(corner, share, strict=True)],
            "street_name": [f"On or near {w}{n % 40 if w == 'Lane 7' else ''}" for n, w in enumerate(words)],
        }
    )  # fmt: skip
    west, south, east, north = shape_of(boundary).bounds
    far = east - west
    around = {
        "Corsham": shapely.box(west - far, south - far, west + far / 3, north + far),
        "Chippenham Hardens and England": shapely.box(west + far / 3, south - far, east + far, north + far),
    }
    return boundary, frame, around


@given(places())
@settings(deadline=None, max_examples=rounds(60))
def test_every_cell_is_inside_the_boundary_and_no_word_covers_another(place):
    boundary, frame, around = place
    table = cells(frame)
    shown = drawn_apart(table)
    written = dict.fromkeys(shown["cell"][:3], "new, more")
    drawn = drawing(boundary, table, streets(frame), around, set(shown["cell"][:2]), written)
    home = shapely.transform(shape_of(boundary), drawn.frame.pixels).buffer(SIMPLIFIED_PX)
    assert [cell.id for cell in drawn.cells] == list(shown["cell"])
    said = [int(re.findall(r"([\d,]+) recorded", cell.words)[-1].replace(",", "")) for cell in drawn.cells]
    assert sum(said) + int(table["count"][table["count"] < 3].sum()) == len(frame)
    for cell in drawn.cells:
        assert cell.polygons
        for polygon in cell.polygons:
            assert home.contains(shapely.Polygon(polygon[0], polygon[1:]))
    for one, other in combinations(drawn.labels, 2):
        assert not map_labels.overlap(one.box, other.box), (one, other)
    for label in drawn.labels:
        left, top, right, bottom = label.box
        assert 0 <= left < right <= drawn.frame.width
        assert 0 <= top < bottom <= drawn.frame.height
    names = [label for label in drawn.labels if label.kind in {"street", "neighbour"}]
    assert len(names) <= 12
    assert "Pub" not in texts_of(deck_of(drawn))
    for label in names:
        inside = shapely.contains_xy(home, label.x, label.y)
        assert label.kind == "street" or not inside


@given(boundaries())
@settings(deadline=None, max_examples=rounds(60))
def test_the_bar_is_as_long_as_its_words_say(boundary):
    plan = drawing(boundary, cells(records(0)), streets(records(0)))
    start, end, y = plan.bar
    (west, south), (east, _north) = plan.frame.ground(start, y), plan.frame.ground(end, y)
    metres = math.radians(east - west) * 6_378_137 * math.cos(math.radians(south))
    [words] = [label.text for label in plan.labels if "mile" in label.text or "yards" in label.text]
    n, unit = words.split()
    wanted = {"¼": 0.25, "½": 0.5}.get(n) or float(n)
    assert abs(metres / (wanted * (0.9144 if unit == "yards" else 1609.344)) - 1) < 0.05


def test_map_and_picture_bear_the_same_words_and_the_picture_is_light():
    around = {"Corsham & <Box>": shapely.box(-2, 51.24, -1.8, 52)}
    plan = drawn(records(), neighbours=around)
    picture = map_picture.svg(plan, "A <map>", "It shows & tells.")
    root: Element = fromstring(picture)
    on_map, legend = root[-2], root[-1]
    texts = [e.text for e in on_map.iter("{http://www.w3.org/2000/svg}text")]
    classes = [str(low) if low == high else f"{low} to {high}" for low, high in plan.ranges]
    assert [e.text for e in legend if e.text] == ["Recorded in a small area:", *classes]
    assert sorted(texts) == sorted(line for text in texts_of(deck_of(plan)) for line in text.split("\n"))
    assert "Corsham & <Box>" in texts
    assert "Mill Lane" in texts
    assert [root[0].text, root[1].text] == ["A <map>", "It shows & tells."]
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    assert len(picture) < 6_000


def test_four_streets_of_one_name_are_not_drawn_in_the_middle_of_nowhere():
    villages = [(51.205, -1.895), (51.235, -1.855)]
    frame = pd.DataFrame(
        {
            "latitude": [lat + 0.0005 * k for lat, _ in villages for k in range(5)],
            "longitude": [lon for _, lon in villages for _k in range(5)],
            "street_name": "On or near Church Lane",
        }
    )
    found = streets(frame)
    assert list(found["street"]) == ["Church Lane"] * 2
    assert sorted(found["records"]) == [5, 5]
    assert all(200 < metres < 250 for metres in found["length"])
    at = zip(found["latitude"], found["longitude"], strict=True)
    assert all(min(abs(lat - v[0]) + abs(lon - v[1]) for v in villages) < 0.005 for lat, lon in at)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=60))
def test_classes_cover_every_count_once_and_are_at_most_three(counts):
    ranges = map_drawing.classes(counts)
    assert 1 <= len(ranges) <= 3
    assert all(sum(low <= n <= high for low, high in ranges) == 1 for n in counts)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


def test_the_map_is_fitted_to_the_boundary_and_not_to_the_data():
    far = pd.concat(
        [records(), pd.DataFrame({"latitude": [52.6], "longitude": [1.3], "street_name": ["Norwich"]})]
    )
    plan = drawn(far)
    view = deck_of(plan)["initialViewState"]
    assert abs(view["latitude"] - 51.22) < 0.003
    assert round(view["longitude"], 3) == -1.875
    assert view["minZoom"] == view["zoom"]
    corners = plan.frame.pixels(np.array([(p.longitude, p.latitude) for p in SQUARE]))
    assert corners.min() >= 0
    assert (corners.max(axis=0) <= (plan.frame.width, plan.frame.height)).all()


def test_the_map_says_approximate_points_on_itself_and_asks_nobody():
    deck = deck_of(drawn(records()))
    assert texts_of(deck) == ["Mill Lane", "½ mile", "approximate points"]
    assert deck.get("mapProvider") is None
    assert "cartocdn" not in json.dumps(deck)


def test_no_point_leaves_the_server_only_cells():
    frame = records().assign(street_name=[f"On or near Lane {n}" for n in range(40)])
    plan = drawn(frame)
    points = {(round(x, 4), round(y, 4)) for x, y in zip(frame["longitude"], frame["latitude"], strict=True)}
    shown = json.dumps(deck_of(plan))
    pairs = re.findall(r"\[(-?\d+\.\d+), (-?\d+\.\d+)\]", shown)
    assert len(pairs) > 50
    assert not points & {(round(float(x), 4), round(float(y), 4)) for x, y in pairs}
    assert "near Lane" in shown


def test_a_boundary_of_two_thousand_corners_is_drawn_light():
    many = [Point(51.2 + 0.02 * ((k * 7919) % 2000) / 2e6, -1.9 + 0.05 * k / 2000) for k in range(2000)]
    ring = [*many, Point(51.3, -1.85), Point(51.3, -1.9), many[0]]
    plan = drawn(records(), ring)
    assert len(large_map.crime_map(plan).to_json()) < 20_000
    assert len(map_picture.svg(plan, "Map", "")) < 6_000


def test_the_drawing_keeps_the_shape_of_the_ground():
    frame = drawn(records()).frame
    (west, south), (east, north) = frame.pixels(np.array([(-1.90, 51.20), (-1.85, 51.24)]))
    assert abs((south - north) / (east - west) - 0.04 / (0.05 * math.cos(math.radians(51.22)))) < 0.001


def test_the_chosen_cell_is_outlined_and_nearer_it_is_in_the_middle():
    plan = drawn(records())
    cell = plan.cells[0].id
    deck = json.loads(large_map.crime_map(plan, cell, step=2).to_json())
    thick = [layer for layer in deck["layers"] if layer.get("widthMinPixels") == 4]
    assert len(thick[0]["data"]) == 1
    corners = thick[0]["data"][0]["path"]
    view = deck["initialViewState"]
    assert min(x for x, _ in corners) < view["longitude"] < max(x for x, _ in corners)
    assert view["zoom"] == view["minZoom"] + 2
    assert (
        map_picture.svg(plan, "", chosen=cell).count("<path") == map_picture.svg(plan, "").count("<path") + 1
    )


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
    plan = drawing(SQUARE, table, streets(records(0)), outlined=outlined, written=written)
    assert {cell.id for cell in plan.cells if cell.outlined} == outlined
    assert sorted(texts_of(deck_of(plan))) == ["approximate points", "new, more", "½ mile"]
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
