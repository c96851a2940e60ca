"""What is told of a place, where the newest month itself can tell nothing."""

from datetime import date

from components.content import summary
from data_access.models import State
from data_access.months import month_range
from data_access.statistics.counts_table import set_out
from data_access.usual.judged_place import by_own_past
from tests.support.counts import counts_of, view_of


def test_a_year_that_stands_out_is_told_where_the_newest_month_cannot_be_compared():
    months = month_range(date(2023, 10, 1), date(2026, 9, 1))
    counts = counts_of(
        {month: 200 if month >= date(2025, 10, 1) else 100 for month in months},
        gaps={months[-1]: State.INCOMPLETE},
    )
    newest, longer = summary.recorded(view_of(counts, by_own_past(set_out(counts))))
    assert newest == "In September 2026, **200 crimes** were recorded here. In September 2025 it was 100."
    assert longer.startswith("**All crime was higher than usual** in October 2025 to August 2026: 2,200")
