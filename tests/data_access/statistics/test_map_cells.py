"""Cells: every placed record in exactly one, named by its streets, and the fewest that hold a quarter."""

import math

import h3
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.statistics import map_cells

CHIPPENHAM = (51.4587, -2.1158)
FAR = (51.40, -2.20)


def records(*rows: tuple[float | None, float | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["latitude", "longitude", "street_name"])
    return frame.astype({"latitude": "float64", "longitude": "float64"})


def at(
    point: tuple[float, float], street: str | None, times: int = 1
) -> list[tuple[float, float, str | None]]:
    return [(*point, street)] * times


def test_records_are_counted_in_their_cell_most_first() -> None:
    table = map_cells.cells(
        records(*at(FAR, "On or near Green Lane"), *at(CHIPPENHAM, "On or near High Street", 3))
    )
    assert list(table.columns) == ["cell", "count", "share", "name", "latitude", "longitude"]
    assert list(table["count"]) == [3, 1]
    assert list(table["share"]) == [0.75, 0.25]
    assert table["cell"][0] == h3.latlng_to_cell(*CHIPPENHAM, 8)
    assert (table["latitude"][0], table["longitude"][0]) == h3.cell_to_latlng(table["cell"][0])


def test_a_cell_is_named_by_its_two_most_frequent_streets_and_never_by_a_kind_of_place() -> None:
    table = map_cells.cells(
        records(
            *at(CHIPPENHAM, "On or near Supermarket", 9),
            *at(CHIPPENHAM, "On or near ", 7),
            *at(CHIPPENHAM, "On or near Bath Road"),
            *at(CHIPPENHAM, "On or near Queen'S Road", 2),
            *at(CHIPPENHAM, "On or near Alma Road"),
            *at(CHIPPENHAM, None),
        )
    )
    assert table["name"][0] == "Queen's Road, Alma Road"
    assert map_cells.cells(records(*at(FAR, "On or near Nightclub")))["name"][0] == ""


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("On or near ", ""),
        ("On or near St David'S  Close", "St David's Close"),
        ("Stratford (Lu Station)", "Stratford (Lu Station)"),
        ("On or nearby Lane", "On or nearby Lane"),
        ("'S", "'S"),
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_street_names(published: object, name: str) -> None:
    assert map_cells.street(published) == name


def test_records_without_a_place_are_counted_beside_and_not_on_the_map() -> None:
    frame = records(*at(FAR, "On or near Green Lane"), (None, None, "No Location"), (0.0, 0.0, "On or near "))
    assert map_cells.without_place(frame) == 2
    assert map_cells.cells(frame)["count"].sum() == 1


def test_no_records_give_no_cells() -> None:
    for frame in (records(), records((None, None, None))):
        table = map_cells.cells(frame)
        assert table.empty
        assert list(table.columns) == map_cells.COLUMNS
        assert map_cells.fewest_cells_holding(table).empty
        assert map_cells.resolution_for(frame, 12, town=True) == 8


@pytest.mark.parametrize(
    ("counts", "share", "fewest"),
    [
        ([4, 3, 3, 3, 3], 0.25, 1),
        ([3, 3, 3, 3, 3], 0.25, 2),
        ([10], 0.25, 1),
        ([1] * 10, 0.3, 3),
        ([5, 5], 1, 2),
    ],
)
def test_the_fewest_cells_that_hold_a_share(counts: list[int], share: float, fewest: int) -> None:
    assert len(map_cells.fewest_cells_holding(pd.DataFrame({"count": counts}), share)) == fewest


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(51, 52), st.floats(-2.3, -2.0)), min_size=1, max_size=40))
def test_every_placed_record_lies_in_one_cell_and_none_is_lost(points: list[tuple[float, float]]) -> None:
    table = map_cells.cells(records(*[(*point, "On or near X") for point in points]))
    slow: dict[str, int] = {}
    for point in points:
        slow[h3.latlng_to_cell(*point, 8)] = slow.get(h3.latlng_to_cell(*point, 8), 0) + 1
    assert dict(zip(table["cell"], table["count"], strict=True)) == slow
    assert math.isclose(table["share"].sum(), 1)


def test_an_outline_has_longitude_first_and_surrounds_the_centre() -> None:
    corners = map_cells.outlines(h3.latlng_to_cell(*CHIPPENHAM, 8))
    assert len(corners) == 6
    assert all(-3 < longitude < -1 and 51 < latitude < 52 for longitude, latitude in corners)


def grid(step: float, side: int, times: int) -> pd.DataFrame:
    """Map points `step` degrees apart, each with `times` records."""
    points = [(51.4 + step * row, -2.1 + step * column) for row in range(side) for column in range(side)]
    return records(*[(*point, "On or near X") for point in points for _ in range(times)])


def test_fine_cells_only_for_a_year_of_a_town_with_records_enough() -> None:
    town, country, quiet = grid(0.001, 12, 3), grid(0.008, 12, 30), grid(0.002, 12, 1)
    assert map_cells.is_town(town)
    assert not map_cells.is_town(country)
    assert not map_cells.is_town(records(*at(FAR, "X", 50)))
    assert map_cells.resolution_for(town, 12) == 9
    assert map_cells.resolution_for(town, 11) == 8
    assert map_cells.resolution_for(country, 12) == 8
    assert map_cells.resolution_for(country, 12, town=True) == 9
    assert map_cells.is_town(quiet)
    assert map_cells.resolution_for(quiet, 12) == 8
