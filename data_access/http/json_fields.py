"""Fields of an answer of police.uk, any of which may be null, absent, blank or no sense.

Only the shape of a whole answer must be right, else BadAnswer.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo
from math import isfinite
from typing import Any, TypeVar

from dateutil import parser

from data_access.errors import BadAnswer
from data_access.london_time import by_london
from data_access.models import Point
from data_access.months import parse_month
from data_access.settings import now

# The United Kingdom and the sea around it, in degrees.
LATITUDES = (49.0, 61.5)
LONGITUDES = (-9.5, 2.5)
# Of a date: neighbourhood teams have published since 2008, and plan no further than next year.
FIRST_YEAR, YEARS_AHEAD = 2000, 2
# In crimes of police.uk a value takes 19 bytes with its name; no answer is as long as it may be.
BYTES_OF_A_VALUE = 15
# Longer is no date, and costs a parser time.
LONGEST_DATE = 60
# "6 pm to 7 pm" and "6 pm - 7 pm" begin at 6 pm; "18.00" is a British time.
RANGE = re.compile(r"\s+(?:-|–|to|until)\s.*", re.DOTALL)
DOTTED_TIME = re.compile(r"(?<=\s)(\d{1,2})\.(\d\d)(?=\s*(?:[ap]\.?m\.?)?$)", re.IGNORECASE)


def plausible(latitude: float, longitude: float) -> bool:
    """Whether a place may lie in the United Kingdom: a placeholder of noughts does not."""
    return (
        isfinite(latitude)
        and isfinite(longitude)
        and LATITUDES[0] <= latitude <= LATITUDES[1]
        and LONGITUDES[0] <= longitude <= LONGITUDES[1]
    )


def parsed(body: bytes, largest: int) -> Any:
    """The JSON. Raises ValueError where it is none, or has more values than a real answer of `largest` bytes:
    parsed, `{}` takes thirty times its bytes.
    """
    if sum(map(body.count, (b",", b"{", b"["))) > largest // BYTES_OF_A_VALUE:
        raise ValueError("more values than a real answer")
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


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
    """`2026-12-03T18:00:00` or `03/12/2026 18:00`, by London's clocks: what names a zone is brought to them.

    None for anything else, for a date without its year, and for years in which no team can have written it.
    """
    if not isinstance(value, str) or len(value) > LONGEST_DATE:
        return None
    parsed = _read(datetime.fromisoformat, value.strip()) or _read(_as_people_write, value.strip())
    if parsed is None or not FIRST_YEAR <= parsed.year <= now().year + YEARS_AHEAD:
        return None
    return by_london(parsed)


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


def _as_people_write(text: str) -> datetime:
    """The day first, as in Britain. Raises ValueError where day, month or year is missing."""
    text = DOTTED_TIME.sub(r"\1:\2", RANGE.sub("", text))
    # What is missing is taken from the default: then two defaults make two dates.
    first, second = (
        parser.parse(text, default=default, dayfirst=not text[:4].isdigit(), tzinfos=_zone)
        for default in (datetime(2001, 1, 1), datetime(2002, 2, 2))
    )
    if not isinstance(first, datetime) or first != second:
        raise ValueError(f"no whole date: {text!r}")
    return first


def _zone(name: str | None, offset_s: int | None) -> tzinfo | None:
    if offset_s is None:
        return timezone(timedelta(hours=1)) if name == "BST" else None
    return timezone(timedelta(seconds=offset_s))


def _read(parse: Callable[[str], T], value: object) -> T | None:
    try:
        return parse(str(value))
    except (ValueError, OverflowError):
        return None
