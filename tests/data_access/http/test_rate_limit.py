"""One pace for every thread and process that shares a store, as the server sees it."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from data_access.errors import PoliceUnavailable
from data_access.http import rate_limit, retry
from data_access.police_api import availability
from data_access.settings import HOUSE

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = pytest.mark.slow

# Hold all four slots until told to end.
HOLD = """
import sys
from contextlib import ExitStack
from data_access.http import rate_limit
with ExitStack() as held:
    for _ in range(4):
        held.enter_context(rate_limit.turn("police.uk"))
    print("held", flush=True)
    sys.stdin.read()
"""
# Four threads that never pause between two questions.
GREEDY = """
import threading
from data_access.police_api import availability
def ask():
    while True:
        availability.last_updated()
threads = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
for thread in threads: thread.start()
print("asking", flush=True)
threads[0].join()
"""
MANY = """
from concurrent.futures import ThreadPoolExecutor
from data_access.police_api import availability
with ThreadPoolExecutor(8) as hands:
    list(hands.map(lambda _: availability.last_updated(), range(30)))
"""


@contextmanager
def another_process(code: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def all_slots() -> ExitStack:
    """Hold what slots there are; waits for them."""
    stack = ExitStack()
    for _ in range(rate_limit.IN_FLIGHT):
        stack.enter_context(rate_limit.turn("police.uk"))
    return stack


def one_turn(service: str = "police.uk") -> None:
    with rate_limit.turn(service):
        pass


@pytest.mark.slow
def test_sixteen_threads_keep_the_pace_and_four_in_flight(stand_in):
    stand_in.control("settings", {"latency": 0.1})
    with ThreadPoolExecutor(16) as hands:
        list(hands.map(lambda _: availability.last_updated(), range(70)))
    assert stand_in.control("pace") == {"most_in_flight": 4, "over": 0}


@pytest.mark.slow
def test_two_processes_keep_one_pace_between_them(stand_in):
    stand_in.control("settings", {"latency": 0.02})
    with another_process(MANY) as one, another_process(MANY) as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)
    seen = stand_in.control("pace")
    assert seen["over"] == 0
    assert seen["most_in_flight"] <= 4
    assert len(stand_in.control("log")) == 60


def test_no_window_of_two_seconds_holds_more_than_the_burst(data_dir):
    left = []

    def leave(_: int) -> None:
        with rate_limit.turn("police.uk") as session:
            assert session.limiter.try_acquire("all")
            left.append(time.monotonic())

    with ThreadPoolExecutor(16) as hands:
        list(hands.map(leave, range(40)))
    left.sort()
    # What is counted at one moment leaves a few milliseconds later.
    assert min(late - early for early, late in zip(left, left[26:], strict=False)) > 1.8


def test_a_killed_process_leaves_nothing_locked(data_dir):
    with another_process(HOLD) as other:
        assert other.stdout.readline() == "held\n"
        waiting = threading.Thread(target=one_turn)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        os.kill(other.pid, signal.SIGKILL)
        waiting.join(1)
        assert not waiting.is_alive()


def test_waiting_for_a_slot_takes_next_to_no_processor_time(data_dir):
    with another_process(HOLD) as other:
        assert other.stdout.readline() == "held\n"
        waiting = [threading.Thread(target=one_turn, daemon=True) for _ in range(16)]
        before = time.process_time()
        for thread in waiting:
            thread.start()
        time.sleep(1)
        assert time.process_time() - before < 0.25
        other.kill()
        for thread in waiting:
            thread.join(10)
        assert not any(thread.is_alive() for thread in waiting)


def test_a_busy_process_leaves_turns_to_another(stand_in):
    stand_in.control("settings", {"latency": 0.4, "pace": False})
    with another_process(GREEDY) as other:
        assert other.stdout.readline() == "asking\n"
        time.sleep(0.5)
        started = time.monotonic()
        availability.last_updated()
        assert time.monotonic() - started < 2
    assert stand_in.control("pace")["most_in_flight"] <= 4


def test_no_slot_is_held_while_a_failed_question_waits(stand_in, monkeypatch):
    monkeypatch.setattr(retry, "WAITS_S", (2.0,))
    stand_in.control("faults", [{"path": "/api", "status": 500}])
    with ThreadPoolExecutor(1) as hand:
        failing = hand.submit(availability.last_updated)
        time.sleep(0.5)
        started = time.monotonic()
        all_slots().close()
        assert time.monotonic() - started < 0.5
        assert not failing.done()
        monkeypatch.setattr(retry, "WAITS_S", (0.0,))
        with pytest.raises(PoliceUnavailable):
            failing.result()


def test_a_clock_set_back_does_not_stop_us(data_dir):
    with rate_limit.turn("police.uk") as session:
        in_an_hour = time.time_ns() // 1_000_000 + 3_600_000
        with sqlite3.connect(data_dir / "pace" / "police.uk" / "requests.sqlite") as file:
            file.executemany("INSERT INTO rate_bucket VALUES ('all', ?)", [(in_an_hour,)] * 30)
        file.close()
        assert session.limiter.try_acquire("all", timeout=1)


def test_a_broken_count_is_begun_anew(data_dir):
    folder = data_dir / "pace" / "police.uk"
    folder.mkdir(parents=True)
    (folder / "requests.sqlite").write_text("half a page of something else " * 50)
    with rate_limit.turn("police.uk") as session:
        assert session.limiter.try_acquire("all", timeout=1)


def test_services_do_not_wait_for_each_other(data_dir):
    with all_slots():
        asking = threading.Thread(target=one_turn, args=("postcodes",), daemon=True)
        asking.start()
        asking.join(10)
        assert not asking.is_alive()
