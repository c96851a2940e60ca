"""Quarters of the calendar, by London's clocks. An answer belongs to the one it is sent in."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from data_access.london_time import LONDON
from data_access.settings import now
from data_access.translation import N_

NAMES = (
    N_("January to March {year}"),
    N_("April to June {year}"),
    N_("July to September {year}"),
    N_("October to December {year}"),
)


@dataclass(frozen=True, order=True)
class Quarter:
    """The `n`th quarter (1 to 4) of `year`; earlier ones are smaller."""

    year: int
    n: int

    @classmethod
    def of(cls, moment: datetime) -> "Quarter":
        """The quarter of a moment, which must know its time zone."""
        local = _local(moment)
        return cls(local.year, (local.month + 2) // 3)

    @classmethod
    def current(cls) -> "Quarter":
        """The quarter of now."""
        return cls.of(now())

    @classmethod
    def parse(cls, key: str) -> "Quarter":
        """The quarter of `2026-Q3`. Raises ValueError for anything else."""
        if not (match := re.fullmatch(r"([12][0-9]{3})-Q([1-4])", key)):
            raise ValueError(f"not a quarter: {key[:20]!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def key(self) -> str:
        """`2026-Q3`, as it is stored; keys sort as quarters do."""
        return f"{self.year:04}-Q{self.n}"

    @property
    def words(self) -> str:
        """The name before translation, with a gap for {year}."""
        return NAMES[self.n - 1]

    @property
    def start(self) -> datetime:
        """Its first moment, London time."""
        return datetime(self.year, self.n * 3 - 2, 1, tzinfo=LONDON)

    @property
    def end(self) -> datetime:
        """The first moment that is no longer its own."""
        return self.next.start

    @property
    def last_day(self) -> date:
        """The last day one can answer in it."""
        return date.fromordinal(self.end.date().toordinal() - 1)

    @property
    def previous(self) -> "Quarter":
        """The one before."""
        return Quarter(self.year - 1, 4) if self.n == 1 else Quarter(self.year, self.n - 1)

    @property
    def next(self) -> "Quarter":
        """The one after."""
        return Quarter(self.year + 1, 1) if self.n == 4 else Quarter(self.year, self.n + 1)

    def is_closed(self, moment: datetime | None = None) -> bool:
        """Whether nothing more can be sent in it: results are of closed quarters only."""
        return (moment or now()) >= self.end


def quarters_of(year: int) -> list[Quarter]:
    """The four quarters of a year."""
    return [Quarter(year, n) for n in (1, 2, 3, 4)]


def week_key(moment: datetime) -> str:
    """`2026-W31`, the ISO week in London: the finest time that is kept of an answer. Keys sort as weeks."""
    year, week, _ = _local(moment).isocalendar()
    return f"{year:04}-W{week:02}"


def first_day(week: str) -> date:
    """The Monday of a week, by its key."""
    return date.fromisoformat(f"{week}-1")


def london_month(moment: datetime) -> date:
    """The month of a moment in London: all that is kept of when a comment came."""
    return _local(moment).date().replace(day=1)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no quarter")
    return moment.astimezone(LONDON)
