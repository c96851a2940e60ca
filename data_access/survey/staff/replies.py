"""You said, we did: what the team answers to a quarter's survey. Editors write it."""

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update

from data_access.models import NeighbourhoodRef
from data_access.settings import now
from data_access.survey.database import engine
from data_access.survey.database.tables import replies
from data_access.survey.quarters import Quarter
from data_access.survey.staff import publish_statements
from data_access.survey.staff.permission import NO_SUCH, NotAccepted, note_down, plain, require
from data_access.translation import N_

LONGEST = 600


@dataclass(frozen=True)
class Written:
    """A reply as staff see it."""

    id: str
    quarter: str
    said: str
    did: str


def of_place(place: NeighbourhoodRef) -> list[Written]:
    """The replies, newest quarter first."""
    mine = (replies.c.force == place.force_id, replies.c.neighbourhood == place.neighbourhood_id)
    asked = select(replies).where(*mine).order_by(replies.c.quarter.desc(), replies.c.id)
    with engine.reading() as connection:
        return [Written(r.id, r.quarter, r.said, r.did) for r in connection.execute(asked)]


def write(place: NeighbourhoodRef, quarter: Quarter, said: str, did: str, email: str) -> None:
    """Add a reply. NotAllowed, NotAccepted (empty, too long, a quarter to come), SQLAlchemyError, OSError."""
    email = require(email, "editor")
    if quarter > Quarter.current():
        raise NotAccepted(N_("That quarter has not begun."))
    texts = {"said": plain(said, LONGEST), "did": plain(did, LONGEST)}
    id_ = secrets.token_hex(16)
    with engine.writing() as connection:
        connection.execute(
            insert(replies).values(
                id=id_, force=place.force_id, neighbourhood=place.neighbourhood_id, quarter=quarter.key,
                who=email, changed_at=now(), **texts,
            )
        )  # fmt: skip
        note_down(connection, email, "written", "reply", id_, place)
    publish_statements.publish(place)


def change(place: NeighbourhoodRef, id_: str, said: str, did: str, email: str) -> None:
    """Put other words in a reply's place; its quarter stays."""
    email = require(email, "editor")
    texts = {"said": plain(said, LONGEST), "did": plain(did, LONGEST)}
    with engine.writing() as connection:
        changed = update(replies).where(*_one(place, id_)).values(who=email, changed_at=now(), **texts)
        if not connection.execute(changed).rowcount:
            raise NotAccepted(NO_SUCH)
        note_down(connection, email, "changed", "reply", id_, place)
    publish_statements.publish(place)


def remove(place: NeighbourhoodRef, id_: str, email: str) -> None:
    """Take a reply back."""
    email = require(email, "editor")
    with engine.writing() as connection:
        if not connection.execute(delete(replies).where(*_one(place, id_))).rowcount:
            raise NotAccepted(NO_SUCH)
        note_down(connection, email, "removed", "reply", id_, place)
    publish_statements.publish(place)


def _one(place: NeighbourhoodRef, id_: str) -> tuple[ColumnElement[bool], ...]:
    here = (replies.c.force == place.force_id, replies.c.neighbourhood == place.neighbourhood_id)
    return (replies.c.id == id_, *here)
