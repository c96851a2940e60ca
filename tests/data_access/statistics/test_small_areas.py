"""Small areas over time: what stays, what is new, and what rose beyond the place's own past."""

import h3
import numpy as np
import pandas as pd
import pytest

from data_access.statistics import small_areas

CENTRE = h3.latlng_to_cell(51.46, -2.12, 8)
PLACE = sorted(h3.grid_disk(CENTRE, 4))


def records(counts: dict[str, int]) -> pd.DataFrame:
    """So many records at the centre of each cell."""
    points = [h3.cell_to_latlng(cell) for cell, count in counts.items() for _ in range(count)]
    frame = pd.DataFrame(points, columns=["latitude", "longitude"], dtype=float)
    return frame.assign(street_name="On or near Green Lane")


def year(rng: np.random.Generator, mean: float = 10, **risen: float) -> pd.DataFrame:
    """A year of records over the place; `risen` multiplies some cells."""
    return records({cell: int(rng.poisson(mean * risen.get(cell, 1))) for cell in PLACE})


def test_which_cells_stay_and_which_are_new() -> None:
    first, second, third, *others = PLACE
    before = records({first: 9, second: 9, **dict.fromkeys(others[:20], 1)})
    now = records({first: 9, third: 8, second: 2, **dict.fromkeys(others[:20], 1)})
    listed = small_areas.staying(now, before, share=0.4)
    assert dict(zip(listed["cell"], listed["listed_before"], strict=True)) == {first: True, third: False}
    assert small_areas.staying(records({}), before).empty


def test_seven_cells_are_counted_against_their_share_before() -> None:
    now, before = records(dict.fromkeys(PLACE, 2)), records(dict.fromkeys(PLACE, 4))
    found = small_areas.risen(now, before).set_index("cell")
    assert found.loc[CENTRE, "recorded"] == 14
    assert found.loc[CENTRE, "expected"] == pytest.approx(14, rel=0.02)
    edge = next(cell for cell in PLACE if h3.grid_distance(cell, CENTRE) == 4)
    assert found.loc[edge, "recorded"] < 14
    assert not found["stands_out"].any()


def test_a_new_cluster_stands_out_and_a_rise_everywhere_does_not() -> None:
    rng = np.random.default_rng(1)
    before, now = year(rng), year(rng, **{CENTRE: 8})
    found = small_areas.risen(now, before).set_index("cell")
    near = set(h3.grid_disk(CENTRE, 1))
    assert set(found.index[found["stands_out"]]) == near
    assert not small_areas.risen(year(rng, mean=20), before)["stands_out"].any()


@pytest.mark.slow
def test_where_nothing_changed_little_is_flagged() -> None:
    rng = np.random.default_rng(2)
    runs = [small_areas.risen(year(rng, mean=3), year(rng, mean=3)) for _ in range(30)]
    assert 0.001 < np.mean([(run["p_high"] < 0.01).mean() for run in runs]) < 0.02
    assert np.mean([run["stands_out"].any() for run in runs]) < 0.2


def test_a_wider_dispersion_says_less_and_few_records_nothing() -> None:
    rng = np.random.default_rng(3)
    before, now = year(rng), year(rng, **{CENTRE: 3})
    narrow, wide = (small_areas.risen(now, before, dispersion=phi)["p_high"] for phi in (1.0, 2.5))
    assert wide.min() > narrow.min()
    lone = small_areas.risen(records({CENTRE: 4}), records(dict.fromkeys(PLACE[-3:], 40)))
    assert not lone["stands_out"].any()
    assert small_areas.risen(records({}), before).empty


def test_beside_the_year_before_each_cluster_is_named_once_and_no_cell_of_two_stands_out() -> None:
    rng = np.random.default_rng(1)
    before, now = year(rng), year(rng, **{CENTRE: 8})
    found = small_areas.compared(now, before)
    assert list(found.index[found["named"]]) == [found["p_high"].idxmin()]
    assert found.loc[CENTRE, "listed"]
    assert not found.loc[CENTRE, "listed_before"]
    assert found["listed"].sum() == len(small_areas.staying(now, before))
    edge = next(cell for cell in PLACE if h3.grid_distance(cell, CENTRE) == 1)
    few = pd.concat([now[now["latitude"] != h3.cell_to_latlng(edge)[0]], records({edge: 2})])
    assert small_areas.risen(few, before).set_index("cell").loc[edge, "stands_out"]
    assert not small_areas.compared(few, before).loc[edge, "stands_out"]
    assert small_areas.compared(records({}), before).empty
