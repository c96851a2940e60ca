"""The tables go up from every earlier version with data in them, and many may open them at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from data_access import settings
from data_access.settings import HOUSE
from data_access.survey.database import connections, engine, migrate, tables
from manage import cli  # noqa: TID251 - what its `survey-migrate` says

PLACE = {"force": "wiltshire", "neighbourhood": "AB12"}
MOMENT = datetime(2026, 8, 1, 12, tzinfo=UTC)
ANSWER = {
    **PLACE, "id": "a" * 32, "quarter": "2026-Q3", "week": "2026-W31",
    "version": "2026-1", "mode": "web", "held": False, "good_job": "good",
}  # fmt: skip


# A row of each table, by the revision that made it.
ROWS = {
    "0001": {
        tables.answers: ANSWER,
        tables.spent_tokens: {"nonce_hash": "b" * 64, "expires_week": "2026-W31"},
        tables.comments: {
            **PLACE, "id": "c" * 32, "quarter": "2026-Q3", "month": date(2026, 7, 1), "text": "Lights",
            "state": "new", "risk": False,
        },
    },
    "0002": {
        tables.moderation_log: {
            **PLACE, "id": 1, "at": MOMENT, "who": "mo", "what": "released", "about": "comment",
            "about_id": "c" * 32,
        },
        tables.replies: {
            **PLACE, "id": "d" * 32, "quarter": "2026-Q3", "said": "Lights", "did": "Mended", "who": "ed",
            "changed_at": MOMENT,
        },
        tables.notes: {
            **PLACE, "id": "e" * 32, "text": "Hello", "signed": "PC", "month": None, "withdrawn": False,
            "written_on": date(2026, 8, 1), "expires_on": date(2026, 11, 1), "who": "ed",
        },
        tables.hidden: {
            **PLACE, "id": "f" * 32, "kind": "event", "key": "event:1", "reason": "Wrong", "who": "ed",
            "hidden_at": MOMENT,
        },
        tables.bursts: {
            **PLACE, "quarter": "2026-Q3", "week": "2026-W31", "decision": "let_in", "who": "mo",
            "decided_at": MOMENT,
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("first", list(ROWS))
def test_from_every_revision_with_data_in_it(first: str, empty: str):
    rows = {table: row for revision in ROWS if revision <= first for table, row in ROWS[revision].items()}
    assert migrate.migrate(to=first) == first
    opened = connections.open_engine(settings.settings().survey_url, connections.UPKEEP)
    with opened.execution_options(survey_writes=True).begin() as connection:
        for table, row in rows.items():
            connection.execute(insert(table), row)
    opened.dispose()
    assert migrate.migrate() == max(ROWS)
    with engine.reading() as connection:
        for table, row in rows.items():
            kept = connection.execute(select(table)).one()._mapping
            assert {name: kept[name] for name in row} == row
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_an_error_undoes_the_whole_transaction(empty: str):
    with pytest.raises(IntegrityError), engine.writing() as connection:
        connection.execute(insert(tables.answers), [ANSWER, ANSWER])
    with engine.reading() as connection:
        assert connection.execute(select(tables.answers)).all() == []


@pytest.mark.slow
def test_processes_that_start_at_once_do_not_trip_over_each_other(empty: str):
    def start(_: int) -> subprocess.CompletedProcess[str]:
        code = (
            "from data_access.secret_key import secret; "
            "from data_access.survey.database import migrate; print(migrate.migrate(), secret())"
        )
        return subprocess.run([sys.executable, "-c", code], cwd=HOUSE, text=True, capture_output=True)

    with ThreadPoolExecutor(4) as hands:
        done = list(hands.map(start, range(4)))
    assert {(one.returncode, one.stdout) for one in done} == {(0, "0002 a secret of the tests\n")}, done


def test_a_database_of_a_newer_version_is_left_alone(empty: str, caplog):
    with engine.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.close()
    for use in (engine.engine, migrate.migrate, migrate.revisions):
        with pytest.raises(migrate.Newer, match="at revision 9999, of a newer version"):
            use()
    assert "of a newer version than this one" in caplog.text
    told = CliRunner().invoke(cli, ["survey-migrate"])
    assert told.exit_code == 1
    assert "Put the newer version back" in told.output
    engine.close()
