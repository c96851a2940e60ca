"""A question put to police.uk, and what it means by its answer.

200                         the JSON; BadAnswer, after every try, when it is none
400                         InvalidQuestion
404                         what the question means by it: UnknownPlace, NotPublished, OutsideCoverage
429                         TooBusy, after every try
407, 511, the way to another site,
a web page with 200 or 403  somebody in between answered: InTheWay
no answer                   PoliceUnavailable, NameNotFound or InTheWay
500, 502, 503, 504          PoliceUnavailable, after every try
503 to an area              AreaTooLarge, or an outage: whoever asked has to find out
3xx                         BadAnswer: followed, a POST would turn into a GET and lose its polygon
anything else               PoliceUnavailable
"""

import logging
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from prometheus_client import Counter

from data_access.errors import (
    AreaTooLarge,
    BadAnswer,
    InvalidQuestion,
    NothingThroughProxy,
    NotPublished,
    OutsideCoverage,
    PoliceDataError,
    PoliceUnavailable,
    TooBusy,
    UnknownPlace,
)
from data_access.http import in_the_way, json_fields, request
from data_access.http.request import DEFAULT, Limits
from data_access.http.retry import Again, patiently, told_to_wait
from data_access.settings import settings

log = logging.getLogger("yourpatch.police_api")
FAILURES = Counter("yourpatch_police_uk_failures", "Tries to ask police.uk that failed", ["kind"])

SERVICE = "police.uk"
# A whole month of a place or a force: the largest seen has 8 million bytes. Central London took 17 s, a month
# nobody had asked for lately 53 s.
MONTH = Limits(read_s=60, largest=12_000_000)
MAY_PASS = {500, 502, 503, 504}
# Answers that are no fault of anybody's.
REGULAR = (UnknownPlace, NotPublished, OutsideCoverage)


@dataclass(frozen=True)
class Question:
    """A question to police.uk: its path, the form it posts (None: a GET), what a 404 to it means, how slow
    and how large its answer may be.
    """

    path: str
    form: Mapping[str, str] | None = None
    missing: type[PoliceDataError] = BadAnswer
    limits: Limits = DEFAULT

    @property
    def method(self) -> str:
        """Areas are posted: a boundary is too long for an address."""
        return "GET" if self.form is None else "POST"

    def __str__(self) -> str:
        # What stands behind a question mark may be the place of a postcode.
        return f"{self.method} /{self.path.partition('?')[0]}"


SMALLEST = Question("crime-last-updated")


def ask(question: Question) -> Any:
    """The JSON police.uk answers, after three tries where that may help. Raises PoliceDataError."""
    try:
        return patiently(partial(_try, question))
    except AreaTooLarge:
        if answers_at_all():
            raise
    raise PoliceUnavailable(f"{question}: 503, and no answer to another question")


def answers_at_all() -> bool:
    """Whether police.uk answers its smallest question, asked once: a 503 alone may mean an outage."""
    return why_silent() is None


def why_silent() -> PoliceDataError | None:
    """What keeps police.uk from answering its smallest question, asked once; None where it does."""
    try:
        _try(SMALLEST)
    except PoliceDataError as error:
        return error
    except Again as again:
        return again.error if isinstance(again.error, PoliceDataError) else PoliceDataError(str(again))
    return None


def silent(meaning: type[PoliceUnavailable] = PoliceUnavailable) -> type[PoliceUnavailable]:
    """What silence means: behind a proxy nobody can tell who kept it."""
    proxied = in_the_way.is_proxied(settings().police_api)
    return NothingThroughProxy if meaning is PoliceUnavailable and proxied else meaning


def headers_of(question: Question) -> Mapping[str, str]:
    """The headers of its answer, asked for once. Raises PoliceDataError."""
    try:
        answer = _answer(question)
        _meaning(question, answer)
    except Again as again:
        error = again.error
    else:
        return answer.headers
    raise error


def _try(question: Question) -> Any:
    """One try, and one line in the log when it fails."""
    try:
        return _meaning(question, _answer(question))
    except (Again, PoliceDataError) as error:
        what = error.error if isinstance(error, Again) else error
        if not isinstance(what, REGULAR):
            FAILURES.labels(type(what).__name__).inc()
        log.log(logging.INFO if isinstance(what, REGULAR) else logging.WARNING, "%s", error)
        raise


def _answer(question: Question) -> request.Answer:
    address = settings().police_api
    if settings().offline and address.startswith("https:"):
        raise PoliceUnavailable(f"{question}: offline by setting")
    try:
        return request.request(
            SERVICE, question.method, f"{address}/{question.path}", question.form, question.limits
        )
    except request.NoAnswer as error:
        what = silent(error.meaning)(f"{question}: {error}")
        raise (what if isinstance(what, in_the_way.LASTING) else Again(what)) from error
    except request.BeyondMeasure as error:
        raise BadAnswer(f"{question}: {error}") from error
    except (OSError, sqlite3.Error) as error:
        raise PoliceDataError(f"{question}: the files of our pace: {error!r}") from error


def _meaning(question: Question, answer: request.Answer) -> Any:
    """The JSON of the answer, or the error that it means; `Again` round the errors that may pass."""
    status = answer.status
    outcome = f"{question}: {status} after {answer.seconds:.1f} s"
    if answer.meaning:
        what = answer.meaning(f"{outcome}, from somebody in between")
        # A page of their own, for an upkeep, passes.
        raise Again(what) if status == 200 else what
    if status == 200:
        return _json(question, answer.body, outcome)
    if status == 404:
        raise question.missing(outcome)
    if status == 400:
        raise InvalidQuestion(outcome)
    if status == 429:
        raise Again(TooBusy(outcome), told_to_wait(answer.headers))
    if status == 503 and question.form is not None:
        raise AreaTooLarge(outcome)
    if status in MAY_PASS:
        raise Again(PoliceUnavailable(outcome), told_to_wait(answer.headers))
    if 300 <= status < 400:
        raise BadAnswer(outcome)
    raise PoliceUnavailable(outcome)


def _json(question: Question, body: bytes, outcome: str) -> Any:
    with suppress(ValueError):
        return json_fields.parsed(body, question.limits.largest)
    raise Again(BadAnswer(f"{outcome}, but no JSON"))
