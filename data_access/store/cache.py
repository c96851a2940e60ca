"""Caches of what is read from the store, by the version of its facts."""

from hashlib import blake2b

from data_access.models import NeighbourhoodRef
from data_access.store.folders import facts_folder, force_folder, place_folder, stamp
from data_access.store.monthly_parquet import FILE

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
