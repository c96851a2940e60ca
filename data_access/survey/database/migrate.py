"""The tables brought up to what this version needs, never down: one process at a time."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from data_access.settings import settings
from data_access.survey.database import emptied
from data_access.survey.database.connections import PERSON, UPKEEP, open_engine, patience, patiently

MIGRATIONS = Path(__file__).with_name("migrations")
ADVISORY_LOCK = 0x59_50  # any number of our own: "YP"


class Newer(SQLAlchemyError):
    """The tables were made by a later version of this software, and are not touched."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The survey's database is at revision {revision}, of a newer version than this one."
            " No answer is taken."
            " Put the newer version back, or the backup that was made before the upgrade"
        )


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this version."""
    head = ScriptDirectory.from_config(_migrations()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def migrate(target: Engine | None = None, to: str = "head", *, anew: bool = False) -> str:
    """Bring the tables up to the revision `to`, one process at a time; the revision that stands now.

    `anew`: make them although results of earlier answers were published. Without it that raises Emptied.
    """
    if target is None:
        opened = open_engine(settings().survey_url, UPKEEP)
        try:
            with patiently():
                return migrate(opened, to, anew=anew)
        finally:
            opened.dispose()
    config = _migrations()
    with _alone(target), target.execution_options(survey_writes=True).begin() as connection:
        if target.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        stands = MigrationContext.configure(connection).get_current_revision()
        if stands is None and not anew:
            emptied.refuse_if_published()
        _refuse_if_newer(stands)
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        return MigrationContext.configure(connection).get_current_revision() or ""


def revisions() -> tuple[str | None, str | None]:
    """At which revision the tables stand, and at which this version needs them. Nothing is changed; raises
    SQLAlchemyError where nothing could be (Newer).
    """
    opened = open_engine(settings().survey_url, PERSON)
    try:
        with opened.execution_options(survey_writes=True).connect() as connection:
            stands = MigrationContext.configure(connection).get_current_revision()
            _refuse_if_newer(stands)
            return stands, ScriptDirectory.from_config(_migrations()).get_current_head()
    finally:
        opened.dispose()


def _refuse_if_newer(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_migrations()).walk_revisions()}
    if revision is not None and revision not in known:
        raise Newer(revision)


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _alone(target: Engine) -> AbstractContextManager[object]:
    """PostgreSQL has its own lock, taken in the transaction."""
    if target.dialect.name != "sqlite":
        return nullcontext()
    return FileLock(f"{target.url.database}.migrating.lock", timeout=patience.get().lock_s * 3)
