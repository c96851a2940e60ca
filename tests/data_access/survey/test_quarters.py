"""Quarters by London's clocks: over midnight, and when the clocks change."""

from datetime import UTC, date, datetime

import pytest

from data_access.survey.quarters import Quarter, week_key


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), Quarter(2026, 2)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), Quarter(2026, 3)),  # summer time
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), Quarter(2026, 4)),
        (datetime(2027, 1, 1, tzinfo=UTC), Quarter(2027, 1)),
    ],
)
def test_a_moment_belongs_to_the_quarter_of_london(moment: datetime, quarter: Quarter):
    assert Quarter.of(moment) == quarter
    assert quarter.start <= moment < quarter.end
    assert not quarter.is_closed(moment)
    assert quarter.previous.is_closed(moment)


def test_names_keys_and_neighbours():
    quarter = Quarter(2026, 3)
    assert (quarter.words.format(year=2026), quarter.key) == ("July to September 2026", "2026-Q3")
    assert Quarter.parse("2026-Q3") == quarter
    assert quarter.last_day == date(2026, 9, 30)
    assert quarter.next.next == Quarter(2027, 1) == Quarter(2026, 4).next
    assert Quarter(2027, 1).previous == Quarter(2026, 4) < Quarter(2027, 1)
    assert week_key(datetime(2026, 8, 2, 23, 30, tzinfo=UTC)) == "2026-W32"  # Monday in London
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse("2026-Q5")
    with pytest.raises(ValueError, match="time zone"):
        Quarter.of(datetime(2026, 8, 2))
