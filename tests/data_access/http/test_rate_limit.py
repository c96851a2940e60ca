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
from queue import SimpleQueue

import pytest

from data_access.background import worker_threads
from data_access.errors import PoliceUnavailable
from data_access.http import rate_limit, retry
from data_access.police_api import availability
from data_access.settings import HOUSE
from tests.support.police_uk_reading import until

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


def test_no_window_of_two_seconds_holds_more_than_the_burst(data_dir, monkeypatch):
    clock_ms = 1_700_000_000_000
    monkeypatch.setattr(rate_limit, "time_ns", lambda: clock_ms * 1_000_000)

    def gone(number: int) -> int:
        with rate_limit.turn("police.uk") as session:
            return sum(session.limiter.try_acquire("all", blocking=False) for _ in range(number))

    assert gone(16) == 16
    clock_ms += 1000
    assert gone(40) == 10
    clock_ms += 999
    assert gone(40) == 0
    clock_ms += 2  # the first sixteen are more than two seconds old
    assert gone(40) == 16
    clock_ms += 1000
    assert gone(40) == 10


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


def test_waiting_for_a_slot_takes_next_to_no_processor_time(data_dir, monkeypatch):
    looks: SimpleQueue[tuple[int, float]] = SimpleQueue()

    def pause(seconds: float) -> None:
        looks.put((threading.get_ident(), seconds))
        time.sleep(seconds)

    monkeypatch.setattr(rate_limit, "sleep", pause)
    with another_process(HOLD) as other:
        assert other.stdout.readline() == "held\n"
        waiting = [threading.Thread(target=one_turn, daemon=True) for _ in range(16)]
        for thread in waiting:
            thread.start()
        # One looks for all, and rests after each look.
        seen = [looks.get(timeout=10) for _ in range(30)]
        assert len({who for who, _ in seen}) == 1
        assert {seconds for _, seconds in seen} == {rate_limit.LOOK_EVERY_S}
        other.kill()
        for thread in waiting:
            thread.join(10)
        assert not any(thread.is_alive() for thread in waiting)


def test_a_busy_process_leaves_turns_to_another(stand_in):
    stand_in.control("settings", {"latency": 0.4, "pace": False})
    with another_process(GREEDY) as other:
        assert other.stdout.readline() == "asking\n"
        until(lambda: len(stand_in.control("log")) > rate_limit.IN_FLIGHT)
        before = len(stand_in.control("log"))
        availability.last_updated()
        # Of those who never pause, no more than four rounds came first.
        assert len(stand_in.control("log")) - before <= 4 * rate_limit.IN_FLIGHT
    assert stand_in.control("pace")["most_in_flight"] <= 4


def test_no_slot_is_held_while_a_failed_question_waits(stand_in, monkeypatch):
    monkeypatch.setattr(retry, "WAITS_S", (20.0,))
    stand_in.control("faults", [{"path": "/api", "status": 500}])
    with ThreadPoolExecutor(1) as hand:
        failing = hand.submit(availability.last_updated)
        until(lambda: [entry["status"] for entry in stand_in.control("log")] == [500])
        all_slots().close()
        assert not failing.done()
        assert len(stand_in.control("log")) == 1
        worker_threads.ending.set()  # nobody waits any longer
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
