"""Invented answers to the survey, for every quarter that the demonstration's clock has closed.

`python -m demo.survey` writes them into the demonstration's own database: the same ones each time, and none
twice. Results then come of them as they come of anybody's answers.
"""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.settings import now, settings
from data_access.survey.database import connections, engine
from data_access.survey.database.tables import answers, comments, replies
from data_access.survey.quarters import Quarter, london_month, quarters_of, week_key
from data_access.survey.questions import DONT_KNOW, MODES, QUESTIONS, VERSION, Question
from demo.map_lines import SEED

FORCE = "exampleshire"
# Answers in an odd year and in an even one, by neighbourhood: every size that results are told apart by.
SIZES = {
    "NS-07": (0, 0),
    "ab12": (9, 12),
    "Fallow Cross": (10, 9),
    "E05013802N": (29, 34),
    "AB12": (30, 41),
    "EX10": (6, 5),
    "55.EX3001": (71, 64),
    "XD_NORTH": (118, 96),
    "EX01": (214, 187),
    "EX02": (5000, 4300),
}
# The share of content answers to each question; the places differ a little from it, and years too.
CONTENT = {"good_job": 0.52, "matters": 0.47, "fair": 0.58, "contact": 0.44, "foot": 0.19, "confidence": 0.6}
SKIPS, KNOWS_NOT = 0.03, 0.08
# Few, but they answer everything, so that their shares can be told.
THOROUGH = "AB12"
WAYS = (0.82, 0.11, 0.07)
# Held back as too many at once: where, and how many in the first quarter of an odd year.
BURST_AT, BURST = "EX02", 140


@dataclass(frozen=True)
class Words:
    """What people wrote and what the team answered, in the newest quarter that is over."""

    place: str
    said: str
    did: str
    comments: tuple[str, ...]


WORDS = (
    Words(
        "EX01",
        "The High Street feels empty of police after the shops close.",
        "Two officers walk from the market square to the station on Fridays and Saturdays, until midnight.",
        (
            "More patrols by the river path in winter, please.",
            "Cars outside the school at 3 pm. Somebody will be hurt.",
            "Good to see the same two faces at the market every week.",
        ),
    ),
    Words(
        "EX02",
        "Electric bikes on the pavement by the new estate.",
        "We stopped and spoke to 31 riders in three weeks, and asked the council for signs.",
        ("Nobody answers the e-mail address on the leaflet.",),
    ),
    Words(
        "AB12",
        "Hare coursing on the down, every Sunday in autumn.",
        "The rural team is there on Sundays until March, with the gamekeepers' watch.",
        (),
    ),
)


def write() -> int:
    """Write what is not there yet, in one transaction; how many answers. Raises SQLAlchemyError."""
    written = 0
    closed = list(_closed(Quarter.current()))
    with engine.writing() as connection:
        for quarter in closed:
            if _is_there(connection, quarter):
                continue
            rows = list(_answers(quarter))
            connection.execute(insert(answers), rows)
            if quarter == closed[-1]:
                _write_words(connection, quarter)
            written += len(rows)
    return written


def _closed(current: Quarter) -> Iterator[Quarter]:
    """The quarters of the two years before this one, and those of this year that are over."""
    for year in (current.year - 2, current.year - 1, current.year):
        yield from (quarter for quarter in quarters_of(year) if quarter < current)


def _is_there(connection: Connection, quarter: Quarter) -> bool:
    first = select(answers.c.id).where(answers.c.id == _id("answer", quarter, "EX01", 0))
    return connection.execute(first).first() is not None


def _answers(quarter: Quarter) -> Iterator[dict[str, Any]]:
    for number, (place, sizes) in enumerate(SIZES.items()):
        chance = np.random.default_rng([SEED, 9, number, quarter.year, quarter.n])
        n = _in_quarter(sizes[(quarter.year + 1) % 2], quarter.n)
        held = BURST if place == BURST_AT and quarter.n == 1 and quarter.year % 2 else 0
        lean = 0.12 * np.sin(number) + 0.03 * (quarter.year % 2)
        silent = (0.0, 0.0) if place == THOROUGH else (SKIPS, KNOWS_NOT)
        columns = {q.name: _column(q, CONTENT[q.name] + lean, n + held, silent, chance) for q in QUESTIONS}
        modes = chance.choice(MODES, n + held, p=WAYS)
        weeks = [week_key(quarter.start.replace(day=day)) for day in chance.integers(1, 28, n + held)]
        for each in range(n + held):
            yield {
                "id": _id("answer", quarter, place, each), "force": FORCE, "neighbourhood": place,
                "quarter": quarter.key, "week": weeks[each], "version": VERSION, "mode": str(modes[each]),
                "held": each >= n, **{name: column[each] for name, column in columns.items()},
            }  # fmt: skip


def _in_quarter(of_year: int, n: int) -> int:
    """A quarter's part of a year's answers: the four add up to it."""
    return of_year * n // 4 - of_year * (n - 1) // 4


def _column(
    question: Question, content: float, n: int, silent: tuple[float, float], chance: np.random.Generator
) -> list[str | None]:
    """`n` answers to a question: some skipped, some who do not know, the rest over its scale."""
    known = [value for value in question.values if value != DONT_KNOW]
    sides = [[v for v in known if v in question.good], [v for v in known if v not in question.good]]
    weights = {
        value: share / 2**step / sum(1 / 2**k for k in range(len(side)))
        for side, share in zip(sides, (content, 1 - content), strict=True)
        for step, value in enumerate(side[::-1] if side is sides[0] else side)
    }
    options: list[str | None] = [None, DONT_KNOW, *weights]
    left = 1 - sum(silent)
    chances = [*silent, *(left * weight for weight in weights.values())]
    return [options[int(each)] for each in chance.choice(len(options), n, p=chances)]


def _write_words(connection: Connection, quarter: Quarter) -> None:
    month = london_month(quarter.start.replace(month=quarter.n * 3))
    for words in WORDS:
        where = {"force": FORCE, "neighbourhood": words.place, "quarter": quarter.key}
        reply = {
            "said": words.said,
            "did": words.did,
            "who": "demo@exampleshire.example",
            "changed_at": now(),
        }
        connection.execute(insert(replies).values(id=_id("reply", quarter, words.place, 0), **where, **reply))
        for number, text in enumerate(words.comments):
            comment = {"month": month, "text": text, "state": "released", "risk": False}
            id_ = _id("comment", quarter, words.place, number)
            connection.execute(insert(comments).values(id=id_, **where, **comment))


def _id(what: str, quarter: Quarter, place: str, number: int) -> str:
    """The same for the same; as random as any to look at."""
    return hashlib.blake2b(f"{what} {quarter.key} {place} {number}".encode(), digest_size=16).hexdigest()


def main() -> None:
    """Write them, in the demonstration only."""
    if not settings().demonstration:
        sys.exit("Invented answers are for the demonstration only.")
    try:
        with connections.patiently():
            write()
    except SQLAlchemyError as error:
        # The text of a database's error may hold what it was asked to store.
        sys.exit(f"The invented answers could not be written: {type(error).__name__}.")


if __name__ == "__main__":
    main()
