"""How often we ask again when an answer fails, and how long we wait before."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import uniform
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, sleep_using_event

from data_access.background.worker_threads import ending

T = TypeVar("T")

TRIES = 3
WAITS_S = (1.0, 4.0)
LONGEST_WAIT_S = 30.0  # told to wait longer than that, we do not ask again at all
JITTER = 0.25  # of a wait, so that all who failed together do not come back together


class Again(Exception):
    """A try failed in a way that may pass: `error` is what it means, `wait_s` how long we shall wait."""

    def __init__(self, error: Exception, wait_s: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait_s = wait_s


def patiently(attempt: Callable[[], T], tries: int = TRIES, within_s: float = math.inf) -> T:
    """What `attempt` returns, asked again while it raises `Again`; at last, the error that it meant. Never
    asked again when less than half of `within_s` would be left.
    """
    trying = Retrying(
        stop=lambda state: (
            state.attempt_number >= tries
            or (_told_wait_s(state) or 0) > LONGEST_WAIT_S
            or (state.seconds_since_start or 0) + _wait(state) > within_s / 2
            or ending.is_set()
        ),
        wait=_wait,
        # Whoever ends the process waits for nobody who is only waiting.
        sleep=sleep_using_event(ending),
        retry=retry_if_exception_type(Again),
        reraise=True,
    )
    try:
        return trying(attempt)
    except Again as again:
        error = again.error
    # Raised out here, it drags no earlier exception along, in whose text an address might stand.
    raise error


def told_to_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds of `Retry-After`, which may be a number or a date; None when it is neither or not there."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _wait(state: RetryCallState) -> float:
    wait_s = _told_wait_s(state)
    if wait_s is not None:
        return wait_s + uniform(0, JITTER)  # noqa: S311 - no secret
    return WAITS_S[min(state.attempt_number, len(WAITS_S)) - 1] * uniform(1, 1 + JITTER)  # noqa: S311 - no secret


def _told_wait_s(state: RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    return error.wait_s if isinstance(error, Again) else None
