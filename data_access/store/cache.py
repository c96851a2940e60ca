"""Caches of what is read from the store, or worked out of it, by the version of its facts.

What is not there any more, or was replaced, is never answered from them; of many who ask at once one works
it out and the others wait; what raised is not kept. What they hand out is shared: never change it.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from hashlib import blake2b
from pathlib import Path
from threading import Condition
from typing import Any, TypeVar, cast

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from data_access.models import NeighbourhoodRef
from data_access.store.folders import Stamp, facts_folder, force_folder, place_folder, stamp

F = TypeVar("F", bound=Callable[..., Any])

OF_ALL = ("months.json", "forces.json")
OF_A_FORCE = (
    *("force.json", "neighbourhoods.json", "published.json", "survey.json"),
    *("counts.parquet", "ranges.parquet", "changes.parquet", "stops.parquet"),
)
OF_A_PLACE = (
    *("profile.json", "boundary.json", "team.json", "priorities.json", "events.json", "survey.json"),
    *("events_told.json", "priorities_told.json"),
    *("said.json", "crimes.parquet", "stops.parquet", "revisions.jsonl"),
)


def version(place: NeighbourhoodRef) -> str:
    """What changes whenever a file of the place, of its force or of all changes: a key for things drawn."""
    folders = zip(
        (facts_folder(), force_folder(place.force_id), place_folder(place)),
        (OF_ALL, OF_A_FORCE, OF_A_PLACE),
        strict=True,
    )
    stamps = [stamp(folder / name) for folder, names in folders for name in names]
    return blake2b(repr(stamps).encode(), digest_size=8).hexdigest()


def per_version(max_answers: int) -> Callable[[F], F]:
    """Keep up to `max_answers` answers of a function of a place while no fact of the place changes."""

    def key(place: NeighbourhoodRef, *rest: Any, **options: Any) -> Hashable:
        return hashkey(place_folder(place), version(place), place, *rest, **options)

    return cast(Callable[[F], F], cached(LRUCache(max_answers), key=key, condition=Condition()))


def per_file(size: int, missing: Any, getsizeof: Callable[[Any], float] | None = None) -> Callable[[F], F]:
    """Keep up to `size` answers (by `getsizeof`) of a function that reads a file, while the file is not
    replaced. Where there is none the answer is `missing`, and the function is not asked.
    """

    def decorate(read: F) -> F:
        @cached(LRUCache(size, getsizeof), condition=Condition())
        def read_once(_stamp: Stamp, *arguments: Any) -> Any:
            return read(*arguments)

        @wraps(read)
        def of_file(path: Path, *rest: Any) -> Any:
            # Before it is read: what is written in between is read again the next time.
            written = stamp(path)
            return read_once(written, path, *rest) if written else missing

        return cast(F, of_file)

    return decorate
