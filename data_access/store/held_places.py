"""The store of facts: a folder that every process may read, and write a neighbourhood at a time.

    facts/{months,forces}.json
    facts/<force>/{force,neighbourhoods,published,unplaced,no_location,survey}.json
    facts/<force>/<neighbourhood>/{profile,boundary,team,priorities,events,survey,said}.json
    facts/<force>/<neighbourhood>/{crimes.parquet,revisions.jsonl}

Readers see a file as it was before a writing or after it, never half of one, and never wait for a writer.
What is broken counts as not held and is logged; ids that name no folder raise InvalidQuestion.
"""

from contextlib import AbstractContextManager
from pathlib import Path

from data_access.models import NeighbourhoodRef
from data_access.store import atomic_write
from data_access.store.folders import facts_folder, force_folder, inside, place_folder
from data_access.store.street_crime import FILE


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
