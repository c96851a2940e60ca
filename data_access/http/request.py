"""One request on the wire: in its turn, within its time, its answer read whole or not at all.

Only police_api (through `asking`) and postcodes ask through here. No error tells the address that was asked:
it may hold a postcode, or the place of one.
"""

import logging
import math
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any

from data_access.errors import PoliceUnavailable
from data_access.http import in_the_way, rate_limit
from data_access.http.deadline import deadline

CONNECT_S = 5.0
PORTION = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """How long our turn may take to come, a pause in the answer may last, and the whole exchange (s); how
    large the answer may be, unpacked (bytes).
    """

    turn_s: float = math.inf
    read_s: float = 30.0
    within_s: float = 60.0
    largest: int = 1_000_000


DEFAULT = Limits()


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took (s); `meaning` where somebody else answered for them."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    meaning: type[PoliceUnavailable] | None = None


class NoAnswer(Exception):
    """Nobody there, too slow to begin, or broken off; named as the library names it. `meaning`: were it
    police.uk.
    """

    def __init__(self, told: str, meaning: type[PoliceUnavailable] = PoliceUnavailable) -> None:
        super().__init__(told)
        self.meaning = meaning


class BeyondMeasure(Exception):
    """An answer too large to be taken."""


def request(
    service: str,
    method: str,
    address: str,
    form: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT,
) -> Answer:
    """Ask once. Redirects are not followed.

    Raises NoAnswer and BeyondMeasure; OSError and sqlite3.Error mean our own disk.
    """
    with ExitStack() as held:
        try:
            session = held.enter_context(rate_limit.turn(service, limits.turn_s))
        except rate_limit.NoTurn:
            raise NoAnswer(f"no turn after {limits.turn_s:.1f} s") from None
        held.enter_context(quiet_libraries())
        trouble, meaning, started = "", PoliceUnavailable, monotonic()
        limit = held.enter_context(deadline(limits.within_s))
        try:
            response, content = _exchanged(session, method, address, form, limits)
        except OSError as error:  # as every error of requests is
            trouble, meaning = _named(error), in_the_way.meaning(error)
        if limit.passed:  # what was cut off may look like a whole answer
            trouble = "not read in time,"
        seconds = monotonic() - started
    # Raised out here, it drags no earlier error along, in whose text the address stands.
    if trouble:
        raise NoAnswer(f"{trouble} after {seconds:.1f} s", meaning)
    if response.status_code == 429:
        rate_limit.slow_down(service)
    headers = response.headers
    another = in_the_way.meaning_of_answer(response.status_code, headers, content, address)
    return Answer(response.status_code, headers, content, seconds, another)


def _exchanged(
    session: Any, method: str, address: str, form: Mapping[str, str] | None, limits: Limits
) -> tuple[Any, bytes]:
    response = session.request(
        method,
        address,
        data=form,
        timeout=(CONNECT_S, min(limits.read_s, limits.within_s)),
        allow_redirects=False,
        stream=True,
        proxies={"http": ""},  # plain http is loopback: no proxy stands between
    )
    with response:
        return response, _body(response.raw, limits.largest)


def _named(error: BaseException) -> str:
    """The kind of error, and of what lies at its bottom: `ConnectionError (gaierror)`. None of its words."""
    names = [type(cause).__name__ for cause in in_the_way.causes(error)]
    top, bottom = names[0], names[-1]
    return top if bottom == top else f"{top} ({bottom})"


def _body(raw: Any, largest: int) -> bytes:
    parts, length = [], 0
    while part := _portion(raw):
        parts.append(part)
        length += len(part)
        if length > largest:
            raise BeyondMeasure(f"more than {largest} bytes")
    return b"".join(parts)


def _portion(raw: Any) -> bytes:
    """What has come so far, unpacked: `read` would wait for a whole portion, byte by byte."""
    try:
        return bytes(raw.read1(PORTION, decode_content=True))
    except Exception as error:
        broken = type(error).__name__
    raise ConnectionError(broken)


SPEAKERS = (
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
    "requests_ratelimiter.requests_ratelimiter",
)
_asking: ContextVar[bool] = ContextVar("asking", default=False)


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Nothing the HTTP libraries say in this thread is logged, whatever the levels."""
    token = _asking.set(True)
    try:
        yield
    finally:
        _asking.reset(token)


def _speak_only_elsewhere(_record: logging.LogRecord) -> bool:
    return not _asking.get()


for _name in SPEAKERS:
    logging.getLogger(_name).addFilter(_speak_only_elsewhere)
