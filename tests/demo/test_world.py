"""What the invented world promises to everyone who tests with it."""

from collections import Counter
from datetime import date, datetime
from statistics import mean, variance
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely

from data_access.months import month_range, shift
from demo.geometry import clear_of_edge, inside
from demo.slow_counts import truth
from demo.world import World

Counts = dict[str, dict[str, int]]
SEPTEMBER = "2026-09"


@pytest.fixture(scope="session")
def counted(world: World) -> dict[str, Counts]:
    """Exampleshire's true counts: neighbourhood, month, category."""
    return {place.id: truth(world, place) for place in world.forces["exampleshire"].places.values()}


def series(counts: Counts, category: str) -> list[int]:
    return [month.get(category, 0) for month in counts.values()]


def test_ten_neighbourhoods_tile_their_force_without_gap_or_overlap(world: World) -> None:
    places = world.forces["exampleshire"].places.values()
    shapes = [shapely.Polygon(place.ring).buffer(0) for place in places]
    whole = shapely.union_all(shapes)
    assert len(shapes) == 10
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-12)


def test_one_boundary_has_two_thousand_vertices_near_duplicates_and_spikes(world: World) -> None:
    ring = world.forces["exampleshire"].places["55.EX3001"].ring
    steps = np.abs(np.diff(ring, axis=0)).max(axis=1)
    back = [n for n in range(1, len(ring) - 1) if np.array_equal(ring[n - 1], ring[n + 1])]
    assert 1_900 < len(ring) < 2_100
    assert (steps < 2e-8).sum() > 300
    assert len(back) == 2


def test_no_map_point_lies_so_near_a_boundary_that_in_or_out_is_a_tie(world: World) -> None:
    for place in world.places():
        assert clear_of_edge(world.coordinates, place.ring, 5).all()


def test_every_map_point_lies_in_the_neighbourhood_it_was_made_for(world: World) -> None:
    for place in world.places():
        home = [point.home == (place.force_id, place.id) for point in world.points]
        assert inside(world.coordinates, place.ring).tolist() == home


def test_the_report_of_2017_can_be_told_again(counted: dict[str, Counts]) -> None:
    violence = {month: kinds["violent-crime"] for month, kinds in counted["EX02"].items()}
    before = [n for month, n in violence.items() if month not in (SEPTEMBER, "2025-09", "2024-12")]
    assert (violence[SEPTEMBER], violence["2025-09"]) == (78, 60)
    assert 52 <= mean(before) <= 58


def test_shop_theft_breaks_out_in_the_newest_month(counted: dict[str, Counts]) -> None:
    *before, newest = series(counted["EX01"], "shoplifting")
    assert newest > 2.5 * mean(before)
    assert newest > 1.5 * max(before)


def test_vehicle_crime_rose_for_good_eight_months_ago(counted: dict[str, Counts]) -> None:
    vehicles = series(counted["XD_NORTH"], "vehicle-crime")
    assert mean(vehicles[-8:]) > 1.8 * mean(vehicles[:-8])


def test_one_month_of_the_force_was_supplied_in_part(counted: dict[str, Counts]) -> None:
    totals: Counter[str] = Counter()
    for counts in counted.values():
        totals.update({month: sum(kinds.values()) for month, kinds in counts.items()})
    usual = mean(totals.values())
    assert 0.25 * usual < totals["2024-12"] < 0.4 * usual
    assert min(n for month, n in totals.items() if month != "2024-12") > 0.8 * usual


def test_counts_run_from_a_small_village_to_a_town(counted: dict[str, Counts]) -> None:
    def crime(place: str) -> float:
        months = counted[place].values()
        return mean(sum(kinds.values()) - kinds.get("anti-social-behaviour", 0) for kinds in months)

    assert 10 < crime("Fallow Cross") < 20
    assert 260 < crime("EX01") < 330


def test_counts_scatter_more_than_chance_alone(counted: dict[str, Counts]) -> None:
    steady = ("violent-crime", "criminal-damage-arson", "other-theft", "drugs")  # that hardly swing
    ratios = []
    for counts in counted.values():
        kept = {month: kinds for month, kinds in counts.items() if month != "2024-12"}
        found = [series(kept, category) for category in steady]
        ratios += [variance(one) / mean(one) for one in found if mean(one) > 2]
    assert 1.3 < mean(ratios) < 1.8


def test_the_seasons_are_there(counted: dict[str, Counts]) -> None:
    def total(months: tuple[str, ...]) -> int:
        return sum(
            kinds.get("anti-social-behaviour", 0)
            for counts in counted.values()
            for month, kinds in counts.items()
            if month.endswith(months)
        )

    assert total(("-06", "-07", "-08")) > 1.2 * total(("-01", "-02", "-03"))


def test_the_same_seed_makes_the_same_world_whatever_is_published(world: World) -> None:
    later, month = World(shift(world.newest, 1)), date(2026, 3, 1)
    assert later.crimes(month) == world.crimes(month)
    assert later.stops(month) == world.stops(month)


def test_ids_are_unique_in_the_world(world: World) -> None:
    months = month_range(shift(world.newest, -40), world.newest)
    ids = [crime.id for month in months for crime in world.crimes(month)]
    assert len(ids) == len(set(ids))
    points: list[Any] = [point.id for point in world.points]
    assert len(points) == len(set(points))


def test_stops_belong_to_the_month_by_local_time(world: World) -> None:
    stopped = [
        (month, datetime.fromisoformat(stop.facts["datetime"]))
        for month in world.window()
        for stop in world.stops(month)
    ]
    local = [time.astimezone(ZoneInfo("Europe/London")) for _, time in stopped]
    assert all(time.month == month.month for (month, _), time in zip(stopped, local, strict=True))
    assert any(time.month != month.month for month, time in stopped)
