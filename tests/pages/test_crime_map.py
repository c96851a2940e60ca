"""One small area of the map: by its own name, by a street, by the address."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from components.content import recorded_where
from data_access.counts import crimes, small_area
from data_access.errors import NoUsableBoundary
from data_access.models import MonthState, State
from data_access.overviews.place import view_of
from data_access.settings import now
from data_access.statistics.map_cells import cells, drawn_apart, on_streets, with_cells
from data_access.store import folders, places, small_facts, street_crime
from publish.light.light_page import light_page
from publish.serving.request_options import PlaceQuery
from tests.support.page_text import text_of

MONTHS = {"from": "2025-10", "until": "2026-09"}


def of_the_year(place):
    year = crimes.counts(place).newest_year
    found = recorded_where.where(view_of(place), "crime", *year)
    return found, crimes.records(place, *year)


def deck(page):
    return json.loads(page.get("deck_gl_json_chart")[0].proto.json)


def outlined(page):
    thick = next(layer for layer in deck(page)["layers"] if layer.get("widthMinPixels") == 4)
    return len(thick["data"])


def test_a_small_area_is_chosen_by_name_and_found_in_map_table_and_address(run, held):
    found, records = of_the_year(held[1])
    cell, count = found.listed["cell"].iloc[2], int(found.listed["count"].iloc[2])
    page = run("crime_map")
    assert outlined(page) == 0
    page.selectbox(key="area").set_value(cell).run()
    assert not page.exception
    assert page.query_params["area"] == cell
    assert outlined(page) == 1
    table = next(t.value for t in page.table if "Marked" in t.value)
    assert [n for n, mark in enumerate(table["Marked"]) if "chosen" in mark] == [2]
    months = next(t.value for t in page.table if t.value.index.name == "Month")
    numbers = [int(re.match(r"[\d,]+", n)[0].replace(",", "")) for n in months.iloc[:12, 0]]
    assert sum(numbers) == count
    inside = with_cells(records, found.resolution)
    newest = inside[(inside["cell"] == cell) & (inside["month"] == records["month"].max())]
    assert f"**{len(newest)} recorded in September 2026**" in text_of(page)
    assert f"**{count} recorded in October 2025 to September 2026**, within the usual range" in text_of(page)
    shared = run("crime_map", area=cell)
    assert shared.selectbox(key="area").value == cell
    assert outlined(shared) == 1


def test_a_street_is_found_in_the_small_area_with_most_of_its_records(run, held):
    found, _records = of_the_year(held[1])
    street = on_streets(crimes.records(held[1], *crimes.counts(held[1]).newest_year))["street"].mode()[0]
    page = run("crime_map")
    page.selectbox(key="street").set_value(street).run()
    assert page.query_params["street"] == street
    cell = small_area.cell_of_street(held[1], street, found.resolution)
    assert cell in set(found.listed["cell"])
    assert f"the most records near {street}" in text_of(page)
    assert outlined(page) == 1
    # One takes the place of the other.
    page.selectbox(key="area").set_value(found.listed["cell"].iloc[0]).run()
    assert "street" not in page.query_params
    assert page.selectbox(key="street").value == ""


def test_other_choices_keep_the_street(run, held):
    street = small_area.streets(held[1])["street"].iloc[0]
    page = run("crime_map", street=street)
    page.selectbox(key="category").set_value("burglary").run()
    assert page.query_params["street"] == street
    assert page.query_params["category"] == "burglary"


@pytest.mark.parametrize("name", ["street", "area"])
@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "../../etc", "0", "ffffffffffffffff", "Pub", "*"]
)
def test_what_is_no_street_and_no_area_is_none(run, name, value):
    page = run("crime_map", **{name: value})
    assert not page.exception
    assert page.selectbox(key=name).value == ""
    assert outlined(page) == 0
    assert value not in text_of(page) or value in {"0", "*", "Pub"}


def test_a_place_of_no_street_is_no_street_to_find(run, held):
    names = run("crime_map").selectbox(key="street").options
    assert len(names) > 10
    assert not {"Pub", "Supermarket", "Hospital", "Park/Open Space", "Parking Area"} & set(names)


def test_an_area_with_one_or_two_records_is_not_shown_apart(run, held):
    year = {"category": "possession-of-weapons"} | MONTHS
    first, last = crimes.counts(held[1]).newest_year
    records = crimes.records(held[1], first, last, "possession-of-weapons")
    table = cells(records, 8)
    few = set(table["cell"]) - set(drawn_apart(table)["cell"])
    shown = recorded_where.where(view_of(held[1]), "possession-of-weapons", first, last)
    assert few
    assert few <= set(shown.cells["cell"])
    page = run("crime_map", area=few.pop(), **year)
    assert outlined(page) == 0
    assert page.selectbox(key="area").value == ""


def test_counts_of_all_cells_and_of_the_place_agree(held, run):
    run("crime_map")
    place = held[1]
    counts = crimes.counts(place)
    every = crimes.records(place, min(counts.table.index), counts.newest)
    parts = [small_area.counts_in(cell, place, counts).crime for cell in cells(every, 8)["cell"]]
    placed = with_cells(every, 8).groupby("month").size()
    assert sum(part.sum() for part in parts) == placed.sum()
    for part in parts:
        assert list(part.isna()) == list(counts.crime.isna())


def test_a_street_is_found_by_its_whole_name_or_by_a_part(run, held):
    run("crime_map")
    view = view_of(held[1])
    names = recorded_where.street_names(view)
    assert recorded_where.streets_like(view, f"  {names[3].upper()} ") == [names[3]]
    drives = [name for name in names if "drive" in name.casefold()]
    assert len(drives) > 1
    assert recorded_where.streets_like(view, "drive") == drives
    assert recorded_where.streets_like(view, "nosuch") == []


@pytest.mark.parametrize("name", ["crime_map", "your_neighbourhood", "about_the_data", "crime_trends"])
def test_without_a_usable_boundary_the_page_says_so_and_shows_the_rest(run, held, name):
    place, at = held[1], (held[1].force_id, held[1].neighbourhood_id)
    (folders.place_folder(place) / street_crime.FILE).unlink()
    small_facts.write("boundary", (), places.Ring, *at)
    state = MonthState(State.FAILED, fetched_at=now(), reason=NoUsableBoundary.sentence)
    street_crime.write_months(place, dict.fromkeys(places.published_months(), (None, state)))
    page = run(name)
    assert not page.exception
    assert "police.uk gives no usable boundary of this neighbourhood." in text_of(page)
    assert "We will try again" not in text_of(page)
    assert "We have not read this neighbourhood's boundary" not in text_of(page)
    if name == "your_neighbourhood":
        assert places.priorities(place).value
        assert "priorit" in text_of(page)
    light = light_page(view_of(place), PlaceQuery(place, ""))
    assert "gives no usable boundary" in light.body.decode()


def test_a_small_area_says_of_what_and_when(run, held):
    """Of a street whose small area has under three of the kind, and of the kind with the most."""
    _found, records = of_the_year(held[1])
    street = on_streets(records)["street"].mode()[0]
    text = text_of(run("crime_map", street=street))
    assert re.search(r"counted separately\): \*\*[\d,]+ recorded in September 2026\*\*", text)
    few = text_of(run("crime_map", street=street, category="possession-of-weapons"))
    assert "Possession of weapons, October 2025 to September 2026: fewer than 3 were recorded in that" in few


def test_the_period_names_only_months_with_a_count(run, held, stand_in):
    # Else the background may read the month anew.
    stand_in.control("faults", [{"path": "/api", "status": 500}])
    march = date(2026, 3, 1)
    state = street_crime.states(held[1])[march]
    street_crime.restate(held[1], {march: replace(state, state=State.NOT_PUBLISHED)})
    for name in ("crime_map", "your_neighbourhood"):
        assert ", October 2025 to February 2026 and April to September 2026" in text_of(run(name)), name
