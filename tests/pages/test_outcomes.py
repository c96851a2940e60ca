from components.panels.outcomes import told
from data_access.counts import crimes
from data_access.counts.outcomes import outcomes
from data_access.curated.outcome_groups import GROUPS
from tests.support.page_text import text_of


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
    assert f"Of {int(ages.loc['12-23'].sum()):,} crimes recorded 12 to 23 months ago" in text_of(page)


def test_anti_social_behaviour_cannot_be_chosen(run):
    page = run("outcomes", category="anti-social-behaviour")
    assert page.selectbox(key="category").value == "crime"


def test_no_percentage_on_a_small_base():
    few = dict.fromkeys(GROUPS, 0) | {"charged": 3, "no_suspect": 16}
    assert "**3** led to a charge" in told(few, "12-23")
    assert "**3 (15%)** led to a charge" in told(few | {"other": 1}, "12-23")
    assert told(dict.fromkeys(GROUPS, 0), "0-2") == "No crime of this kind was recorded up to 2 months ago."
