"""The nightly jobs on a real database, and without one."""

from datetime import datetime, timedelta

from data_access.london_time import LONDON
from data_access.settings import settings
from data_access.survey.database import engine
from tests.support.serving import free_port
from ui import nightly_jobs


def test_the_survey_s_database_is_opened_and_looked_after(data_dir, monkeypatch):
    assert nightly_jobs.once()
    assert (data_dir / "survey.sqlite").is_file()
    engine.close()


def test_a_survey_that_ended_is_looked_after_and_one_never_begun_makes_no_database(data_dir, monkeypatch):
    assert not nightly_jobs.is_needed()
    assert not (data_dir / "survey.sqlite").exists()
    engine.engine()
    engine.close()
    assert nightly_jobs.is_needed()
    monkeypatch.setenv("YOURPATCH_SURVEY_DB", "postgresql+psycopg://nobody@127.0.0.1/none")
    settings.cache_clear()
    assert nightly_jobs.is_needed()


def test_a_dead_database_stops_nothing_and_its_error_is_logged_by_kind(data_dir, monkeypatch, caplog):
    address = f"postgresql+psycopg://nobody:hush@127.0.0.1:{free_port()}/none"
    monkeypatch.setenv("YOURPATCH_SURVEY_DB", address)
    settings.cache_clear()
    assert not nightly_jobs.once()
    told = [record.getMessage() for record in caplog.records if record.name == "yourpatch.upkeep"]
    assert told
    assert all("failed: OperationalError" in line for line in told)
    assert "hush" not in caplog.text
    engine.close()


def test_the_night_is_london_s():
    evening = datetime(2026, 11, 26, 23, 0, tzinfo=LONDON)
    assert nightly_jobs.until_night(evening) == timedelta(hours=1, minutes=5)
