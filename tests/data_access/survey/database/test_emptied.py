"""A database that was emptied, removed or replaced: none is begun anew where results are published."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from data_access.store import small_facts
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted, Refused
from data_access.survey.answering.submission import Draft
from data_access.survey.database import engine, tables
from data_access.survey.results import publish
from data_access.survey.results.window import Window
from manage import cli  # noqa: TID251 - its `survey-migrate` begins anew
from publish.operations import survey_state
from tests.support.survey_forms import PLACE, ripe


def send() -> Accepted | Refused:
    return accept(Draft(PLACE, {"fair": "neither"}, "", ripe()))


def stored() -> int:
    with engine.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(tables.answers)) or 0)


def publish_results() -> None:
    results = publish.OfForce((Window("2026-Q2", 120),))
    small_facts.write("survey", results, publish.OfForce, PLACE.force_id)


def settle(file: Path) -> None:
    """Have all that was written stand in the file itself."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_an_empty_database_is_not_begun_anew_where_results_are_published(empty: str, caplog):
    publish_results()
    assert isinstance(refused := send(), Refused)
    assert (refused.code, bool(refused.token)) == ("emptied", True)
    assert "Put a backup back" in caplog.text
    survey_state.look.cache_clear()
    assert survey_state.look().state == "emptied"
    told = CliRunner().invoke(cli, ["survey-migrate"])
    assert told.exit_code == 1
    assert "survey-migrate --begin-anew" in told.output
    done = CliRunner().invoke(cli, ["survey-migrate", "--begin-anew"])
    assert (done.exit_code, done.output) == (0, "The survey's database is at revision 0002.\n")
    engine.close()  # or two seconds later
    assert isinstance(send(), Accepted)


def test_a_first_database_is_made_unasked(empty: str):
    assert isinstance(send(), Accepted)


@pytest.mark.parametrize("end", [os.remove, lambda file: os.truncate(file, 0)], ids=["removed", "emptied"])
def test_a_file_that_goes_under_a_running_site_is_noticed(
    survey: None, data_dir: Path, end: Callable[[Path], None]
):
    file = data_dir / "survey.sqlite"
    assert isinstance(send(), Accepted)
    publish_results()
    settle(file)
    end(file)
    assert [send().code for _ in range(2)] == ["emptied"] * 2
    assert not file.exists() or not file.stat().st_size


def test_a_backup_put_back_under_a_running_site_takes_the_answers(survey: None, data_dir: Path):
    file = data_dir / "survey.sqlite"
    assert isinstance(send(), Accepted)
    settle(file)
    shutil.copy(file, data_dir / "backup.sqlite")
    assert isinstance(send(), Accepted)
    settle(file)
    (data_dir / "backup.sqlite").replace(file)
    assert isinstance(send(), Accepted)
    engine.close()
    assert stored() == 2


def test_what_is_written_while_the_file_is_replaced_is_not_acknowledged(survey: None, data_dir: Path):
    file = data_dir / "survey.sqlite"
    assert isinstance(send(), Accepted)
    with pytest.raises(engine.OperationalError), engine.writing():
        file.rename(data_dir / "elsewhere.sqlite")
