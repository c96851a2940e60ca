"""From your team: notes of up to 120 words on a neighbourhood, dated, signed by rank, gone after 3 months."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select, update

from data_access.models import NeighbourhoodRef
from data_access.months import days_in, shift
from data_access.settings import now
from data_access.survey.database import engine
from data_access.survey.database.tables import notes
from data_access.survey.staff import publish_statements
from data_access.survey.staff.permission import NO_SUCH, NotAccepted, note_down, plain, require
from data_access.translation import N_

MOST_WORDS, LONGEST, LONGEST_RANK, MONTHS = 120, 1200, 60, 3


@dataclass(frozen=True)
class Written:
    """A note as staff see it, in force or not."""

    id: str
    text: str
    signed: str
    month: date | None
    written_on: date
    expires_on: date


def of_place(place: NeighbourhoodRef) -> list[Written]:
    """The notes that were not withdrawn and have not ended, newest first."""
    mine = (notes.c.force == place.force_id, notes.c.neighbourhood == place.neighbourhood_id)
    in_force = (notes.c.withdrawn.is_(False), notes.c.expires_on > now().date())
    asked = select(notes).where(*mine, *in_force).order_by(notes.c.written_on.desc(), notes.c.id)
    with engine.reading() as connection:
        return [
            Written(r.id, r.text, r.signed, r.month, r.written_on, r.expires_on)
            for r in connection.execute(asked)
        ]


def write(place: NeighbourhoodRef, text: str, signed: str, email: str, month: date | None = None) -> None:
    """Add a note. NotAllowed, NotAccepted (empty, over 120 words, no rank), SQLAlchemyError, OSError."""
    email = require(email, "editor")
    words = plain(text, LONGEST)
    if len(words.split()) > MOST_WORDS:
        raise NotAccepted(N_("Please use {n} words at most."), n=MOST_WORDS)
    if not signed.strip():
        raise NotAccepted(N_("Say who signs it, by rank or role."))
    id_, today = secrets.token_hex(16), now().date()
    with engine.writing() as connection:
        connection.execute(
            insert(notes).values(
                id=id_, force=place.force_id, neighbourhood=place.neighbourhood_id, text=words,
                signed=plain(signed, LONGEST_RANK), month=month, written_on=today,
                expires_on=_end(today), withdrawn=False, who=email,
            )
        )  # fmt: skip
        note_down(connection, email, "written", "note", id_, place)
    publish_statements.publish(place)


def withdraw(place: NeighbourhoodRef, id_: str, email: str) -> None:
    """Take a note back before its time; its words are not kept."""
    email = require(email, "editor")
    with engine.writing() as connection:
        mine = (notes.c.id == id_, notes.c.force == place.force_id)
        found = (*mine, notes.c.withdrawn.is_(False), notes.c.neighbourhood == place.neighbourhood_id)
        if not connection.execute(update(notes).where(*found).values(withdrawn=True, text="")).rowcount:
            raise NotAccepted(NO_SUCH)
        note_down(connection, email, "withdrawn", "note", id_, place)
    publish_statements.publish(place)


def _end(day: date) -> date:
    """Three months later; the last day of a month that is too short."""
    month = shift(day.replace(day=1), MONTHS)
    return month.replace(day=min(day.day, days_in(month)))
