"""The first reading of a place, in front of its visitor: started or joined, watched, and left at will.

At most two are under way in a process, and the line behind them is bounded, so that a crawler cannot make us
read the country.
"""

import logging
import threading
from dataclasses import replace
from pathlib import Path
from time import monotonic

from data_access.background.task_queue import Line, line
from data_access.errors import PoliceDataError, PoliceUnavailable, UnknownPlace
from data_access.models import NeighbourhoodRef
from data_access.refresh import due, police_uk_status, progress, published_lists
from data_access.refresh.progress import Progress
from data_access.refresh.read_neighbourhood import Reading
from data_access.refresh.reading_lock import Ending, being_read
from data_access.store import folders, places, street_crime
from data_access.store.folders import facts_folder

log = logging.getLogger("yourpatch.first_visit")

AT_ONCE, WAITING = 2, 20

_visits: dict[tuple[Path, NeighbourhoodRef], "_Visit"] = {}
_lock = threading.RLock()


class _Visit:
    """A first visit, which many may watch."""

    def __init__(self, place: NeighbourhoodRef) -> None:
        self.place, self.progress, self.ended = place, progress.held(place), 0.0

    def read(self) -> None:
        try:
            Reading(self.place, self._report).run()
            error = None
        except PoliceDataError as refused:
            log.warning("first visit of %s: %s", self.place, refused)
            error = refused
        except (OSError, Ending) as fault:
            log.error("first visit of %s could not be kept: %r", self.place, fault)
            error = PoliceDataError(repr(fault))
        except Exception:
            log.exception("first visit of %s failed", self.place)
            error = PoliceDataError("a fault on our side")
        self.progress = _ended(replace(progress.held(self.place), finished=True, error=error))
        self.ended = monotonic()

    def _report(self, so_far: Progress) -> None:
        self.progress = replace(so_far, finished=False)

    @property
    def counts(self) -> bool:
        """Whether it is under way, or failed so lately that its failure stands for all who ask."""
        return not self.ended or (
            self.progress.error is not None and monotonic() - self.ended < due.FAILURE_SHARED_S
        )


def visit(place: NeighbourhoodRef) -> Progress:
    """Start or join the first reading of a place, and say how far it is: call again to see it move.

    Raises UnknownPlace when its force does not list it, InvalidQuestion for what is no id, QueueFull.
    """
    _check_listed(place)
    key = (facts_folder(), place)
    with _lock:
        under_way = _visits.get(key)
        if under_way and under_way.counts:
            waiting = _line().ahead_of(key)
            return replace(under_way.progress, waiting=waiting)
        so_far = progress.held(place)
        if so_far.finished:
            _visits.pop(key, None)
            return so_far
        if police_uk_status.offline():
            return _ended(replace(so_far, finished=True, error=PoliceUnavailable("offline by setting")))
        _forget_ended()
        started = _Visit(place)
        _line().join(key, started.read)
        _visits[key] = started
        return replace(started.progress, waiting=_line().ahead_of(key))


def is_any_under_way() -> bool:
    """Whether somebody may be waiting for a place that this process reads."""
    with _lock:
        return any(not seen.ended for key, seen in _visits.items() if key[0] == facts_folder())


def is_held(place: NeighbourhoodRef) -> bool:
    """Whether a page can open at once: something is held, and it is not the newest year that is coming."""
    if not street_crime.crimes(place).months:
        return False
    return progress.held(place).ready or not _first_reading(place)


def visit_finished(place: NeighbourhoodRef) -> bool:
    """Whether nobody is getting months of the place that were never asked for."""
    return progress.held(place).finished or not _first_reading(place)


def _check_listed(place: NeighbourhoodRef) -> None:
    folders.place_folder(place)
    published_lists.check_force(place.force_id)
    names = places.neighbourhoods(place.force_id)
    if names and not due.old(names, due.DAY) and not places.listed(place):
        raise UnknownPlace(f"{place.force_id} lists no {place.neighbourhood_id}")


def _first_reading(place: NeighbourhoodRef) -> bool:
    under_way = _visits.get((facts_folder(), place))
    return bool(under_way and not under_way.ended) or being_read(place)


def _forget_ended() -> None:
    for key in [key for key, seen in _visits.items() if not seen.counts]:
        del _visits[key]


def _ended(last: Progress) -> Progress:
    """Nothing more comes: what there is is ready, if there is anything."""
    return replace(last, ready=last.ready or bool(last.done))


def _line() -> Line:
    return line("first visits", AT_ONCE, WAITING)
