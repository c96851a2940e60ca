"""Being the only one who reads a place from police.uk, over all processes that share the store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from data_access.background.worker_threads import ending
from data_access.models import NeighbourhoodRef
from data_access.store import folders

LOCK = ".reading.lock"
LOOK_EVERY_S = 0.25


class ReadElsewhere(Exception):
    """Another thread or process is reading the place."""


class Ending(Exception):
    """The process ends; what came is kept."""


def being_read(place: NeighbourhoodRef) -> bool:
    """Whether some process is reading the place just now."""
    if not (folders.place_folder(place) / LOCK).exists():
        return False
    try:
        with alone(place, wait_for_others=False):
            return False
    except ReadElsewhere:
        return True


@contextmanager
def alone(
    place: NeighbourhoodRef, wait_for_others: bool, while_waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Be the only one, over all processes, who reads the place; `while_waiting` is called meanwhile."""
    folder = folders.place_folder(place)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    while True:
        try:
            lock.acquire(timeout=LOOK_EVERY_S if wait_for_others else 0)
            break
        except Timeout:
            if not wait_for_others:
                raise ReadElsewhere from None
            while_waiting()
        if ending.is_set():
            raise Ending
    try:
        yield
    finally:
        lock.release()
