"""The survey's database: an engine for each address, migrated before its first use, on SQLite or PostgreSQL.

SQLite keeps one file in WAL mode with synchronous FULL: what was committed is on the disk. One writer at a
time waits for the other, also over processes; readers never wait.
"""

import os
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from data_access.settings import settings

MIGRATIONS = Path(__file__).with_name("migrations")
WAIT_S = 20
CONNECT_S = 5
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    f"busy_timeout = {WAIT_S * 1000}",
    # What is deleted is overwritten, and nothing is copied to a folder for temporary files.
    "secure_delete = ON",
    "temp_store = MEMORY",
)
ADVISORY_LOCK = 0x59_50  # any number of our own: "YP"

# While a database is away nobody waits for it in line: one tries, and the others are told at once.
TRY_AGAIN_S = 2.0

_engines: dict[str, Engine] = {}
_failed: dict[str, float] = {}  # when a try at opening it ended in vain, by time.monotonic
_opening = threading.Lock()


def writing() -> AbstractContextManager[Connection]:
    """A transaction that writes: committed, and on the disk, when the block ends; undone if it raises.

    Raises sqlalchemy.exc.SQLAlchemyError (OperationalError when the database cannot be reached or is busy).
    """
    return engine().execution_options(survey_writes=True).begin()


def reading() -> AbstractContextManager[Connection]:
    """A transaction that only reads, of one moment on SQLite. Raises sqlalchemy.exc.SQLAlchemyError."""
    return engine().connect()


def is_there() -> bool:
    """Whether there is a database already: a PostgreSQL that was named, or a file. None is made."""
    where = make_url(settings().survey_url)
    return where.get_backend_name() != "sqlite" or Path(str(where.database)).is_file()


def engine() -> Engine:
    """The engine of the database that the settings name; its tables are there. Raises SQLAlchemyError."""
    url = settings().survey_url
    found = _engines.get(url)
    if found is None:
        with _opening:
            found = _engines.get(url)
            if found is None:
                found = _engines[url] = _opened(url)
    return found


def _opened(url: str) -> Engine:
    if time.monotonic() - _failed.get(url, -TRY_AGAIN_S) < TRY_AGAIN_S:
        raise OperationalError(None, None, ConnectionError("it could not be opened a moment ago"))
    found = None
    try:
        found = _open(url)
        migrate(found)
    except BaseException as error:
        _failed[url] = time.monotonic()
        if found is not None:
            found.dispose()
        if isinstance(error, OSError):  # no folder, no room, or another process that migrates for ever
            raise OperationalError(None, None, error) from error
        raise
    return found


def migrate(target: Engine | None = None, to: str = "head") -> str:
    """Bring the tables up to the revision `to`, one process at a time; the revision that stands now."""
    if target is None:
        opened = _open(settings().survey_url)
        try:
            return migrate(opened, to)
        finally:
            opened.dispose()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _alone(target), target.execution_options(survey_writes=True).begin() as connection:
        if target.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        return MigrationContext.configure(connection).get_current_revision() or ""


def close() -> None:
    """Let go of all connections; the next use opens anew."""
    with _opening:
        _failed.clear()
        while _engines:
            _engines.popitem()[1].dispose()


def _alone(target: Engine) -> AbstractContextManager[object]:
    """PostgreSQL has its own lock, taken in the transaction."""
    if target.dialect.name != "sqlite":
        return nullcontext()
    return FileLock(f"{target.url.database}.migrating.lock", timeout=WAIT_S * 3)


def _open(url: str) -> Engine:
    where = make_url(url)
    if where.get_backend_name() != "sqlite":
        patience = {} if "connect_timeout" in where.query else {"connect_timeout": CONNECT_S}
        return create_engine(
            where,
            pool_pre_ping=True,  # a connection that the server closed over night is found out before use
            pool_size=5,
            max_overflow=10,
            pool_timeout=CONNECT_S,
            hide_parameters=True,
            connect_args=patience,
        )
    file = Path(str(where.database))
    file.parent.mkdir(parents=True, exist_ok=True)
    # For its owner alone, whatever the umask; SQLite gives its WAL the same mode.
    os.close(os.open(file, os.O_RDONLY | os.O_CREAT, 0o600))
    # No error says what was to be written: somebody may log it.
    opened = create_engine(where, hide_parameters=True, connect_args={"timeout": WAIT_S})
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
