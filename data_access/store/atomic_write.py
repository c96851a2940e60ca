"""Writing a file so that a reader, and a machine that loses its power, sees the old one or the new one.

Temporary file in the same folder, fsync, rename, fsync of the folder. One writer a folder at a time, over
all processes, by a file lock; what a killed writer left is swept by the next.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock

log = logging.getLogger("yourpatch.atomic")

WAIT_FOR_WRITER_S = 20.0
_mine = threading.local()  # the folders this thread is the writer of


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer in `folder`, made if need be; within itself it changes nothing. When it ends, what
    was replaced is on the disk. Raises OSError (a timeout is one, too).
    """
    if folder in _mine.__dict__.setdefault("folders", set()):
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".writing.lock", timeout=WAIT_FOR_WRITER_S):
        for leftover in folder.glob("*.tmp"):
            log.info("sweeping %s, which a killed writer left", leftover.name)
            leftover.unlink(missing_ok=True)
        _mine.folders.add(folder)
        try:
            yield
        finally:
            _mine.folders.discard(folder)
            _sync_folder(folder)


def replace(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a new file and put it in the place of `path`. Only inside `writing`."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def append_line(path: Path, line: str) -> None:
    """Add a line to `path` and see it on the disk; one torn by a crash is ended first. Only in `writing`."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
