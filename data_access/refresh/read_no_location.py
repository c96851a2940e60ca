"""Reading from police.uk how many records of a force have no place, into the store.

Only of a force that is held whole: without all its neighbourhoods there is no share. One request a month, one
at a time, and none while somebody waits for a first visit: nobody waits for these.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

from filelock import FileLock, Timeout

from data_access.background.task_queue import line
from data_access.background.worker_threads import ending
from data_access.errors import PoliceDataError, QueueFull
from data_access.models import NeighbourhoodRef, State
from data_access.police_api import records
from data_access.refresh import due, first_visit, police_uk_status, published_lists
from data_access.refresh.read_months import read_month
from data_access.store import no_location, places, street_crime
from data_access.store.folders import force_folder
from data_access.usual import force_judgements, mark_incomplete

log = logging.getLogger("yourpatch.reading_no_location")

LOOK_EVERY_S = 0.25


def read(force_id: str, back_off: timedelta = timedelta(0)) -> None:
    """Read what is missing, old or failed of the months that its neighbourhoods hold, here and now; then the
    force is counted anew and its months' states follow.

    Returns at once when the force is not held whole, or another reads the same. Raises PoliceUnavailable when
    police.uk is gone; OSError when the disk will not.
    """
    months = due.months_without_place(force_id, tuple(sorted(published_lists.months())), back_off)
    months = _held(force_id, months) if months else []
    if not months:
        return
    with suppress(Timeout), FileLock(force_folder(force_id) / ".reading-no-location.lock", timeout=0):
        before = no_location.answers(force_id)
        try:
            _read(force_id, months)
        finally:
            if no_location.answers(force_id) != before and not ending.is_set():
                mark_incomplete.refresh_states(force_id)


def beside(place: NeighbourhoodRef) -> None:
    """Have it read in the background where something is due of the months that `place` holds; returns at
    once. For every look after a held place.
    """
    states = street_crime.crimes(place).months
    months = due.months_without_place(place.force_id, places.published_months())
    if not police_uk_status.offline() and any(m in states and states[m].counted for m in months):
        with suppress(QueueFull):
            task = partial(_try, place.force_id)
            line("no location", 1, 20).join(force_folder(place.force_id), task)


def _held(force_id: str, months: Sequence[date]) -> list[date]:
    """Of the months those that some neighbourhood holds; none when not all of the force's are held."""
    counted = {
        month
        for place in force_judgements.members(force_id)
        for month, state in street_crime.states(place).items()
        if state.counted
    }
    return [month for month in months if month in counted]


def _read(force_id: str, months: Sequence[date]) -> None:
    ask, failures = partial(records.crimes_no_location, force_id), 0
    for month in months:
        while first_visit.is_any_under_way() and not ending.is_set():
            ending.wait(LOOK_EVERY_S)
        if ending.is_set():
            return
        reading = read_month(
            force_id, ask, month, empty=lambda _: State.UNKNOWN_EMPTY, not_published=State.FAILED
        )
        no_location.write(force_id, month, reading)
        failures = failures + 1 if reading[1].state is State.FAILED else 0
        if failures >= due.FAILURES_IN_A_ROW:
            police_uk_status.ask_if_there()
            failures = 0


def _try(force_id: str) -> None:
    try:
        read(force_id, due.BACK_OFF)
    except PoliceDataError as error:
        police_uk_status.failed(error)
        log.info("records without a place of %s stay as they are held: %s", force_id, error)
