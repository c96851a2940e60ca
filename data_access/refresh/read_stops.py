"""Reading stop and search from police.uk into the store: of a neighbourhood, or of a whole force.

A job of its own, after crime. Only months that police.uk says the force published are asked for, the newest
first; the others are noted as not published. What arrives is written at once, so that a reading which
breaks off is resumed by the next.
"""

import logging
from collections.abc import Callable
from concurrent.futures import as_completed
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

import pandas as pd
from filelock import FileLock, Timeout

from data_access.background.task_queue import line
from data_access.background.worker_threads import Hands, ending
from data_access.errors import PoliceDataError, QueueFull, UnknownPlace
from data_access.models import MonthState, State
from data_access.police_api import records
from data_access.refresh import due, police_uk_status, published_lists
from data_access.refresh.read_months import read_month
from data_access.settings import now
from data_access.store import places, stops
from data_access.store.places import Published
from data_access.store.stops import Whose

log = logging.getLogger("yourpatch.reading_stops")

IN_FLIGHT = 4
Ask = Callable[[date], pd.DataFrame]


def read(whose: Whose, report: Callable[[int, int], None] = lambda _done, _all: None) -> None:
    """Read what is missing, old or failed, here and now; `report` hears how many months of how many are done.

    Of a neighbourhood only when its boundary is held and of use: crime is read first. Returns at once when
    another reads the same. Raises PoliceUnavailable when police.uk is gone, UnknownPlace, InvalidQuestion;
    OSError when the disk will not.
    """
    ask = _question(whose)
    if ask is None:
        return
    published = published_lists.months()
    stops.folder(whose).mkdir(parents=True, exist_ok=True)
    with suppress(Timeout), FileLock(stops.folder(whose) / ".reading-stops.lock", timeout=0):
        _note_unpublished(whose, published)
        months = due.months_of_stops(whose, published, timedelta(0))
        failures = 0
        with Hands(IN_FLIGHT) as hands:
            read_one = partial(
                read_month, whose, ask, empty=lambda _: State.EMPTY, not_published=State.FAILED
            )
            month_of = {hands.give(partial(read_one, month)): month for month in months}
            for done, future in enumerate(as_completed(month_of), 1):
                if ending.is_set():
                    return
                reading = future.result()
                stops.write_months(whose, {month_of[future]: reading})
                report(done, len(months))
                failures = failures + 1 if reading[1].state is State.FAILED else 0
                if failures >= due.FAILURES_IN_A_ROW:
                    police_uk_status.ask_if_there()
                    failures = 0


def beside(whose: Whose) -> None:
    """Have it read in the background where something is due; returns at once. For every view of the page."""
    held = places.published()
    if police_uk_status.offline() or (held and not due.months_of_stops(whose, held.value)):
        return
    with suppress(QueueFull):
        line("stops", 1, 50).join((stops.folder(whose)), partial(_try, whose))


def _question(whose: Whose) -> Ask | None:
    if isinstance(whose, str):
        if not published_lists.known(whose):
            raise UnknownPlace(f"no force {whose}")
        return partial(records.stops_force, whose)
    ring = places.boundary(whose)
    return partial(records.stops_street, ring.value) if ring and ring.value else None


def _note_unpublished(whose: Whose, published: Published) -> None:
    states, force_id = stops.stops(whose).months, stops.force_of(whose)
    new = [month for month, forces in published.items() if force_id not in forces and month not in states]
    if new:
        state = MonthState(State.NOT_PUBLISHED, fetched_at=now())
        stops.write_months(whose, dict.fromkeys(new, (None, state)))


def _try(whose: Whose) -> None:
    try:
        read(whose)
    except PoliceDataError as error:
        police_uk_status.failed(error)
        log.info("stops of %s stay as they are held: %s", whose, error)
