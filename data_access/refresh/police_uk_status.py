"""Whether police.uk answers: when it was last asked, and why not when it did not. Remembered by the process.

A single month or officer list that fails is no sign that police.uk is down; what every reading begins with
is (the months, the list, the boundary).
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from data_access.errors import PoliceDataError, PoliceUnavailable
from data_access.police_api import availability
from data_access.settings import now, settings
from data_access.store.folders import facts_folder


@dataclass(frozen=True)
class Trouble:
    """police.uk did not answer: `error` says how, `when` (UTC) we last tried."""

    error: PoliceUnavailable
    when: datetime


_trouble: dict[Path, Trouble] = {}
_last: dict[Path, datetime] = {}


def answered() -> None:
    """police.uk has just answered."""
    _last[facts_folder()] = now()
    _trouble.pop(facts_folder(), None)


def failed(error: PoliceDataError) -> None:
    """A question has just failed: noted where the error means that police.uk does not answer."""
    if isinstance(error, PoliceUnavailable):
        _last[facts_folder()] = now()
        _trouble[facts_folder()] = Trouble(error, now())


def trouble() -> Trouble | None:
    """The last failure, when nothing was answered since."""
    return _trouble.get(facts_folder())


def last_tried() -> datetime | None:
    """When police.uk was last asked by this process, with whatever success."""
    return _last.get(facts_folder())


def ask_if_there() -> date:
    """The newest month police.uk holds, by its smallest question. Raises PoliceUnavailable, and notes it."""
    try:
        newest = availability.last_updated()
    except PoliceUnavailable as error:
        failed(error)
        raise
    answered()
    return newest


def offline() -> bool:
    """Whether nothing may be asked; the invented force stands on this machine and always may."""
    return settings().offline and not settings().demonstration
