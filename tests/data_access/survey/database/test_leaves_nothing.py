"""A full run with everything personal one can send: none of it is in the database, its logs or ours."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from components.addresses import path_of
from data_access import settings as settings_module
from data_access.models import Named
from data_access.store import small_facts
from data_access.store.places import Names
from data_access.survey.answering import form_tokens
from data_access.survey.database import engine, tables
from data_access.survey.staff import moderation
from tests.support.serving import start_site
from tests.support.survey_forms import PLACE

AT = f"/survey-form/{path_of(PLACE)}"
# As people write them, and what of each is searched for: also where only half of it was taken out. Nothing
# short, which stands by chance in some random key.
SEEDED = {
    "07700 900457": ("7700900457", "700 900457"),
    "+44 1632 960 961": ("1632960961", "632 960 961"),
    "jo.blobbs@example.org": ("blobbs",),
    "flo.flubbs @ example.org": ("flubbs",),
    "SN15 3QQ": ("SN15 3QQ", "SN153QQ"),
    "ZX12 QQV": ("ZX12 QQV", "ZX12QQV"),
    "Mrs Ann Zzyzxworth": ("Zzyzxworth",),
    "PC 4711 Quibblesnatch": ("Quibblesnatch",),
}
ADDRESS, BROWSER = "198.51.100.77", "Xyzzybrowser/7.3"


@pytest.mark.slow
def test_nothing_personal_is_left(
    empty: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
):
    kept_in = [data_dir]
    if empty == "postgresql":
        kept_in.append(request.getfixturevalue("postgresql_folder"))
    chosen = {
        "SURVEY_DB": settings_module.settings().survey_url,
        "FORCES": "wiltshire",
        "OPERATOR_NAME": "Wiltshire Police",
        "OPERATOR_CONTACT": "survey@police.example",
        "OPERATOR_ROLE": "force",
        "COMMENTS": "on",
        "STAFF": "mo@police.example:moderator",
        "SECRET": "a secret of the tests",
        "DEMO": "never",
        "POLICE_API": "http://127.0.0.1:9",
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    for name, value in chosen.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()
    small_facts.write("neighbourhoods", (Named("AB12", "A town"),), Names, "wiltshire")
    environment = {f"YOURPATCH_{name}": value for name, value in chosen.items()}
    site = start_site(data_dir, until="/healthz", keep_packed=False, **environment)
    headers = {"User-Agent": BROWSER, "X-Forwarded-For": ADDRESS, "Referer": "https://x.example/?p=SN15+3QQ"}

    def post(**form: str) -> requests.Response:
        return requests.post(site.url(AT), data=form, headers=headers, timeout=20)

    def ripe(age: float = 60) -> str:
        return form_tokens.issue(PLACE, mode="tablet", issued=time.time() - age)

    try:
        for seed in SEEDED:
            text = f"Please ask me about the lights: {seed}."
            sent = post(good_job="poor", comment=text, token=ripe(), go="send")
            assert (sent.status_code, "was taken out" in sent.text) == (200, True), seed
            # The steps before it, refusals and faults see it too.
            post(good_job="poor", comment=text, token=ripe(), at="3")
            post(good_job="poor", comment=text, token=ripe(), at="3", go="keep")
            post(good_job=seed, comment=text * 30, token=ripe(), go="send")
            post(good_job="poor", comment=text, token=seed, go="send")
            post(good_job="poor", comment=text, token=ripe(age=10**6), go="send")
            requests.get(site.url(f"{AT}?q={seed}"), headers=headers, timeout=20)
            requests.get(site.url(f"/survey-form/wiltshire/{seed}"), headers=headers, timeout=20)
        with ThreadPoolExecutor(8) as hands:
            list(
                hands.map(
                    lambda n: post(good_job="poor", token=ripe(), go="send", comment=f"Rust {n}"), range(16)
                )
            )
        with engine.reading() as connection:
            found = connection.execute(select(tables.comments.c.id, tables.comments.c.text)).all()
        assert len(found) == len(SEEDED) + 16
        for id_, words in found:
            moderation.release(id_, words, "mo@police.example")
        # What was written is there to be found, at all.
        assert all(b"about the lights" in everything(folder) for folder in kept_in)
    finally:
        site.stop()
        engine.close()
    needles = [ADDRESS, BROWSER, *SEEDED, *(part for parts in SEEDED.values() for part in parts)]
    for folder in kept_in:
        left = everything(folder).lower()
        assert [seed for seed in needles if seed.lower().encode() in left] == []


def everything(folder: Path) -> bytes:
    """All that stands in a folder: the database, its logs, our log, facts; not Streamlit's own files."""
    files = (file for file in folder.rglob("*") if file.is_file() and "static-cache" not in file.parts)
    return b"\0".join(file.read_bytes() for file in files)
