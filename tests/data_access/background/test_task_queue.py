"""The line before police.uk: bounded, first come first served, each place in it once."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from data_access.background.task_queue import Line
from data_access.errors import QueueFull
from data_access.settings import HOUSE
from tests.support.soak import rounds

PATIENCE_S = 5.0


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Tasks of these tests wait here, and are let go at the end."""
    event = threading.Event()
    yield event
    event.set()


def until(done: threading.Event) -> None:
    assert done.wait(PATIENCE_S)


def test_only_so_many_are_under_way_and_the_others_wait_their_turn(gate: threading.Event) -> None:
    line, begun, all_done = Line(2, 10), [], threading.Event()

    def task(name: str) -> None:
        begun.append(name)
        gate.wait(PATIENCE_S)
        if name == "e":
            all_done.set()

    for name in "abcde":
        line.join(name, lambda name=name: task(name))
    assert [line.ahead_of(name) for name in "cde"] == [2, 3, 4]
    assert set(begun) <= {"a", "b"}
    gate.set()
    until(all_done)
    assert sorted(begun[:2]) == ["a", "b"]
    assert sorted(begun) == list("abcde")
    assert line.ahead_of("e") == 0


def test_a_line_at_its_longest_takes_nobody_but_those_in_it(gate: threading.Event) -> None:
    line = Line(1, 2)
    for name in "abc":
        line.join(name, lambda: gate.wait(PATIENCE_S))
    with pytest.raises(QueueFull):
        line.join("d", lambda: None)
    line.join("b", lambda: None)


def test_who_asks_twice_is_served_once(gate: threading.Event) -> None:
    line, served, begun, last = Line(1, 5), [], threading.Event(), threading.Event()

    def task() -> None:
        begun.set()
        gate.wait(PATIENCE_S)
        served.append("a")

    line.join("a", task)
    until(begun)
    line.join("a", task)
    line.join("z", last.set)
    gate.set()
    until(last)
    assert served == ["a"]


def test_a_task_that_fails_holds_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    line, last = Line(1, 5), threading.Event()
    line.join("a", lambda: 1 / 0)
    line.join("z", last.set)
    until(last)
    assert "ZeroDivisionError" in caplog.text


def test_a_line_that_was_empty_serves_again() -> None:
    line = Line(1, 5)
    for _ in range(3):
        done = threading.Event()
        line.join("a", done.set)
        until(done)


AT_WORK = """
import io, threading, time
import pyarrow as pa, pyarrow.parquet as parquet
from data_access.background.worker_threads import Hands, ending
table, begun = pa.table({"n": list(range(50000))}), threading.Semaphore(0)
def work():
    begun.release()
    for _ in range(20):
        parquet.write_table(table, io.BytesIO())
hands = Hands(4)
for _ in range(200):
    hands.give(work)
for _ in range(4):
    begun.acquire()
time.sleep(0.05)
"""


@pytest.mark.slow
@pytest.mark.soak
def test_a_process_ends_in_order_while_its_hands_are_in_foreign_code() -> None:
    for _ in range(rounds(2)):
        ended = subprocess.run(
            [sys.executable, "-c", AT_WORK], cwd=HOUSE, capture_output=True, text=True, timeout=60
        )
        assert (ended.returncode, ended.stderr) == (0, "")
