"""A deadline over a whole exchange: whoever drips bytes, be it of a header, is cut off when it has passed.

The HTTP library bounds each pause only. It reads headers in one piece, and nobody can look in between: so a
timer shuts the socket under it.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Lock, Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Deadline:
    """Of one exchange. `passed` as soon as its socket was shut."""

    def __init__(self) -> None:
        self.passed = False
        self._socket: socket.socket | None = None
        self._lock = Lock()

    def watch(self, connected: socket.socket | None) -> None:
        """Shut this socket when the time is over."""
        with self._lock:
            self._socket = connected
            self._shut_if_passed()

    def pass_by(self) -> None:
        """End the time: the socket is shut, or as soon as there is one."""
        with self._lock:
            self.passed = True
            self._shut_if_passed()

    def _shut_if_passed(self) -> None:
        if self.passed and self._socket is not None:
            with suppress(OSError):
                # Not the method of a TLS socket: that would take its reader's state away while it reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[Deadline]:
    """What is asked by `Adapter` in here ends after so many seconds; see `passed` of what it gives."""
    found = Deadline()
    timer = Timer(max(seconds, 0), found.pass_by)
    timer.daemon = True
    timer.start()
    token = _current.set(found)
    try:
        yield found
    finally:
        _current.reset(token)
        timer.cancel()


class _Watched:
    def getresponse(self) -> Any:
        if current := _current.get():
            current.watch(self.sock)  # type: ignore[attr-defined]
        return super().getresponse()  # type: ignore[misc]


class _Connection(_Watched, HTTPConnection):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class Adapter(HTTPAdapter):
    """Of a session whose exchanges keep to the deadline they are asked under."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """With connections that tell their socket."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        """The same through a proxy."""
        manager = super().proxy_manager_for(*args, **options)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        return manager
