"""One request on the wire: in its turn, within its time, its answer read whole or not at all.

Only police_api (through `asking`) and postcodes ask through here. No error tells the address that was asked:
it may hold a postcode, or the place of one.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any

from data_access.http import rate_limit

CONNECT_S = 5.0
READ_S = 30.0
LARGEST = 32 * 1024 * 1024  # bytes, unpacked; the largest answer seen has 8 million
PORTION = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took (s)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class NoAnswer(Exception):
    """Nobody there, too slow to begin, or broken off; named as the library names it."""


class BeyondMeasure(Exception):
    """An answer too large, or dripping in too slowly, to be taken."""


def request(
    service: str, method: str, address: str, form: Mapping[str, str] | None = None, read_s: float = READ_S
) -> Answer:
    """Ask once. A pause in the answer may last `read_s`, the whole twice that. Redirects are not followed.

    Raises NoAnswer and BeyondMeasure; OSError and sqlite3.Error mean our own disk.
    """
    trouble = ""
    with rate_limit.turn(service) as session, quiet_libraries():
        started = monotonic()
        try:
            response = session.request(
                method,
                address,
                data=form,
                timeout=(CONNECT_S, read_s),
                allow_redirects=False,
                stream=True,
                proxies={"http": ""},  # plain http is loopback: no proxy stands between
            )
            with response:
                content = _body(response.raw, monotonic() + 2 * read_s)
        except OSError as error:  # as every error of requests is
            trouble = _named(error)
        seconds = monotonic() - started
    # Raised out here, it drags no earlier error along, in whose text the address stands.
    if trouble:
        raise NoAnswer(f"{trouble} after {seconds:.1f} s")
    if response.status_code == 429:
        rate_limit.slow_down(service)
    return Answer(response.status_code, response.headers, content, seconds)


def _named(error: BaseException) -> str:
    """The kind of error, and of what lies at its bottom: `ConnectionError (gaierror)`. None of its words."""
    top = type(error).__name__
    while cause := getattr(error, "reason", None) or error.__cause__ or error.__context__:
        if not isinstance(cause, BaseException):
            break
        error = cause
    bottom = type(error).__name__
    return top if bottom == top else f"{top} ({bottom})"


def _body(raw: Any, deadline: float) -> bytes:
    parts, length = [], 0
    while part := _portion(raw):
        parts.append(part)
        length += len(part)
        if length > LARGEST:
            raise BeyondMeasure(f"more than {LARGEST} bytes")
        if monotonic() > deadline:
            raise BeyondMeasure("not read in time")
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
