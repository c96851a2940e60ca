"""On PostgreSQL: what was written together is told apart again, every night.

There each row carries the number of the transaction that wrote it, and rows lie in the order they came. An
answer, its comment and its spent form are written by one transaction, so that none is lost: whoever reads the
database could join them. SQLite numbers no rows; its tables are kept in the order of their random keys.
"""

import logging

from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError

from data_access.survey.database import engine
from data_access.survey.database.tables import comments, spent_tokens

log = logging.getLogger("yourpatch.survey")


def unlink() -> None:
    """Write comments and spent forms anew, in one transaction and in the order of their random keys.

    Nothing of an answer is left that leads to them. A table in use is left for the next night. Raises
    sqlalchemy.exc.SQLAlchemyError where the database is away.
    """
    if engine.engine().dialect.name != "postgresql":
        return
    for table in (comments, spent_tokens):
        with engine.writing() as connection:
            # Any change gives a row this transaction's number.
            kept = table.c[next(iter(table.primary_key)).name]
            connection.execute(update(table).values({kept: kept}))
        try:
            with engine.writing() as connection:
                connection.execute(text("SET LOCAL lock_timeout = '5s'"))
                connection.execute(text(f"CLUSTER {table.name} USING {table.name}_pkey"))
        except SQLAlchemyError as error:
            log.warning("%s could not be put in another order: %s", table.name, type(error).__name__)
