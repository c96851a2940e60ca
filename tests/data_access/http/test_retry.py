"""How often and how long: three tries, one and four seconds between them, or what we were told."""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from data_access.errors import PoliceUnavailable, TooBusy
from data_access.http import retry
from data_access.http.retry import Again, patiently, told_to_wait


class Clock(threading.Event):
    """Time that passes at once, and how much of it was waited each time."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        return False


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(retry, "ending", clock)
    return clock


def attempts(failures: list[Exception]):
    """An attempt that fails in these ways, then succeeds; and each time it was tried."""
    moments: list[int] = []

    def attempt() -> str:
        moments.append(len(moments))
        if len(moments) <= len(failures):
            raise failures[len(moments) - 1]
        return "answer"

    return attempt, moments


@pytest.mark.slow
def test_the_waits_are_one_and_four_seconds_and_a_little_more(clock):
    attempt, _ = attempts([Again(PoliceUnavailable("500"))] * 2)
    assert patiently(attempt) == "answer"
    first, second = clock.waits
    assert 1 <= first <= 1.25
    assert 4 <= second <= 5


def test_what_we_were_told_to_wait_is_waited(clock):
    attempt, _ = attempts([Again(TooBusy("429"), wait_s=0.3)])
    assert patiently(attempt) == "answer"
    [wait] = clock.waits
    assert 0.3 <= wait <= 0.55


def test_more_than_half_a_minute_is_not_waited():
    attempt, moments = attempts([Again(TooBusy("429"), wait_s=30.5)])
    with pytest.raises(TooBusy, match="429"):
        patiently(attempt)
    assert len(moments) == 1


def test_the_last_error_is_the_one_that_is_meant_and_drags_nothing_along():
    attempt, moments = attempts([Again(TooBusy("429"), 0), Again(PoliceUnavailable("500"), 0)])
    with pytest.raises(PoliceUnavailable, match="500") as raised:
        patiently(attempt, tries=2)
    assert len(moments) == 2
    assert raised.value.__context__ is None


def test_what_will_not_pass_is_not_tried_again():
    attempt, moments = attempts([ValueError("no")])
    with pytest.raises(ValueError, match="no"):
        patiently(attempt)
    assert len(moments) == 1


def test_retry_after_is_a_number_or_a_date():
    in_ten = format_datetime(datetime.now(UTC) + timedelta(seconds=10), usegmt=True)
    assert told_to_wait({"Retry-After": "7"}) == 7
    assert 8 < told_to_wait({"Retry-After": in_ten}) <= 10
    assert told_to_wait({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "²", "Wed, 99 Oct", "1e3"])
def test_a_retry_after_of_no_sense_is_none(value):
    assert told_to_wait({"Retry-After": value}) is None
    assert told_to_wait({}) is None
