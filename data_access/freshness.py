"""What is still good, and for how long: one rule for the views, the status page and the stale list."""

from datetime import date, datetime, timedelta

from data_access.london_time import by_london
from data_access.models import Event, Facts, Officer, Priority
from data_access.months import month_range

# Officers move; names read longer ago than this are no longer shown.
NAMES_GOOD_FOR_DAYS = 14
# The national aim: a word on each priority every 3 months.
WORD_GOOD_FOR_DAYS = 92
# police.uk publishes a month about two months after its beginning; past four, something is wrong.
FIGURES_GOOD_FOR_MONTHS = 4
LIST_GOOD_FOR_DAYS = 31


def is_ahead(stamp: datetime, now: datetime) -> bool:
    """Whether a clock made it that ran ahead by more than a day: that says nothing of how old it is."""
    return stamp - now > timedelta(days=1)


def months_without_news(newest: date | None, today: date) -> int:
    """How many months there has been nothing newer than `newest`, where those are too many; else 0."""
    months = len(month_range(newest, today)) - 1 if newest else 0
    return months if months > FIGURES_GOOD_FOR_MONTHS else 0


def is_all_published(
    newest: date | None, published: Facts[dict[date, frozenset[str]]] | None, now: datetime
) -> bool:
    """Whether police.uk's list of months, read in the last month, ends with `newest`: we lack none of it."""
    if newest is None or published is None or (now - published.fetched_at).days > LIST_GOOD_FOR_DAYS:
        return False
    return max(published.value, default=newest) <= newest


def is_old(priority: Priority, today: date) -> bool:
    """Whether the team last spoke of it over 3 months ago; of one without a date, nobody can tell."""
    last = priority.last_word
    return last is not None and (today - last).days > WORD_GOOD_FOR_DAYS


def names_are_fresh(team: Facts[tuple[Officer, ...]] | None, now: datetime) -> bool:
    """Whether the officers' names were read recently enough to be shown."""
    return team is not None and (now - team.fetched_at).days <= NAMES_GOOD_FOR_DAYS


def upcoming(events: Facts[tuple[Event, ...]] | None, now: datetime) -> list[Event]:
    """Events that are not over yet, soonest first; undated ones last."""
    if events is None:
        return []
    here = by_london(now)
    coming = [e for e in events.value if e.over_at is None or e.over_at > here]
    return sorted(coming, key=lambda e: e.start or datetime.max)
