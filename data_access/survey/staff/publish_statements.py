"""Writes `said.json`: what of the survey's database the public may read, a file a neighbourhood.

Where nothing is said there is no file. One that would say the same is left: what was made of it still holds.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, select, union

from data_access.models import Comment, NeighbourhoodRef, Note, Reply, Said
from data_access.store import small_facts
from data_access.store.atomic_write import writing
from data_access.store.folders import facts_folder, inside, place_folder
from data_access.store.team_statements import FILE, NOTHING
from data_access.survey.database import engine
from data_access.survey.database.tables import comments, hidden, notes, replies


def publish(place: NeighbourhoodRef) -> None:
    """See that the file says what is said of the place now. Raises SQLAlchemyError and OSError."""
    of = (place.force_id, place.neighbourhood_id)
    # Read inside the lock: of two members at once, the later writing has seen both changes.
    with writing(place_folder(place)):
        said, held = _said(place), small_facts.read(FILE, Said, *of)
        if said == NOTHING:
            small_facts.remove(FILE, *of)
        elif held is None or held.value != said or not small_facts.is_whole(FILE, Said, *of):
            small_facts.write(FILE, said, Said, *of)


def publish_all() -> int:
    """`publish` for every place that staff said anything of, at start and after a purge; how many."""
    tables = (comments, hidden, notes, replies)
    with engine.reading() as connection:
        asked = union(*(select(table.c.force, table.c.neighbourhood) for table in tables))
        found = {NeighbourhoodRef(*row) for row in connection.execute(asked)}
    # Also where the last word was deleted since.
    for force_id, folder in inside(facts_folder()):
        found |= {NeighbourhoodRef(force_id, id_) for id_, at in inside(folder) if any(at.glob(f"{FILE}.*"))}
    for place in sorted(found):
        publish(place)
    return len(found)


def _said(place: NeighbourhoodRef) -> Said:
    with engine.reading() as connection:

        def rows(table: Table, *where: ColumnElement[bool]) -> Sequence[Row[Any]]:
            mine = (table.c.force == place.force_id, table.c.neighbourhood == place.neighbourhood_id)
            return connection.execute(select(table).where(*mine, *where).order_by(table.c.id)).all()

        told = [
            Note(r.text, r.signed, r.written_on, r.expires_on, r.month)
            for r in rows(notes, notes.c.withdrawn.is_(False))
        ]
        # Of two on one quarter the newest written comes first: most views have room for one.
        newest = sorted(rows(replies), key=lambda r: (r.quarter, r.changed_at), reverse=True)
        answered = [Reply(r.quarter, r.said, r.did) for r in newest]
        released = [
            Comment(r.quarter, r.month, r.text) for r in rows(comments, comments.c.state == "released")
        ]
        keys = frozenset(r.key for r in rows(hidden))
    told.sort(key=lambda note: note.written_on, reverse=True)
    return Said(tuple(told), tuple(answered), tuple(released), keys)
