"""How old figures may be before every view says so."""

from datetime import UTC, date, datetime, timedelta

import pytest

from components.content import summary
from data_access.freshness import months_without_news
from data_access.months import shift
from data_access.statistics.counts_table import set_out
from data_access.store import places, small_facts
from data_access.usual.judged_place import by_own_past
from tests.support.counts import counts_of, view_of

SEPTEMBER = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 11, 29), 0),
        (date(2027, 1, 31), 0),
        (date(2027, 2, 1), 5),
        (date(2027, 8, 1), 11),
        (date(2026, 1, 1), 0),
    ],
)
def test_past_four_months_it_is_old(today, months):
    assert months_without_news(SEPTEMBER, today) == months
    assert months_without_news(None, today) == 0


@pytest.mark.parametrize(
    ("back", "listed", "read_days_ago", "said"),
    [
        (2, 2, 1, None),
        (11, 11, 1, "police.uk has published nothing newer for 11 months"),
        # police.uk has more, or may have: it is we who have not read it.
        (11, 2, 1, "we have read nothing newer for 11 months"),
        (11, 11, 60, "we have read nothing newer for 11 months"),
        (11, None, 0, "we have read nothing newer for 11 months"),
    ],
)
def test_the_line_of_every_view_says_so_and_whose_fault_it_is(back, listed, read_days_ago, said, data_dir):
    today = datetime.now(UTC)
    newest = shift(today.date().replace(day=1), -back)
    if listed is not None:
        last = shift(today.date().replace(day=1), -listed)
        small_facts.write(
            "months",
            {last: frozenset[str]()},
            places.Published,
            fetched_at=today - timedelta(days=read_days_ago),
        )
    counts = counts_of({newest: 12})
    judged = by_own_past(set_out(counts))
    line = summary.line(view_of(counts, judged))
    assert said in line if said else "nothing newer" not in line
    # Whoever asks for an earlier month knows that it is old.
    assert "nothing newer" not in summary.line(view_of(counts, judged, to=newest))
