"""Where on the disk each thing of the store stands: `facts/<force>/<neighbourhood>/<file>`.

A folder is named as the id, percent-encoded. Ids that differ only in case (police.uk tells `AB12` from
`ab12`) never share a folder, on a disk that cannot tell them apart either: whoever comes second gets `=` and
a checksum behind its name (a percent-encoded id holds no `=`).
"""

import os
import unicodedata
import zlib
from pathlib import Path
from threading import Condition
from urllib.parse import quote, unquote

from cachetools import LRUCache, cached

from data_access.errors import InvalidQuestion
from data_access.models import NeighbourhoodRef
from data_access.settings import settings

LONGEST_ID = 100
LONGEST_NAME = 230  # a disk takes 255 bytes, and our temporary files' ending needs some of them
# What changes whenever a file is replaced: when it was written (ns), bytes, inode.
Stamp = tuple[int, int, int]

# Files stand beside folders, so no folder may be named like one.
FILE_ENDINGS = (".json", ".jsonl", ".parquet", ".tmp", ".lock", ".broken")


def check_id(id_: str) -> str:
    """The id, where it may be asked for. InvalidQuestion when no folder can be named by it, or when it holds
    what cannot be printed: that stays readable where it is held, and is asked of nobody.
    """
    _encoded(id_)
    if any(unicodedata.category(letter)[0] == "C" for letter in id_):
        raise InvalidQuestion(f"no id: {id_!r}")
    return id_


def facts_folder() -> Path:
    """The root of the store."""
    return settings().facts_dir


def force_folder(force_id: str) -> Path:
    """The force's folder, which need not exist. InvalidQuestion for an id no folder can be named by."""
    root = facts_folder()
    return root / _folder_name(root, force_id)


def place_folder(place: NeighbourhoodRef) -> Path:
    """The neighbourhood's folder, which need not exist. Raises InvalidQuestion as `force_folder`."""
    parent = force_folder(place.force_id)
    return parent / _folder_name(parent, place.neighbourhood_id)


def inside(folder: Path) -> list[tuple[str, Path]]:
    """The ids that have a folder in `folder`, with it, by name."""
    return [(unquote(name.partition("=")[0]), folder / name) for name in _names(folder)]


def stamp(path: Path) -> Stamp | None:
    """What changes when `path` is replaced: the key of what was read from it. None when there is none."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(e.name for e in entries if e.is_dir())
    except OSError:
        return []


def _folder_name(parent: Path, id_: str) -> str:
    name = _encoded(id_)
    alike = _alike(parent).get(name.casefold(), ())
    if not alike or name in alike:
        return name
    return f"{name}={zlib.crc32(id_.encode()):08x}"


def _encoded(id_: str) -> str:
    try:
        name = quote(id_, safe="")
    except UnicodeEncodeError as error:
        raise InvalidQuestion(f"no id: {id_!r}") from error
    if id_ in {"", ".", ".."} or len(id_) > LONGEST_ID or len(name) > LONGEST_NAME:
        raise InvalidQuestion(f"no id: {id_[:LONGEST_ID]!r}")
    if name.casefold().endswith(FILE_ENDINGS):
        raise InvalidQuestion(f"no id: {id_!r}")
    return name


@cached(LRUCache(maxsize=200), key=lambda folder: (folder, stamp(folder)), condition=Condition())
def _alike(folder: Path) -> dict[str, tuple[str, ...]]:
    """The names in `folder`, by how a disk sees them that cannot tell capitals."""
    alike: dict[str, tuple[str, ...]] = {}
    for name in _names(folder):
        alike[name.casefold()] = (*alike.get(name.casefold(), ()), name)
    return alike
