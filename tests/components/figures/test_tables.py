from datetime import date

from components.figures import tables
from data_access.models import State
from tests.support.counts import counts_of

SEPTEMBER = date(2026, 9, 1)


def test_the_table_says_why_a_month_has_no_count():
    counts = counts_of({date(2026, 8, 1): None, SEPTEMBER: 1212}, gaps={date(2026, 8, 1): State.FAILED})
    table = tables.months_table(counts.crime, counts.states, "All crime")
    assert table.to_dict("list") == {
        "Month": ["September 2026", "August 2026"],
        "All crime": ["1,212", "could not be read"],
    }


def test_kinds_are_ordered_by_count_with_anti_social_behaviour_apart():
    table = tables.categories_table(counts_of({date(2025, 9, 1): 30, SEPTEMBER: 40}))
    assert list(table.iloc[0]) == ["Shoplifting", "40", "30"]
    assert list(table.iloc[-1]) == ["Anti-social behaviour (incidents, not crimes)", "64", "64"]


def test_every_record_of_every_month_can_be_checked():
    table = tables.rows_by_month(counts_of({SEPTEMBER: 40}))
    assert table.loc[0, "Shoplifting"] == "40"
    assert table.loc[0, "Burglary"] == "0"
