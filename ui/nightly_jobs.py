"""What is done at start and then every night: the survey's database opened and rid of what is past, results
published, moderators told of comments that wait.

What failed is tried again an hour later; the guard of the survey forgets every hour.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from data_access.background.worker_threads import keep_running
from data_access.london_time import LONDON
from data_access.settings import settings
from data_access.survey.answering.sending_limits import guard
from data_access.survey.database import connections, engine, purge, unlink_rows
from data_access.survey.results import publish
from data_access.survey.staff import publish_statements
from data_access.translation import N_
from ui import demonstration, mail_to_moderators

log = logging.getLogger("yourpatch.upkeep")

# Each is tried by itself: a failure of one is no reason to leave the next. One that says False has failed,
# and has logged why.
JOBS: tuple[Callable[[], object], ...] = (
    engine.engine,
    demonstration.invent_answers,
    purge.purge,
    unlink_rows.unlink,
    publish.publish_all,
    publish_statements.publish_all,
    mail_to_moderators.tell,
)
HOUR = timedelta(hours=1)


def begin() -> None:
    """Begin it beside, without holding up the start."""
    keep_running("upkeep", N_("what is done at night"), _keep)


def once() -> bool:
    """Do every job; whether all succeeded. No error leaves here, and none is logged with its values."""
    with connections.patiently():
        done = [_done(job) for job in JOBS]
    return all(done)


def _done(job: Callable[[], object]) -> bool:
    try:
        return job() is not False
    except Exception as error:
        # The text of a database's error holds what was to be written.
        log.error("%s.%s failed: %s", job.__module__, job.__name__, type(error).__name__)
        return False


def _keep() -> None:
    demonstration.wait()
    done_on = None
    while True:
        guard.forget()
        today = datetime.now(LONDON).date()
        if done_on != today and is_needed() and once():
            done_on = today
        threading.Event().wait(min(until_night(datetime.now(LONDON)), HOUR).total_seconds())


def is_needed() -> bool:
    """Whether a survey runs, or ran: what it kept goes in time, also after the operator has ended it."""
    chosen = settings()
    return chosen.demonstration or chosen.has_operator or engine.is_there()


def until_night(now: datetime) -> timedelta:
    """Until five past midnight of the next day in London."""
    night = (now + timedelta(days=1)).replace(hour=0, minute=5, second=0, microsecond=0)
    return night - now
