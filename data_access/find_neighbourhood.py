"""From what somebody typed to a neighbourhood: for the pages' finder and for the plain one.

A postcode leads to a home: it is passed on to nothing but the postcode service, and never kept.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import shapely
from itsdangerous import BadData, Signer

from data_access import postcodes
from data_access.curated.forces import FORCES, force_of
from data_access.errors import PoliceDataError, PostcodeError, UnknownPostcode
from data_access.geometry import circle, shape_of
from data_access.models import NeighbourhoodRef, Point
from data_access.named_places import NamedPlace, is_name, neighbourhoods_named, streets_named
from data_access.police_api import neighbourhoods
from data_access.postcodes import Found, FoundPlace
from data_access.secret_key import secret
from data_access.store import places
from data_access.translation import N_

# What is promised of it, in the one sentence of every view.
POSTCODE = N_(
    "Your postcode is used once, to find the neighbourhood, and is not kept. "
    "It is in no address and in no log."
)
OTHER_FORCE = N_(
    "Your postcode is listed under another police force than the neighbourhood that police.uk gives for it. "
    "Which one do you want?"
)
WHICH = N_("Which one do you mean?")
NEAR_THE_LINE = N_(
    "Your postcode lies close to the line between two police neighbourhoods. Which one do you want?"
)
# A postcode is the middle of about fifteen homes, so some of them may lie across a line that near.
NEAR_M = 100.0
MOST_TRIED = 3
# A town and the neighbourhood of that very name: no choice where the one lies in the other.
TWINS = 2


@dataclass(frozen=True)
class Choice:
    """One of several to choose among: a neighbourhood, a `point` that one can be looked for at, or a force
    whose neighbourhoods can be looked through.
    """

    name: str
    place: NeighbourhoodRef | None = None
    point: Point | None = None
    force_id: str = ""


@dataclass(frozen=True)
class Looked:
    """What came of it: the `place`, the list of a force, `choices` with `question` (N_), or the `trouble` in
    a sentence (N_).

    `within`: the parish, town or village that was looked for, where it lies in the neighbourhood and has
    another name.
    """

    place: NeighbourhoodRef | None = None
    force_id: str = ""
    within: str = ""
    choices: tuple[Choice, ...] = ()
    question: str = WHICH
    trouble: str = ""


def look_up(text: str) -> Looked:
    """The neighbourhood of a postcode, of a town or village, of a street that is held, or of that name. Waits
    for the services asked; never raises what they raise.
    """
    if not text.strip():
        return Looked(trouble=N_("Enter a postcode, or the name of a town or village."))
    try:
        if meant := postcodes.meant(text):
            return _of_postcode(_first_known(meant))
        if postcodes.is_half(text):
            postcodes.find(text)
        return _of_name(text)
    except (PostcodeError, PoliceDataError) as error:
        return Looked(trouble=error.sentence)


def look_at(point: Point, name: str = "") -> Looked:
    """The neighbourhood in which a point lies, likewise; `name`: of what was looked for there."""
    try:
        return _in(neighbourhoods.locate(point), name)
    except PoliceDataError as error:
        return Looked(trouble=error.sentence)


def chosen(choice: Choice) -> Looked:
    """What comes of choosing that one, likewise."""
    if choice.point is not None:
        return look_at(choice.point, choice.name)
    return Looked(choice.place, choice.force_id)


def signed(name: str) -> str:
    """The name with our mark, for an address: what we found there is told again, and nothing else is."""
    with suppress(OSError):
        return _signer().sign(name).decode() if name else ""
    return ""


def signed_name(text: str) -> str:
    """The name that bears our mark; empty for anything else."""
    with suppress(OSError, BadData):
        return _signer().unsign(text).decode() if text else ""
    return ""


def _signer() -> Signer:
    return Signer(secret(), salt="looked for")


def _first_known(meant: Sequence[str]) -> Found:
    for postcode in meant[: MOST_TRIED - 1]:
        with suppress(UnknownPostcode):
            return postcodes.find(postcode)
    return postcodes.find(meant[:MOST_TRIED][-1])


def _of_postcode(found: Found) -> Looked:
    here = neighbourhoods.locate(found.point)
    choices = (Choice(_name(here), here),)
    beyond = _beyond_the_line(here, found.point)
    if beyond and beyond != here:
        return Looked(choices=(*choices, Choice(_name(beyond), beyond)), question=NEAR_THE_LINE)
    force_id = force_of(found.pfa)
    if force_id and force_id != here.force_id:
        return Looked(choices=(*choices, _list_of(force_id)), question=OTHER_FORCE)
    return _in(here, found.parish or "")


def _list_of(force_id: str) -> Choice:
    named = FORCES.get(force_id)
    return Choice(named.name if named else places.force_name(force_id), force_id=force_id)


def _beyond_the_line(here: NeighbourhoodRef, point: Point) -> NeighbourhoodRef | None:
    """The neighbourhood on the other side of a boundary that is near; None where none is."""
    with suppress(PoliceDataError):
        held = places.boundary(here)
        area = shape_of(held.value if held else neighbourhoods.boundary(here))
        if area.is_empty:
            return None
        around = circle(point, NEAR_M)
        outside = [p for p in around if not area.contains(shapely.Point(p.longitude, p.latitude))]
        if outside:
            return neighbourhoods.locate(outside[len(outside) // 2])
    return None


def _of_name(text: str) -> Looked:
    own = neighbourhoods_named(text)
    listed, gone = list[FoundPlace](), None
    try:
        listed = postcodes.places(text)
    except PostcodeError as error:
        gone = error
    exact = [choice for choice in (*map(_of_list, listed), *map(_of_own, own)) if _is(choice, text)]
    if 0 < len(exact) <= TWINS and len(listed) <= 1:
        found = [chosen(choice) for choice in exact]
        if len({looked.place for looked in found}) == 1:
            return found[0]
    streets = [] if exact else streets_named(text)
    offered = [*exact, *map(_of_list, listed), *map(_of_own, own), *map(_of_own, streets)]
    if offered:
        return Looked(choices=tuple(dict.fromkeys(offered)))
    if gone:
        raise gone
    return Looked(trouble=N_("We know no place of that name. Try a postcode, or choose from the list."))


def _of_own(named: NamedPlace) -> Choice:
    return Choice(named.name, named.place)


def _of_list(found: FoundPlace) -> Choice:
    """`Sutton, Cambridgeshire`: told from its namesakes."""
    return Choice(", ".join(part for part in (found.name, found.county) if part), point=found.point)


def _is(choice: Choice, text: str) -> bool:
    name = choice.name if choice.point is None else choice.name.partition(",")[0]
    return is_name(name, text)


def _in(here: NeighbourhoodRef, name: str) -> Looked:
    """The neighbourhood, and what was looked for, unless it bears its name."""
    own = name.partition(",")[0]
    return Looked(here, within="" if not own or is_name(_name(here), own) else own)


def _name(place: NeighbourhoodRef) -> str:
    with suppress(PoliceDataError):
        held = places.names(place.force_id).get(place.neighbourhood_id)
        return held or neighbourhoods.neighbourhood(place).name
    return place.neighbourhood_id
