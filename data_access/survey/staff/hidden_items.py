"""A wrong name, event or priority is hidden everywhere at once; what police.uk wrote is kept as it came."""

import secrets

from sqlalchemy import delete, insert, select

from data_access.models import Event, NeighbourhoodRef, Officer, Priority
from data_access.settings import now
from data_access.store.team_statements import key_of
from data_access.survey.database import engine
from data_access.survey.database.tables import hidden
from data_access.survey.staff import publish_statements
from data_access.survey.staff.permission import NO_SUCH, NotAccepted, note_down, plain, require

LONGEST_REASON = 300


def hide(place: NeighbourhoodRef, item: Officer | Event | Priority, reason: str, email: str) -> None:
    """Hide an item from every view. NotAllowed, NotAccepted (no reason), SQLAlchemyError, OSError."""
    email, why, key = require(email, "editor"), plain(reason, LONGEST_REASON), key_of(item)
    kind = key.partition(":")[0]
    with engine.writing() as connection:
        mine = (hidden.c.force == place.force_id, hidden.c.neighbourhood == place.neighbourhood_id)
        if not connection.execute(select(hidden.c.id).where(*mine, hidden.c.key == key)).first():
            connection.execute(
                insert(hidden).values(
                    id=secrets.token_hex(16), force=place.force_id, neighbourhood=place.neighbourhood_id,
                    kind=kind, key=key, reason=why, who=email, hidden_at=now(),
                )
            )  # fmt: skip
            note_down(connection, email, "hidden", "hidden", key, place)
    publish_statements.publish(place)


def unhide(place: NeighbourhoodRef, key: str, email: str) -> None:
    """Show it again."""
    email = require(email, "editor")
    with engine.writing() as connection:
        mine = (hidden.c.force == place.force_id, hidden.c.neighbourhood == place.neighbourhood_id)
        if not connection.execute(delete(hidden).where(*mine, hidden.c.key == key)).rowcount:
            raise NotAccepted(NO_SUCH)
        note_down(connection, email, "shown", "hidden", key, place)
    publish_statements.publish(place)


def reasons(place: NeighbourhoodRef) -> dict[str, str]:
    """Why each hidden item is hidden, by its key."""
    mine = (hidden.c.force == place.force_id, hidden.c.neighbourhood == place.neighbourhood_id)
    with engine.reading() as connection:
        asked = select(hidden).where(*mine).order_by(hidden.c.id)
        return {row.key: row.reason for row in connection.execute(asked)}
