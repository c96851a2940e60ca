"""The handbook's drill, line by line: back up, wreck, restore, and the same pages come again."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.models import NeighbourhoodRef
from data_access.settings import HOUSE, settings
from data_access.store import small_facts
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted
from data_access.survey.answering.submission import Draft
from data_access.survey.database import engine, tables
from data_access.survey.results import publish
from data_access.survey.results.window import Window
from tests.support import exampleshire
from tests.support.client import HTML
from tests.support.plain_site import read_small_facts
from tests.support.serving import Site, start_site
from tests.support.survey_forms import ripe

pytestmark = pytest.mark.slow
# A force that there is: an invented one is served by the demonstration only.
PLACE = NeighbourhoodRef("wiltshire", exampleshire.TOWN.neighbourhood_id)
OURS = f"{PLACE.force_id}/{PLACE.neighbourhood_id}"
PAGES = (
    f"/neighbourhood/{OURS}",
    f"/neighbourhood/{OURS}/kind/shoplifting",
    f"/feeds/{OURS}/crimes.csv",
    f"/feeds/{OURS}/trend.json",
    f"/briefing/{OURS}.html",
    f"/embed/v1/{OURS}/survey",
    f"/embed/v1/{OURS}/trend",
    "/sitemap.xml",
)
SURVEY = {
    "YOURPATCH_OPERATOR_NAME": "Wiltshire Police",
    "YOURPATCH_OPERATOR_CONTACT": "survey@police.example",
    "YOURPATCH_OPERATOR_ROLE": "force",
    "YOURPATCH_PUBLIC_URL": "https://patch.example",
    "YOURPATCH_FORCES": PLACE.force_id,
}


def drill(step: str, data: Path, backup: Path) -> None:
    """Do what the handbook says, with these two folders."""
    text = (HOUSE / "docs" / "deployment.md").read_text("utf-8")
    [lines] = re.findall(rf"^```sh {step}\n(.*?)^```", text, re.M | re.S)
    for name, folder in (("DATA", data), ("BACKUP", backup)):
        lines, replaced = re.subn(rf"^{name}=[^#\n]+", f"{name}='{folder}' ", lines, flags=re.M)
        assert replaced == 1
    lines = lines.replace(".venv/bin/python", sys.executable)
    done = subprocess.run(["/bin/sh", "-euc", lines], cwd=HOUSE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def answer(words: str) -> None:
    assert isinstance(accept(Draft(PLACE, {"fair": words}, "", ripe(PLACE))), Accepted)


def stored() -> int:
    with engine.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(tables.answers)) or 0)


def started(data: Path) -> Site:
    return start_site(data, keep_packed=False, YOURPATCH_OFFLINE="1", YOURPATCH_DEMO="never", **SURVEY)


def pages(site: Site) -> dict[str, str]:
    answers = {path: site.get(path, **HTML) for path in PAGES}
    assert [path for path, answer in answers.items() if answer.status_code != 200] == []
    return {path: answer.text for path, answer in answers.items()}


def test_what_was_backed_up_comes_again(stand_in, data_dir: Path, tmp_path: Path, monkeypatch):
    for name, value in SURVEY.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    exampleshire.hold(stand_in, exampleshire.TOWN)
    read_small_facts(exampleshire.TOWN)
    facts = settings().facts_dir
    (facts / exampleshire.TOWN.force_id).rename(facts / PLACE.force_id)
    for _ in range(3):
        answer("neither")
    small_facts.write("survey", publish.OfForce((Window("2026-Q2", 120),)), publish.OfForce, PLACE.force_id)
    engine.close()

    site = started(data_dir)
    try:
        before, key = pages(site), (data_dir / "secret").read_bytes()
        drill("backup", data_dir, tmp_path / "backup")
        answer("neither")  # after the backup, and so lost
        engine.close()
    finally:
        site.process.kill()
        site.process.wait()
    shutil.rmtree(data_dir / "facts" / PLACE.force_id / PLACE.neighbourhood_id)
    (data_dir / "secret").write_bytes(b"")
    (data_dir / "survey.sqlite").write_bytes(b"no database any more" * 200)

    drill("restore", data_dir, tmp_path / "backup")
    site = started(data_dir)
    try:
        assert pages(site) == before
        assert site.get("/readyz").json()["survey"] == "ok"
    finally:
        site.stop()
    assert (data_dir / "secret").read_bytes() == key
    assert stored() == 3
    answer("neither")
    assert stored() == 4
    engine.close()
