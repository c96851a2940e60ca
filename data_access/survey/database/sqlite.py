"""SQLite in WAL mode with synchronous FULL: what was committed is on the disk. One writer at a time waits for
the other, also over processes; readers never wait.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    # What is deleted is overwritten, and nothing is copied to a folder for temporary files.
    "secure_delete = ON",
    "temp_store = MEMORY",
)
# Where it is, and which file of the disk it is: None where there is nothing in it.
File = tuple[Path, tuple[int, int] | None]


def open_engine(where: URL, pool: dict[str, Any], lock_s: float) -> Engine:
    """An engine whose connections wait so long for a lock; the file is made where there is none."""
    file = Path(str(where.database))
    file.parent.mkdir(parents=True, exist_ok=True)
    # For its owner alone, whatever the umask; SQLite gives its WAL the same mode. One that is there is not
    # opened here: closing it would end all locks that this process holds on it.
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o600))
    opened = create_engine(where, **pool, connect_args={"timeout": lock_s})
    event.listen(opened, "connect", _prepare)
    event.listen(opened, "begin", _begin)
    return opened


def file_of(target: Engine) -> File | None:
    """The file as it is now; None for another database."""
    if target.dialect.name != "sqlite":
        return None
    path = Path(str(target.url.database))
    try:
        seen = path.stat()
    except OSError:
        return path, None
    return path, (seen.st_dev, seen.st_ino) if seen.st_size else None


def has_content(url: str) -> bool:
    """Whether there is something in the file; another database always has."""
    file = Path(str(make_url(url).database))
    return not url.startswith("sqlite") or (file.exists() and file.stat().st_size > 0)


def _prepare(connection: Any, _: object) -> None:
    # We begin transactions ourselves: the driver would leave DDL outside of them, and begin too late.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("survey_no_transaction"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("survey_writes") else "BEGIN")
