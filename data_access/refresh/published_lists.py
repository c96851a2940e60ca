"""What every reading begins with: the published months, the forces, a force's neighbourhoods.

One request however many wait for it, its failure shared by all of them. A list that is held and old is asked
for anew; where that fails, the old one stands.
"""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any, TypeVar

from data_access.curated.forces import KNOWN
from data_access.errors import PoliceDataError, UnknownPlace
from data_access.models import Facts
from data_access.police_api import availability
from data_access.police_api import neighbourhoods as neighbourhoods_of
from data_access.refresh import due, police_uk_status
from data_access.store import places, small_facts
from data_access.store.folders import facts_folder, force_folder
from data_access.store.places import Names, Published

T = TypeVar("T")

_under_way: dict[Hashable, "Future[Any]"] = {}
_lock = threading.Lock()


def months(keeps: timedelta = due.HOUR) -> Published:
    """The published months with the forces of stop and search, no older than `keeps`."""

    def read() -> Published:
        return small_facts.write("months", availability.published(), Published).value

    return _held_or_read("months", places.published(), keeps, read)


def forces(keeps: timedelta = due.WEEK) -> Names:
    """The forces police.uk lists."""

    def read() -> Names:
        return small_facts.write("forces", tuple(availability.forces()), Names).value

    return _held_or_read("forces", places.forces(), keeps, read)


def neighbourhoods(force_id: str, keeps: timedelta = due.DAY) -> Names:
    """The force's neighbourhoods. UnknownPlace for a force there is not."""
    if not known(force_id):
        forces(keeps=due.DAY)
        check_force(force_id)

    def read() -> Names:
        names = tuple(neighbourhoods_of.neighbourhoods(force_id))
        return small_facts.write("neighbourhoods", names, Names, force_id).value

    return _held_or_read(force_folder(force_id), places.neighbourhoods(force_id), keeps, read)


def known(force_id: str) -> bool:
    """Whether there is such a force, by our own list or the one held. InvalidQuestion for what is no id."""
    force_folder(force_id)
    held = places.forces()
    return force_id in KNOWN or (held is not None and _lists(held, force_id))


def check_force(force_id: str) -> None:
    """UnknownPlace when there is no such force, by the list that is held. Nothing is asked."""
    held = places.forces()
    if not known(force_id) and held and not due.old(held, due.DAY):
        raise UnknownPlace(f"no force {force_id}")


def _lists(held: Facts[Names], id_: str) -> bool:
    return any(named.id == id_ for named in held.value)


def _held_or_read(list_id: Hashable, held: Facts[T] | None, keeps: timedelta, read: Callable[[], T]) -> T:
    if held and not due.old(held, keeps):
        return held.value
    try:
        value: T = _once((facts_folder(), list_id), read)
    except PoliceDataError as error:
        police_uk_status.failed(error)
        if held is None:
            raise
        return held.value
    police_uk_status.answered()
    return value


def _once(key: Hashable, read: Callable[[], T]) -> T:
    with _lock:
        shared: Future[T] | None = _under_way.get(key)
        if shared is None:
            future = _under_way[key] = Future()
    if shared is not None:
        return shared.result()
    try:
        future.set_result(read())
    except BaseException as error:
        future.set_exception(error)
    finally:
        with _lock:
            del _under_way[key]
    value: T = future.result()
    return value
