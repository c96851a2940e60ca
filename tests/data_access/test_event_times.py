"""When an event is, when it is over, and how both are said: of dates as teams type them, in London."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.words import team_cards
from data_access import freshness
from data_access.http import json_fields
from data_access.models import Event, Facts
from data_access.police_api import neighbourhoods
from tests.support.counts import READ
from tests.support.crooked_answers import crooked

LONDON = ZoneInfo("Europe/London")
# Each quarter of an hour of a year: 29 March and 25 October 2026 have 23 and 25 hours.
CLOCKS = st.integers(0, 365 * 96 - 1).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(minutes=15)
)
NEAR_A_CHANGE = st.integers(-8, 8).flatmap(
    lambda n: st.sampled_from(
        [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
    ).map(lambda change: change + n * timedelta(minutes=15))
)


def named(title: str) -> Event:
    [found] = [event for event in neighbourhoods.parse_events(crooked("events")) if event.title == title]
    return found


def shown(event: Event, at: datetime) -> bool:
    return freshness.upcoming(Facts((event,), READ), at) == [event]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Date only", "Thursday 3 December"),
        ("To the next midnight", "Thursday 3 December"),
        ("To a minute before", "Thursday 3 December"),
        ("Three days", "Thursday 3 December to Saturday 5 December"),
        ("From midnight to one", "Thursday 3 December, midnight to 1 am"),
        ("Until midnight", "Thursday 3 December, 6 pm to midnight"),
        ("No end", "Thursday 3 December, 6 pm"),
        ("Null end", "Thursday 3 December, 6 pm"),
        ("Ends as it begins", "Thursday 3 December, 6 pm"),
        ("End a year early", "Thursday 3 December, 6 pm"),
        ("End a year late", "Thursday 3 December, 6 pm"),
        ("End in 1970", "Thursday 3 December, 6 pm"),
        ("As in Britain", "Thursday 3 December, 6 pm to 7.30 pm"),
        ("As on paper", "Thursday 3 December, 6.30 pm"),
        ("With dots", "Thursday 3 December, 6 pm"),
        ("A span in one field", "Thursday 3 December, 6 pm"),
        ("Summer, by Greenwich", "Thursday 2 July, 6 pm to 7 pm"),
        ("Summer, by London", "Thursday 2 July, 6 pm"),
        ("Winter, by Greenwich", "Thursday 3 December, 6 pm"),
        *((title, "date to be announced") for title in ("Day unknown", "Only a weekday", "No year")),
        *((title, "date to be announced") for title in ("Of 1969", "Of 0202", "Of 2206")),
    ],
)
def test_a_date_is_said_as_it_was_meant(title, words):
    assert team_cards.event_time(named(title)) == words


@pytest.mark.parametrize(
    ("title", "last", "gone"),
    [
        ("Date only", "2026-12-03 23:59", "2026-12-04 00:00"),
        ("To the next midnight", "2026-12-03 23:59", "2026-12-04 00:00"),
        ("To a minute before", "2026-12-03 23:59", "2026-12-04 00:00"),
        ("Three days", "2026-12-05 23:59", "2026-12-06 00:00"),
        ("No end", "2026-12-03 23:59", "2026-12-04 00:00"),
        ("End a year early", "2026-12-03 23:59", "2026-12-04 00:00"),
        ("End a year late", "2026-12-03 23:59", "2026-12-04 00:00"),
        ("As in Britain", "2026-12-03 19:29", "2026-12-03 19:30"),
        ("Summer, by Greenwich", "2026-07-02 18:59", "2026-07-02 19:00"),
        ("Summer, by London", "2026-07-02 23:59", "2026-07-03 00:00"),
    ],
)
def test_an_event_is_shown_until_it_is_over_by_londons_clocks(title, last, gone):
    at_last, at_gone = (datetime.fromisoformat(time).replace(tzinfo=LONDON) for time in (last, gone))
    assert shown(named(title), at_last.astimezone(UTC))
    assert not shown(named(title), at_gone.astimezone(UTC))


def test_one_without_a_date_is_always_shown():
    assert shown(named("Day unknown"), datetime(2030, 1, 1, tzinfo=UTC))


@given(CLOCKS | NEAR_A_CHANGE, st.none() | st.integers(-4, 400).map(lambda n: n * timedelta(minutes=15)))
def test_over_a_year_of_clocks_an_event_is_shown_before_and_on_its_day_and_not_the_day_after(now, lasts):
    start = now.astimezone(LONDON).replace(tzinfo=None)
    event = Event("Tea", start, None if lasts is None else start + lasts)
    assert shown(event, now - timedelta(hours=3))
    if event.closes is None:
        assert shown(event, now)
        next_day = datetime.combine(start.date() + timedelta(days=1), datetime.min.time(), LONDON)
        assert not shown(event, next_day.astimezone(UTC))
        assert shown(event, next_day.astimezone(UTC) - timedelta(minutes=1))
    assert event.over_at is not None
    over = event.over_at.replace(tzinfo=LONDON).astimezone(UTC)
    # Of the hour that comes twice in October the second is as good.
    assert not shown(event, over + timedelta(hours=1))
    assert "12 am" not in team_cards.event_time(event)


@given(CLOCKS | NEAR_A_CHANGE)
def test_a_moment_of_a_named_zone_is_brought_to_londons_clocks(now):
    london = now.astimezone(LONDON).replace(tzinfo=None)
    assert json_fields.moment(now.isoformat()) == london
    assert json_fields.moment(now.isoformat().replace("+00:00", "Z")) == london
    assert json_fields.moment(now.astimezone(LONDON).isoformat()) == london
    assert json_fields.moment(f"{london:%d/%m/%Y %H:%M}") == london
    assert json_fields.moment(f"{london:%-d %B %Y, %-I.%M%p}") == london
    assert json_fields.day(now.isoformat()) == london.date()


@given(
    st.text(max_size=70)
    | st.from_regex(r"[0-9/:. TZapm+-]{1,30}", fullmatch=True)
    | st.integers()
    | st.none()
)
def test_whatever_stands_for_a_date_is_a_possible_one_or_none(value):
    found = json_fields.moment(value)
    assert found is None or (2000 <= found.year <= 2100 and found.tzinfo is None)


@pytest.mark.parametrize(
    "text", ["", "5", "18:00", "2026", "December 2026", "31/02/2026", "nan", "1/1", "9" * 25]
)
def test_part_of_a_date_is_none(text):
    assert json_fields.moment(text) is None


def test_the_day_stands_first_unless_it_cannot():
    assert json_fields.day("04/03/2026") == date(2026, 3, 4)
    assert json_fields.day("12/25/2026") == date(2026, 12, 25)
    assert json_fields.day("2026/03/04") == date(2026, 3, 4)
    assert json_fields.day("4 Mar 26") == date(2026, 3, 4)
