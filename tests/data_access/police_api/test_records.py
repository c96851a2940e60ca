"""Crimes and stops as tables, whatever police.uk leaves out of them."""

import json
from datetime import date

import pandas as pd
import pytest

from data_access.errors import BadAnswer
from data_access.police_api import records

AUGUST = date(2026, 8, 1)


def crime(**what) -> dict:
    place = {
        "latitude": "52.63",
        "longitude": "-1.12",
        "street": {"id": 1, "name": "On or near Example Road"},
    }
    return {
        "category": "burglary",
        "persistent_id": "0f" * 32,
        "location_subtype": "ROAD",
        "id": 130000001,
        "location": place,
        "context": "",
        "month": "2026-08",
        "location_type": "Force",
        "outcome_status": {"category": "Under investigation", "date": "2026-08"},
        **what,
    }


def only(**what) -> dict:
    """One crime, as a row without its nulls."""
    [row] = records.parse_crimes([crime(**what)], AUGUST).to_dict("records")
    return {key: value for key, value in row.items() if not pd.isna(value)}


def test_a_crime_becomes_a_row():
    assert only() == {
        "month": AUGUST,
        "category": "burglary",
        "persistent_id": "0f" * 32,
        "latitude": 52.63,
        "longitude": -1.12,
        "street_name": "On or near Example Road",
        "outcome": "Under investigation",
        "outcome_month": AUGUST,
    }


def test_anti_social_behaviour_has_neither_id_nor_outcome():
    row = only(category="anti-social-behaviour", persistent_id="", outcome_status=None)
    assert "persistent_id" not in row
    assert "outcome" not in row
    assert "outcome_month" not in row


def test_a_record_of_the_transport_police_says_so():
    assert only(location_type="BTP")["reported_by"] == "btp"


def test_categories_and_outcomes_that_are_new_to_us_are_kept():
    row = only(
        category="time-theft\uffff", outcome_status={"category": "Sent to the &amp; moon", "date": None}
    )
    assert (row["category"], row["outcome"]) == ("time-theft", "Sent to the & moon")
    assert "outcome_month" not in row


@pytest.mark.parametrize(
    "location",
    [
        None,
        {},
        {"latitude": None, "longitude": None, "street": None},
        {"latitude": "0.000000", "longitude": "0.000000", "street": {"id": 0, "name": ""}},
        {"latitude": "aaa", "longitude": "aaa"},
        {"latitude": "nan", "longitude": "-1.1"},
        "nowhere",
    ],
)
def test_a_crime_without_a_place_is_still_a_crime(location):
    assert (
        only(location=location, location_type=None).keys() & {"latitude", "longitude", "street_name"} == set()
    )


def test_a_street_without_a_name_and_a_number_for_a_coordinate():
    row = only(location={"latitude": 52.6, "longitude": -1.1, "street": {"id": 1, "name": "On or near "}})
    assert (row["latitude"], row["street_name"]) == (52.6, "On or near")


def test_alike_records_are_not_dropped():
    assert (
        len(records.parse_crimes([crime(category="anti-social-behaviour", persistent_id="")] * 3, AUGUST))
        == 3
    )


def test_an_empty_month_has_the_same_columns_of_the_same_kinds():
    full, empty = records.parse_crimes([crime(location_type="BTP")], AUGUST), records.parse_crimes([], AUGUST)
    assert (full.dtypes == empty.dtypes).all()
    assert list(full.columns) == list(empty.columns)
    stops = records.parse_stops([], AUGUST)
    assert (stops.dtypes == records.parse_stops([{}], AUGUST).dtypes).all()


@pytest.mark.parametrize(
    "found",
    [[{**crime(), "month": "2026-09"}], [{**crime(), "category": None}], [{**crime(), "category": {}}]],
)
def test_what_cannot_be_counted_is_refused(found):
    with pytest.raises(BadAnswer):
        records.parse_crimes(found, AUGUST)


def test_stops_keep_blank_apart_from_nothing_came_of_it():
    stop = {"datetime": "2026-08-14T21:30:00+00:00", "type": "Person search", "involved_person": True}
    table = records.parse_stops(
        [
            {**stop, "outcome": "", "operation": None, "gender": None},
            {**stop, "outcome": False, "operation": False},
            {**stop, "outcome": "Arrest", "datetime": None},
        ],
        AUGUST,
    )
    assert table["outcome"].isna().tolist() == [True, False, False]
    assert table["outcome"].tolist()[1:] == ["A no further action disposal", "Arrest"]
    assert table["datetime"].isna().tolist() == [False, False, True]
    assert table["operation"].isna().tolist() == [True, False, True]


def test_recorded_and_documented_records(shared_data):
    answers = shared_data / "api_json"
    stops = json.loads((answers / "recorded" / "test_ingest__stop_and_searches_2024-01.json").read_text())
    assert len(records.parse_stops(stops, date(2024, 1, 1))) == len(stops)
    documented = json.loads((answers / "documented-examples" / "crime.json").read_text())
    assert len(records.parse_crimes([documented], date(2020, 2, 1))) == 1
