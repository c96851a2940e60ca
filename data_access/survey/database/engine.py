"""The survey's database: an engine for each address, migrated before its first use, on SQLite or PostgreSQL.
Nobody waits for long (`connections.Patience`), and what is away is asked for by one.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from data_access.settings import settings
from data_access.survey.database import emptied, sqlite
from data_access.survey.database.connections import Patience, open_engine, patience
from data_access.survey.database.migrate import Newer, is_current, migrate
from data_access.survey.database.sqlite import File, file_of

log = logging.getLogger("yourpatch.survey")

# How long a person waits while another opens the database and makes its tables.
OPENING_S = 5
# While a database is away nobody waits for it in line: one tries, and the others are told at once.
TRY_AGAIN_S = 2.0

Key = tuple[str, Patience]


class _Opened(NamedTuple):
    engine: Engine
    file: File | None  # SQLite's, as it was when it was opened


_engines: dict[Key, _Opened] = {}
_failed: dict[Key, tuple[float, bool]] = {}  # when, by time.monotonic, and whether it was Emptied
_opening = threading.Lock()
_writers = threading.Lock()


@contextmanager
def writing() -> Iterator[Connection]:
    """A transaction that writes: committed, and on the disk, when the block ends; undone if it raises.

    Raises sqlalchemy.exc.SQLAlchemyError (OperationalError when the database cannot be reached or is busy).
    """
    opened = _engine()
    with _turn(opened), opened.engine.execution_options(survey_writes=True).begin() as connection:
        yield connection
    if _is_replaced(opened):
        raise _away("the file was replaced while it was written to")


def reading() -> AbstractContextManager[Connection]:
    """A transaction that only reads, of one moment on SQLite. Raises sqlalchemy.exc.SQLAlchemyError."""
    return engine().connect()


def is_there() -> bool:
    """Whether there is a database already: a PostgreSQL that was named, or a file. None is made."""
    where = make_url(settings().survey_url)
    return where.get_backend_name() != "sqlite" or Path(str(where.database)).is_file()


def engine() -> Engine:
    """The engine of the database that the settings name; its tables are there. Raises SQLAlchemyError."""
    return _engine().engine


def _engine() -> _Opened:
    key = settings().survey_url, patience.get()
    found = _engines.get(key)
    if found is not None and _is_replaced(found):
        log.warning("the file of the survey's database was replaced or emptied: it is opened anew")
        close()
        found = None
    _refuse_if_failed(key)
    if found is None:
        if not _opening.acquire(timeout=OPENING_S):
            raise _away("it is being opened")
        try:
            found = _engines.get(key)
            if found is None:
                found = _engines[key] = _opened(key)
        finally:
            _opening.release()
    return found


def _opened(key: Key) -> _Opened:
    _refuse_if_failed(key)
    found = None
    try:
        if not sqlite.has_content(key[0]):
            emptied.refuse_if_published()  # before a file is made
        found = open_engine(*key)
        with found.connect() as connection:
            current = is_current(connection)
        if not current:
            migrate(found)
    except BaseException as error:
        _failed[key] = time.monotonic(), isinstance(error, emptied.Emptied)
        if found is not None:
            found.dispose()
        if isinstance(error, emptied.Emptied | Newer):
            log.error("%s", error)
        if isinstance(error, OSError):  # no folder, no room, or another process that migrates for ever
            raise OperationalError(None, None, error) from error
        raise
    event.listen(found, "handle_error", lambda context: _note(key, context))
    return _Opened(found, file_of(found))


def _refuse_if_failed(key: Key) -> None:
    when, was_emptied = _failed.get(key, (-TRY_AGAIN_S, False))
    if time.monotonic() - when < TRY_AGAIN_S:
        raise emptied.Emptied if was_emptied else _away("it was away a moment ago")


def _note(key: Key, context: ExceptionContext) -> None:
    """That it could not be reached, or said nothing; others need not find out for themselves."""
    cannot_be_reached = context.connection is None and not context.is_pre_ping
    if cannot_be_reached or isinstance(context.original_exception, TimeoutError):
        _failed[key] = time.monotonic(), False


def _away(why: str) -> SQLAlchemyError:
    return OperationalError(None, None, ConnectionError(why))


def close() -> None:
    """Let go of all connections; the next use opens anew."""
    with _opening:
        _failed.clear()
        while _engines:
            _engines.popitem()[1].engine.dispose()


@contextmanager
def _turn(opened: _Opened) -> Iterator[None]:
    """To write: on SQLite one after the other, in order. By itself it has those who wait try now and then."""
    if opened.file is None:
        yield
        return
    if not _writers.acquire(timeout=patience.get().lock_s):
        raise _away("others are writing")
    try:
        yield
    finally:
        _writers.release()


def _is_replaced(opened: _Opened) -> bool:
    """Whether another file stands there, or none, or nothing in it: what is written now would be lost."""
    return opened.file is not None and file_of(opened.engine) != opened.file
