"""A survey that runs for Wiltshire, on SQLite and on a real PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from data_access import settings as settings_module
from data_access.survey.database import connections, engine


@pytest.fixture(scope="session")
def postgresql_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where PostgreSQL keeps its tables and its logs."""
    return tmp_path_factory.mktemp("pg")


@pytest.fixture(scope="session")
def postgresql(postgresql_folder: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(postgresql_folder))
    import pgserver

    server = pgserver.get_server(postgresql_folder / "data")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture
def survey(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """On SQLite."""
    for name, value in {
        "FORCES": "wiltshire",
        "OPERATOR_NAME": "Wiltshire Police",
        "OPERATOR_CONTACT": "survey@police.example",
        "OPERATOR_ROLE": "force",
        "COMMENTS": "on",
        "STAFF": "Mo@police.example:moderator, read@police.example:reader",
        "SECRET": "a secret of the tests",
    }.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()
    yield
    engine.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def empty(survey: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database without tables, of both kinds."""
    if request.param == "postgresql":
        monkeypatch.setenv("YOURPATCH_SURVEY_DB", request.getfixturevalue("postgresql"))
        settings_module.settings.cache_clear()
        opened = connections.open_engine(settings_module.settings().survey_url, connections.UPKEEP)
        with opened.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        opened.dispose()
    return str(request.param)
