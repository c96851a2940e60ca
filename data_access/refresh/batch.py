"""A round over many neighbourhoods, one after the other, as `manage.py refresh` makes it."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from data_access.errors import PoliceDataError, PoliceUnavailable, UnknownPlace
from data_access.models import NeighbourhoodRef
from data_access.refresh import on_demand, progress, read_no_location, read_stops
from data_access.refresh.progress import Progress
from data_access.store import held_places, places
from data_access.store.stops import Whose
from data_access.usual import force_judgements

log = logging.getLogger("yourpatch.rounds")

# police.uk publishes once a month, teams change their priorities by the day.
ROUND_EVERY_S = 3600.0


@dataclass
class Tally:
    """Published months of the places done so far: `held` (answered, if only by "nothing") and `failed`.
    `stopped` says what ended the round before its time, `interrupted` that it was Ctrl+C.
    """

    held: int = 0
    failed: int = 0
    stopped: str = ""
    interrupted: bool = False


def wanted(
    force_id: str | None, neighbourhood_id: str | None, watched: Iterable[str] = ()
) -> list[NeighbourhoodRef]:
    """The place named; else all the force lists; else all of the watched forces; else all that are held.

    Raises PoliceDataError where a force's list cannot be had, UnknownPlace where it lacks the neighbourhood.
    """
    if force_id is None:
        return [place for force in watched for place in wanted(force, None)] or held_places.held()
    on_demand.reference(force_id)
    listed = [NeighbourhoodRef(force_id, id_) for id_ in places.names(force_id)]
    if neighbourhood_id is None:
        return listed
    place = NeighbourhoodRef(force_id, neighbourhood_id)
    if place not in listed:
        raise UnknownPlace(f"{force_id} lists no {neighbourhood_id}")
    return [place]


def refresh_all(
    neighbourhoods: Iterable[NeighbourhoodRef], report: Callable[[NeighbourhoodRef, Progress], None]
) -> Tally:
    """Refresh each place; `report` hears of every step. Ends early when police.uk is gone, the disk will not
    take it, or by Ctrl+C: what came is kept.
    """
    tally = Tally()
    for place in neighbourhoods:
        try:
            done = on_demand.refresh_place(place, partial(report, place))
            tally.failed += done.total - done.held
            if isinstance(done.error, PoliceUnavailable):
                tally.stopped = str(done.error)
        except (OSError, KeyboardInterrupt) as error:
            done = progress.held(place)
            tally.failed += done.failed
            tally.interrupted = isinstance(error, KeyboardInterrupt)
            tally.stopped = "interrupted" if tally.interrupted else f"the disk would not take it: {error}"
        tally.held += done.held
        if tally.stopped:
            break
    return tally


def second_job(neighbourhoods: Iterable[NeighbourhoodRef], tally: Tally) -> None:
    """What comes after crime: stop and search of the places and of their forces; and, of each force that is
    held whole, its records without a place, and what is usual, judged anew. Ends early as `refresh_all` does,
    and notes it in `tally`.
    """
    of_places = list(neighbourhoods)
    forces = sorted({place.force_id for place in of_places})
    stops_of: list[Whose] = [*of_places, *forces]
    try:
        for whose in stops_of:
            read_stops.read(whose)
        for force_id in forces:
            read_no_location.read(force_id)
            force_judgements.make(force_id)
    except PoliceDataError as error:
        tally.stopped = str(error)
    except (OSError, KeyboardInterrupt) as error:
        tally.interrupted = isinstance(error, KeyboardInterrupt)
        tally.stopped = "interrupted" if tally.interrupted else f"the disk would not take it: {error}"


def keep_warm(forces: Iterable[str], pause: Callable[[float], object] = time.sleep) -> None:
    """Read the watched forces now and every hour from now on; never returns while there is one to watch.

    A round asks only for what is missing, old or failed. `pause` waits that many seconds.
    """
    while forces:
        for force_id in forces:
            try:
                listed = wanted(force_id, None)
                tally = refresh_all(listed, lambda _place, _progress: None)
                if not tally.stopped:
                    second_job(listed, tally)
                log.info("%s kept warm: held %d, failed %d", force_id, tally.held, tally.failed)
            except (PoliceDataError, OSError) as error:
                log.warning("%s could not be kept warm: %s", force_id, error)
        pause(ROUND_EVERY_S)
