"""What data.police.uk holds: its months, its forces, and whether it answers.

A question of this package is checked before it is sent (`input_checks`), is asked up to three times where
that may help (`ask`), each time in its turn (`http.rate_limit`), and is answered in our own words or by a
PoliceDataError. Nothing is remembered: `refresh.published_lists` keeps the lists and asks when they are old.
"""

from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from queue import Empty, SimpleQueue
from threading import Thread

from data_access import clean_text
from data_access.errors import BadAnswer, PoliceDataError
from data_access.http import in_the_way
from data_access.http.json_fields import moment, month, record, records
from data_access.models import Named
from data_access.police_api.ask import SMALLEST, Question, ask, headers_of, silent, why_silent
from data_access.settings import settings


def published() -> dict[date, frozenset[str]]:
    """The published months, oldest first, and which forces published stop and search in each. In the newest,
    missing may mean "not yet" (https://data.police.uk/docs/method/crimes-street-dates/).
    """
    return parse_published(ask(Question("crimes-street-dates")))


def parse_published(answer: object) -> dict[date, frozenset[str]]:
    """`/crimes-street-dates`; its order is not relied on."""
    forces_of = {}
    for item in records(answer):
        if published_month := month(item.get("date")):
            forces = item.get("stop-and-search") or []
            forces_of[published_month] = frozenset(force for force in forces if isinstance(force, str))
    if not forces_of:
        raise BadAnswer("no month is published")
    return dict(sorted(forces_of.items()))


def last_updated() -> date:
    """The newest month police.uk holds (https://data.police.uk/docs/method/crime-last-updated/)."""
    return parse_last_updated(ask(SMALLEST))


def parse_last_updated(answer: object) -> date:
    """`/crime-last-updated`: the newest month (it is given as its first day)."""
    newest = moment(record(answer).get("date"))
    if newest is None:
        raise BadAnswer("no date of the last update")
    return newest.date().replace(day=1)


def forces() -> list[Named]:
    """The territorial forces in police.uk's order (https://data.police.uk/docs/method/forces/)."""
    return parse_named(ask(Question("forces")))


def parse_named(answer: object) -> list[Named]:
    """`/forces` and `/{force}/neighbourhoods`, in the order given."""
    items = [item for item in records(answer) if item.get("id")]
    return [Named(str(item["id"]), clean_text.plain(item.get("name")) or str(item["id"])) for item in items]


def trouble(seconds: float) -> PoliceDataError | None:
    """What keeps police.uk from answering its smallest question within `seconds`, come names, queues or
    networks; None where it answers.
    """
    answered: SimpleQueue[PoliceDataError | None] = SimpleQueue()
    Thread(target=lambda: answered.put(why_silent()), daemon=True).start()
    try:
        return answered.get(timeout=seconds)
    except Empty:
        return silent()(f"no answer after {seconds:g} s")


def is_proxied() -> bool:
    """Whether this machine asks police.uk through a proxy."""
    return in_the_way.is_proxied(settings().police_api)


def their_clock() -> datetime | None:
    """What time police.uk's server says it is; None where it does not say. Raises PoliceDataError."""
    headers = headers_of(SMALLEST)
    try:
        told = parsedate_to_datetime(headers.get("Date", ""))
        # What a cache held meanwhile has aged.
        return told + timedelta(seconds=int(headers.get("Age", 0)))
    except ValueError:
        return None
