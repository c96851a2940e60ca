"""What is past its time is gone, from the file too."""

import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select

from data_access import settings as settings_module
from data_access.models import NeighbourhoodRef
from data_access.survey.answering import form_tokens
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted
from data_access.survey.answering.submission import Draft
from data_access.survey.database import connections, engine, tables
from data_access.survey.database.purge import Purged, purge
from data_access.survey.staff import publish_statements
from manage import cli  # noqa: TID251 - its `survey-purge` does it
from tests.support.survey_forms import PLACE, ripe


def comment(number: int, month: date, text: str) -> dict[str, object]:
    return {
        "id": f"{number:032}", "force": "wiltshire", "neighbourhood": "AB12", "quarter": "2020-Q1",
        "month": month, "text": text, "state": "new", "risk": False,
    }  # fmt: skip


def test_comments_and_tokens_go_by_the_clock_and_answers_stay(empty: str, monkeypatch):
    for name, value in {"DEMO": "always", "NOW": "2026-07-31T22:59:00Z"}.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()
    with engine.writing() as connection:
        rows = [comment(1, date(2026, 2, 1), "February"), comment(2, date(2026, 1, 1), "January")]
        connection.execute(insert(tables.comments), rows)
        spent = [
            {"nonce_hash": "a", "expires_week": "2020-W01"},
            {"nonce_hash": "b", "expires_week": "2999-W01"},
        ]
        connection.execute(insert(tables.spent_tokens), spent)
    assert purge(dry_run=True) == Purged(1, 1, 0) == purge()
    assert purge() == Purged(0, 0, 0)
    monkeypatch.setenv("YOURPATCH_NOW", "2026-07-31T23:00:00Z")  # August in London
    settings_module.settings.cache_clear()
    assert purge() == Purged(1, 0, 0)


def test_a_note_goes_when_it_has_ended(empty: str, monkeypatch):
    for name, value in {"DEMO": "always", "NOW": "2026-07-30T12:00:00Z"}.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()
    row = {
        "force": "wiltshire", "neighbourhood": "AB12", "text": "We walk", "signed": "PC", "withdrawn": False,
        "written_on": date(2026, 4, 30), "who": "ed",
    }  # fmt: skip
    with engine.writing() as connection:
        rows = [row | {"id": str(day), "expires_on": date(2026, 7, day)} for day in (30, 31)]
        connection.execute(insert(tables.notes), rows)
    assert purge(dry_run=True) == Purged(0, 0, 1) == purge()
    with engine.reading() as connection:
        assert connection.execute(select(tables.notes.c.id)).scalars().all() == ["31"]


def test_the_command_takes_purged_words_out_of_the_facts_too(survey: None, data_dir: Path):
    with engine.writing() as connection:
        connection.execute(
            insert(tables.comments), [comment(1, date(2020, 1, 1), "xyzzy") | {"state": "released"}]
        )
    publish_statements.publish_all()
    (file,) = data_dir.rglob("said.json")
    assert "xyzzy" in file.read_text()
    told = CliRunner().invoke(cli, ["survey-purge", "--dry-run"])
    assert (told.exit_code, told.output) == (0, "would delete: comments 1, tokens 0, notes 0\n")
    assert "xyzzy" in file.read_text()
    assert CliRunner().invoke(cli, ["survey-purge"]).output == "deleted: comments 1, tokens 0, notes 0\n"
    assert not file.exists()


def test_purged_words_are_not_left_in_the_file(survey: None, data_dir: Path):
    with engine.writing() as connection:
        rows = [comment(n, date(2020, 1, 1), f"xyzzy {n} " * 40) for n in range(200)]
        connection.execute(insert(tables.comments), rows)
    assert purge().comments == 200
    files = list(data_dir.glob("survey.sqlite*"))
    assert files
    assert not any(b"xyzzy" in file.read_bytes() for file in files)


@pytest.mark.slow
@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
def test_a_tidying_that_fails_leaves_nobody_its_hurry(empty: str):
    """Somebody reads the comments meanwhile: PostgreSQL cannot write the table anew."""
    with engine.reading() as connection:
        connection.execute(select(tables.comments)).all()
        purge()
    # Outside of a transaction, which sets its own: what the session is left with.
    with connections.patiently():
        session = engine.engine().execution_options(isolation_level="AUTOCOMMIT")
        with session.connect() as connection:
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "0"


def test_the_file_is_for_its_owner_alone(survey: None, data_dir: Path):
    with engine.writing():
        modes = {
            file.stat().st_mode & 0o777 for file in data_dir.glob("survey.sqlite*") if "lock" not in file.name
        }
    assert modes == {0o600}


def test_a_handed_form_keeps_its_mode_and_stays_one_answer(survey: None):
    elsewhere = NeighbourhoodRef("wiltshire", "other")
    late = form_tokens.issue(PLACE, "tablet", issued=time.time() - form_tokens.LIFETIME_S - 60)
    first, second = (accept(Draft(PLACE, {"fair": "neither"}, "", late)).token for _ in range(2))
    assert form_tokens.read(first).mode == "tablet"
    assert not accept(Draft(PLACE, {"fair": "neither"}, "", first)).already
    assert accept(Draft(PLACE, {"fair": "neither"}, "", second)).already
    assert form_tokens.read(accept(Draft(elsewhere, {"fair": "neither"}, "", late)).token).mode == "web"


def test_a_dead_database_is_told_and_no_address_gets_into_the_log(survey: None, data_dir: Path, caplog):
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / "survey.sqlite").mkdir()
    outcome = accept(Draft(PLACE, {"fair": "neither"}, "Ring 07700 900123", ripe()), source="192.0.2.7")
    assert not isinstance(outcome, Accepted)
    assert outcome.code == "not_kept"
    assert "900123" not in caplog.text
    assert "192.0.2.7" not in caplog.text
