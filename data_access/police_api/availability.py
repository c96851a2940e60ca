"""The only HTTP to data.police.uk (police_uk_api.md 10, Client).

A question is checked before it is sent (`questions`), is asked up to three times where that may help
(`asking`), each time in its turn (`wire`, `pace`), and is answered in our own words (`answers`, `records`) or
by a PoliceDataError. Nothing that failed is kept.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from queue import Empty, SimpleQueue
from threading import Condition, Thread
from typing import Any

import pandas as pd
from cachetools import TTLCache, cached

from data_access.curated.categories import ALL_CRIME
from data_access.curated.forces import KNOWN
from data_access.errors import NotPublished, OutsideCoverage, UnknownPlace
from data_access.http import json_fields
from data_access.http.json_fields import Record
from data_access.models import Event, Force, Named, Neighbourhood, NeighbourhoodRef, Officer, Point, Priority
from data_access.months import month_key
from data_access.police_api import answers, input_checks, records, split_area
from data_access.police_api.answers import Availability
from data_access.police_api.ask import Question, answers_at_all, ask
from data_access.settings import settings

KEPT_S = 3600.0


def _service() -> tuple[object, ...]:
    """What an answer held in memory belongs to."""
    return settings().data_dir, settings().police_api


@cached(TTLCache(maxsize=8, ttl=KEPT_S), key=_service, condition=Condition())
def availability() -> Availability:
    """The published months, and who published stop and search in each; asked for once an hour at most."""
    return answers.availability(ask(Question("crimes-street-dates")))


def published_months() -> list[date]:
    """The months police.uk holds, oldest first."""
    return list(availability().months)


def stop_and_search_forces() -> dict[date, frozenset[str]]:
    """Which forces published stop and search, by month. In the newest, missing may mean "not yet"."""
    return availability().stop_and_search


def last_updated() -> date:
    """The newest month police.uk holds, asked afresh: `forget` when it is newer than the months held."""
    return answers.last_updated(ask(Question("crime-last-updated")))


@cached(TTLCache(maxsize=8, ttl=KEPT_S), key=_service, condition=Condition())
def forces() -> list[Named]:
    """The territorial forces in police.uk's order; asked for once an hour at most."""
    return answers.named(ask(Question("forces")))


def reachable(seconds: float) -> bool:
    """Whether police.uk answers its smallest question within `seconds`, come names, queues or networks."""
    answered: SimpleQueue[bool] = SimpleQueue()
    Thread(target=lambda: answered.put(answers_at_all()), daemon=True).start()
    try:
        return answered.get(timeout=seconds)
    except Empty:
        return False


def forget() -> None:
    """Ask for months and forces anew."""
    availability.cache_clear()
    forces.cache_clear()


def force(force_id: str) -> Force:
    """What a force says of itself."""
    return answers.force(ask(Question(f"forces/{_known(force_id)}", missing=UnknownPlace)))


def neighbourhoods(force_id: str) -> list[Named]:
    """The neighbourhoods of a force, by name."""
    found = answers.named(ask(Question(f"{_known(force_id)}/neighbourhoods", missing=UnknownPlace)))
    return sorted(found, key=lambda neighbourhood: neighbourhood.name.casefold())


def neighbourhood(place: NeighbourhoodRef) -> Neighbourhood:
    """What the neighbourhood's own page says."""
    return answers.neighbourhood(_of(place))


def boundary(place: NeighbourhoodRef) -> list[Point]:
    """The neighbourhood's boundary as published: one closed ring, thousands of corners, spikes and all."""
    return answers.boundary(_of(place, "/boundary"))


def team(place: NeighbourhoodRef) -> list[Officer]:
    """The officers of the neighbourhood team."""
    return answers.team(_of(place, "/people"))


def priorities(place: NeighbourhoodRef) -> list[Priority]:
    """What the team has undertaken to deal with, the newest first."""
    return answers.priorities(_of(place, "/priorities"))


def events(place: NeighbourhoodRef) -> list[Event]:
    """Where the team may be met, the next first."""
    return answers.events(_of(place, "/events"))


def locate(point: Point) -> NeighbourhoodRef:
    """The neighbourhood a point lies in. Raises OutsideCoverage."""
    question = Question(f"locate-neighbourhood?q={input_checks.point(point)}", missing=OutsideCoverage)
    return answers.place(ask(question))


def street_level_crimes(boundary: Sequence[Point], month: date, category: str = ALL_CRIME) -> pd.DataFrame:
    """The crimes and anti-social behaviour of a month within a boundary; columns as `records.crimes`.

    Raises NotPublished for a month police.uk does not hold, AreaTooLarge when no quartering helps.
    """
    path = f"crimes-street/{input_checks.category(category)}"
    input_checks.area(boundary)
    found = split_area.quartered(boundary, partial(_in_area, path, _published(month)))
    return records.crimes(found, month)


def stops_street(boundary: Sequence[Point], month: date) -> pd.DataFrame:
    """The stops and searches of a month within a boundary; columns as `records.stops`.

    Stops have no id, so that quarters could not be put together again: AreaTooLarge is final.
    """
    input_checks.area(boundary)
    return records.stops(_in_area("stops-street", _published(month), boundary), month)


def stops_force(force_id: str, month: date) -> pd.DataFrame:
    """All stops and searches of a force in a month, those without a place among them; columns as above."""
    of = f"force={_known(force_id)}&date={month_key(_published(month))}"
    return records.stops(json_fields.records(ask(Question(f"stops-force?{of}", missing=NotPublished))), month)


def _in_area(path: str, month: date, ring: Sequence[Point]) -> list[Record]:
    form = {"poly": input_checks.area(ring), "date": month_key(month)}
    return json_fields.records(ask(Question(path, form, missing=NotPublished)))


def _known(force_id: str) -> str:
    """The id, when there is such a force, here or where else we were told to ask (a demonstration)."""
    if input_checks.force_id(force_id) in KNOWN:
        return force_id
    if all(force_id != other.id for other in forces()):
        raise UnknownPlace(f"no force {force_id}")
    return force_id


def _published(month: date) -> date:
    if month not in availability().months:
        raise NotPublished(f"not published: {month:%Y-%m-%d}")
    return month


def _of(place: NeighbourhoodRef, what: str = "") -> Any:
    path = input_checks.neighbourhood_path(place)
    _known(place.force_id)
    return ask(Question(path + what, missing=UnknownPlace))
