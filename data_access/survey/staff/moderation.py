"""What staff see come in, and decide on: answers as counts, held-back weeks, comments.

Everything asks for the role again (NotAllowed) and is written down without any text. Raises SQLAlchemyError.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, func, insert, select, update

from data_access.models import NeighbourhoodRef
from data_access.settings import now
from data_access.survey.answering.redaction import redacted
from data_access.survey.database import engine
from data_access.survey.database.tables import answers, bursts, comments, moderation_log
from data_access.survey.quarters import Quarter
from data_access.survey.questions import LONGEST_KEPT
from data_access.survey.staff import publish_statements
from data_access.survey.staff.permission import NO_SUCH, NotAccepted, note_down, plain, require
from data_access.translation import N_

NOT_AS_SEEN = N_(
    "Not released: the box differs from what is kept. Read it again, and keep the shorter text first."
)


@dataclass(frozen=True)
class Incoming:
    """A neighbourhood's answers in a quarter: `count` by how they came (`ways`: web, tablet, paper), and
    those left out as a burst (`held`).
    """

    place: NeighbourhoodRef
    count: int
    ways: Mapping[str, int]
    held: int


@dataclass(frozen=True)
class Burst:
    """A week in which more came than is plausible: `count` answers are held back and wait for a decision."""

    place: NeighbourhoodRef
    quarter: str
    week: str
    count: int


@dataclass(frozen=True)
class Comment:
    """A comment as a moderator sees it."""

    id: str
    place: NeighbourhoodRef
    quarter: str
    month: date
    text: str
    state: str
    risk: bool


@dataclass(frozen=True)
class Done:
    """A line of the log: who did what, and when (UTC), about which row; never what the row said."""

    at: datetime
    who: str
    what: str
    about: str
    about_id: str
    place: NeighbourhoodRef


def incoming(email: str, quarter: Quarter | None = None) -> list[Incoming]:
    """How many answers came in the open quarter (or `quarter`), by neighbourhood; counts only."""
    require(email, "reader")
    columns = (answers.c.force, answers.c.neighbourhood, answers.c.mode, answers.c.held)
    asked = (
        select(*columns, func.count())
        .where(answers.c.quarter == (quarter or Quarter.current()).key)
        .group_by(*columns)
        .order_by(*columns)
    )
    with engine.reading() as connection:
        rows = connection.execute(asked).all()
    ways: dict[NeighbourhoodRef, Counter[str]] = {}
    held: Counter[NeighbourhoodRef] = Counter()
    for force, neighbourhood, mode, left_out, n in rows:
        place = NeighbourhoodRef(force, neighbourhood)
        mine = ways.setdefault(place, Counter())
        if left_out:
            held[place] += n
        else:
            mine[mode] += n
    return [Incoming(place, mine.total(), mine, held[place]) for place, mine in ways.items()]


def waiting_bursts(email: str) -> list[Burst]:
    """Weeks of the year with answers held back and no decision on them, oldest first. A closed year's
    results change no more; a week let in comes again when more of it is held back.
    """
    require(email, "moderator")
    key = (answers.c.force, answers.c.neighbourhood, answers.c.quarter, answers.c.week)
    out = select(bursts.c.force, bursts.c.neighbourhood, bursts.c.quarter, bursts.c.week).where(
        bursts.c.decision == "kept_out"
    )
    open_year = answers.c.quarter >= Quarter(Quarter.current().year, 1).key
    asked = select(*key, func.count()).where(answers.c.held.is_(True), open_year).group_by(*key)
    with engine.reading() as connection:
        done = {tuple(row) for row in connection.execute(out)}
        rows = [row for row in connection.execute(asked) if tuple(row[:4]) not in done]
    return sorted((Burst(NeighbourhoodRef(r[0], r[1]), *r[2:]) for r in rows), key=lambda b: b.week)


def decide(burst: Burst, decision: Literal["kept_out", "let_in"], email: str) -> None:
    """Count the answers held back so far, or leave the week's out for good. NotAccepted if none waits."""
    email = require(email, "moderator")
    where = {
        "force": burst.place.force_id,
        "neighbourhood": burst.place.neighbourhood_id,
        "quarter": burst.quarter,
        "week": burst.week,
    }
    with engine.writing() as connection:
        same = [bursts.c[name] == value for name, value in where.items()]
        mine = [answers.c[name] == value for name, value in where.items()]
        waiting = (*mine, answers.c.held.is_(True))
        before = connection.scalar(select(bursts.c.decision).where(*same))
        if before == "kept_out" or not connection.scalar(select(func.count()).where(*waiting)):
            raise NotAccepted(NO_SUCH)
        made = {"decision": decision, "who": email, "decided_at": now()}
        connection.execute(
            update(bursts).where(*same).values(made) if before else insert(bursts).values(where | made)
        )
        if decision == "let_in":
            connection.execute(update(answers).where(*waiting).values(held=False))
        note_down(connection, email, decision, "burst", f"{burst.quarter} {burst.week}", burst.place)


def to_read(email: str) -> list[Comment]:
    """The comments that are not deleted: those with words of risk first, then the oldest month."""
    require(email, "moderator")
    asked = select(comments).where(comments.c.state != "deleted").order_by(comments.c.id)
    with engine.reading() as connection:
        found = [_comment(row) for row in connection.execute(asked)]
    return sorted(found, key=lambda c: (c.state == "released", not c.risk, c.month))


def release(id_: str, seen: str, email: str) -> None:
    """Make a comment public. Raises NotAccepted when its words are others than those `seen`."""
    _settle(id_, email, "released", seen=seen)


def redact(id_: str, text: str, email: str) -> str:
    """Put a shorter text in the place of a comment, and return what is kept of it; it waits, and is not
    public until released.
    """
    kept = redacted(plain(text, LONGEST_KEPT))
    _settle(id_, email, "redacted", kept)
    return kept


def delete(id_: str, email: str) -> None:
    """Delete a comment's text for good."""
    _settle(id_, email, "deleted", "")


def log(email: str, most: int = 100) -> list[Done]:
    """What was done lately, newest first."""
    require(email, "moderator")
    asked = select(moderation_log).order_by(moderation_log.c.id.desc()).limit(most)
    with engine.reading() as connection:
        return [
            Done(r.at, r.who, r.what, r.about, r.about_id, NeighbourhoodRef(r.force, r.neighbourhood))
            for r in connection.execute(asked)
        ]


def _settle(id_: str, email: str, state: str, text: str | None = None, seen: str | None = None) -> None:
    email = require(email, "moderator")
    with engine.writing() as connection:
        open_ = (comments.c.id == id_, comments.c.state != "deleted")
        row = connection.execute(select(comments).where(*open_)).first()
        if row is None:
            raise NotAccepted(NO_SUCH)
        # Word by word: a browser changes the ends of lines.
        if seen is not None and seen.split() != row.text.split():
            raise NotAccepted(NOT_AS_SEEN)
        place = NeighbourhoodRef(row.force, row.neighbourhood)
        kept = row.text if text is None else text
        connection.execute(update(comments).where(*open_).values(state=state, text=kept))
        note_down(connection, email, state, "comment", id_, place)
    publish_statements.publish(place)


def _comment(row: Row[Any]) -> Comment:
    place = NeighbourhoodRef(row.force, row.neighbourhood)
    return Comment(row.id, place, row.quarter, row.month, row.text, row.state, row.risk)
