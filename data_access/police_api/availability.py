"""The only HTTP to data.police.uk (police_uk_api.md 10, Client).

A question is checked before it is sent (`questions`), is asked up to three times where that may help
(`asking`), each time in its turn (`wire`, `pace`), and is answered in our own words (`answers`, `records`) or
by a PoliceDataError. Nothing that failed is kept.
"""

from dataclasses import dataclass
from datetime import date
from queue import Empty, SimpleQueue
from threading import Condition, Thread

from cachetools import TTLCache, cached

from data_access import clean_text
from data_access.errors import BadAnswer
from data_access.http.json_fields import moment, month, record, records
from data_access.models import (
    Named,
)
from data_access.police_api import records
from data_access.police_api.ask import Question, answers_at_all, ask
from data_access.settings import settings


@dataclass(frozen=True)
class Availability:
    """The published months, oldest first, and which forces published stop and search in each."""

    months: tuple[date, ...]
    stop_and_search: dict[date, frozenset[str]]


def parse_availability(answer: object) -> Availability:
    """`/crimes-street-dates`; its order is not relied on."""
    found = {}
    for item in records(answer):
        if published := month(item.get("date")):
            forces = item.get("stop-and-search") or []
            found[published] = frozenset(force for force in forces if isinstance(force, str))
    if not found:
        raise BadAnswer("no month is published")
    return Availability(tuple(sorted(found)), found)


def parse_last_updated(answer: object) -> date:
    """`/crime-last-updated`: the newest month (it is given as its first day)."""
    newest = moment(record(answer).get("date"))
    if newest is None:
        raise BadAnswer("no date of the last update")
    return newest.date().replace(day=1)


def parse_named(answer: object) -> list[Named]:
    """`/forces` and `/{force}/neighbourhoods`, in the order given."""
    items = [item for item in records(answer) if item.get("id")]
    return [Named(str(item["id"]), clean_text.plain(item.get("name")) or str(item["id"])) for item in items]


KEPT_S = 3600.0


def _service() -> tuple[object, ...]:
    """What an answer held in memory belongs to."""
    return settings().data_dir, settings().police_api


@cached(TTLCache(maxsize=8, ttl=KEPT_S), key=_service, condition=Condition())
def parse_availability() -> Availability:
    """The published months, and who published stop and search in each; asked for once an hour at most."""
    return parse_availability(ask(Question("crimes-street-dates")))


def published_months() -> list[date]:
    """The months police.uk holds, oldest first."""
    return list(parse_availability().months)


def stop_and_search_forces() -> dict[date, frozenset[str]]:
    """Which forces published stop and search, by month. In the newest, missing may mean "not yet"."""
    return parse_availability().stop_and_search


def parse_last_updated() -> date:
    """The newest month police.uk holds, asked afresh: `forget` when it is newer than the months held."""
    return parse_last_updated(ask(Question("crime-last-updated")))


@cached(TTLCache(maxsize=8, ttl=KEPT_S), key=_service, condition=Condition())
def forces() -> list[Named]:
    """The territorial forces in police.uk's order; asked for once an hour at most."""
    return parse_named(ask(Question("forces")))


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
    parse_availability.cache_clear()
    forces.cache_clear()
