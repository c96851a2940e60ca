"""Looking after held places in the background, so that nobody waits for what the store holds."""

import logging
import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from cachetools import LRUCache

from data_access.background.task_queue import line
from data_access.errors import PoliceDataError, QueueFull
from data_access.models import NeighbourhoodRef
from data_access.refresh import due, police_uk_status, published_lists, read_no_location
from data_access.refresh.read_neighbourhood import Reading
from data_access.refresh.reading_lock import Ending, ReadElsewhere
from data_access.settings import now
from data_access.store import places
from data_access.store.folders import facts_folder

log = logging.getLogger("yourpatch.beside")

AT_ONCE, WAITING = 1, 50
# How often a place that is looked at is looked after, and police.uk asked whether it is there.
EVERY = timedelta(minutes=1)

_looked_after: LRUCache[Hashable, datetime] = LRUCache(10_000)
_lock = threading.Lock()


def beside(place: NeighbourhoodRef) -> None:
    """Look after a held place without making anybody wait; cheap enough for every page view."""
    key = (facts_folder(), place)
    with _lock:
        last = _looked_after.get(key)
        if police_uk_status.offline() or (last and due.lately(last, EVERY)):
            return
        _looked_after[key] = now()
    in_background(key, partial(_look_after, place))


def in_background(key: Hashable, task: Callable[[], object]) -> None:
    """Have the task done some time, once; when too much waits already, not at all."""
    with suppress(QueueFull):
        line("beside", AT_ONCE, WAITING).join(key, task)


def _look_after(place: NeighbourhoodRef) -> None:
    """In the background: is police.uk there, has it a newer month, is anything old or missing?"""
    try:
        _ask_for_newer_months()
        published = places.published_months()
        if due.facts(place) or due.months(place, published):
            Reading(place, lambda _: None).run(wait_for_others=False)
        read_no_location.beside(place)
    except (PoliceDataError, ReadElsewhere, Ending) as error:
        log.info("%s stays as it is held: %r", place, error)
    except OSError as error:
        log.error("%s stays as it is held, what is new cannot be kept: %s", place, error)


def _ask_for_newer_months() -> None:
    last, published = police_uk_status.last_tried(), places.published_months()
    if due.old(places.published(), due.HOUR):
        published_lists.months()
    elif not (last and due.lately(last, EVERY)) and police_uk_status.ask_if_there() > published[-1]:
        published_lists.months(keeps=timedelta(0))
    if (trouble := police_uk_status.trouble()) is not None:
        raise trouble.error
