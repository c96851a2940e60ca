"""An area too large for one answer is put together from its quarters, each record once."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.errors import AreaTooLarge
from data_access.http import retry
from data_access.models import NeighbourhoodRef, Point
from data_access.months import parse_month
from data_access.police_api import neighbourhoods, split_area
from data_access.police_api import records as records_police_api
from tests.support.soak import rounds

TOWN = NeighbourhoodRef("exampleshire", "EX01")
SPIKY = NeighbourhoodRef("exampleshire", "55.EX3001")
SEPTEMBER = parse_month("2026-09")


@pytest.mark.slow
@pytest.mark.parametrize(("place", "cap"), [(TOWN, 200), (SPIKY, 30)])
def test_the_total_of_a_split_area_is_the_true_one(stand_in, place, cap):
    boundary = neighbourhoods.boundary(place)
    whole = records_police_api.street_level_crimes(boundary, SEPTEMBER)
    stand_in.control("settings", {"cap": cap})
    split = records_police_api.street_level_crimes(boundary, SEPTEMBER)
    assert len(whole) > cap
    assert len(split) == len(whole)
    query = f"truth?force={place.force_id}&neighbourhood={place.neighbourhood_id}"
    assert split["category"].value_counts().to_dict() == stand_in.control(query)["2026-09"]
    ids = split["persistent_id"].dropna()
    assert ids.is_unique
    assert set(ids) == set(whole["persistent_id"].dropna())


def test_a_failing_quarter_fails_the_whole(stand_in, monkeypatch):
    monkeypatch.setattr(retry, "WAITS_S", (0.05, 0.2))
    boundary = neighbourhoods.boundary(TOWN)
    stand_in.control("settings", {"cap": 0})
    with pytest.raises(AreaTooLarge):
        records_police_api.street_level_crimes(boundary, SEPTEMBER)


def test_stops_are_never_put_together_from_quarters(stand_in):
    boundary = neighbourhoods.boundary(TOWN)
    stand_in.control("faults", [{"path": "/api/stops-street", "status": 503}])
    with pytest.raises(AreaTooLarge):
        records_police_api.stops_street(boundary, SEPTEMBER)
    asked = [entry for entry in stand_in.control("log") if entry["path"] == "/api/stops-street"]
    assert len(asked) == 1


# Whole hundredths of a degree, or decimetres beside: points on corners, edges and cuts, and just off them.
hundredths = st.integers(0, 20).map(lambda n: n / 100)
nearly = st.builds(lambda n, beside: n + beside / 1_000_000, hundredths, st.sampled_from([0, 0, -3, 3]))
corners = st.builds(lambda north, east: Point(51 + north, -2 + east), hundredths, hundredths)
spots = st.builds(lambda north, east: Point(51 + north, -2 + east), nearly, nearly)


@settings(max_examples=rounds(50))
@given(st.lists(corners, min_size=3, max_size=9, unique=True), st.lists(spots, min_size=20, max_size=60))
def test_what_lies_in_an_area_lies_in_a_quarter_and_comes_out_once(ring, found):
    """Whatever the ring: spikes, crossings, parts. `ask` answers as police.uk does, up to 5 records."""
    records = [
        {"id": n, "location": {"latitude": str(point.latitude), "longitude": str(point.longitude)}}
        for n, point in enumerate(found)
    ]

    def ask(part):
        inside = [
            dict(record) for record, lies in zip(records, split_area.inside(part, found), strict=True) if lies
        ]
        if len(inside) > 5:
            raise AreaTooLarge
        return inside

    expected = [record for record, lies in zip(records, split_area.inside(ring, found), strict=True) if lies]
    try:
        put_together = split_area.quartered(ring, ask, splits=6)
    except AreaTooLarge:
        heaps = Counter((round(point.latitude, 4), round(point.longitude, 4)) for point in found)
        assert max(heaps.values()) > 5
    else:
        assert sorted(record["id"] for record in put_together) == [record["id"] for record in expected]
