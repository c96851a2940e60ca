"""All answers of a force, counted; not fit for the public: see `results`."""

from collections import Counter

from sqlalchemy import ColumnElement, func, literal, select, union_all

from data_access.survey.database import engine
from data_access.survey.database.tables import answers
from data_access.survey.questions import QUESTIONS
from data_access.survey.results.tally import HELD, MODE, SKIPPED, Counts


def count(force_id: str) -> Counts:
    """All answers ever given in a force, counted in one query. Raises SQLAlchemyError."""
    kept = ~answers.c.held
    # What is read of an answer: each question, and how it came; of one that is held back, only that it is.
    columns: list[tuple[str, ColumnElement[str], ColumnElement[bool]]] = [
        *((q.name, func.coalesce(answers.c[q.name], SKIPPED), kept) for q in QUESTIONS),
        (MODE, answers.c.mode.expression, kept),
        (HELD, literal(HELD), answers.c.held),
    ]
    where = answers.c.neighbourhood, answers.c.quarter
    query = union_all(
        *(
            select(*where, literal(name), value.label("value"), func.count())
            .where(answers.c.force == force_id, which)
            .group_by(*where, value)
            for name, value, which in columns
        )
    )
    found: Counts = Counter()
    with engine.reading() as connection:
        for neighbourhood, quarter, name, value, n in connection.execute(query):
            found[neighbourhood, quarter, name, value] += n
    return found
