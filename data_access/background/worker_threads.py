"""A few threads that work for one caller and never keep the process from ending.

The standard library's pool waits at the end of the process for whatever was begun, and a request may take
minutes. These are waited for a moment: one that comes out of C++ (pyarrow) when the interpreter is gone
aborts the process. What they leave undone is lost with them, and the store is written to bear that.
"""

import atexit
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from queue import SimpleQueue
from time import monotonic
from types import TracebackType
from typing import Any, TypeVar

from data_access.settings import now

T = TypeVar("T")

log = logging.getLogger("yourpatch.background")
# A task that should run for ever, and failed, begins again after so long.
AGAIN_S = 60.0
# When each last did, by what it is.
begun_again: dict[str, datetime] = {}

# Set when the process ends: whoever works in the background stops before the next step.
ending = threading.Event()
# The names of threads that look at it, and how long the end of the process waits for them together.
BACKGROUND = ("line", "hand", "opening")
LAST_MOMENT_S = 2.0


def end(seconds: float = LAST_MOMENT_S) -> None:
    """Have whoever works in the background stop before the next step, and wait for it."""
    ending.set()
    last = monotonic() + seconds
    for thread in threading.enumerate():
        if thread.name in BACKGROUND and thread is not threading.current_thread():
            thread.join(max(0.0, last - monotonic()))


atexit.register(end)


def keep_running(thread: str, what: str, task: Callable[[], object], again_s: float = AGAIN_S) -> None:
    """Have the task done beside, in a thread of that name; where it fails, begin it again. `what` it is, for
    those who run the site (N_).
    """

    def run() -> None:
        while not ending.is_set():
            try:
                task()
                return
            except BaseException:
                log.exception("%s: it failed and begins again in %.0f s", what, again_s)
                begun_again[what] = now()
                ending.wait(again_s)

    threading.Thread(target=run, daemon=True, name=thread).start()


class Hands:
    """So many threads; tasks are begun in the order they were given. Leaving the block drops the rest."""

    def __init__(self, number: int) -> None:
        self._tasks: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._dropped = False
        self._threads = [threading.Thread(target=self._work, name="hand", daemon=True) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def give(self, task: Callable[[], T]) -> "Future[T]":
        """Have the task done: its result or its exception comes with the future."""
        future: Future[T] = Future()
        self._tasks.put((future, task))
        return future

    def __enter__(self) -> "Hands":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._dropped = True
        for _ in self._threads:
            self._tasks.put(None)

    def _work(self) -> None:
        while (given := self._tasks.get()) is not None:
            future, task = given
            if self._dropped or ending.is_set():
                future.cancel()
                # Without the notice, whoever waits for it as_completed waits for ever.
                future.set_running_or_notify_cancel()
                continue
            future.set_running_or_notify_cancel()
            try:
                future.set_result(task())
            except BaseException as error:
                future.set_exception(error)
