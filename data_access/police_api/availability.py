"""What data.police.uk holds: its months, its forces, and whether it answers.

Documentation: https://data.police.uk/docs/method/crimes-street-dates/, .../crime-last-updated/, .../forces/.
A question of this package is checked before it is sent (`input_checks`), is asked up to three times where
that may help (`ask`), each time in its turn (`http.rate_limit`), and is answered in our own words or by a
PoliceDataError. Nothing that failed is kept.
"""

from dataclasses import dataclass
from datetime import date
from queue import Empty, SimpleQueue
from threading import Condition, Thread

from cachetools import TTLCache, cached

from data_access import clean_text
from data_access.curated.forces import KNOWN
from data_access.errors import BadAnswer, UnknownPlace
from data_access.http.json_fields import moment, month, record, records
from data_access.models import Named
from data_access.police_api import input_checks
from data_access.police_api.ask import Question, answers_at_all, ask
from data_access.settings import settings

KEPT_S = 3600.0


@dataclass(frozen=True)
class Availability:
    """The published months, oldest first, and which forces published stop and search in each."""

    months: tuple[date, ...]
    stop_and_search: dict[date, frozenset[str]]


def _service() -> tuple[object, ...]:
    """What an answer held in memory belongs to."""
    return settings().data_dir, settings().police_api


@cached(TTLCache(maxsize=8, ttl=KEPT_S), key=_service, condition=Condition())
def availability() -> Availability:
    """The published months, and who published stop and search in each; asked for once an hour at most."""
    return parse_availability(ask(Question("crimes-street-dates")))


def published_months() -> list[date]:
    """The months police.uk holds, oldest first."""
    return list(availability().months)


def stop_and_search_forces() -> dict[date, frozenset[str]]:
    """Which forces published stop and search, by month. In the newest, missing may mean "not yet"."""
    return availability().stop_and_search


def last_updated() -> date:
    """The newest month police.uk holds, asked afresh: `forget` when it is newer than the months held."""
    return parse_last_updated(ask(Question("crime-last-updated")))


@cached(TTLCache(maxsize=8, ttl=KEPT_S), key=_service, condition=Condition())
def forces() -> list[Named]:
    """The territorial forces in police.uk's order; asked for once an hour at most."""
    return parse_named(ask(Question("forces")))


def known(force_id: str) -> str:
    """The id, when there is such a force, here or where else we were told to ask (a demonstration)."""
    if input_checks.force_id(force_id) in KNOWN:
        return force_id
    if all(force_id != other.id for other in forces()):
        raise UnknownPlace(f"no force {force_id}")
    return force_id


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
