"""PostgreSQL with deadlines on both sides: the server's for locks and statements, and our own for one that
takes what we send and says nothing (frozen, or behind a network that swallows it).
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

T = TypeVar("T")
# So much later than the server's own deadline, which comes with a reason.
LATER_S = 0.5


class NoAnswer(psycopg.OperationalError, TimeoutError):
    """The server said nothing in time. What was sent may yet be done."""


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that waits `answer_s` for each answer, and is closed when none comes."""

    answer_s = 30.0

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for what was asked. Raises NoAnswer."""
        deadline = time.monotonic() + self.answer_s
        try:
            return super().wait(gen, interval, self.answer_s if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if timeout is not None or time.monotonic() < deadline:
                raise
            # Closed, so that nobody waits again to undo what was begun.
            self.pgconn.finish()
            raise NoAnswer("no answer in time") from error


def open_engine(
    where: URL, pool: dict[str, Any], connection_s: int, lock_s: float, statement_s: float
) -> Engine:
    """An engine whose connections wait so long to connect, for locks and for the answer to a statement."""
    ours: dict[str, Any] = {
        "connect_timeout": connection_s,
        "tcp_user_timeout": 5000,  # milliseconds until what nobody acknowledges ends a connection
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
    }
    opened = create_engine(
        where,
        **pool,
        pool_pre_ping=True,  # a connection that the server closed over night is found out before use
        connect_args={name: value for name, value in ours.items() if name not in where.query},
    )
    event.listen(opened, "do_connect", _connecting(statement_s + LATER_S))
    event.listen(opened, "begin", _limiting(lock_s, statement_s))
    return opened


def _connecting(answer_s: float) -> Callable[..., BoundedConnection]:
    def connect(_dialect: Any, _record: Any, given: list[Any], named: dict[str, Any]) -> BoundedConnection:
        connection = BoundedConnection.connect(*given, **named)
        connection.answer_s = answer_s
        return connection

    return connect


def _limiting(lock_s: float, statement_s: float) -> Callable[[Connection], None]:
    # For the transaction alone: a pooler between us and the server may hand the session to others.
    limits = text(
        "SELECT set_config('lock_timeout', :lock, true), set_config('statement_timeout', :statement, true)"
    ).bindparams(lock=f"{lock_s}s", statement=f"{statement_s}s")

    def begin(connection: Connection) -> None:
        connection.execute(limits).close()

    return begin
