"""Stop and search: counted again slowly, small numbers hidden, nothing for nought."""

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from data_access.counts.stop_and_search import by_month, published, year, years
from data_access.curated.stop_search_terms import NOT_RECORDED, OTHER
from data_access.models import NeighbourhoodRef, State
from data_access.months import month_range, shift
from data_access.refresh import published_lists, read_stops
from data_access.store import cache, places, small_facts
from data_access.store import stops as stops_store
from demo.places import forces
from demo.slow_counts import _lies_in
from demo.world import World
from tests.support.stand_in import StandIn
from tests.support.stops import FORCE, NEWEST, TOWN, Facts, put

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = pytest.mark.slow
MISSING = date(2025, 5, 1)  # Exampleshire gave none
MONTHS = month_range(shift(NEWEST, -35), NEWEST)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def in_town(world: World, month: date) -> list[Facts]:
    """Every stop of the month in the neighbourhood, whoever made it, by a slow look at each."""
    ring = [(float(lat), float(lng)) for lat, lng in forces()[FORCE].places[TOWN.neighbourhood_id].ring]
    points = [(stop, stop.point) for stop in world.stops(month) if stop.point]
    return [stop.facts for stop, p in points if _lies_in(float(p.latitude), float(p.longitude), ring)]


def of_force(world: World, month: date) -> list[Facts]:
    return [stop.facts for stop in world.stops(month) if stop.force_id == FORCE]


def persons(stops: list[Facts]) -> list[Facts]:
    return [stop for stop in stops if stop["type"] != "Vehicle search"]


def stops(number: int, **facts: object) -> list[Facts]:
    plain = {
        "type": "Person search",
        "involved_person": True,
        "outcome": "Arrest",
        "datetime": "2025-03-01T12:00:00+00:00",
    }
    return [plain | facts] * number


def whole_year(number: int, *held: list[Facts]) -> dict[date, list[Facts] | None]:
    """The first months of the year as given, the others not published, and January after it."""
    months = month_range(date(number, 1, 1), date(number + 1, 1, 1))
    return dict.fromkeys(months) | dict(zip(months, held, strict=False))


def test_months_published_and_months_not(stand_in: StandIn) -> None:
    assert published(FORCE) is None
    published_lists.months()
    found = published(FORCE)
    assert found is not None
    assert set(found.months) | {MISSING, NEWEST} == set(MONTHS)
    assert found.missing == (MISSING, NEWEST)
    never = published("eastwold")
    assert never is not None
    assert (never.months, never.missing) == ((), tuple(MONTHS))


def test_the_real_list_of_wiltshires_months(shared_data: Path, data_dir: Path) -> None:
    recorded = shared_data / "api_json/recorded/history_test_police_api__available_dates.json"
    by_key = {row["date"]: frozenset(row["stop-and-search"]) for row in json.loads(recorded.read_text())}
    newest = sorted(by_key)[-36:]
    small_facts.write(
        "months", {date.fromisoformat(f"{key}-01"): by_key[key] for key in newest}, places.Published
    )
    found = published("wiltshire")
    assert found is not None
    assert found.months[-1] < found.missing[0] == date(2023, 6, 1)
    assert len(found.missing) == 25


def test_a_neighbourhoods_months_by_a_slow_count(town_read: None, world: World) -> None:
    found = by_month(TOWN)
    assert list(found.index) == MONTHS
    for month, row in found.iterrows():
        if month in (MISSING, NEWEST):
            assert row["state"].state is State.NOT_PUBLISHED
            assert (pd.isna(row["searches"]), row["hidden"]) == (True, False)
            continue
        true = len(persons(in_town(world, month)))
        assert row["state"].rows == len(in_town(world, month))
        assert row["hidden"] or row["searches"] == true
        assert row["hidden"] or true == 0 or true >= 10
    assert found["hidden"].any()
    assert not found["hidden"].all()


def test_a_neighbourhoods_year_by_a_slow_count(town_read: None, world: World) -> None:
    assert years(TOWN) == [2025, 2024]
    found = year(TOWN, 2025)
    assert found is not None
    months = [m for m in month_range(date(2025, 1, 1), date(2025, 12, 1)) if m != MISSING]
    true = [stop for month in months for stop in in_town(world, month)]
    assert (found.months, found.searches) == (11, len(persons(true)))
    assert set(found.tables) == {"object_of_search", "outcome"}
    for column, table in found.tables.items():
        slow = Counter(stop[column] or NOT_RECORDED for stop in persons(true))
        shown = table.dropna().drop("total")
        assert {name: slow[name] for name in shown.index} == shown.to_dict()
        assert table.isna().sum() > 1
        assert not any(0 < slow[name] < 10 for name in shown.index)
    assert year(TOWN, 2026) is None


def test_a_forces_year_by_a_slow_count(stand_in: StandIn, world: World) -> None:
    read_stops.read(FORCE)
    found = year(FORCE, 2024)
    assert found is not None
    true = [
        stop for month in month_range(date(2024, 1, 1), date(2024, 12, 1)) for stop in of_force(world, month)
    ]
    assert found.searches == len(persons(true))
    assert found.vehicles == len(true) - len(persons(true))
    for column, table in found.tables.items():
        slow = Counter(stop[column] or NOT_RECORDED for stop in persons(true))
        shown = table.dropna().drop("total").to_dict()
        assert shown == {name: slow[name] for name in shown}
        assert sum(slow.values()) == found.searches
        assert {name for name, count in slow.items() if count < 10}.isdisjoint(shown)
    assert found.tables["age_range"].notna().sum() > 4


def test_a_real_month_of_a_force_by_a_slow_count(shared_data: Path, data_dir: Path) -> None:
    recorded = shared_data / "api_json/recorded/test_ingest__stop_and_searches_with_location.json"
    found = json.loads(recorded.read_text())
    put("leicestershire", whole_year(2023, found))
    held = year("leicestershire", 2023)
    assert held is not None
    assert (held.months, held.searches) == (1, len(found))
    for column, table in held.tables.items():
        slow = Counter(stop[column] or NOT_RECORDED for stop in found)
        shown = table.dropna().drop("total").to_dict()
        assert shown == {name: slow[name] for name in shown}
        assert shown.get(OTHER, 0) == 0
    assert held.tables["outcome"]["Arrest"] == 83


def test_real_rows_of_the_bulk_file(shared_data: Path, data_dir: Path) -> None:
    path = shared_data / "stops" / "2023-03-wiltshire-stop-and-search.partial.csv"
    names = {"Type": "type", "Age range": "age_range", "Legislation": "legislation", "Outcome": "outcome",
             "Object of search": "object_of_search", "Officer-defined ethnicity": "officer_defined_ethnicity",
             "Self-defined ethnicity": "self_defined_ethnicity"}  # fmt: skip
    with path.open(encoding="utf-8") as text:
        rows = [{names[k]: v for k, v in row.items() if k in names} for row in csv.DictReader(text)]
    put("wiltshire", whole_year(2023, rows))
    found = year("wiltshire", 2023)
    assert found is not None
    of_persons = [row for row in rows if row["type"] != "Vehicle search"]
    assert found.searches == len(of_persons)
    for column, table in found.tables.items():
        slow = Counter(row[column] or NOT_RECORDED for row in of_persons)
        shown = table.dropna().drop("total").to_dict()
        assert shown == {name: slow[name] for name in shown}


def test_not_recorded_is_not_no_further_action(data_dir: Path) -> None:
    blank, false, nothing = ({"outcome": value} for value in ("", False, "A no further action disposal"))
    put(FORCE, whole_year(2024, stops(30) + stops(12, **blank) + stops(11, **false) + stops(10, **nothing)))
    found = year(FORCE, 2024)
    assert found is not None
    shown = found.tables["outcome"]
    assert (shown[NOT_RECORDED], shown["A no further action disposal"]) == (12, 21)


def test_vehicles_alone_stand_apart(data_dir: Path) -> None:
    alone = {"type": "Vehicle search", "involved_person": False}
    with_person, unsaid = {"type": "Person and Vehicle search"}, {"type": None}
    put(
        TOWN,
        whole_year(2024, stops(11, **alone) + stops(20, **with_person) + stops(10, **unsaid) + stops(19)),
    )
    put(FORCE, whole_year(2024, stops(9, **alone) + stops(50)))
    town, force = year(TOWN, 2024), year(FORCE, 2024)
    assert town is not None
    assert force is not None
    assert (town.searches, town.vehicles) == (49, 11)
    assert (force.searches, force.vehicles) == (50, None)


def test_a_word_police_uk_never_listed_is_anything_else(data_dir: Path) -> None:
    put(FORCE, whole_year(2024, stops(15, object_of_search="dog") + stops(40, object_of_search="Firearms")))
    found = year(FORCE, 2024)
    assert found is not None
    assert found.tables["object_of_search"][OTHER] == 15
    assert "dog" not in found.tables["object_of_search"].index


def test_a_year_counts_when_it_is_over_and_read(data_dir: Path) -> None:
    plenty = stops(20)
    put(TOWN, dict.fromkeys(month_range(date(2024, 1, 1), date(2024, 11, 1)), plenty))
    assert years(TOWN) == []
    put(TOWN, {date(2024, 12, 1): None}, State.FAILED)
    assert years(TOWN) == []
    put(TOWN, {date(2024, 12, 1): None})  # may only be late
    assert years(TOWN) == []
    put(TOWN, {date(2025, 1, 1): None})
    assert years(TOWN) == [2024]
    put(TOWN, {date(2024, 12, 1): stops(3)})  # the year's total would give it away
    assert years(TOWN) == []
    put(TOWN, dict.fromkeys(month_range(date(2024, 1, 1), date(2024, 12, 1)), stops(3)))
    assert years(TOWN) == []  # 36 in all


def test_months_after_one_that_is_still_to_be_read_wait_for_it(data_dir: Path) -> None:
    put(TOWN, {date(2025, 1, 1): stops(20), date(2025, 3, 1): stops(30)})
    assert by_month(TOWN)["searches"].fillna(-1).tolist() == [20, -1, -1]
    assert not by_month(TOWN)["hidden"].any()
    put(TOWN, {date(2025, 2, 1): stops(4)})
    assert by_month(TOWN)["searches"].fillna(-1).tolist() == [20, -1, -1]
    assert by_month(TOWN)["hidden"].tolist() == [False, True, True]


def test_nothing_held_is_no_month_and_no_year(data_dir: Path) -> None:
    assert by_month(TOWN).empty
    assert years(TOWN) == []
    assert year(TOWN, 2025) is None


def test_a_broken_file_counts_as_not_held_and_is_moved_aside_by_the_next_writer(data_dir: Path) -> None:
    put(TOWN, {NEWEST: stops(12)})
    path = stops_store.folder(TOWN) / stops_store.FILE
    path.write_bytes(path.read_bytes()[:-20])
    assert stops_store.stops(TOWN).months == {}
    put(TOWN, {shift(NEWEST, -1): stops(2)})
    assert list(stops_store.stops(TOWN).months) == [shift(NEWEST, -1)]
    assert path.with_name("stops.parquet.broken").exists()


def test_an_empty_month_has_the_same_columns(data_dir: Path) -> None:
    put(TOWN, {NEWEST: []})
    put(FORCE, {NEWEST: stops(1)})
    assert stops_store.stops(TOWN).frame.dtypes.equals(stops_store.stops(FORCE).frame.dtypes)
    assert stops_store.stops(FORCE).frame["datetime"][0] == datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert cache.version(TOWN) != cache.version(NeighbourhoodRef(FORCE, "EX02"))
