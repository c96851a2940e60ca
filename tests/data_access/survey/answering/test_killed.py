"""The server killed while answers come in: what was acknowledged is on the disk, once."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from threading import Event

import pytest
import requests
from sqlalchemy import select

from data_access import settings as settings_module
from data_access.models import Named
from data_access.store import small_facts
from data_access.store.places import Names
from data_access.survey.answering import form_tokens
from data_access.survey.database import engine, tables
from data_access.survey.questions import QUESTIONS
from tests.support.serving import Site, start_site
from tests.support.soak import SEED, rounds
from tests.support.survey_forms import ASKING, PLACE

CLIENTS, KILLS = 8, rounds(1)
SUBMISSIONS = 150 * KILLS
FORM = f"/survey-form/{PLACE.force_id}/{PLACE.neighbourhood_id}"


class Serving:
    """A server that is killed and started again; `site` is None while there is none."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.site: Site | None = None

    def start(self) -> None:
        self.site = start_site(self.folder, until="/healthz", keep_packed=False, **self.environment)

    def kill(self) -> None:
        site, self.site = self.site, None
        assert site
        site.process.kill()
        site.process.wait(10)

    def post(self, form: dict[str, str]) -> bool:
        """Whether the answers were acknowledged; False for a server that is gone."""
        if (site := self.site) is None:
            time.sleep(0.05)
            return False
        try:
            answer = requests.post(site.url(FORM), data=form | {"go": "send"}, timeout=20)
        except requests.RequestException:
            return False
        assert answer.status_code == 200, answer.text[:300]
        assert "have been received" in answer.text
        return True


@pytest.mark.slow
@pytest.mark.soak
def test_killed_at_any_moment_what_was_acknowledged_is_there_once(
    empty: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    chance = random.Random(SEED)  # noqa: S311
    monkeypatch.setenv("YOURPATCH_DEMO", "never")
    settings_module.settings.cache_clear()
    small_facts.write("neighbourhoods", (Named(PLACE.neighbourhood_id, "A town"),), Names, PLACE.force_id)
    # Everybody answers differently, so that each can be told from the others.
    sheets = product(*(question.values for question in QUESTIONS))
    mine = [dict(zip((q.name for q in QUESTIONS), next(sheets), strict=True)) for _ in range(SUBMISSIONS)]
    forms = [sheet | {"token": form_tokens.ripe(PLACE, "tablet")} for sheet in mine]
    environment = ASKING | {"YOURPATCH_POLICE_API": "http://127.0.0.1:9"}
    if empty == "postgresql":
        environment |= {"YOURPATCH_SURVEY_DB": settings_module.settings().survey_url}
    serving, done, acknowledged = Serving(data_dir, environment), Event(), []
    serving.start()

    def client(number: int) -> None:
        for form in forms[number::CLIENTS]:
            # A phone whose answer did not come asks again, with the same form.
            while not serving.post(form):
                assert not done.is_set()
            acknowledged.append(form["token"])

    with ThreadPoolExecutor(CLIENTS) as hands:
        waiting = [hands.submit(client, number) for number in range(CLIENTS)]
        try:
            for n in range(KILLS):
                while len(acknowledged) < (n + 1) * SUBMISSIONS // (KILLS + 1) - chance.randrange(40):
                    assert not any(one.done() and one.exception() for one in waiting)
                    time.sleep(0.005)
                time.sleep(chance.random() * 0.05)
                serving.kill()
                serving.start()
            for one in waiting:
                one.result(60)
        finally:
            done.set()
    serving.kill()
    assert len(acknowledged) == SUBMISSIONS
    with engine.reading() as connection:
        rows = connection.execute(select(*(tables.answers.c[q.name] for q in QUESTIONS))).all()
        spent = connection.execute(select(tables.spent_tokens)).all()
    assert Counter(map(tuple, rows)) == Counter(tuple(sheet.values()) for sheet in mine)
    assert len(spent) == SUBMISSIONS
