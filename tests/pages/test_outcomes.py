import re
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from components.content.outcomes import told, what_became
from data_access.counts import crimes
from data_access.counts.outcomes import outcomes
from data_access.curated.categories import ASB, CATEGORIES
from data_access.curated.outcome_groups import GROUPS
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import month_range
from data_access.store import street_crime
from tests.support.page_text import text_of
from tests.support.records import READ_AT, records
from tests.support.soak import SEED, rounds

YEAR = month_range(date(2024, 10, 1), date(2025, 9, 1))


def test_every_crime_is_in_the_table_once(run, held):
    page = run("outcomes")
    assert not page.exception
    table = page.table[0].value
    shown = sum(int(n.replace(",", "")) for n in table.loc["All recorded"])
    assert shown == int(crimes.counts(held[1]).crime.sum())


def test_fresh_crimes_are_never_set_against_old_ones(run, held):
    page = run("outcomes")
    ages = outcomes(held[1]).by_age.loc["crime"]
    assert page.table[0].value.columns[0] == "0 to 2"
    said = f"Of {int(ages.loc['12-23'].sum()):,} crimes recorded in October 2024 to September 2025"
    assert said in text_of(page)


def test_anti_social_behaviour_cannot_be_chosen(run):
    page = run("outcomes", category="anti-social-behaviour")
    assert page.selectbox(key="category").value == "crime"


def test_a_force_that_gives_outcomes_is_not_said_to_give_none_where_we_hold_nothing(data_dir):
    nothing = outcomes(NeighbourhoodRef("wiltshire", "nowhere"))
    said = what_became(nothing, "crime", "Wiltshire Police")
    assert nothing.given
    assert said[-1] == "We hold no crimes here whose outcomes could be told."


def test_no_percentage_on_a_small_base():
    few = dict.fromkeys(GROUPS, 0) | {"charged": 3, "no_suspect": 16}
    assert "**3** led to a charge" in told(few, "12-23", YEAR)
    assert "**3 (15%)** led to a charge" in told(few | {"other": 1}, "12-23", YEAR)
    none = told(dict.fromkeys(GROUPS, 0), "12-23", YEAR)
    assert none == "No crime of this kind was recorded in October 2024 to September 2025."


def test_no_percentage_where_months_of_the_age_are_missing():
    row = dict.fromkeys(GROUPS, 0) | {"charged": 14, "no_suspect": 300, "no_update": 4}
    assert told(row, "12-23", YEAR[3:]).startswith(
        "Of 318 crimes recorded in January to September 2025, **14 (4%)** led to a charge or summons. "
        "300 (94%) were closed because no suspect was found. 4 have no outcome on police.uk."
    )
    assert told(row, "12-23", YEAR[4:]).startswith(
        "Of 318 crimes recorded in February to September 2025, **14** led to a charge or summons. "
        "300 were closed because no suspect was found."
    )


def test_another_age_leads_where_the_usual_one_lacks_months(run, held):
    place = held[1]
    known = street_crime.crimes(place).months
    street_crime.restate(place, {m: replace(known[m], state=State.FAILED) for m in YEAR[4:]})
    page = run("outcomes")
    assert "crimes recorded in October 2025 to March 2026" in text_of(page)
    assert "The column “12 to 23” holds October 2024 to January 2025 only." in text_of(page)


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SEED, SEED + rounds(2)))
def test_every_figure_is_of_the_kind_that_its_heading_names(seed, run, held):
    """Random outcomes: what is said below a kind's table adds up to that table's own row."""
    place, random = held[1], Random(seed)  # noqa: S311
    kinds = [k for k in CATEGORIES if k != ASB]
    names = [
        "Restorative meeting held",
        "Action to be taken by another organisation",
        "Suspect charged",
        None,
    ]
    months = {}
    for month in month_range(date(2023, 10, 1), date(2026, 9, 1)):
        frame = records({kind: random.randrange(4) for kind in kinds})
        frame["outcome"] = [random.choice(names) for _ in range(len(frame))]
        months[month] = (frame, MonthState(State.HELD, fetched_at=READ_AT, source="api"))
    street_crime.write_months(place, months)
    for kind in ("crime", *random.sample(kinds, 3)):
        page = run("outcomes", category=kind)
        others = sum(int(n.replace(",", "")) for n in page.table[0].value.loc["Other"])
        said = next((c.value for c in page.caption if c.value.startswith("Other outcomes")), "")
        assert sum(int(n.replace(",", "")) for n in re.findall(r"\(([\d,]+)\)", said)) == others
