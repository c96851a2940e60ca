"""The survey's database: an engine for each address, migrated before its first use, on SQLite or PostgreSQL.

SQLite keeps one file in WAL mode with synchronous FULL: what was committed is on the disk. One writer at a
time waits for the other, also over processes; readers never wait. Nobody waits for long: see `Patience`.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from data_access.settings import settings
from data_access.survey.database import emptied

log = logging.getLogger("yourpatch.survey")

MIGRATIONS = Path(__file__).with_name("migrations")
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    # What is deleted is overwritten, and nothing is copied to a folder for temporary files.
    "secure_delete = ON",
    "temp_store = MEMORY",
)
ADVISORY_LOCK = 0x59_50  # any number of our own: "YP"


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
# How long a person waits while another opens the database and makes its tables.
OPENING_S = 5
# While a database is away nobody waits for it in line: one tries, and the others are told at once.
TRY_AGAIN_S = 2.0

Key = tuple[str, Patience]
File = tuple[Path, tuple[int, int] | None]


class _Opened(NamedTuple):
    engine: Engine
    file: File | None  # SQLite's, as it was when it was opened


_patience: ContextVar[Patience] = ContextVar("patience", default=PERSON)
_engines: dict[Key, _Opened] = {}
_failed: dict[Key, tuple[float, BaseException]] = {}  # when, by time.monotonic
_opening = threading.Lock()
_writers = threading.Lock()


@contextmanager
def patiently() -> Iterator[None]:
    """For what nobody waits for: inside, the database is given minutes."""
    before = _patience.set(UPKEEP)
    try:
        yield
    finally:
        _patience.reset(before)


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
    key = settings().survey_url, _patience.get()
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
        if not _has_content(key[0]):
            emptied.refuse_if_published()  # before a file is made
        found = _open(*key)
        with found.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
        if revision != ScriptDirectory.from_config(_migrations()).get_current_head():
            migrate(found)
    except BaseException as error:
        _failed[key] = time.monotonic(), error
        if found is not None:
            found.dispose()
        if isinstance(error, emptied.Emptied):
            log.error("%s", error)
        if isinstance(error, OSError):  # no folder, no room, or another process that migrates for ever
            raise OperationalError(None, None, error) from error
        raise
    event.listen(found, "handle_error", lambda context: _note(key, context))
    return _Opened(found, _file(found))


def _refuse_if_failed(key: Key) -> None:
    when, error = _failed.get(key, (-TRY_AGAIN_S, None))
    if time.monotonic() - when < TRY_AGAIN_S:
        raise emptied.Emptied if isinstance(error, emptied.Emptied) else _away("it was away a moment ago")


def _note(key: Key, context: ExceptionContext) -> None:
    """That it could not be reached, or said nothing; others need not find out for themselves."""
    cannot_be_reached = context.connection is None and not context.is_pre_ping
    if cannot_be_reached or isinstance(context.original_exception, TimeoutError):
        _failed[key] = time.monotonic(), context.original_exception


def _away(why: str) -> SQLAlchemyError:
    return OperationalError(None, None, ConnectionError(why))


def migrate(target: Engine | None = None, to: str = "head", *, anew: bool = False) -> str:
    """Bring the tables up to the revision `to`, one process at a time; the revision that stands now.

    `anew`: make them although results of earlier answers were published. Without it that raises Emptied.
    """
    if target is None:
        opened = _open(settings().survey_url)
        try:
            with patiently():
                return migrate(opened, to, anew=anew)
        finally:
            opened.dispose()
    config = _migrations()
    with _alone(target), target.execution_options(survey_writes=True).begin() as connection:
        if target.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        if MigrationContext.configure(connection).get_current_revision() is None and not anew:
            emptied.refuse_if_published()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        return MigrationContext.configure(connection).get_current_revision() or ""


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def close() -> None:
    """Let go of all connections; the next use opens anew."""
    with _opening:
        _failed.clear()
        while _engines:
            _engines.popitem()[1].engine.dispose()


def _alone(target: Engine) -> AbstractContextManager[object]:
    """PostgreSQL has its own lock, taken in the transaction."""
    if target.dialect.name != "sqlite":
        return nullcontext()
    return FileLock(f"{target.url.database}.migrating.lock", timeout=_patience.get().lock_s * 3)


@contextmanager
def _turn(opened: _Opened) -> Iterator[None]:
    """To write: on SQLite one after the other, in order. By itself it has those who wait try now and then."""
    if opened.file is None:
        yield
        return
    if not _writers.acquire(timeout=_patience.get().lock_s):
        raise _away("others are writing")
    try:
        yield
    finally:
        _writers.release()


def _file(target: Engine) -> File | None:
    if target.dialect.name != "sqlite":
        return None
    path = Path(str(target.url.database))
    try:
        seen = path.stat()
    except OSError:
        return path, None
    return path, (seen.st_dev, seen.st_ino) if seen.st_size else None


def _is_replaced(opened: _Opened) -> bool:
    """Whether another file stands there, or none, or nothing in it: what is written now would be lost."""
    return opened.file is not None and _file(opened.engine) != opened.file


def _has_content(url: str) -> bool:
    file = Path(str(make_url(url).database))
    return not url.startswith("sqlite") or (file.exists() and file.stat().st_size > 0)


def _open(url: str, patience: Patience = UPKEEP) -> Engine:
    where = make_url(url)
    pool: dict[str, Any] = {
        "pool_size": patience.connections,
        "max_overflow": 0,
        "pool_timeout": patience.turn_s,
        # No error says what was to be written: somebody may log it.
        "hide_parameters": True,
    }
    if where.get_backend_name() != "sqlite":
        from data_access.survey.database import postgresql

        return postgresql.open_engine(
            where, pool, patience.connection_s, patience.lock_s, patience.statement_s
        )
    file = Path(str(where.database))
    file.parent.mkdir(parents=True, exist_ok=True)
    # For its owner alone, whatever the umask; SQLite gives its WAL the same mode. One that is there is not
    # opened here: closing it would end all locks that this process holds on it.
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o600))
    opened = create_engine(where, **pool, connect_args={"timeout": patience.lock_s})
    event.listen(opened, "connect", _prepare)
    event.listen(opened, "begin", _begin)
    return opened


def _prepare(connection: Any, _: object) -> None:
    # We begin transactions ourselves: the driver would leave DDL outside of them, and begin too late.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("survey_no_transaction"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("survey_writes") else "BEGIN")
