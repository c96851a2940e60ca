"""How old figures may be before every view says so."""

from datetime import UTC, date, datetime

import pytest

from components.content import summary
from components.words.crime import nothing_newer
from data_access.freshness import months_without_news
from data_access.months import shift
from data_access.statistics.counts_table import set_out
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


@pytest.mark.parametrize(("back", "old"), [(2, False), (11, True)])
def test_the_line_of_every_view_says_so(back, old):
    newest = shift(datetime.now(UTC).date().replace(day=1), -back)
    counts = counts_of({newest: 12})
    judged = by_own_past(set_out(counts))
    sentence = "police.uk has published nothing newer for 11 months"
    assert (sentence in summary.line(view_of(counts, judged))) == old
    # Whoever asks for an earlier month knows that it is old.
    assert sentence not in summary.line(view_of(counts, judged, to=newest))
    assert nothing_newer(0) == ""
