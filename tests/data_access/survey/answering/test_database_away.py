"""The survey's database locked, frozen or gone under a real server: the rest of the site does not wait,
whoever sends is told at once to send again, and nothing is lost or doubled by it.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import psutil
import pytest
import requests
from sqlalchemy import func, select

from data_access import settings as settings_module
from data_access.models import Named
from data_access.store import small_facts, street_crime
from data_access.store.places import Names
from data_access.survey.answering import form_tokens
from data_access.survey.database import engine, tables
from tests.support.client import HTML
from tests.support.records import month, reading
from tests.support.serving import Site, free_port, start_site
from tests.support.soak import SEED, only_in_soak, rounds
from tests.support.survey_forms import ASKING, PLACE
from ui.compressed_assets import FOLDER

AT = f"{PLACE.force_id}/{PLACE.neighbourhood_id}"
FORM = f"/survey-form/{AT}"
SCRIPT = next(FOLDER.rglob("react-dom.*.js")).relative_to(FOLDER).as_posix()
ELSEWHERE = (
    "/status",
    "/status.json",
    "/readyz",
    f"/feeds/{AT}/crimes.csv",
    f"/feeds/{AT}/trend.json",
    f"/embed/v1/{AT}/survey",
    f"/neighbourhood/{AT}",
    f"/survey_results?force={PLACE.force_id}&neighbourhood={PLACE.neighbourhood_id}",
    f"/static/{SCRIPT}",
    f"/?force={PLACE.force_id}&neighbourhood={PLACE.neighbourhood_id}",
    "/_stcore/health",
    FORM,
)
AT_ONCE_S = 1.0
TOLD_WITHIN_S = 6.0
SENDERS = 70
CHANCE = random.Random(SEED)  # noqa: S311
Trouble = Callable[[], AbstractContextManager[object]]


@contextmanager
def served(data_dir: Path, **more: str) -> Iterator[Site]:
    """The site of a force that asks, with one neighbourhood held and nobody outside to ask."""
    small_facts.write("neighbourhoods", (Named(PLACE.neighbourhood_id, "A town"),), Names, PLACE.force_id)
    street_crime.write_months(PLACE, {month("2026-07"): reading({"burglary": 3})})
    others = {f"YOURPATCH_{name}": value for name, value in more.items()}
    site = start_site(data_dir, until="/healthz", **ASKING | {"YOURPATCH_OFFLINE": "1"} | others)
    try:
        for path in ELSEWHERE:  # what is made once is made
            assert site.get(path, **HTML).status_code == 200, path
        yield site
    finally:
        site.stop()


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else holds the lock of the SQLite file."""
    file = settings_module.settings().own_dir / "survey.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


@contextmanager
def frozen(folder: Path) -> Iterator[None]:
    """PostgreSQL takes connections and data, and does nothing with them."""
    postmaster = psutil.Process(int((folder / "data" / "postmaster.pid").read_text("ascii").split()[0]))
    stopped = [postmaster]
    try:
        # Stopped first, it begins no other.
        postmaster.suspend()
        stopped += postmaster.children(recursive=True)
        for process in stopped[1:]:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        yield
    finally:
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.resume()


def send(site: Site, token: str) -> requests.Response:
    form = {"fair": "neither", "token": token, "at": "3", "go": CHANCE.choice(("send", "send-x"))}
    return requests.post(site.url(FORM), data=form, timeout=90)


def send_until_taken(site: Site, token: str) -> None:
    deadline = time.monotonic() + 60
    while (answer := send(site, token)).status_code == 503:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert "have been received" in answer.text


def told_to_send_again(answer: requests.Response) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "Send them again" in answer.text
    assert 'name="fair" value="neither"' in answer.text
    assert answer.elapsed.total_seconds() < TOLD_WITHIN_S


def told(site: Site, state: str) -> None:
    """Those who watch the site are told so before long."""
    deadline = time.monotonic() + 20
    while {site.get(path).json()["survey"] for path in ("/readyz", "/status.json")} != {state}:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def seconds(site: Site, path: str) -> float:
    started = time.monotonic()
    assert site.get(path, **HTML).status_code == 200, path
    return time.monotonic() - started


def nothing_waits(site: Site, trouble: Trouble) -> None:
    """Seventy send while there is trouble: the rest of the site answers, and each of them counts once."""
    send_until_taken(site, form_tokens.ripe(PLACE, "tablet"))  # its database is open
    for _round in range(rounds(1)):
        tokens = [form_tokens.ripe(PLACE, "tablet") for _ in range(SENDERS)]
        with ThreadPoolExecutor(SENDERS) as hands:
            with trouble():
                sent = [hands.submit(send, site, token) for token in tokens]
                time.sleep(CHANCE.uniform(0.1, 0.5))
                took = {path: seconds(site, path) for path in ELSEWHERE}
                answers = [one.result() for one in sent]
                told(site, "not answering")
            assert {path: s for path, s in took.items() if s >= AT_ONCE_S} == {}
            for answer in answers:
                told_to_send_again(answer)
            list(hands.map(lambda token: send_until_taken(site, token), tokens + CHANCE.sample(tokens, 10)))
        told(site, "ok")
    with engine.reading() as connection:
        for table in (tables.answers, tables.spent_tokens):
            assert connection.scalar(select(func.count()).select_from(table)) == rounds(SENDERS) + 1


@pytest.mark.slow
@pytest.mark.soak
def test_nobody_waits_for_a_locked_file(survey: None, data_dir: Path):
    with served(data_dir) as site:
        nothing_waits(site, locked)


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
def test_nobody_waits_for_a_frozen_server(empty: str, data_dir: Path, postgresql_folder: Path):
    with served(data_dir, SURVEY_DB=settings_module.settings().survey_url) as site:
        nothing_waits(site, lambda: frozen(postgresql_folder))


@only_in_soak
@pytest.mark.soak
@pytest.mark.slow
def test_nobody_waits_for_a_server_that_is_gone(survey: None, data_dir: Path):
    with served(data_dir, SURVEY_DB=f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none") as site:
        with ThreadPoolExecutor(SENDERS) as hands:
            sent = [hands.submit(send, site, form_tokens.ripe(PLACE, "tablet")) for _ in range(SENDERS)]
            took = {path: seconds(site, path) for path in ELSEWHERE}
            for one in sent:
                told_to_send_again(one.result())
        assert {path: s for path, s in took.items() if s >= AT_ONCE_S} == {}
        told(site, "not answering")
