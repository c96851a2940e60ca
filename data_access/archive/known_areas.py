"""What a boundary file says of a force and its neighbourhoods, kept so that pages can show them.

police.uk's own word is better and is never displaced by it: a profile of nothing but id and name is ours, and
a list of neighbourhoods is ours when all in it have such a profile.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from data_access.archive.boundary_files import Area, Reading, read
from data_access.curated.forces import FORCES
from data_access.geometry import ring_of, shape_of
from data_access.models import Force, Named, Neighbourhood, NeighbourhoodRef
from data_access.store import held_places, places, small_facts
from data_access.store.folders import facts_folder, inside

MOST_NAMED = 10


def introduce_force(force_id: str, areas: Iterable[Area]) -> None:
    """Keep the force's name and its neighbourhoods' names, as far as nothing better is held.

    Raises OSError when the disk will not.
    """
    names = places.names(force_id)
    if _all_ours(force_id, names):
        known = names | {a.place.neighbourhood_id: a.name for a in areas}
        if known != names:
            new = tuple(sorted((Named(*item) for item in known.items()), key=lambda n: (n.name, n.id)))
            small_facts.write("neighbourhoods", new, places.Names, force_id)
    if places.force(force_id) is None:
        name = FORCES[force_id].name if force_id in FORCES else force_id.replace("-", " ").capitalize()
        small_facts.write("force", Force(force_id, name), Force, force_id)


def introduce(area: Area) -> None:
    """Keep the neighbourhood's name and boundary, unless something better is held. Raises as above."""
    place = area.place
    profile, boundary = places.neighbourhood(place), places.boundary(place)
    if (profile or boundary) and not _is_ours(place):
        return
    ours, ring = Neighbourhood(place.neighbourhood_id, area.name), ring_of(area.shape)
    ids = (place.force_id, place.neighbourhood_id)
    if profile is None or profile.value != ours:
        small_facts.write("profile", ours, Neighbourhood, *ids)
    if boundary is None or boundary.value != ring:
        small_facts.write("boundary", ring, places.Ring, *ids)


def held_areas(force_id: str | None = None) -> list[Area]:
    """The neighbourhoods of the force, or of all, whose boundary is held; of those police.uk still lists."""
    forces = [force_id] if force_id else [id_ for id_, _ in inside(facts_folder())]
    return [area for id_ in forces for area in _areas(id_)]


def areas(
    force_id: str | None, paths: Sequence[Path], id_property: str | None, name_property: str | None
) -> Reading:
    """Where records are to be placed: in the boundaries in `paths`, or without any in the held ones.

    An area that police.uk's own list, where that is held, does not know is named and left out.
    """
    if not paths:
        return Reading({area.place: area for area in held_areas(force_id)})
    reading = read(paths, force_id, id_property, name_property)
    for force in reading.files:
        listed = places.names(force)
        unknown = [p for p in reading.areas if p.force_id == force and p.neighbourhood_id not in listed]
        if unknown and not _all_ours(force, listed):
            for place in unknown:
                del reading.areas[place]
            ids = ", ".join(place.neighbourhood_id for place in unknown[:MOST_NAMED])
            reading.troubles.append(
                f"{force}: {len(unknown)} areas are not in police.uk's list of its neighbourhoods ({ids}"
                f"{', ...' if len(unknown) > MOST_NAMED else ''}): retired, or not its ids (--id-property)."
            )
    return reading


def _areas(force_id: str) -> Iterable[Area]:
    for id_ in places.names(force_id) or [place.neighbourhood_id for place in held_places.held(force_id)]:
        place = NeighbourhoodRef(force_id, id_)
        ring = places.boundary(place)
        if ring and not (shape := shape_of(ring.value)).is_empty:
            yield Area(place, places.name_of(place), shape, held=True)


def _all_ours(force_id: str, ids: Iterable[str]) -> bool:
    return all(_is_ours(NeighbourhoodRef(force_id, id_)) for id_ in ids)


def _is_ours(place: NeighbourhoodRef) -> bool:
    profile = places.neighbourhood(place)
    return profile is not None and profile.value == Neighbourhood(profile.value.id, profile.value.name)
