"""What the team itself says of a neighbourhood, and what it hides: `said.json` beside police.uk's facts.

`survey.saying` writes the file when staff change something; every public view reads it here, so that none
touches the survey's database. All text is plain. Notes and comments end by their dates.
"""

from datetime import date
from hashlib import blake2b
from typing import TypeVar

from data_access.models import Event, Facts, NeighbourhoodRef, Officer, Priority, Said
from data_access.settings import now, settings
from data_access.store import small_facts

FILE = "said"
T = TypeVar("T", Officer, Event, Priority)
NOTHING = Said()


def said(place: NeighbourhoodRef) -> Said:
    """What is said now: notes in force, comments not too old. InvalidQuestion for what is no id."""
    facts = small_facts.read(FILE, Said, place.force_id, place.neighbourhood_id)
    if facts is None:
        return NOTHING
    today = now().date()
    return Said(
        tuple(note for note in facts.value.notes if note.expires_on > today),
        facts.value.replies,
        tuple(c for c in facts.value.comments if is_kept(c.month, today)),
        facts.value.hidden,
    )


def is_kept(month: date, today: date) -> bool:
    """Whether a comment that came in `month` is still kept (YOURPATCH_COMMENT_MONTHS)."""
    return (today.year - month.year) * 12 + today.month - month.month < settings().comment_months


def key_of(item: Officer | Event | Priority) -> str:
    """Which item is hidden: made of its content, so that it survives a new reading of police.uk."""
    match item:
        case Officer():
            parts = ["officer", item.name, item.rank or ""]
        case Event():
            parts = ["event", item.title, item.start.isoformat() if item.start else ""]
        case Priority():
            parts = ["priority", item.issue]
    text = "\n".join(" ".join(part.split()).casefold() for part in parts)
    return f"{parts[0]}:{blake2b(text.encode(), digest_size=16).hexdigest()}"


def hidden(place: NeighbourhoodRef) -> frozenset[str] | None:
    """The keys of what staff hid; None while the file is broken, and nobody can tell what that is."""
    of = (place.force_id, place.neighbourhood_id)
    if facts := small_facts.read(FILE, Said, *of):
        return facts.value.hidden
    return None if small_facts.is_broken(FILE, Said, *of) else frozenset()


def without_hidden(
    place: NeighbourhoodRef, facts: Facts[tuple[T, ...]] | None
) -> Facts[tuple[T, ...]] | None:
    """The facts without what staff hid; None while its file is broken, and nobody can tell what that is."""
    keys = hidden(place)
    if facts is None or keys is None:
        return None
    return Facts(tuple(i for i in facts.value if key_of(i) not in keys), facts.fetched_at) if keys else facts
