"""What `manage.py status` prints, for the person who runs the site."""

from collections.abc import Iterator

from components.words.overdue import stale_words
from data_access.curated import known_gaps
from data_access.months import month_key
from data_access.overviews import stored
from data_access.overviews.overdue import stale
from data_access.settings import settings
from data_access.store import held_places, places

# Of a force's neighbourhoods with something out of date, so many are listed.
MOST_STALE = 10


def lines() -> Iterator[str]:
    """What the store holds, how old it is, what failed, and what teams ought to renew."""
    yield f"facts in {settings().facts_dir}"
    published = places.published()
    if published:
        newest = max(published.value)
        yield f"police.uk publishes to {month_key(newest)} (asked {published.fetched_at:%Y-%m-%d %H:%M} UTC)"
    held = stored.stock()
    for force in held:
        yield from _force(force)
    if not held:
        yield "no neighbourhood is held yet"


def _force(force: stored.Stock) -> Iterator[str]:
    months = [month_key(m) for m in force.months]
    span = f"{months[0]} to {months[-1]}" if months else "none"
    read = f", read {force.oldest:%Y-%m-%d} to {force.newest:%Y-%m-%d}" if force.oldest else ""
    yield f"{force.force_id}: neighbourhoods {force.places}, months {span}{read}, failed {len(force.failed)}"
    for place, month, state in force.failed:
        yield f"  failed: {place.neighbourhood_id} {month_key(month)}: {state.reason}"
    for gap in known_gaps.known_gaps(force.force_id):
        yield f"  known: {gap.sentence}"
    # What another force's teams ought to do is not the operator's business.
    if not settings().forces or force.force_id in settings().forces:
        yield from _stale(force.force_id)


def _stale(force_id: str) -> Iterator[str]:
    found = {place.neighbourhood_id: items for place in held_places.held(force_id) if (items := stale(place))}
    for id_, items in list(found.items())[:MOST_STALE]:
        yield f"  out of date: {id_}: {' '.join(stale_words(item) for item in items)}"
    if (more := len(found) - MOST_STALE) > 0:
        yield f"  out of date: {more} more of its neighbourhoods"
