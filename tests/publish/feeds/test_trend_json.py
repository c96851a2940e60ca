"""The counts for programs: what docs/feeds.md promises of version 1."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from components.content import summary
from data_access.overviews.place import view_of
from data_access.settings import HOUSE
from data_access.statistics.counts_table import CRIME
from tests.support.client import Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration

FILE = "/feeds/exampleshire/EX01/trend.json"


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    with demonstration(stand_in_process, tmp_path_factory.mktemp("trend"), TOWN) as running:
        yield running


def content(client: Client, options: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(FILE + options).json()
    return found


def test_the_figures_are_those_of_the_chart(client):
    said = content(client)
    shown = summary.trend(view_of(TOWN), CRIME, 24)
    assert shown is not None
    counts = {m["month"]: m["count"] for m in said["months"]}
    assert counts == {f"{m:%Y-%m}": int(n) for m, n in shown.series.items()}
    usual = {m["month"]: (m["usual"]["low"], m["usual"]["high"]) for m in said["months"] if m["usual"]}
    assert usual == {f"{m:%Y-%m}": (row.low, row.high) for m, row in shown.usual.iterrows()}
    assert usual["2026-09"][0] < counts["2026-09"]


def test_every_number_carries_what_it_needs(client):
    said = content(client)
    assert said["version"] == 1
    for row in said["months"]:
        assert (row["source"], row["licence"]) == (said["source"], said["licence"]["name"])
        assert row["source"] == "invented for the demonstration"
        assert row["state"] in {"held", "incomplete"}
        assert row["as_at"].startswith("2026-11-03T09:12:00")
    assert {m["month"] for m in said["months"] if m["state"] == "incomplete"} == {"2024-12"}


def test_options(client):
    year = content(client, "?months=12&category=shoplifting&to=2026-03")
    assert [m["month"] for m in year["months"]][::11] == ["2025-04", "2026-03"]
    assert year["kind"] == {"id": "shoplifting", "name": "Shoplifting"}
    assert content(client, "?to=1990-01")["months"] == []
    assert content(client, "?to=2030-01&foo=1")["months"] == content(client)["months"]
    for wrong in ("?months=-1", "?category=nosuch", "?to=2026-13", "?months=1e9"):
        assert client.get(FILE + wrong).status_code == 400


def test_the_handbook_names_every_key_and_no_other(client):
    handbook = (HOUSE / "docs" / "feeds.md").read_text("utf-8")
    told = set(
        re.findall(
            r"^\| `([\w.\[\]]+)` \|", handbook.partition("## trend.json")[2].partition("\n## ")[0], re.M
        )
    )
    assert told == set(_keys(content(client)))


def _keys(said: Any, before: str = "") -> Iterator[str]:
    for name, value in said.items():
        yield before + name
        if isinstance(value, dict):
            yield from _keys(value, f"{before}{name}.")
        if isinstance(value, list):
            found = {key for row in value for key in _keys(row, f"{before}{name}[].")}
            yield from found


def test_no_number_is_not_a_number(client):
    assert json.loads(client.get(FILE + "?months=36").content, parse_constant=pytest.fail)


def test_other_sites_may_read_it(client):
    assert client.get(FILE).headers["access-control-allow-origin"] == "*"
    assert date.fromisoformat(content(client)["newest_month"] + "-01") == date(2026, 9, 1)
