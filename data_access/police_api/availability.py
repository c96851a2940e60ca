"""What data.police.uk holds: its months, its forces, and whether it answers.

A question of this package is checked before it is sent (`input_checks`), is asked up to three times where
that may help (`ask`), each time in its turn (`http.rate_limit`), and is answered in our own words or by a
PoliceDataError. Nothing is remembered: `refresh.published_lists` keeps the lists and asks when they are old.
"""

from datetime import date
from queue import Empty, SimpleQueue
from threading import Thread

from data_access import clean_text
from data_access.errors import BadAnswer
from data_access.http.json_fields import moment, month, record, records
from data_access.models import Named
from data_access.police_api.ask import Question, answers_at_all, ask


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
    return parse_last_updated(ask(Question("crime-last-updated")))


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


def reachable(seconds: float) -> bool:
    """Whether police.uk answers its smallest question within `seconds`, come names, queues or networks."""
    answered: SimpleQueue[bool] = SimpleQueue()
    Thread(target=lambda: answered.put(answers_at_all()), daemon=True).start()
    try:
        return answered.get(timeout=seconds)
    except Empty:
        return False
