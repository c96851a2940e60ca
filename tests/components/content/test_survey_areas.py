"""Whose results a reader may choose, and what is said of a group's members that have none."""

import pytest

from components.content import survey_areas
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View
from data_access.statistics.counts_table import Counts
from data_access.store import small_facts
from data_access.survey.results.publish import FILE, OfForce, Windows
from data_access.survey.results.window import Window
from tests.support.counts import counts_of
from tests.support.records import month
from tests.support.windows import window_of

GROUP = "the-durnleys-and-hollow-down"
PLACE = NeighbourhoodRef("exampleshire", "ab12")


@pytest.fixture
def view(data_dir) -> View:
    counts: Counts = counts_of({month("2026-09"): 10})
    return View(PLACE, "Little Durnley", counts, None, "")


def test_a_place_may_be_read_alone_in_its_groups_and_in_its_force(view):
    assert survey_areas.choices(view) == {
        "": "Little Durnley",
        GROUP: "The Durnleys and Hollow Down (3 neighbourhoods)",
        "force": "The whole force",
    }


def test_a_group_s_members_without_results_are_named(view):
    for id_, its in {"AB12": window_of("2025", 30, 12), "ab12": Window("2025", None)}.items():
        small_facts.write(FILE, (its,), Windows, PLACE.force_id, id_)
    of_force = OfForce((Window("2025-Q4", None),), {GROUP: (window_of("2025", 59, 30),)})
    small_facts.write(FILE, of_force, OfForce, PLACE.force_id)
    group = survey_areas.area(view, GROUP)
    assert not group.by_quarter
    # The third has no file: nobody there ever answered.
    assert group.without(group.windows[0]) == ["ab12", "E05013802N"]
    assert survey_areas.area(view, "force").by_quarter


def test_where_nobody_ever_answered_a_closed_year_has_too_few(view):
    assert survey_areas.years_of(PLACE) == ()
    of_force = OfForce(
        (window_of("2025-Q3", 200, 90), Window("2025-Q4", None), window_of("2026-Q1", 150, 90))
    )
    small_facts.write(FILE, of_force, OfForce, PLACE.force_id)
    assert survey_areas.years_of(PLACE) == (Window("2025", None),)


def test_a_group_that_rests_on_one_member_says_so(view):
    def told(**years: Window) -> str:
        for id_, its in years.items():
            small_facts.write(FILE, (its,), Windows, PLACE.force_id, id_)
        n = sum(its.n for its in years.values() if its.n)
        of_force = OfForce((), {GROUP: (window_of("2025", n, n // 2),)})
        small_facts.write(FILE, of_force, OfForce, PLACE.force_id)
        group = survey_areas.area(view, GROUP)
        return group.rests_on(group.windows[0])

    assert told(ab12=window_of("2025", 240, 120), AB12=window_of("2025", 10, 5)) == (
        "96% of these answers are from ab12."
    )
    assert told(ab12=window_of("2025", 240, 120), AB12=window_of("2025", 80, 40)) == ""
    assert told(ab12=window_of("2025", 241, 120), AB12=window_of("2025", 80, 40)) == (
        "75% of these answers are from ab12."
    )
    assert told(ab12=window_of("2025", 60, 30), AB12=Window("2025", None)) == (
        "100% of these answers are from ab12."
    )
