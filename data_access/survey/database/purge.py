"""What is kept no longer (comments, spent tokens, ended notes) is deleted, and no trace of it is left."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.months import shift
from data_access.settings import now, settings
from data_access.survey.database import connections
from data_access.survey.database import engine as engine_database
from data_access.survey.database.tables import comments, notes, spent_tokens
from data_access.survey.quarters import london_month, week_key

log = logging.getLogger("yourpatch.survey")


@dataclass(frozen=True)
class Purged:
    """How many were deleted, or would be."""

    comments: int
    tokens: int
    notes: int


@connections.patiently()
def purge(*, dry_run: bool = False) -> Purged:
    """Delete what is past its time; with `dry_run` only count it. Raises sqlalchemy.exc.SQLAlchemyError.

    Comments go by `settings.now`, whatever became of them, and notes on the day they end; tokens by the
    machine's clock, as their age does.
    """
    past = (
        (comments, comments.c.month <= shift(london_month(now()), -settings().comment_months)),
        (spent_tokens, spent_tokens.c.expires_week < week_key(datetime.now(UTC))),
        (notes, notes.c.expires_on <= now().date()),
    )
    if dry_run:
        with engine_database.reading() as connection:
            counted = (select(func.count()).select_from(table).where(old) for table, old in past)
            return Purged(*(connection.scalar(count) or 0 for count in counted))
    with engine_database.writing() as connection:
        done = Purged(*(connection.execute(delete(table).where(old)).rowcount for table, old in past))
    _tidy()
    return done


def _tidy() -> None:
    """Write the file anew: what moderators emptied since is in no free page and no log either."""
    engine = engine_database.engine()
    # On SQLite we begin transactions ourselves, and VACUUM wants none.
    statements: tuple[str, ...] = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
    options: dict[str, Any] = {"survey_no_transaction": True}
    if engine.dialect.name == "postgresql":
        statements = ("SET lock_timeout = '5s'", "VACUUM FULL comments, notes", "RESET lock_timeout")
        options = {"isolation_level": "AUTOCOMMIT"}
    try:
        with engine.execution_options(**options).connect() as connection:
            try:
                for statement in statements:
                    connection.exec_driver_sql(statement).close()
            except SQLAlchemyError:
                # Its lock_timeout still stands: nobody else may get it from the pool.
                connection.invalidate()
                raise
    except SQLAlchemyError as error:
        log.warning("the survey's database could not be tidied: %s", type(error).__name__)
