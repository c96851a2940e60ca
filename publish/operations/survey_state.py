"""How the survey's database does, for whoever watches the site: looked at beside, nobody waits for it."""

import logging
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic
from typing import Literal

from cachetools import TTLCache, cached
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from data_access.settings import settings
from data_access.survey.database import emptied, engine, tables
from data_access.survey.staff import comments_waiting
from data_access.survey.staff.comments_waiting import Waiting

log = logging.getLogger("yourpatch.status")

# Watchers ask every few seconds, several at a time: one look is for all of them.
REMEMBER_S = 2
# A database that does well has answered by then; nobody who asks waits longer.
SLOW_S = 0.4


@dataclass(frozen=True)
class Look:
    """Whether an answer could be kept (None: there is no database), and of each force how many comments wait;
    None: that is not known.
    """

    state: Literal["ok", "slow", "not answering", "emptied"] | None
    waiting: Mapping[str, Waiting] | None = None


_under_way: dict[str, Future[Look]] = {}
_latest: dict[str, Look] = {}


@cached(TTLCache(1, REMEMBER_S), key=lambda: settings().survey_url, condition=Condition())
def look() -> Look:
    """How it does now. Where the look takes longer, what the last one found, and "slow" if that was well."""
    url = settings().survey_url
    looking = _under_way.get(url)
    if looking is None or looking.done():
        looking = _under_way[url] = Future()
        Thread(target=_look, args=(url, looking), daemon=True).start()
    try:
        return looking.result(SLOW_S)
    except TimeoutError:
        last = _latest.get(url, Look("slow"))
        return Look("slow") if last.state == "ok" else last


def _look(url: str, looking: Future[Look]) -> None:
    try:
        found = _latest[url] = _found()
        looking.set_result(found)
    except BaseException as error:
        looking.set_exception(error)


def _found() -> Look:
    began = monotonic()
    try:
        if not engine.is_there():
            emptied.refuse_if_published()
            return Look(None, {})
        with engine.writing() as connection:
            connection.execute(select(tables.answers.c.id).limit(1)).all()
        waiting = comments_waiting.by_force()
    except emptied.Emptied:
        return Look("emptied")
    except (SQLAlchemyError, OSError) as error:
        log.error("the survey's database does not answer: %s", type(error).__name__)
        return Look("not answering")
    return Look("ok" if monotonic() - began < SLOW_S else "slow", waiting)
