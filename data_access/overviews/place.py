"""What a page shows: a place, its counts up to the month asked for, and what else is held of it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from data_access import models
from data_access.counts import crimes
from data_access.curated.local_facts import Local, local
from data_access.models import (
    Event,
    Facts,
    Force,
    Neighbourhood,
    NeighbourhoodRef,
    Officer,
    Point,
    Priority,
)
from data_access.statistics.counts_table import Counts
from data_access.statistics.judgement_tables import Usual
from data_access.store import cache, folders, places, team_statements
from data_access.usual.judged_place import usual


def view_of(place: NeighbourhoodRef, to: date | None = None) -> "View":
    """The view of a held place, as of its newest month or of `to`. InvalidQuestion for what is no id."""
    return View(place, places.name_of(place), crimes.counts(place, to), to, cache.version(place))


@dataclass(frozen=True)
class View:
    """What a page shows: the place, its counts up to the month asked for, and what is held of it."""

    place: NeighbourhoodRef
    name: str
    counts: Counts
    to: date | None
    version: str

    @property
    def key(self) -> tuple[object, ...]:
        """What all that is drawn of it hangs on."""
        return str(folders.place_folder(self.place)), self.version, self.to

    @cached_property
    def force(self) -> Force | None:
        """The force, with its name and ways to reach it."""
        found = places.force(self.place.force_id)
        return found.value if found else None

    @cached_property
    def force_name(self) -> str:
        """The force's name; its id where the name is not held."""
        return self.force.name if self.force else self.place.force_id

    @cached_property
    def profile(self) -> Neighbourhood | None:
        """The neighbourhood's own page on police.uk."""
        found = places.neighbourhood(self.place)
        return found.value if found else None

    @cached_property
    def local(self) -> Local:
        """What the force tells beyond police.uk."""
        return local(self.place.force_id)

    @cached_property
    def boundary(self) -> Facts[tuple[Point, ...]] | None:
        """The boundary as published; empty when it encloses nothing."""
        return places.boundary(self.place)

    @property
    def no_usable_boundary(self) -> bool:
        """Whether police.uk gave a boundary that encloses nothing."""
        return self.boundary is not None and not self.boundary.value

    @cached_property
    def usual(self) -> Usual:
        """What is usual here, and so what the newest months are beside it."""
        return usual(self.place, self.to)

    @cached_property
    def team(self) -> Facts[tuple[Officer, ...]] | None:
        """The officers."""
        return places.team(self.place)

    @cached_property
    def priorities(self) -> Facts[tuple[Priority, ...]] | None:
        """What the team has undertaken, newest first."""
        return places.priorities(self.place)

    @cached_property
    def events(self) -> Facts[tuple[Event, ...]] | None:
        """Chances to meet the team."""
        return places.events(self.place)

    @cached_property
    def said(self) -> models.Said:
        """What the team itself says here: notes in force, answers to the survey."""
        return team_statements.said(self.place)
