"""Reading police.uk into the store: in front of the first visitor of a place, and beside all later ones.

A visitor never waits for what the store holds. Who asks for a place nobody has asked for before starts its
reading or joins it (`visit`), and may leave: the reading goes on. Every later view has the place looked after
(`beside`). An operator reads here and now (`refresh_place`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from data_access.errors import PoliceDataError, PoliceUnavailable
from data_access.models import NeighbourhoodRef
from data_access.refresh import due, police_uk_status, progress, published_lists
from data_access.refresh.keep_fresh import in_background
from data_access.refresh.progress import Progress
from data_access.refresh.read_neighbourhood import Reading
from data_access.store import places
from data_access.store.folders import facts_folder


def reference(force_id: str | None = None) -> None:
    """Hold the list of forces, or of a force's neighbourhoods: read it now if there is none, beside if it is
    old. Raises PoliceDataError; a failure is shared by all who wait.
    """
    if force_id:
        published_lists.check_force(force_id)
    held = places.neighbourhoods(force_id) if force_id else places.forces()
    read: Callable[[], object] = (
        partial(published_lists.neighbourhoods, force_id) if force_id else published_lists.forces
    )
    if held is None and police_uk_status.offline():
        raise PoliceUnavailable("offline by setting")
    if held is None:
        read()
    elif not police_uk_status.offline() and due.old(held, due.DAY if force_id else due.WEEK):
        in_background((facts_folder(), force_id), read)


def list_beside(force_id: str) -> None:
    """Have a force's list of neighbourhoods read beside, where there is none or it is old: nobody waits."""
    if not police_uk_status.offline() and (
        (held := places.neighbourhoods(force_id)) is None or due.old(held, due.DAY)
    ):
        in_background((facts_folder(), force_id), partial(published_lists.neighbourhoods, force_id))


def list_trouble() -> PoliceUnavailable | None:
    """Why no list can be had just now; None where one may be coming."""
    if police_uk_status.offline():
        return PoliceUnavailable("offline by setting")
    last = police_uk_status.trouble()
    return last.error if last else None


def refresh_place(place: NeighbourhoodRef, report: Callable[[Progress], None] = lambda _: None) -> Progress:
    """Read everything of the place that is missing, old or failed, here and now; `report` hears of each step.
    `error` of the answer says what kept it from more. OSError when the disk will not.
    """
    try:
        return Reading(place, report, back_off=timedelta(0)).run()
    except PoliceDataError as error:
        return replace(progress.held(place), finished=True, error=error)
