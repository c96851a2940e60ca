"""A database or a key that fails: nobody waits in line, nothing is counted, and it goes on afterwards."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from data_access import settings as settings_module
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted
from data_access.survey.answering.sending_limits import A_PLACE, Guard
from data_access.survey.answering.submission import Draft
from data_access.survey.database import connections, engine, migrate, tables
from tests.support.survey_forms import PLACE, ripe

GOOD = {"fair": "neither"}


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def callers(listening: socket.socket) -> int:
    """How many have connected."""
    listening.setblocking(False)
    number = 0
    with suppress(BlockingIOError):
        while True:
            listening.accept()[0].close()
            number += 1
    return number


@pytest.mark.slow
def test_those_who_come_while_the_database_is_away_do_not_wait_in_line(survey: None, silent, monkeypatch):
    url = f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/survey?connect_timeout=2"
    monkeypatch.setenv("YOURPATCH_SURVEY_DB", url)
    settings_module.settings.cache_clear()
    with ThreadPoolExecutor(8) as hands:
        outcomes = list(hands.map(lambda _: accept(Draft(PLACE, GOOD, "", ripe())), range(8)))
    assert [outcome.code for outcome in outcomes] == ["not_kept"] * 8
    assert callers(silent) == 1  # the others were told what the first one met


def test_connections_that_the_server_closed_are_opened_anew(empty: str):
    assert isinstance(accept(Draft(PLACE, GOOD, "", ripe())), Accepted)
    if empty == "postgresql":
        away = connections.open_engine(settings_module.settings().survey_url, connections.UPKEEP)
        with away.connect() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            connection.execute(text(f"{others} AND backend_type = 'client backend'"))
        away.dispose()
    assert isinstance(accept(Draft(PLACE, GOOD, "", ripe())), Accepted)


@pytest.mark.slow
def test_nobody_waits_long_for_a_lock(empty: str):
    """However many: the pages' own threads send by the same way as the plain form."""
    migrate.migrate()
    lock = "LOCK TABLE answers" if empty == "postgresql" else "SELECT 1"
    another = connections.open_engine(settings_module.settings().survey_url, connections.UPKEEP)
    with another.execution_options(survey_writes=True).begin() as holder:
        holder.exec_driver_sql(lock)
        began = time.monotonic()
        with ThreadPoolExecutor(40) as hands:
            outcomes = list(hands.map(lambda _: accept(Draft(PLACE, GOOD, "", ripe())), range(40)))
        assert time.monotonic() - began < 2 * connections.PERSON.lock_s + 1
        assert {outcome.code for outcome in outcomes} == {"not_kept"}
    another.dispose()
    assert isinstance(accept(Draft(PLACE, GOOD, "", ripe())), Accepted)


def test_what_could_not_be_written_counts_for_no_limit(survey: None):
    # A disk that is full can be read: each answer gets as far as the writing.
    with engine.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    limits = Guard()
    token = ripe()
    for _ in range(A_PLACE + 1):
        outcome = accept(Draft(PLACE, GOOD, "", token), source="192.0.2.1", limits=limits)
        assert (outcome.code, outcome.token) == ("not_kept", token)
    with engine.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    assert isinstance(accept(Draft(PLACE, GOOD, "", token), source="192.0.2.1", limits=limits), Accepted)
    with engine.reading() as connection:
        assert connection.execute(select(tables.answers.c.held)).scalars().all() == [False]


def test_a_key_that_cannot_be_read_is_told_and_the_form_kept(survey: None, data_dir: Path, monkeypatch):
    token = ripe()
    monkeypatch.delenv("YOURPATCH_SECRET")
    settings_module.settings.cache_clear()
    (data_dir / "secret").mkdir(parents=True)
    outcome = accept(Draft(PLACE, GOOD, "", token))
    assert (outcome.code, outcome.token) == ("not_kept", token)


def test_no_error_says_what_was_to_be_written(empty: str):
    with engine.writing() as connection:
        connection.exec_driver_sql("DROP TABLE comments")
    row = {
        "id": "a", "force": "wiltshire", "neighbourhood": "AB12", "quarter": "2026-Q3", "state": "new",
        "text": "Call Mo", "risk": False, "month": date(2026, 7, 1),
    }  # fmt: skip
    with pytest.raises(SQLAlchemyError) as failed, engine.writing() as connection:
        connection.execute(insert(tables.comments), row)
    assert "Call Mo" not in str(failed.value)
