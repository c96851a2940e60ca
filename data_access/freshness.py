"""What of a team's words is still good, and for how long: one rule for the views and for the stale list."""

from datetime import date, datetime

from data_access.models import Event, Facts, Officer, Priority

# Officers move; names read longer ago than this are no longer shown.
NAMES_GOOD_FOR_DAYS = 14
# The national aim: a word on each priority every 3 months.
WORD_GOOD_FOR_DAYS = 92


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
    today = now.replace(tzinfo=None)
    coming = [e for e in events.value if (e.end or e.start or today) >= today]
    return sorted(coming, key=lambda e: e.start or datetime.max)
