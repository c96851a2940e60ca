"""What runs beside for ever, and is begun again where it fails."""

import threading

import pytest

from data_access.background import worker_threads


def test_a_task_that_dies_is_begun_again_and_that_is_noted(caplog):
    lives, done = [], threading.Event()

    def task() -> None:
        lives.append(len(lives))
        if len(lives) < 3:
            raise MemoryError if len(lives) == 1 else SystemExit
        done.set()

    worker_threads.keep_running("opening", "a task of this test", task, again_s=0.01)
    assert done.wait(5)
    assert lives == [0, 1, 2]
    assert worker_threads.begun_again.pop("a task of this test")
    assert caplog.text.count("a task of this test: it failed and begins again") == 2


@pytest.mark.parametrize("error", [ValueError, SystemExit, MemoryError])
def test_a_line_goes_on_after_any_error_of_a_task(error):
    from data_access.background.task_queue import Line

    line, done = Line(1, 10), threading.Event()

    def fails() -> None:
        raise error

    line.join("first", fails)
    line.join("second", done.set)
    assert done.wait(5)
