"""The things police.uk speaks of, parsed once at the edge. Text marked HTML has passed `clean.html`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
ONE_DAY = timedelta(days=1)
LONGEST_EVENT = timedelta(days=182)
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, order=True)
class NeighbourhoodRef:
    """Which neighbourhood: its id is unique only within its force. Passed whole, as `place`."""

    force_id: str
    neighbourhood_id: str


@dataclass(frozen=True)
class Named:
    """A force or a neighbourhood in a list: id as police.uk has it, name as plain text."""

    id: str
    name: str


@dataclass(frozen=True)
class Link:
    """A link that may be shown: `url` is http, https, mailto or tel."""

    title: str
    url: str
    description: str = ""


@dataclass(frozen=True)
class Force:
    """A territorial force. `engagement` are its social media and other ways to reach it."""

    id: str
    name: str
    url: str | None = None
    telephone: str | None = None
    engagement: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Point:
    """A place on the ground in WGS84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Station:
    """A police station or another place where a team may be met. Plain text throughout."""

    name: str
    address: str = ""
    postcode: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Neighbourhood:
    """A neighbourhood's own page: `description` is HTML, `contact` maps police.uk's key to text."""

    id: str
    name: str
    description: str = ""
    url: str | None = None
    centre: Point | None = None
    contact: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    stations: tuple[Station, ...] = ()


@dataclass(frozen=True)
class Officer:
    """One of the neighbourhood team (police.uk: `people`). Biographies and personal contacts are left out."""

    name: str
    rank: str | None = None


@dataclass(frozen=True)
class Priority:
    """An issue the team has undertaken to deal with, and what it did. `issue` and `action` are HTML."""

    issue: str
    issue_date: date | None = None
    action: str = ""
    action_date: date | None = None

    @property
    def last_word(self) -> date | None:
        """When the team last said something about it: the later of the two dates."""
        return max((d for d in (self.issue_date, self.action_date) if d), default=None)


@dataclass(frozen=True)
class Event:
    """A chance to meet the team. Times are London's; `description` is HTML."""

    title: str
    start: datetime | None = None
    end: datetime | None = None
    address: str = ""
    description: str = ""
    type: str = ""

    @property
    def closes(self) -> datetime | None:
        """Its end where that can be: after the start, and less than half a year after; else a slip."""
        if self.start is None or self.end is None:
            return None
        return self.end if timedelta(0) < self.end - self.start < LONGEST_EVENT else None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of one without a time: from midnight, to midnight or without an end."""
        if self.start is None or self.start.time() != time.min:
            return None
        first, closes = self.start.date(), self.closes
        # The midnight that ends a day is how some write that day.
        if closes is None or closes - self.start == ONE_DAY:
            return first, first
        return (first, closes.date()) if closes.time() == time.min or closes.time() >= LAST_MINUTE else None

    @property
    def over_at(self) -> datetime | None:
        """When it is over: at its end, or else when its last day is. None: nobody knows when it is."""
        if self.start is None:
            return None
        last = self.days[1] if self.days else self.start.date()
        over = datetime.combine(last, time.max)
        return over if self.days else self.closes or over


@dataclass(frozen=True)
class ToldEvent:
    """A dated event as subscribers know it: `uid` is for good, `sequence` counts its changes.

    `withdrawn`: police.uk dropped it before it was over.
    """

    uid: str
    event: Event
    changed_at: datetime
    sequence: int = 0
    withdrawn: bool = False


@dataclass(frozen=True)
class ToldPriority:
    """A priority as subscribers know it: `guid` is for good."""

    guid: str
    priority: Priority


class State(StrEnum):
    """What is known of one month of one neighbourhood."""

    HELD = "held"
    EMPTY = "empty"
    UNKNOWN_EMPTY = "unknown_empty"
    NOT_PUBLISHED = "not_published"
    INCOMPLETE = "incomplete"
    OUTSIDE = "outside"
    FAILED = "failed"


@dataclass(frozen=True)
class MonthState:
    """How a month was read: `rows` records, from `source` (`api` or `archive`), at `fetched_at` (UTC)."""

    state: State
    rows: int = 0
    fetched_at: datetime | None = None
    source: str = "api"
    reason: str = ""

    @property
    def counted(self) -> bool:
        """Whether a count may be shown: a failed or unpublished month has none, not nought."""
        return self.state in {State.HELD, State.EMPTY, State.INCOMPLETE}

    @property
    def usable(self) -> bool:
        """Whether it may be compared with other months."""
        return self.state in {State.HELD, State.EMPTY}


@dataclass(frozen=True)
class Facts(Generic[T]):
    """Something read from outside, and when (UTC)."""

    value: T
    fetched_at: datetime


@dataclass(frozen=True)
class Note:
    """`text` of up to 120 words, `signed` by rank; `month`: the flagged month it speaks of, if any."""

    text: str
    signed: str
    written_on: date
    expires_on: date
    month: date | None = None


@dataclass(frozen=True)
class Reply:
    """One "you said, we did" on a quarter, by its key (`2026-Q3`)."""

    quarter: str
    said: str
    did: str


@dataclass(frozen=True)
class Comment:
    """A comment that a moderator released; `month` by its first day: when it is to be deleted."""

    quarter: str
    month: date
    text: str


@dataclass(frozen=True)
class Said:
    """Notes newest first; replies newest quarter first, of one quarter the newest written; released comments;
    keys of what is hidden.
    """

    notes: tuple[Note, ...] = ()
    replies: tuple[Reply, ...] = ()
    comments: tuple[Comment, ...] = ()
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stale:
    """`sentence` (N_), and what fills its gaps: `n` and `of` numbers, `day` a date, `quarter` a Quarter."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
