"""The small facts of the store: one JSON file each, `{"value": ..., "fetched_at": "2026-11-03T09:12:00Z"}`.

What cannot be had again from police.uk is kept twice (`said.json` and `said.copy.json`): the second is read
where the first is broken or gone.

`name` is one of months, forces (the root); force, neighbourhoods, published, unplaced,
no_location, survey (a force);
profile, boundary, team, priorities, priorities_told, events, events_told, survey, said (a neighbourhood).
`type_` says the shape of `value`: a file of another shape, of an older version or torn is logged and counts
as not held.
"""

import logging
from collections.abc import Hashable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from data_access.models import Facts, NeighbourhoodRef
from data_access.settings import now
from data_access.store import atomic_write
from data_access.store.cache import per_file
from data_access.store.folders import facts_folder, force_folder, place_folder

log = logging.getLogger("yourpatch.fact_files")
T = TypeVar("T")
KEPT_TWICE = frozenset({"survey", "said"})


def fact_path(name: str, force_id: str | None = None, neighbourhood_id: str | None = None) -> Path:
    """Where the fact stands. Raises InvalidQuestion for an id no folder can be named by."""
    if force_id is None:
        return facts_folder() / f"{name}.json"
    if neighbourhood_id is None:
        return force_folder(force_id) / f"{name}.json"
    return place_folder(NeighbourhoodRef(force_id, neighbourhood_id)) / f"{name}.json"


def read(
    name: str, type_: type[T], force_id: str | None = None, neighbourhood_id: str | None = None
) -> Facts[T] | None:
    """The fact and when it was read from outside; None when it is not held. Shared: never change it."""
    path = fact_path(name, force_id, neighbourhood_id)
    facts: Facts[T] | None = _parsed(path, type_)
    if facts is None and name in KEPT_TWICE:
        facts = _parsed(_copy_of(path), type_)
    return facts


def is_broken(name: str, type_: Any, force_id: str, neighbourhood_id: str | None = None) -> bool:
    """Whether there was something that neither file gives any more."""
    path = fact_path(name, force_id, neighbourhood_id)
    written = any(file.exists() for file in (path, _copy_of(path)))
    return written and read(name, type_, force_id, neighbourhood_id) is None


def is_whole(name: str, type_: Any, force_id: str, neighbourhood_id: str | None = None) -> bool:
    """Whether both files of what is kept twice can be read."""
    path = fact_path(name, force_id, neighbourhood_id)
    return all(_parsed(file, type_) is not None for file in (path, _copy_of(path)))


def remove(name: str, force_id: str, neighbourhood_id: str) -> None:
    """Hold it no longer."""
    path = fact_path(name, force_id, neighbourhood_id)
    for file in (path, _copy_of(path)):
        file.unlink(missing_ok=True)


def write(
    name: str,
    value: T,
    type_: type[T],
    force_id: str | None = None,
    neighbourhood_id: str | None = None,
    fetched_at: datetime | None = None,
) -> Facts[T]:
    """Keep `value`, read from outside at `fetched_at` (now). Raises OSError when the disk will not."""
    path = fact_path(name, force_id, neighbourhood_id)
    facts = Facts(value, fetched_at or now())
    content = _adapter(cast(Hashable, type_)).dump_json(facts)
    with atomic_write.writing(path.parent):
        # The copy first: what it alone holds has not been told yet.
        for file in (*([_copy_of(path)] if name in KEPT_TWICE else []), path):
            atomic_write.replace(file, lambda written: written.write(content))
    return facts


def _copy_of(path: Path) -> Path:
    return path.with_suffix(".copy.json")


@lru_cache(maxsize=64)
def _adapter(type_: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Facts[type_])


@per_file(5000, missing=None)
def _parsed(path: Path, type_: Any) -> Any:
    try:
        facts = _adapter(type_).validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        log.warning("%s cannot be read and counts as not held: %s", path, error)
        return None
    if facts.fetched_at.tzinfo is None:
        log.warning("%s says no time zone and counts as not held", path)
        return None
    return facts
