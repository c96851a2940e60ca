"""The line of places that wait to be read: bounded, first come first served, each place in it once."""

import logging
import threading
from collections.abc import Callable, Hashable

from data_access.background.worker_threads import ending
from data_access.errors import QueueFull
from data_access.settings import settings

log = logging.getLogger("yourpatch.line")

_lines: dict[Hashable, "Line"] = {}
_lock = threading.Lock()


def line(name: str, at_once: int, waiting: int) -> "Line":
    """The line of that name in this process, for the store it serves."""
    with _lock:
        key = (settings().facts_dir, name)
        if key not in _lines:
            _lines[key] = Line(at_once, waiting)
        return _lines[key]


def waiting() -> int:
    """How many tasks stand in all lines of this process and are not yet begun."""
    with _lock:
        return sum(one.length() for one in _lines.values())


class Line:
    """`at_once` tasks are under way at a time, and at most `waiting` stand behind them."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once, self._longest = at_once, waiting
        self._waiting: dict[Hashable, Callable[[], object]] = {}
        self._under_way: set[Hashable] = set()
        self._threads = 0
        self._changed = threading.Condition()

    def join(self, key: Hashable, task: Callable[[], object]) -> None:
        """Stand in line, unless `key` does already. Raises QueueFull when the line is at its longest."""
        with self._changed:
            if key in self._waiting or key in self._under_way:
                return
            if len(self._under_way) + len(self._waiting) >= self._at_once + self._longest:
                raise QueueFull(f"{len(self._waiting)} are waiting")
            self._waiting[key] = task
            if self._threads < self._at_once:
                self._threads += 1
                threading.Thread(target=self._work, name="line", daemon=True).start()

    def length(self) -> int:
        """How many stand in line and are not yet begun."""
        with self._changed:
            return len(self._waiting)

    def ahead_of(self, key: Hashable) -> int:
        """How many are done before `key`'s turn; 0 when it is under way, or not in the line."""
        with self._changed:
            if key not in self._waiting:
                return 0
            return len(self._under_way) + list(self._waiting).index(key)

    def _work(self) -> None:
        """Do what waits, and go when nothing does."""
        while (taken := self._next()) is not None:
            key, task = taken
            try:
                task()
            except BaseException:
                log.exception("%s could not be read", key)
            finally:
                with self._changed:
                    self._under_way.discard(key)
                    self._changed.notify_all()

    def _next(self) -> tuple[Hashable, Callable[[], object]] | None:
        with self._changed:
            key = next(iter(self._waiting), None)
            if key is None or ending.is_set():
                self._threads -= 1
                return None
            self._under_way.add(key)
            return key, self._waiting.pop(key)
