"""Connections to the survey's database, and how long anybody waits for it: see `Patience`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from data_access.survey.database import sqlite


class Patience(NamedTuple):
    """How long is waited, in seconds, and how many may at once."""

    connection_s: int  # PostgreSQL's driver waits for two at least
    turn_s: float  # for one of the connections
    lock_s: float  # that somebody else holds
    statement_s: float  # for the answer to one
    connections: int


# Somebody stands before the form, or a page is drawn; what is done at night may take its time.
PERSON = Patience(2, 0.5, 2, 2, 12)
UPKEEP = Patience(5, 20, 20, 300, 3)

patience: ContextVar[Patience] = ContextVar("patience", default=PERSON)


@contextmanager
def patiently() -> Iterator[None]:
    """For what nobody waits for: inside, the database is given minutes."""
    before = patience.set(UPKEEP)
    try:
        yield
    finally:
        patience.reset(before)


def open_engine(url: str, waits: Patience) -> Engine:
    """An engine of its own for that database."""
    where = make_url(url)
    pool: dict[str, Any] = {
        "pool_size": waits.connections,
        "max_overflow": 0,
        "pool_timeout": waits.turn_s,
        # No error says what was to be written: somebody may log it.
        "hide_parameters": True,
    }
    if where.get_backend_name() == "sqlite":
        return sqlite.open_engine(where, pool, waits.lock_s)
    from data_access.survey.database import postgresql

    return postgresql.open_engine(where, pool, waits.connection_s, waits.lock_s, waits.statement_s)
