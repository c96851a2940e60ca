"""What those who watch over the site get: numbers for Prometheus, and a log that a program can read."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families
from websockets.sync.client import connect

from data_access.settings import HOUSE, settings
from tests.support.client import HTML
from tests.support.serving import Site, free_port, start_site
from ui import log_format

METRICS = "YOURPATCH_METRICS_PORT"
Numbers = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that is watched, and cannot reach police.uk."""
    running = start_site(
        tmp_path_factory.mktemp("watched"),
        until="/healthz",
        YOURPATCH_DEMO="never",
        YOURPATCH_LOG="json",
        YOURPATCH_POLICE_API=f"http://127.0.0.1:{free_port()}/api",
        YOURPATCH_METRICS_PORT=str(free_port()),
    )
    yield running
    running.stop()


def numbers(site: Site) -> Numbers:
    port = _environment(site)[METRICS]
    text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _environment(site: Site) -> dict[str, str]:
    pairs = Path(f"/proc/{site.process.pid}/environ").read_text().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def answered(found: Numbers, route: str, status: str) -> float:
    return found.get(("yourpatch_requests_total", frozenset({("route", route), ("status", status)})), 0)


def value(found: Numbers, name: str, **labels: str) -> float:
    return found[f"yourpatch_{name}", frozenset(labels.items())]


@pytest.mark.slow
def test_requests_are_counted_by_route_and_no_label_tells_a_place(site: Site):
    site.get("/neighbourhood/wiltshire/SECRET1", **HTML)
    site.get("/neighbourhood/wiltshire/SECRET2/", **HTML)
    site.get("/nosuch/SECRET3")
    site.get("/static/SECRET4.js")
    site.post("/neighbourhood", q="SN15 1HN")
    found = numbers(site)
    place = ("route", "/neighbourhood/{force}/{neighbourhood}")
    assert (
        sum(n for (name, pairs), n in found.items() if name.endswith("requests_total") and place in pairs)
        == 2
    )
    assert answered(found, "other", "404") == 1
    assert answered(found, "Streamlit's files", "404") == 1
    assert answered(found, "/healthz", "200") >= 1
    assert value(found, "request_seconds_count", route="/healthz") >= 1
    labels = {label for _name, pairs in found for pair in pairs for label in pair}
    assert [label for label in labels if re.search(r"SECRET|SN15|wiltshire|127\.0\.0|http", label)] == []


@pytest.mark.slow
def test_what_is_held_what_fails_and_who_is_there_is_told(site: Site):
    site.get("/neighbourhood", **HTML)
    with connect(site.address.replace("http", "ws") + "/_stcore/stream"):
        assert value(numbers(site), "sessions") == 1
    found = numbers(site)
    assert value(found, "neighbourhoods_held") == 0
    assert value(found, "survey", yourpatch_survey="no database") == 1
    assert value(found, "police_uk_failures_total", kind="PoliceUnavailable") > 0
    assert value(found, "places_waiting") == 0
    assert value(found, "months_failed") == 0
    assert ("process_open_fds", frozenset()) in found


@pytest.mark.slow
def test_the_sites_own_port_serves_no_numbers(site: Site):
    assert site.get("/metrics").status_code == 404
    # All of 127.0.0.0/8 is this machine: who listens everywhere would answer here too.
    elsewhere = ("127.0.0.2", int(_environment(site)[METRICS]))
    with pytest.raises(ConnectionRefusedError), socket.create_connection(elsewhere, 2):
        pass


@pytest.mark.slow
def test_every_line_of_a_log_in_json_is_json(site: Site):
    site.get("/neighbourhood/wiltshire/A", **HTML)
    site.stop()
    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    assert {"time", "level", "logger", "message"} <= set.intersection(*(set(line) for line in lines))
    assert [line for line in lines if line["message"].startswith("Your Patch: http://127.0.0.1:")]
    assert [line for line in lines if line["logger"] == "yourpatch.police_api" and line["level"] == "WARNING"]


def test_an_error_is_one_line_of_json_with_its_story(data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_LOG", "json")
    settings.cache_clear()
    try:
        raise ValueError("line\nbreak")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "%s – failed", ("It",), sys.exc_info())
    line = log_format.formatter().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == ("ERROR", "x", "It – failed")
    assert "ValueError: line\nbreak" in told["exception"]


def test_the_journal_is_not_told_the_time_it_knows():
    def first_word(journal: str) -> str:
        child = "import logging; from ui import log_privacy; log_privacy.set_up(); logging.error('x')"
        ours, theirs = os.pipe()
        seen = os.fstat(theirs)
        environment = os.environ | {"JOURNAL_STREAM": journal or f"{seen.st_dev}:{seen.st_ino}"}
        subprocess.run([sys.executable, "-c", child], cwd=HOUSE, stderr=theirs, env=environment, check=True)
        os.close(theirs)
        with os.fdopen(ours) as said:
            return said.read().split()[0]

    assert first_word("") == "ERROR"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", first_word("8:1"))
