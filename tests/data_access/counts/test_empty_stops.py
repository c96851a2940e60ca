"""An empty answer about stops is no zero, unless the force has stops in that month."""

from datetime import date

import pandas as pd
import pytest

from components.panels.stop_and_search import no_year_words, nothing_shown
from data_access.counts import stop_and_search
from data_access.counts.stop_and_search import NoYear, by_month, unknown_months, why_no_year, years
from data_access.models import State
from data_access.months import month_range
from data_access.store import small_facts
from data_access.store.places import Published
from tests.support.stops import FORCE, TOWN, Facts, put

YEAR = month_range(date(2025, 1, 1), date(2025, 12, 1))
SEARCH: Facts = {"type": "Person search", "involved_person": True, "datetime": "2025-03-01T12:00:00+00:00"}


@pytest.fixture(autouse=True)
def published(data_dir) -> None:
    small_facts.write("months", dict.fromkeys(YEAR, frozenset({FORCE})), Published)


def test_a_force_with_empty_answers_has_no_noughts():
    put(FORCE, dict.fromkeys(YEAR), State.EMPTY)
    assert by_month(FORCE)["searches"].isna().all()
    assert {state.state for state in by_month(FORCE)["state"]} == {State.UNKNOWN_EMPTY}
    assert years(FORCE) == []
    assert why_no_year(FORCE) == NoYear((), tuple(YEAR), no_whole_year=True)


def test_a_place_has_none_only_where_its_force_has_some():
    put(FORCE, {month: [SEARCH] * 30 for month in YEAR[:6]})
    put(TOWN, dict.fromkeys(YEAR), State.EMPTY)
    searches = by_month(TOWN)["searches"]
    assert list(searches[YEAR[:6]]) == [0] * 6
    assert searches[YEAR[6:]].isna().all()
    put(FORCE, {month: [SEARCH] * 30 for month in YEAR[6:]})
    assert list(by_month(TOWN)["searches"]) == [0] * 12
    assert why_no_year(TOWN) == NoYear((), (), no_whole_year=False)


def test_months_after_an_unknown_one_are_shown_but_its_year_is_not_told():
    put(FORCE, {month: [SEARCH] * 30 for month in YEAR})
    assert years(FORCE) == [2025]
    put(TOWN, {month: [SEARCH] * 20 for month in YEAR})
    assert years(TOWN) == [2025]
    april = date(2025, 4, 1)
    put(FORCE, {april: None}, State.EMPTY)
    assert unknown_months(FORCE) == (april,)
    assert years(FORCE) == []
    assert pd.isna(by_month(FORCE)["searches"][april])
    assert by_month(FORCE)["searches"][date(2025, 5, 1)] == 30
    # What the place itself holds is not in doubt.
    assert years(TOWN) == [2025]
    assert stop_and_search.year(TOWN, 2025).searches == 240


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            NoYear((YEAR[0],), (YEAR[1],), no_whole_year=True),
            "We have not read the searches in X for January 2025 from police.uk yet.",
        ),
        (
            NoYear((), tuple(YEAR), no_whole_year=True),
            "There are no figures for a whole year in X: police.uk shows none for January to December 2025.",
        ),
        (NoYear((), (), no_whole_year=True), "We hold no whole calendar year of searches in X yet."),
        (
            NoYear((), (), no_whole_year=False),
            "There were too few searches in X in any year to publish details "
            "without risking identifying people.",
        ),
    ],
)
def test_each_reason_is_the_true_one(why, said):
    assert no_year_words(why, "X") == said


def test_an_empty_list_is_said_to_be_no_proof():
    assert nothing_shown("X", YEAR[:2]) == (
        "police.uk shows no searches by X for January to February 2025. "
        "That usually means they were not published, not that there were none."
    )
