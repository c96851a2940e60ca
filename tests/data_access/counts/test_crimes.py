"""Counting: equal to a plain count of the rows, ASB apart, and nothing is not nought."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.counts import crimes
from data_access.curated import categories
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import shift
from data_access.store import places, small_facts, street_crime
from tests.support.records import PLACE, month, nothing, reading, records
from tests.support.soak import rounds

pytestmark = pytest.mark.usefixtures("data_dir")

SEP, AUG, JUL, JUN = month("2026-09"), month("2026-08"), month("2026-07"), month("2026-06")
ASB = "anti-social-behaviour"


def publish(*months: date) -> None:
    """police.uk publishes these months."""
    small_facts.write("months", {m: frozenset[str]() for m in months}, places.Published)


def test_every_count_is_the_number_of_its_rows() -> None:
    truth = {SEP: {"burglary": 3, ASB: 7}, AUG: {"drugs": 1}, JUL: {"other-theft": 12, "robbery": 1}}
    street_crime.write_months(PLACE, {m: reading(counts) for m, counts in truth.items()})
    table = crimes.counts(PLACE).table
    assert list(table.index) == [JUL, AUG, SEP]
    assert {m: {c: n for c, n in table.loc[m].items() if n} for m in table.index} == truth
    assert list(table.columns) == list(categories.CATEGORIES)
    assert {str(t) for t in table.dtypes} == {"Int64"}


months_of_2026 = st.integers(1, 12).map(lambda n: date(2026, n, 1))
counts_of_a_month = st.dictionaries(st.sampled_from([*categories.CATEGORIES, "new-kind"]), st.integers(0, 6))


@settings(max_examples=rounds(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(truth=st.dictionaries(months_of_2026, counts_of_a_month, min_size=1), number=st.integers(0, 10**9))
def test_any_month_counts_as_a_plain_count_does(truth: Mapping[date, Mapping[str, int]], number: int) -> None:
    place = NeighbourhoodRef("exampleshire", f"{number}-{hash(str(truth))}")
    street_crime.write_months(place, {m: reading(counts) for m, counts in truth.items()})
    street_crime.note_published(place.force_id, truth)
    plain = Counter(zip(*(street_crime.crimes(place).frame[c] for c in ("month", "category")), strict=True))
    found = crimes.counts(place)
    assert +Counter({(m, c): n for m in truth for c, n in found.table.loc[m].items()}) == plain
    assert list(found.all_crime.dropna()) == [sum(truth[m].values()) for m in sorted(truth)]


def test_asb_is_never_summed_into_crime() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 3, "drugs": 2, ASB: 40})})
    found = crimes.counts(PLACE)
    assert (found.crime[SEP], found.asb[SEP], found.all_crime[SEP]) == (5, 40, 45)


def test_a_published_month_without_a_category_counts_nought_and_a_failed_one_has_no_count() -> None:
    street_crime.write_months(
        PLACE, {SEP: reading({"burglary": 3}), AUG: nothing(State.FAILED), JUL: nothing(State.EMPTY)}
    )
    found = crimes.counts(PLACE)
    assert found.table.loc[SEP, "robbery"] == 0
    assert found.table.loc[AUG].isna().all()
    assert (found.table.loc[JUL] == 0).all()
    assert found.crime.isna().to_list() == [False, True, False]


@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN_EMPTY, State.NOT_PUBLISHED, State.OUTSIDE])
def test_a_month_without_a_count_is_never_nought(state: State) -> None:
    street_crime.write_months(PLACE, {SEP: nothing(state)})
    found = crimes.counts(PLACE)
    assert found.table.loc[SEP].isna().all()
    assert found.crime.isna().all()
    assert found.all_crime.isna().all()
    assert found.newest is None


def test_a_month_nobody_asked_for_has_neither_count_nor_state() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 3}), JUL: reading({"burglary": 1})})
    found = crimes.counts(PLACE)
    assert found.table.loc[AUG].isna().all()
    assert AUG not in found.states


def test_months_go_to_the_newest_police_uk_publishes() -> None:
    publish(JUL, AUG, SEP)
    street_crime.write_months(PLACE, {AUG: reading({"burglary": 3}), JUL: reading({})})
    found = crimes.counts(PLACE)
    assert list(found.table.index) == [JUL, AUG, SEP]
    assert found.newest == AUG


def test_months_older_than_the_window_stay_held_and_those_never_got_are_outside() -> None:
    publish(AUG, SEP)
    street_crime.write_months(
        PLACE, {JUN: reading({"burglary": 3}), JUL: nothing(State.FAILED), AUG: reading({})}
    )
    states = {m: s.state for m, s in crimes.counts(PLACE).states.items()}
    assert states == {JUN: State.HELD, JUL: State.OUTSIDE, AUG: State.HELD}


def test_an_empty_month_counts_nought_once_another_place_of_the_force_has_rows() -> None:
    street_crime.write_months(PLACE, {SEP: nothing(State.UNKNOWN_EMPTY), AUG: nothing(State.UNKNOWN_EMPTY)})
    assert crimes.counts(PLACE).states[SEP].state is State.UNKNOWN_EMPTY
    street_crime.write_months(NeighbourhoodRef("exampleshire", "XY"), {SEP: reading({"drugs": 9})})
    street_crime.write_months(NeighbourhoodRef("fenmarsh", "XY"), {AUG: reading({"drugs": 9})})
    found = crimes.counts(PLACE)
    assert (found.states[SEP].state, found.table.loc[SEP, "drugs"]) == (State.EMPTY, 0)
    assert found.states[AUG].state is State.UNKNOWN_EMPTY


def test_a_stray_record_is_no_count_of_a_month_that_nothing_else_proves() -> None:
    street_crime.write_months(PLACE, {JUL: reading({"drugs": 40}), AUG: reading({"drugs": 40})})
    street_crime.write_months(PLACE, {SEP: reading({"drugs": 2})})
    found = crimes.counts(PLACE)
    assert found.states[SEP].state is State.UNKNOWN_EMPTY
    assert found.table.loc[SEP].isna().all()
    assert crimes.records(PLACE, SEP, SEP).empty
    street_crime.write_months(NeighbourhoodRef("exampleshire", "XY"), {SEP: reading({"drugs": 40})})
    assert crimes.counts(PLACE).table.loc[SEP, "drugs"] == 2


def test_a_small_place_with_few_records_a_month_keeps_its_counts() -> None:
    street_crime.write_months(PLACE, {m: reading({"drugs": 4}) for m in (JUL, AUG)})
    street_crime.write_months(PLACE, {SEP: reading({"drugs": 1})})
    assert crimes.counts(PLACE).table.loc[SEP, "drugs"] == 1


def test_a_force_that_publishes_no_crime_has_no_counts_whatever_the_railway_police_recorded() -> None:
    place = NeighbourhoodRef("greater-manchester", "XX1")
    publish(AUG, SEP)
    street_crime.write_months(place, {SEP: (records({"other-theft": 6}, "btp"), MonthState(State.HELD))})
    found = crimes.counts(place)
    assert {s.state for s in found.states.values()} == {State.NOT_PUBLISHED}
    assert found.table.isna().all(axis=None)
    assert crimes.records(place, AUG, SEP).empty


def test_as_of_a_month_nothing_later_is_there() -> None:
    street_crime.write_months(PLACE, {m: reading({"burglary": 3}) for m in (JUL, AUG, SEP)})
    found = crimes.counts(PLACE, to=AUG)
    assert list(found.table.index) == [JUL, AUG]
    assert (set(found.states), found.newest) == ({JUL, AUG}, AUG)


def test_last_year_is_the_same_month_a_year_before() -> None:
    street_crime.write_months(
        PLACE, {month("2025-09"): reading({"burglary": 8}), SEP: reading({"burglary": 3})}
    )
    found = crimes.counts(PLACE)
    assert found.of(shift(SEP, -12))["burglary"] == 8
    assert found.of(shift(AUG, -12)).isna().all()
    assert found.of(month("2030-01")).isna().all()


def test_a_category_police_uk_invents_is_counted_too() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 1, "moon-mischief": 2})})
    found = crimes.counts(PLACE)
    assert found.table.columns[-1] == "moon-mischief"
    assert found.crime[SEP] == 3


def test_counts_change_with_the_facts_and_not_with_what_a_reader_does_to_them() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 3})})
    mine = crimes.counts(PLACE)
    mine.table.loc[SEP, "burglary"] = 99
    mine.states.clear()
    assert crimes.counts(PLACE).states
    assert crimes.counts(PLACE).table.loc[SEP, "burglary"] == 3
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 4})})
    assert crimes.counts(PLACE).table.loc[SEP, "burglary"] == 4


def test_a_place_nobody_asked_for_has_no_rows() -> None:
    found = crimes.counts(PLACE)
    assert found.table.empty
    assert (found.newest, found.states) == (None, {})
    assert found.crime.empty


def test_records_are_the_rows_behind_the_counts() -> None:
    street_crime.write_months(
        PLACE, {m: reading({"burglary": 3, "drugs": 1, ASB: 5}) for m in (JUL, AUG, SEP)}
    )
    assert len(crimes.records(PLACE, AUG, SEP)) == 8
    assert len(crimes.records(PLACE, AUG, SEP, ASB)) == 10
    burglary = crimes.records(PLACE, SEP, SEP, "burglary")
    assert len(burglary) == crimes.counts(PLACE).table.loc[SEP, "burglary"] == 3
    assert isinstance(burglary, pd.DataFrame)
