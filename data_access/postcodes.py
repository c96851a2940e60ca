"""From a postcode or a place name to a point: the only HTTP to the postcode service (postcodes.io).

A postcode leads to a home: it is asked about once, is not kept, and stands in no log, no error, no file.
"""

import logging
import re
import sqlite3
import unicodedata
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from itertools import product
from threading import Condition, Lock
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode

from cachetools import TTLCache, cached

from data_access import clean_text
from data_access.errors import (
    HalfPostcode,
    IslandPostcode,
    NotAPostcode,
    PoliceUnavailable,
    PostcodesUnavailable,
    RetiredPostcode,
    ScottishPostcode,
    UnknownPostcode,
)
from data_access.http import in_the_way, json_fields, request
from data_access.http.json_fields import Record, point
from data_access.http.request import Limits
from data_access.http.retry import Again, patiently
from data_access.models import Point
from data_access.settings import settings

log = logging.getLogger("yourpatch.postcodes")

SERVICE = "postcodes"
# Of the whole exchange, and of all that one asker waits for: turn, tries and pauses.
WITHIN_S, WAITED_S = 10.0, 14.0
LARGEST = 64_000
# 200 is among them: of one that is no JSON, the next may be whole.
MAY_PASS = {200, 429, 500, 502, 503, 504}
# A visitor is waiting, and can choose from the list instead.
TRIES = 2
KEPT_S = 600.0
MOST_PLACES = 10
LONGEST_TEXT = 100

SHAPE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
HALF = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?([0-9][A-Z]?)?")
# Inside other words it stands as the post writes it; its last two letters are none of CIKMOV.
IN_WORDS = re.compile(r"\b([A-Z]{1,2}[0-9OI][A-Z0-9]?)[ -]?([0-9OI][ABD-HJLNP-UW-Z]{2})\b")
LOOK_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
LONGEST_POSTCODE = 7
# People write spaces, hyphens, brackets and dots into it, and paste what looks like them.
IGNORED = re.compile(r"[\s\-‐‑‒–—_.,'’()\[\]]")
ISLANDS = re.compile(r"(JE|GY|IM)[0-9]")
ISLAND_COUNTRIES = {"Channel Islands", "Isle of Man"}
_under_way: dict[tuple[str, str, str], Future[Any]] = {}
_lock = Lock()
UNPARISHED = ", unparished area"


@dataclass(frozen=True)
class Found:
    """Where a postcode lies, and in which parish, when it lies in one; `pfa`: its force's area, as a code."""

    point: Point
    parish: str | None
    pfa: str = ""


@dataclass(frozen=True)
class FoundPlace:
    """A town or village of that name; `county` tells it from its namesakes."""

    name: str
    county: str
    point: Point


def normalise(text: str) -> str | None:
    """`SN15 1HN`, however it was typed; None when it does not have the shape of a full postcode."""
    match = SHAPE.fullmatch(_letters(text))
    return f"{match[1]} {match[2]}" if match else None


def meant(text: str) -> list[str]:
    """The postcodes that somebody may have meant, the likeliest first: as typed, with O for 0 and I for 1 or
    the other way round, or inside other words. Empty where there is none.
    """
    whole = _letters(text)
    inside = ["".join(found) for found in IN_WORDS.findall(_upper(text))]
    tried = [alike for letters in (whole, *inside) for alike in _alike(letters)]
    return list(dict.fromkeys(postcode for letters in tried if (postcode := normalise(letters))))


def is_half(text: str) -> bool:
    """Whether it is the first part of a postcode: `SN15`, `SN15 1`."""
    return HALF.fullmatch(_letters(text)) is not None


def _letters(text: str) -> str:
    return IGNORED.sub("", _upper(text))


def _upper(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).upper()


def _alike(letters: str) -> list[str]:
    """What it may have been, with the fewest letters changed first. Without a digit it is a word: Poole is no
    P0 0LE.
    """
    if len(letters) > LONGEST_POSTCODE or not any(map(str.isdigit, letters)):
        return []
    variants = ("".join(chosen) for chosen in product(*(LOOK_ALIKE.get(one, one) for one in letters)))
    return sorted(variants, key=lambda variant: sum(a != b for a, b in zip(variant, letters, strict=True)))


def find(text: str) -> Found:
    """Where a postcode lies. Raises a PostcodeError that says what is wrong with it."""
    postcode = normalise(text)
    if postcode is None:
        raise HalfPostcode if is_half(text) else NotAPostcode
    if ISLANDS.match(postcode):
        raise IslandPostcode
    answer = _ask("postcodes", "/" + quote(postcode, safe=""))
    result = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(result, dict):
        raise PostcodesUnavailable("GET /postcodes: another shape")
    return _described(result)


def places(text: str) -> list[FoundPlace]:
    """Towns and villages of England and Wales of that name; ten at most, none for no text."""
    name = clean_text.plain(text)[:LONGEST_TEXT]
    return _places(name) if name else []


def forget() -> None:
    """No name anybody looked up is held any longer."""
    _places.cache_clear()


def _kept(text: str) -> tuple[object, ...]:
    return settings().data_dir, settings().postcodes_api, text


def _described(result: Record) -> Found:
    country = result.get("country")
    if country == "Scotland":
        raise ScottishPostcode
    if country in ISLAND_COUNTRIES:
        raise IslandPostcode
    where = point(result)
    if where is None:
        raise UnknownPostcode
    parish = clean_text.plain(result.get("parish"))
    pfa = json_fields.part(result, "codes").get("pfa")
    return Found(where, None if parish.endswith(UNPARISHED) else parish or None, str(pfa or ""))


@cached(TTLCache(maxsize=1000, ttl=KEPT_S), key=_kept, condition=Condition())
def _places(name: str) -> list[FoundPlace]:
    answer = _ask("places", "?" + urlencode({"q": name, "limit": MOST_PLACES}))
    result = answer.get("result") if isinstance(answer, dict) else None
    found = []
    for item in json_fields.some(result):
        where = point(item)
        if where and item.get("country") != "Scotland":
            county = clean_text.plain(item.get("county_unitary")) or clean_text.plain(
                item.get("district_borough")
            )
            found.append(FoundPlace(clean_text.plain(item.get("name_1")), county, where))
    return found


def _ask(endpoint: str, question: str) -> Any:
    """The JSON of `/{endpoint}{question}`, asked twice where that may help; only `endpoint` is ever told.
    Whoever asks the same meanwhile gets the same answer, or the same error.
    """
    key = (settings().postcodes_api, endpoint, question)
    with _lock:
        first = key not in _under_way
        answer = _under_way.setdefault(key, Future())
    if first:
        try:
            until = monotonic() + WAITED_S
            answer.set_result(patiently(partial(_try, endpoint, question, until), TRIES, WAITED_S))
        except BaseException as error:
            answer.set_exception(error)
        finally:
            with _lock:
                del _under_way[key]
    return answer.result()


def _try(endpoint: str, question: str, until: float) -> Any:
    try:
        return _answer(endpoint, question, until)
    except (Again, PostcodesUnavailable) as error:
        log.warning("%s", error)
        raise


def _answer(endpoint: str, question: str, until: float) -> Any:
    left_s = max(until - monotonic(), 0)
    limits = Limits(turn_s=left_s, within_s=min(WITHIN_S, left_s), largest=LARGEST)
    address = settings().postcodes_api
    if settings().offline and address.startswith("https:"):
        raise PostcodesUnavailable("offline by setting")
    try:
        answer = request.request(SERVICE, "GET", f"{address}/{endpoint}{question}", limits=limits)
    except request.NoAnswer as error:
        what = PostcodesUnavailable(f"GET /{endpoint}: {error}", error.meaning)
        raise (what if error.meaning in in_the_way.LASTING else Again(what)) from error
    except request.BeyondMeasure as error:
        raise PostcodesUnavailable(f"GET /{endpoint}: {error}") from error
    except (OSError, sqlite3.Error) as error:
        raise PostcodesUnavailable(f"GET /{endpoint}: the files of our pace: {error!r}") from error
    return _meaning(f"GET /{endpoint}: {answer.status} after {answer.seconds:.1f} s", answer)


def _meaning(problem: str, answer: request.Answer) -> Any:
    """The JSON of the answer, or what it says is wrong with the postcode."""
    because = answer.meaning or PoliceUnavailable
    try:
        content = json_fields.parsed(answer.body, LARGEST)
    except ValueError:
        content = None
    if answer.status == 200 and content is not None:
        return content
    if answer.status == 404 and isinstance(content, dict):
        if content.get("terminated"):
            raise RetiredPostcode
        if content.get("error") == "Postcode not found":
            raise UnknownPostcode
        if content.get("error") == "Invalid postcode":
            raise NotAPostcode
    if answer.status in MAY_PASS:
        raise Again(PostcodesUnavailable(problem, because))
    raise PostcodesUnavailable(problem, because)
