"""Connections to visitors: how long one may be silent, and how many there may be."""

import asyncio
import logging
import socket
from functools import cache
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui import descriptors

log = logging.getLogger("yourpatch.connections")

# From the first byte, or from the end of the last answer, until a whole header has come.
HEADER_S = 5
BODY_S = 20
# Whoever takes nothing of an answer for so long is gone.
UNREAD_S = 60
# Taken in at one go, before any of them can be ended again; as many as QUEUE wait with the kernel.
AT_ONCE, QUEUE = 32, 2_048
MOST = 4_096
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)

# Those who ask nothing at present, the longest silent first.
_silent: dict["TimedHTTP", None] = {}


@cache
def most_connections() -> int:
    """A quarter of the descriptors is kept for files, databases and police.uk."""
    return min(descriptors.limit() * 3 // 4, MOST)


def most_sessions() -> int:
    """A part is kept for pages that need no session."""
    return most_connections() * 5 // 6


class Server(uvicorn.Server):
    """uvicorn with a long queue before the door, of which few are let in at one go."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets)
        for server in self.servers:
            for one in server.sockets:
                # asyncio knows one number for both.
                with one.dup() as same:
                    same.listen(QUEUE)


class TimedHTTP(H11Protocol):
    """HTTP as uvicorn speaks it, for those who say what they want."""

    _owed: tuple[int | None, object] | None = None
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody came: the longest silent has to make room where there is none."""
        super().connection_made(transport)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            transport.get_extra_info("socket").setsockopt(
                socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_S * 1000
            )
        self._expect()
        if len(self.connections) > most_connections():
            log.warning("Over %s connections: those that ask nothing are ended.", most_connections())
            next(iter(_silent), self).close()

    def data_received(self, data: bytes) -> None:
        """Take what was sent, and see what is still owed."""
        super().data_received(data)
        self._expect()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._expect()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """A session begins, if there is a place for it."""
        if sum(not isinstance(one, TimedHTTP) for one in self.connections) < most_sessions():
            super().handle_websocket_upgrade(event)
        else:
            log.warning("All %s places for sessions are taken: further visitors wait.", most_sessions())
            self.transport.write(FULL)
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """They left."""
        super().connection_lost(exc)
        self._forget()

    def close(self) -> None:
        """End it; what was answered already is still sent."""
        self._forget()
        self.transport.close()

    def _expect(self) -> None:
        owed = self._seconds_left(), self.cycle
        if owed == self._owed:
            return
        self._forget()
        self._owed = owed
        if owed[0] is not None:
            self._end = self.loop.call_later(owed[0], self.close)
        if owed[0] == HEADER_S:
            _silent[self] = None

    def _seconds_left(self) -> int | None:
        transport: Any = self.transport
        if transport.is_closing() or transport.get_protocol() is not self:
            return None
        if self.cycle is None or self.cycle.response_complete:
            return HEADER_S
        return BODY_S if self.cycle.more_body else None

    def _forget(self) -> None:
        _silent.pop(self, None)
        if self._end is not None:
            self._end.cancel()
            self._end = None
