"""The answers of a force as a CSV file, for the operator: a row an answer, never a comment."""

import csv
import io

from sqlalchemy import select

from data_access.clean_text import cell
from data_access.models import NeighbourhoodRef
from data_access.survey.database import engine
from data_access.survey.database.tables import answers
from data_access.survey.staff.permission import note_down, require

# The id is left out: its order is random, and it leads nowhere.
COLUMNS = tuple(column for column in answers.columns if column.name != "id")


def for_staff(force_id: str, email: str) -> str:
    """The file of a force for somebody signed in; that it was made is written down. Raises NotAllowed for
    less than an editor (a row is one person's), SQLAlchemyError.
    """
    email = require(email, "editor")
    with engine.writing() as connection:
        note_down(connection, email, "exported", "export", "", NeighbourhoodRef(force_id, ""))
    return body(force_id)


def body(force_id: str) -> str:
    """The file, every text quoted and no formula in it; with a mark in front so that Excel reads UTF-8."""
    file = io.StringIO()
    rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(column.name for column in COLUMNS)
    asked = select(*COLUMNS).where(answers.c.force == force_id).order_by(answers.c.id)
    with engine.reading() as connection:
        for row in connection.execute(asked):
            rows.writerow("" if value is None else cell(str(value)) for value in row)
    return "\ufeff" + file.getvalue()
