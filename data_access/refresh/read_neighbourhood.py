"""Reading one neighbourhood from police.uk into the store, four questions at a time.

The lists, to know the place and the months; its boundary; the newest year of crime; then team, priorities and
events; then the older months, newest first. What arrives is written at once, what was there already is not
asked for again: a reading that breaks off is resumed by the next.
"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd

from data_access.background.worker_threads import Hands, ending
from data_access.errors import NoUsableBoundary, PoliceDataError, PoliceUnavailable, UnknownPlace
from data_access.models import Force, MonthState, Neighbourhood, NeighbourhoodRef, State
from data_access.police_api import neighbourhoods, records
from data_access.refresh import due, police_uk_status, progress, published_lists
from data_access.refresh.progress import FIRST_MONTHS, Progress
from data_access.refresh.read_months import read_month
from data_access.refresh.reading_lock import Ending, alone
from data_access.settings import now
from data_access.store import places, revisions, small_facts, street_crime, told
from data_access.store.monthly_parquet import States
from data_access.store.places import Events, Priorities, Ring, Team

log = logging.getLogger("yourpatch.reading")

IN_FLIGHT = 4
LOOK_EVERY_S = 0.25

NOT_PUBLISHED = MonthState(State.NOT_PUBLISHED)
FIRST_FACTS = ("boundary", "profile")

# How each fact is asked for, and its shape in the store.
ASK: dict[str, tuple[Callable[[NeighbourhoodRef], Any], Any]] = {
    "boundary": (lambda place: tuple(neighbourhoods.boundary(place)), Ring),
    "profile": (neighbourhoods.neighbourhood, Neighbourhood),
    "team": (lambda place: tuple(neighbourhoods.team(place)), Team),
    "priorities": (lambda place: tuple(neighbourhoods.priorities(place)), Priorities),
    "events": (lambda place: tuple(neighbourhoods.events(place)), Events),
    "force": (lambda place: neighbourhoods.force(place.force_id), Force),
}
# What subscribers are told of, and so recognised in the next reading.
REMEMBER = {"events": told.remember_events, "priorities": told.remember_priorities}


class Reading:
    """One reading of `place`. `report` hears of the progress; what failed within `back_off` is left alone."""

    def __init__(
        self, place: NeighbourhoodRef, report: Callable[[Progress], None], back_off: timedelta = due.BACK_OFF
    ) -> None:
        self.place, self.report, self.back_off = place, report, back_off
        self.published: tuple[date, ...] = ()
        self.states: States = {}
        self.failures_in_a_row = 0
        self.under_way: dict[Future[Any], date | str] = {}

    def run(self, wait_for_others: bool = True) -> Progress:
        """Read what is due. Raises PoliceDataError when nothing (more) could be read, ReadElsewhere when
        somebody else reads the place and we are not to wait, OSError when the disk will not.
        """
        with Hands(IN_FLIGHT) as self.hands:
            self._read_lists()
            with alone(self.place, wait_for_others, lambda: self.report(progress.held(self.place))):
                self._begin()
                while self.under_way:
                    self._report()
                    self._keep(self._arrived())
        return self._report()

    def _read_lists(self) -> None:
        names = self.hands.give(partial(published_lists.neighbourhoods, self.place.force_id))
        months = self.hands.give(published_lists.months)
        # The list may be on its way: asking for the boundary beside it saves the first visitor half a second.
        if published_lists.known(self.place.force_id) and places.listed(self.place) is not False:
            for name in self._due_first():
                self._ask_fact(name)
        self.published = tuple(sorted(months.result()))
        if all(named.id != self.place.neighbourhood_id for named in names.result()):
            raise UnknownPlace(f"{self.place.force_id} lists no {self.place.neighbourhood_id}")

    def _begin(self) -> None:
        """Give the hands everything that is due, in order; the boundary comes before all that needs it."""
        for name in self._due_first():
            if name not in self.under_way.values():
                self._ask_fact(name)
        ring = self._boundary()
        no_use = due.unpublished(self.place, self.published)
        self.states = street_crime.write_months(self.place, dict.fromkeys(no_use, (None, NOT_PUBLISHED)))
        months = due.months(self.place, self.published, self.back_off)
        if not ring:
            state = MonthState(State.FAILED, fetched_at=now(), reason=NoUsableBoundary.sentence)
            self.states = street_crime.write_months(self.place, dict.fromkeys(months, (None, state)))
            months = []
        for month in months[:FIRST_MONTHS]:
            self._ask_month(ring, month)
        for name in due.facts(self.place, self.back_off):
            if name not in FIRST_FACTS:
                self._ask_fact(name)
        for month in months[FIRST_MONTHS:]:
            self._ask_month(ring, month)

    def _due_first(self) -> list[str]:
        return [name for name in due.facts(self.place, self.back_off) if name in FIRST_FACTS]

    def _ask_fact(self, name: str) -> None:
        self.under_way[self.hands.give(partial(ASK[name][0], self.place))] = name

    def _ask_month(self, ring: Ring, month: date) -> None:
        crimes = partial(self._crimes, ring)
        read = partial(read_month, self.place, crimes, month, empty=self._empty, not_published=State.OUTSIDE)
        self.under_way[self.hands.give(read)] = month

    def _boundary(self) -> Ring:
        """The boundary, new or held; empty when police.uk gives none that can be used and none is held. A
        change of it is noted, which makes every month due.
        """
        held = places.boundary(self.place)
        reading_ring = next((future for future, what in self.under_way.items() if what == "boundary"), None)
        if reading_ring is None:
            assert held is not None  # noqa: S101 - else it had been due
            return held.value
        del self.under_way[reading_ring]
        try:
            ring: Ring = reading_ring.result()
        except PoliceDataError as error:
            police_uk_status.failed(error)
            if held is None:
                raise
            due.note_failed(self.place, "boundary")
            return held.value
        police_uk_status.answered()
        if held and held.value and not ring:
            due.note_failed(self.place, "boundary")
            return held.value
        if held and held.value != ring:
            revisions.note_boundary(self.place, held.value, ring)
        self._write("boundary", ring)
        return ring

    def _crimes(self, ring: Ring, month: date) -> pd.DataFrame:
        try:
            crimes = records.street_level_crimes(ring, month)
        except PoliceUnavailable:
            self.failures_in_a_row += 1
            raise
        self.failures_in_a_row = 0
        return crimes

    def _empty(self, month: date) -> State:
        published = month in street_crime.months_of_force(self.place.force_id)
        return State.EMPTY if published else State.UNKNOWN_EMPTY

    def _arrived(self) -> dict[date | str, Future[Any]]:
        done, _ = wait(self.under_way, LOOK_EVERY_S, FIRST_COMPLETED)
        if ending.is_set():
            raise Ending
        return {self.under_way.pop(future): future for future in done}

    def _keep(self, arrived: Mapping[date | str, "Future[Any]"]) -> None:
        months = {what: future.result() for what, future in arrived.items() if isinstance(what, date)}
        if months:
            self.states = street_crime.write_months(self.place, months)
        for what, future in arrived.items():
            if isinstance(what, str):
                self._keep_fact(what, future)
        if self.failures_in_a_row >= due.FAILURES_IN_A_ROW:
            police_uk_status.ask_if_there()
            self.failures_in_a_row = 0

    def _keep_fact(self, name: str, future: "Future[Any]") -> None:
        try:
            self._write(name, future.result())
        except PoliceDataError as error:
            log.warning("%s of %s could not be read: %s", name, self.place, error)
            due.note_failed(self.place, name)

    def _write(self, name: str, value: Any) -> None:
        of = (self.place.force_id,) if name == "force" else (self.place.force_id, self.place.neighbourhood_id)
        small_facts.write(name, value, ASK[name][1], *of)
        if remember := REMEMBER.get(name):
            remember(self.place)

    def _report(self) -> Progress:
        pending = {what for what in self.under_way.values() if isinstance(what, date)}
        so_far = progress.progress(self.published, self.states, pending)
        so_far = replace(so_far, finished=not self.under_way)
        self.report(so_far)
        return so_far
