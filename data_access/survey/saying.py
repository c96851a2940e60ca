"""Writes `said.json`: what of the survey's database the public may read, a file a neighbourhood."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, select, union

from data_access import fact_files
from data_access.atomic import writing
from data_access.folders import facts_folder, inside, place_folder
from data_access.models import NeighbourhoodRef
from data_access.said import FILE, Comment, Note, Reply, Said
from data_access.survey import database
from data_access.survey.tables import comments, hidden, notes, replies


def publish(place: NeighbourhoodRef) -> None:
    """Write what is said of the place now. Raises SQLAlchemyError and OSError."""
    # Read inside the lock: of two members at once, the later writing has seen both changes.
    with writing(place_folder(place)):
        fact_files.write(FILE, _said(place), Said, place.force_id, place.neighbourhood_id)


def publish_all() -> int:
    """Write it for every place that staff said anything of, at start and after a purge; how many."""
    tables = (comments, hidden, notes, replies)
    with database.reading() as connection:
        asked = union(*(select(table.c.force, table.c.neighbourhood) for table in tables))
        found = {NeighbourhoodRef(*row) for row in connection.execute(asked)}
    # Also where the last word was deleted since.
    for force_id, folder in inside(facts_folder()):
        found |= {
            NeighbourhoodRef(force_id, id_) for id_, at in inside(folder) if (at / f"{FILE}.json").is_file()
        }
    for place in sorted(found):
        publish(place)
    return len(found)


def _said(place: NeighbourhoodRef) -> Said:
    with database.reading() as connection:

        def rows(table: Table, *where: ColumnElement[bool]) -> Sequence[Row[Any]]:
            mine = (table.c.force == place.force_id, table.c.neighbourhood == place.neighbourhood_id)
            return connection.execute(select(table).where(*mine, *where).order_by(table.c.id)).all()

        told = [
            Note(r.text, r.signed, r.written_on, r.expires_on, r.month)
            for r in rows(notes, notes.c.withdrawn.is_(False))
        ]
        answered = [Reply(r.quarter, r.said, r.did) for r in rows(replies)]
        released = [
            Comment(r.quarter, r.month, r.text) for r in rows(comments, comments.c.state == "released")
        ]
        keys = frozenset(r.key for r in rows(hidden))
    told.sort(key=lambda note: note.written_on, reverse=True)
    answered.sort(key=lambda reply: reply.quarter, reverse=True)
    return Said(tuple(told), tuple(answered), tuple(released), keys)
