"""Starting and ending: three ways to serve the same, the demonstration by itself, nothing left behind."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from components.menu import PAGES
from data_access.settings import HOUSE
from tests.support.serving import Site, free_port, start_site

pytestmark = pytest.mark.slow
PYTHON_WAYS = {
    "make run": ("-m", "ui.serve"),
    "streamlit run": ("-m", "streamlit", "run", str(HOUSE / "app.py"), "--server.port", "{port}"),
    "uvicorn": ("-m", "uvicorn", "app:app", "--app-dir", str(HOUSE), "--port", "{port}"),
}
PATHS = [f"/{page.url_path}" for page in PAGES]
CHANGING = {"date", "content-length", "server", "last-modified", "x-streamlit-process-id"}


def out_of_reach() -> dict[str, str]:
    """police.uk at an address where nobody listens."""
    return {"YOURPATCH_POLICE_API": f"http://127.0.0.1:{free_port()}/api"}


def _served(site: Site) -> dict[str, object]:
    paths = [*PATHS, "/nosuch", "/healthz", "/readyz", "/robots.txt", "/app/static/exit.js"]
    answers = {path: site.get(path, Accept="text/html", Accept_Encoding="identity") for path in paths}
    return {
        path: (
            answer.status_code,
            answer.text,
            {name.lower(): value for name, value in answer.headers.items() if name.lower() not in CHANGING},
        )
        for path, answer in answers.items()
    }


def test_three_ways_serve_the_same(tmp_path: Path):
    served = {}
    for way, command in PYTHON_WAYS.items():
        # From another folder, but for `python -m ui.serve`, which make runs in the house.
        cwd = HOUSE if way == "make run" else tmp_path
        site = start_site(
            tmp_path / way,
            command,
            cwd,
            until="/healthz",
            YOURPATCH_DEMO="never",
            # robots.txt names the site's address, and each way has its own port.
            YOURPATCH_PUBLIC_URL="https://yourpatch.example",
            **out_of_reach(),
        )
        served[way] = _served(site)
        site.stop()
        log = site.log.read_text()
        assert "Traceback" not in log
        assert "GET /nosuch" not in log
    assert served["make run"]["/app/static/exit.js"][0] == 200  # type: ignore[index]
    for way in ("streamlit run", "uvicorn"):
        assert served[way] == served["make run"]


def test_out_of_reach_and_empty_it_serves_the_invented_force_and_says_so(tmp_path: Path):
    site = start_site(tmp_path, **out_of_reach())
    try:
        assert site.get("/readyz").json()["reason"] == "serving the demonstration force"
        said = site.log.read_text()
        assert "police.uk cannot be reached, and nothing is stored here yet." in said
        assert "Exampleshire, an invented force" in said
        child = _child(site)
    finally:
        ended = site.stop()
    # An end that was asked for is no failure, and leaves nothing.
    assert ended == 0
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running()


def _child(site: Site) -> psutil.Process:
    children = psutil.Process(site.process.pid).children(recursive=True)
    assert [c for c in children if "demo" in c.cmdline()]
    return children[0]


def test_a_killed_server_leaves_nothing(tmp_path: Path):
    site = start_site(tmp_path, YOURPATCH_DEMO="always")
    child = _child(site)
    site.process.kill()
    site.process.wait(10)
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"PORT": "many"}, "PORT"),
        ({"YOURPATCH_POLICE_API": "http://data.police.uk/api"}, "must be https"),
        ({"YOURPATCH_NOW": "2026-11-18T12:00:00"}, "needs the demonstration on"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_a_sentence(setting: dict[str, str], said: str, tmp_path: Path):
    environment = os.environ | {"YOURPATCH_DATA_DIR": str(tmp_path)} | setting
    ended = subprocess.run(
        [sys.executable, "-m", "ui.serve"],
        cwd=HOUSE,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_make_lists_what_there_is(tmp_path: Path):
    told = subprocess.run(
        ["make", "-f", str(HOUSE / "Makefile")],  # noqa: S607 - the machine's make
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    for target in ("run", "demo", "setup", "check", "test", "bench"):
        assert f"make {target}\t" in told.stdout
