"""The store of facts: a folder that every process may read, and write a neighbourhood at a time.

    facts/{months,forces}.json
    facts/<force>/{force,neighbourhoods,published,survey}.json
    facts/<force>/<neighbourhood>/{profile,boundary,team,priorities,events,survey,said}.json
    facts/<force>/<neighbourhood>/{crimes.parquet,revisions.jsonl}

Readers see a file as it was before a writing or after it, never half of one, and never wait for a writer.
What is broken counts as not held and is logged; ids that name no folder raise InvalidQuestion.
"""

from contextlib import AbstractContextManager
from hashlib import blake2b
from pathlib import Path

from data_access.models import NeighbourhoodRef
from data_access.store import atomic_write
from data_access.store.folders import facts_folder, force_folder, inside, place_folder, stamp
from data_access.store.monthly_parquet import FILE
from data_access.store.revisions import revisions
from data_access.store.small_facts import read, write
from data_access.store.street_crime import (
    Crimes,
    crimes,
    months_of_force,
    note_published,
    restate,
    states,
    write_months,
    write_rows,
)

__all__ = [
    "Crimes",
    "crimes",
    "held",
    "is_held",
    "months_of_force",
    "note_published",
    "place_folder",
    "read",
    "restate",
    "revisions",
    "states",
    "version",
    "write",
    "write_months",
    "write_rows",
    "writing",
]

OF_ALL = ("months.json", "forces.json")
OF_A_FORCE = (
    *("force.json", "neighbourhoods.json", "published.json", "survey.json"),
    *("counts.parquet", "ranges.parquet", "changes.parquet", "stops.parquet"),
)
OF_A_PLACE = (
    *("profile.json", "boundary.json", "team.json", "priorities.json", "events.json", "survey.json"),
    *("said.json", FILE, "stops.parquet", "revisions.jsonl"),
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


def held(force_id: str | None = None) -> list[NeighbourhoodRef]:
    """The neighbourhoods, of one force or all, whose crime is held; by force and id."""
    forces = inside(facts_folder()) if force_id is None else [(force_id, force_folder(force_id))]
    return sorted(
        NeighbourhoodRef(force, neighbourhood)
        for force, folder in forces
        for neighbourhood, path in inside(folder)
        if _has_crimes(path)
    )


def writing(place: NeighbourhoodRef) -> AbstractContextManager[None]:
    """Be the only writer of the place while several of its files are written. OSError as for any writing."""
    return atomic_write.writing(place_folder(place))


def is_held(place: NeighbourhoodRef) -> bool:
    """Whether the place's crime is held."""
    return _has_crimes(place_folder(place))


def _has_crimes(folder: Path) -> bool:
    return (folder / FILE).is_file()
