"""Which event or priority of a new reading is one that was told before: police.uk gives them no ids.

Pure. A change of time, place or words must reach those who subscribed as a change, not as a second event.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher

from data_access.clean_text import plain
from data_access.london_time import by_london
from data_access.models import Event, NeighbourhoodRef, Priority, ToldEvent, ToldPriority

# police.uk has no field for it: teams write it into the title.
CANCELLED = re.compile(r"(?i)\W*\b(?:cancelled|canceled)\b\W*")
# A weekly meeting that is moved stays nearer to its own day than to the next; a single one goes further.
MOVED_IN_A_SERIES, MOVED_ALONE = timedelta(days=4), timedelta(days=60)
# Of two wordings of one priority; only so many letters are compared.
ALIKE, LETTERS = 0.6, 300

Key = Callable[[Event], Hashable]


def events_told(
    place: NeighbourhoodRef, before: Sequence[ToldEvent], events: Iterable[Event], read_at: datetime
) -> tuple[ToldEvent, ...]:
    """The dated events as subscribers are to know them; those that were dropped before they were over too."""
    dated = [event for event in events if event.start]
    here = by_london(read_at)
    known = dict(_recognised(before, dated, here))
    used = {told.uid for told in before}
    told = []
    for at, event in enumerate(dated):
        if at in known:
            told.append(_changed(known[at], event, read_at))
        else:
            told.append(ToldEvent(_unused(_first_uid(place, event), used), event, read_at))
            used.add(told[-1].uid)
    kept = {one.uid for one in told}
    dropped = [one for one in before if one.uid not in kept and _coming(one.event, here)]
    return (*told, *(_withdrawn(one, read_at) for one in dropped))


def priorities_told(
    place: NeighbourhoodRef, before: Sequence[ToldPriority], priorities: Sequence[Priority]
) -> tuple[ToldPriority, ...]:
    """The priorities, each by the name it was first told by. One that is set anew, on another day, is new."""
    if not priorities:
        # Nothing may be a slip of a day: the names are kept for when they come back.
        return tuple(before)
    known: dict[int, str] = {}
    for day in {priority.issue_date for priority in priorities}:
        old = [one for one in before if one.priority.issue_date == day]
        new = [at for at, priority in enumerate(priorities) if priority.issue_date == day]
        known |= _reworded(old, {at: priorities[at] for at in new}, day)
    used = {one.guid for one in before}
    told = []
    for at, priority in enumerate(priorities):
        guid = known.get(at) or _unused(_first_guid(place, priority), used)
        used.add(guid)
        told.append(ToldPriority(guid, priority))
    return tuple(told)


def _recognised(
    before: Sequence[ToldEvent], events: Sequence[Event], here: datetime
) -> Iterator[tuple[int, ToldEvent]]:
    """Each event that is known, by its index: what has changed least is recognised first."""
    old, new = dict(enumerate(before)), dict(enumerate(events))
    titles = Counter(map(_title_and_place, events)) | Counter(_title_and_place(one.event) for one in before)
    for key, alone in _RULES:
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for at, one in old.items():
            # What is over cannot be moved.
            if key in _UNMOVED or _coming(one.event, here):
                groups[key(one.event)][0].append(at)
        for at, event in new.items():
            groups[key(event)][1].append(at)
        for name, (olds, news) in groups.items():
            if name is None or (alone and (len(olds), len(news)) != (1, 1)):
                continue
            for was, now in _nearest(olds, news, lambda was, now: _apart(before[was].event, events[now])):
                far = MOVED_IN_A_SERIES if titles[_title_and_place(events[now])] > 1 else MOVED_ALONE
                if _apart(before[was].event, events[now]) <= far:
                    yield now, before[was]
                    del old[was], new[now]


def _nearest(
    olds: Iterable[int], news: Iterable[int], apart: Callable[[int, int], timedelta]
) -> Iterator[tuple[int, int]]:
    news, taken = list(news), set[tuple[str, int]]()
    for _apart_by, was, now in sorted((apart(was, now), was, now) for was in olds for now in news):
        if not taken & {("was", was), ("now", now)}:
            taken |= {("was", was), ("now", now)}
            yield was, now


def _title(event: Event) -> str:
    return " ".join(CANCELLED.sub(" ", event.title).casefold().split())


def _whole(event: Event) -> Hashable:
    return _title(event), event.address.casefold(), event.start


def _title_and_start(event: Event) -> Hashable:
    return _title(event), event.start


def _place_and_start(event: Event) -> Hashable:
    return (event.address.casefold(), event.start) if event.address else None


def _title_and_place(event: Event) -> Hashable:
    return _title(event), event.address.casefold()


def _title_and_day(event: Event) -> Hashable:
    return _title(event), event.start and event.start.date()


def _place_and_day(event: Event) -> Hashable:
    return (event.address.casefold(), event.start and event.start.date()) if event.address else None


def _start(event: Event) -> Hashable:
    return event.start


# What must still be the same, and whether only where there is one of it before and after.
_RULES: tuple[tuple[Key, bool], ...] = (
    *((_whole, False), (_title_and_start, False), (_place_and_start, True)),
    *((_title_and_day, False), (_title_and_place, False), (_place_and_day, True), (_start, True)),
)
_UNMOVED = {_whole, _title_and_start, _place_and_start}


def _apart(one: Event, other: Event) -> timedelta:
    return abs(one.start - other.start) if one.start and other.start else timedelta.max


def _coming(event: Event, here: datetime) -> bool:
    return event.over_at is not None and event.over_at > here


def _changed(told: ToldEvent, event: Event, read_at: datetime) -> ToldEvent:
    if event == told.event and not told.withdrawn:
        return told
    return ToldEvent(told.uid, event, read_at, told.sequence + 1)


def _withdrawn(told: ToldEvent, read_at: datetime) -> ToldEvent:
    if told.withdrawn:
        return told
    return replace(told, changed_at=read_at, sequence=told.sequence + 1, withdrawn=True)


def _reworded(old: Sequence[ToldPriority], new: dict[int, Priority], day: date | None) -> dict[int, str]:
    """The names of those that were set on that day: by the same words, by like ones, or as the only one."""
    before = {one.guid: _words(one.priority) for one in old}
    now = {at: _words(priority) for at, priority in new.items()}
    known: dict[int, str] = {}
    pairs = [
        (-SequenceMatcher(None, said, says).ratio() if said != says else -2, at, guid)
        for guid, said in before.items()
        for at, says in now.items()
    ]
    for unlike, at, guid in sorted(pairs, key=lambda pair: pair[:2]):
        left = (len(before), len(now)) == (1, 1) and day is not None
        if at in now and guid in before and (-unlike >= ALIKE or left):
            known[at] = guid
            del before[guid], now[at]
    return known


def _words(priority: Priority) -> str:
    return plain(priority.issue).casefold()[:LETTERS]


def _first_uid(place: NeighbourhoodRef, event: Event) -> str:
    title = CANCELLED.sub("", event.title).casefold()
    return _hashed(place, f"{event.start:%Y%m%dT%H%M%S}", title) + "@yourpatch"


def _first_guid(place: NeighbourhoodRef, priority: Priority) -> str:
    return "yourpatch:" + _hashed(place, str(priority.issue_date), plain(priority.issue))


def _hashed(place: NeighbourhoodRef, *parts: str) -> str:
    text = "\0".join((place.force_id, place.neighbourhood_id, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _unused(name: str, used: set[str]) -> str:
    names = (name if n == 1 else f"{n}-{name}" for n in range(1, len(used) + 2))
    return next(one for one in names if one not in used)
