"""An event that is moved is no second event, and a priority in other words no new one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.models import Event, NeighbourhoodRef, Priority, ToldEvent
from data_access.same_as_before import events_told, priorities_told

PLACE = NeighbourhoodRef("exampleshire", "CR01")
READ = datetime(2026, 11, 3, 9, tzinfo=UTC)
SURGERY = Event(
    "Drop-in surgery", datetime(2026, 12, 3, 18), datetime(2026, 12, 3, 19), "Corn Hall", "<p>Tea.</p>"
)
WALK = Event("Walk with us", datetime(2026, 12, 9, 10), None, "Mill Lane")
WEEKLY = tuple(replace(SURGERY, start=datetime(2026, 12, day, 18), end=None) for day in (3, 10, 17))


Told = list[ToldEvent]


def read_twice(before: tuple[Event, ...], after: tuple[Event, ...]) -> tuple[Told, Told]:
    first = events_told(PLACE, (), before, READ)
    return list(first), list(events_told(PLACE, first, after, READ + timedelta(days=1)))


@pytest.mark.parametrize(
    "change",
    [
        {"start": datetime(2026, 12, 3, 19), "end": datetime(2026, 12, 3, 20)},
        {"start": datetime(2026, 12, 8, 18)},
        {"start": datetime(2026, 12, 3), "end": None},
        {"end": None},
        {"address": "Town Hall"},
        {"address": ""},
        {"title": "CANCELLED - Drop-in surgery"},
        {"title": "Meet the team"},
        {"description": "<p>Tea and cake.</p>"},
        {"start": datetime(2026, 12, 3, 17), "address": "Town Hall"},
        {"start": datetime(2026, 12, 3, 17), "title": "Meet the team"},
        {"title": "Meet the team", "address": "Town Hall"},
    ],
)
def test_a_change_of_time_place_or_words_is_a_change(change):
    [first, walk], [now, still] = read_twice((SURGERY, WALK), (replace(SURGERY, **change), WALK))
    assert (now.uid, now.sequence, now.changed_at) == (first.uid, 1, READ + timedelta(days=1))
    assert not now.withdrawn
    assert still == walk


@pytest.mark.parametrize(
    "other",
    [
        replace(WALK, title="Bike marking"),
        replace(SURGERY, start=datetime(2027, 5, 3, 18), end=None),
        Event("Bike marking", datetime(2026, 12, 4, 18), None, "Town Hall"),
    ],
)
def test_another_event_is_another_and_the_old_one_is_withdrawn(other):
    [first], [new, off] = read_twice((SURGERY,), (other,))
    assert new.uid != first.uid
    assert (off.uid, off.withdrawn, off.sequence) == (first.uid, True, 1)


def test_in_a_series_each_keeps_its_own_name():
    first, now = read_twice(WEEKLY, (*WEEKLY[1:], replace(WEEKLY[0], start=datetime(2026, 12, 24, 18))))
    assert [one.uid for one in now[:2]] == [one.uid for one in first[1:]]
    assert now[2].uid not in {one.uid for one in first}
    assert (now[3].uid, now[3].withdrawn) == (first[0].uid, True)


def test_one_of_a_series_is_moved_by_two_days():
    moved = replace(WEEKLY[1], start=datetime(2026, 12, 12, 18))
    first, now = read_twice(WEEKLY, (WEEKLY[0], moved, WEEKLY[2]))
    assert [one.uid for one in now] == [one.uid for one in first]
    assert [one.sequence for one in now] == [0, 1, 0]


def test_what_is_over_is_neither_moved_nor_withdrawn():
    first = events_told(PLACE, (), (SURGERY,), READ)
    later = SURGERY.start + timedelta(days=1)
    again = replace(SURGERY, start=datetime(2026, 12, 31, 18), end=None)
    [new] = events_told(PLACE, first, (again,), later.replace(tzinfo=UTC))
    assert new.uid != first[0].uid


EVENTS = st.builds(
    Event,
    title=st.sampled_from(["Tea", "Walk", "CANCELLED Tea", ""]),
    start=st.none() | st.integers(0, 40).map(lambda n: datetime(2026, 11, 20, 18) + n * timedelta(hours=12)),
    address=st.sampled_from(["Hall", "Library", ""]),
)


@given(st.lists(st.lists(EVENTS, max_size=5), min_size=2, max_size=5))
def test_over_any_readings_no_name_is_given_twice_and_none_is_lost_before_it_is_over(readings):
    told: tuple[ToldEvent, ...] = ()
    for day, events in enumerate(readings):
        at = READ + timedelta(days=5 * day)
        before, told = told, events_told(PLACE, told, events, at)
        uids = [one.uid for one in told]
        assert len(uids) == len(set(uids))
        assert sorted(str(one.event) for one in told if not one.withdrawn) == sorted(
            str(event) for event in events if event.start
        )
        here = at.replace(tzinfo=None)
        assert {one.uid for one in before if one.event.over_at > here} <= set(uids)
        sequences = {one.uid: one.sequence for one in before}
        assert all(one.sequence - sequences.get(one.uid, one.sequence) in {0, 1} for one in told)
        # The same reading again changes nothing.
        assert events_told(PLACE, told, events, at) == told


SPEEDING = Priority("<p>Speeding in Mill Lane near the school.</p>", date(2026, 9, 14))
FIRES = Priority("<p>Fires on the common.</p>", date(2026, 9, 14))


@pytest.mark.parametrize(
    "words",
    [
        "<p>Speeding in Mill Lane, near the school gate.</p>",
        "Speeding: Mill Lane (school)",
        "<p>Fast cars</p>",
    ],
)
def test_a_priority_in_other_words_is_the_same(words):
    first = priorities_told(PLACE, (), (SPEEDING, FIRES))
    now = priorities_told(PLACE, first, (FIRES, replace(SPEEDING, issue=words)))
    assert [one.guid for one in now] == [first[1].guid, first[0].guid]


def test_another_priority_or_the_same_on_another_day_is_new():
    first = priorities_told(PLACE, (), (SPEEDING, Priority("<p>Parking</p>")))
    others = (replace(SPEEDING, issue_date=date(2026, 11, 1)), Priority("<p>Dogs</p>"))
    now = priorities_told(PLACE, first, others)
    assert not {one.guid for one in now} & {one.guid for one in first}


def test_two_alike_have_two_names():
    now = priorities_told(PLACE, (), (SPEEDING, SPEEDING))
    assert len({one.guid for one in now}) == 2
    assert priorities_told(PLACE, now, (SPEEDING, SPEEDING)) == now
