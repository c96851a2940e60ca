"""The demonstration's invented answers: the sizes that are promised, the same each time, and once only."""

import subprocess
import sys

import pytest
from sqlalchemy import func, select

from data_access import settings as settings_module
from data_access.models import NeighbourhoodRef
from data_access.store.team_statements import said
from data_access.survey.database import engine
from data_access.survey.database.tables import answers, comments, replies
from data_access.survey.results import publish
from data_access.survey.staff import publish_statements
from demo import survey
from ui import nightly_jobs

TOWN = NeighbourhoodRef(survey.FORCE, "EX01")


@pytest.fixture
def demonstration(data_dir, monkeypatch):
    def at(moment: str) -> None:
        values = {"DEMO": "always", "DEMONSTRATION": "1", "NOW": moment, "DATA_DIR": str(data_dir)}
        for name, value in values.items():
            monkeypatch.setenv(f"YOURPATCH_{name}", value)
        settings_module.settings.cache_clear()

    at("2026-11-18T12:00:00")
    yield at
    engine.close()


def how_many(*where) -> int:
    with engine.reading() as connection:
        return connection.scalar(select(func.count()).select_from(answers).where(*where)) or 0


def everything() -> list:
    with engine.reading() as connection:
        return [list(connection.execute(select(t).order_by(t.c.id))) for t in (answers, comments)]


@pytest.mark.slow
def test_each_size_is_there_and_results_come_of_them(demonstration):
    assert survey.write() == how_many() > 10_000
    for place, sizes in survey.SIZES.items():
        for year, n in zip((2025, 2024), sizes, strict=True):
            where = answers.c.neighbourhood == place, answers.c.quarter.like(f"{year}-%")
            assert how_many(*where, answers.c.held.is_(False)) == n, (place, year)
    assert {0, 9, 10, 29, 30, 214, 5000} <= {odd for odd, _even in survey.SIZES.values()}
    publish.publish_all()
    publish_statements.publish_all()
    shown = {
        place: publish.results_of(NeighbourhoodRef(survey.FORCE, place))[0]
        for place in survey.SIZES
        if survey.SIZES[place][0]
    }
    assert {p: its.n for p, its in shown.items()} == {
        p: odd if odd >= 10 else None for p, (odd, _even) in survey.SIZES.items() if odd
    }
    # How many of the six questions have a share: of the thirty, one is too one-sided.
    asked = {
        place: len(shown[place].asked) for place in ("Fallow Cross", "E05013802N", "AB12", "EX01", "EX02")
    }
    assert list(asked.values()) == [0, 0, 5, 6, 6]
    assert shown["EX02"].left_out == survey.BURST
    quarters = publish.results_of_force(survey.FORCE)
    assert quarters[0].key == "2026-Q3"
    assert all(its.n is not None and its.n > 100 for its in quarters)
    assert len(said(TOWN).replies) == 1
    assert len(said(TOWN).comments) == 3


@pytest.mark.slow
def test_the_same_each_time_none_twice_and_more_as_time_goes_on(demonstration, data_dir):
    survey.write()
    first = everything()
    assert survey.write() == 0
    assert everything() == first
    # What staff took away does not come back.
    with engine.writing() as connection:
        connection.execute(replies.delete())
    survey.write()
    with engine.reading() as connection:
        assert list(connection.execute(select(replies))) == []
    demonstration("2027-01-01T09:00:00")
    assert survey.write() == how_many(answers.c.quarter == "2026-Q4") > 1000
    engine.close()
    demonstration("2026-11-18T12:00:00")
    (data_dir / "demo" / "survey.sqlite").unlink()
    survey.write()
    assert everything() == first


@pytest.mark.slow
def test_real_answers_are_never_joined_by_invented_ones(data_dir):
    done = subprocess.run(
        [sys.executable, "-m", "demo.survey"],
        env={"YOURPATCH_DATA_DIR": str(data_dir), "PATH": ""},
        cwd=settings_module.HOUSE,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "for the demonstration only" in done.stderr
    assert not list(data_dir.rglob("survey.sqlite"))


@pytest.mark.slow
def test_the_server_s_upkeep_writes_and_publishes_them(demonstration):
    assert nightly_jobs.once()
    assert publish.results_of(TOWN)[0].n == survey.SIZES["EX01"][0]
    assert said(TOWN).comments
