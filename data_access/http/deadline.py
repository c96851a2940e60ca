"""A deadline over a whole exchange: whoever drips bytes, be it of a header, is cut off when it has passed.

The HTTP library bounds each pause only. It reads headers in one piece, and nobody can look in between: so a
timer shuts the socket under it.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from http.client import HTTPException
from threading import Lock, Timer
from typing import Any

import truststore
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
            # TLS through an https proxy: the socket lies within.
            self._socket = getattr(connected, "socket", connected)
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
        # Whose socket it is next is none of ours.
        found.watch(None)
        timer.cancel()


class NoTunnel(OSError):
    """A proxy made no connection; `status` is what it answered, None where it gave no answer."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        found = re.search(r"Tunnel connection failed: (\d+)", told)
        self.status = int(found[1]) if found else None


class _Watched:
    def getresponse(self) -> Any:
        if current := _current.get():
            current.watch(self.sock)  # type: ignore[attr-defined]
        return super().getresponse()  # type: ignore[misc]

    def _tunnel(self) -> None:
        if current := _current.get():
            current.watch(self.sock)  # type: ignore[attr-defined]
        try:
            super()._tunnel()  # type: ignore[misc]
        except (OSError, HTTPException) as error:
            raise NoTunnel(str(error)) from error


class _Connection(_Watched, HTTPConnection):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class Adapter(HTTPAdapter):
    """Of a session whose exchanges keep to the deadline they are asked under. It trusts whom the machine
    trusts: a council's proxy signs with an authority of its own.
    """

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """With connections that tell their socket."""
        super().init_poolmanager(*args, ssl_context=_as_the_machine(), **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """The same through a proxy."""
        if not proxy.lower().startswith("socks"):
            options["proxy_ssl_context"] = _as_the_machine()
        manager = super().proxy_manager_for(proxy, ssl_context=_as_the_machine(), **options)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        return manager

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """By the system's own store, not by the library's; by REQUESTS_CA_BUNDLE where it is set."""
        super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
        if verify is True:
            conn.ca_certs = None


def _as_the_machine() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
