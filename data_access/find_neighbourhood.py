"""From what somebody typed to a neighbourhood: for the pages' finder and for the plain one.

A postcode leads to a home: it is passed on to nothing but the postcode service, and never kept.
"""

from dataclasses import dataclass

from data_access import postcodes
from data_access.errors import PoliceDataError, PostcodeError
from data_access.models import NeighbourhoodRef, Point
from data_access.police_api import neighbourhoods
from data_access.postcodes import FoundPlace
from data_access.translation import N_

# What is promised of it, in the one sentence of every view.
POSTCODE = N_(
    "Your postcode is used once, to find the neighbourhood, and is not kept. "
    "It is in no address and in no log."
)


@dataclass(frozen=True)
class Looked:
    """What came of it: the `place`, or `choices` to choose among, or the `trouble` in a sentence (N_).

    `parish`: where the postcode lies, when it lies in one; it may be another area than the neighbourhood.
    """

    place: NeighbourhoodRef | None = None
    parish: str | None = None
    choices: tuple[FoundPlace, ...] = ()
    trouble: str = ""


def look_up(text: str) -> Looked:
    """The neighbourhood of a postcode, or of a town or village. Waits for the services asked; never raises
    what they raise.
    """
    if not text.strip():
        return Looked(trouble=N_("Enter a postcode, or the name of a town or village."))
    try:
        if postcodes.normalise(text):
            found = postcodes.find(text)
            return Looked(neighbourhoods.locate(found.point), found.parish)
        named = postcodes.places(text)
        if len(named) == 1:
            return Looked(neighbourhoods.locate(named[0].point))
    except (PostcodeError, PoliceDataError) as error:
        return Looked(trouble=error.sentence)
    if named:
        return Looked(choices=tuple(named))
    return Looked(trouble=N_("We know no place of that name. Try a postcode, or choose from the list."))


def look_at(point: Point) -> Looked:
    """The neighbourhood in which a point lies, likewise."""
    try:
        return Looked(neighbourhoods.locate(point))
    except PoliceDataError as error:
        return Looked(trouble=error.sentence)


def name_of(choice: FoundPlace) -> str:
    """`Sutton, Cambridgeshire`: told from its namesakes."""
    return ", ".join(part for part in (choice.name, choice.county) if part)
