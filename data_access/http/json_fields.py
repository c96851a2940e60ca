"""Fields of an answer of police.uk, any of which may be null, absent, blank or no sense.

Only the shape of a whole answer must be right, else BadAnswer.
"""

from collections.abc import Callable
from datetime import date, datetime
from math import isfinite
from typing import Any, TypeVar

from data_access.errors import BadAnswer
from data_access.models import Point
from data_access.months import parse_month

# The United Kingdom and the sea around it, in degrees.
LATITUDES = (49.0, 61.5)
LONGITUDES = (-9.5, 2.5)


def plausible(latitude: float, longitude: float) -> bool:
    """Whether a place may lie in the United Kingdom: a placeholder of noughts does not."""
    return (
        isfinite(latitude)
        and isfinite(longitude)
        and LATITUDES[0] <= latitude <= LATITUDES[1]
        and LONGITUDES[0] <= longitude <= LONGITUDES[1]
    )


T = TypeVar("T")
Record = dict[str, Any]


def record(answer: object) -> Record:
    """An object of JSON."""
    if not isinstance(answer, dict):
        raise BadAnswer(f"an object was expected, not {type(answer).__name__}")
    return answer


def records(answer: object) -> list[Record]:
    """A list of objects."""
    if not isinstance(answer, list):
        raise BadAnswer(f"a list was expected, not {type(answer).__name__}")
    return [record(item) for item in answer]


def point(value: object) -> Point | None:
    """Where `{latitude, longitude}` lies (strings, mostly); None for what is no place in the kingdom."""
    if not isinstance(value, dict):
        return None
    latitude = _read(float, value.get("latitude"))
    longitude = _read(float, value.get("longitude"))
    if latitude is None or longitude is None or not plausible(latitude, longitude):
        return None
    return Point(latitude, longitude)


def month(value: object) -> date | None:
    """`2026-09`; None for anything else."""
    return _read(parse_month, value)


def moment(value: object) -> datetime | None:
    """`2026-12-03T18:00:00`, local time whatever zone stands behind it; None for anything else."""
    parsed = _read(datetime.fromisoformat, value)
    return parsed.replace(tzinfo=None) if parsed else None


def day(value: object) -> date | None:
    """The day of a moment."""
    parsed = moment(value)
    return parsed.date() if parsed else None


def some(value: object) -> list[Record]:
    """The objects of a list that may not be one: a defect here costs no more than what it hides."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def part(item: Record, name: str) -> Record:
    """An object within an object; empty when it is not there."""
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def _read(parse: Callable[[str], T], value: object) -> T | None:
    try:
        return parse(str(value))
    except ValueError:
        return None
