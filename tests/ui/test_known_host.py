"""By which names the site is reached, and that what caches hand on carries no name that an asker made up."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.support.client import HTML
from tests.support.nginx import running_nginx, wait_for
from tests.support.serving import Site, free_port, start_site

pytestmark = pytest.mark.slow

EVIL = {"Host": "evil.example"}
PLACE = "/exampleshire/EX01"
# Each of these carries our address.
CARRY_IT = [
    *(f"/neighbourhood{PLACE}", f"/embed/v1{PLACE}/summary", f"/feeds{PLACE}/priorities.rss"),
    *(f"/feeds{PLACE}/events.ics", f"/feeds{PLACE}/trend.json", f"/briefing{PLACE}.html"),
    *("/robots.txt", "/sitemap.xml"),
]


def _site(folder: Path, **environment: str) -> Site:
    return start_site(folder, YOURPATCH_DEMO="always", YOURPATCH_NOW="2026-11-18T10:00:00", **environment)


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Iterator[Site]:
    """Without a public address."""
    site = _site(tmp_path_factory.mktemp("alone"))
    yield site
    site.stop()


@pytest.fixture(scope="module")
def public(tmp_path_factory) -> Iterator[Site]:
    site = _site(tmp_path_factory.mktemp("public"), YOURPATCH_PUBLIC_URL="https://patch.example")
    yield site
    site.stop()


def _read(address: str, **headers: str) -> requests.Response:
    for _ in range(60):
        answer = requests.get(address, headers={**HTML, **headers}, timeout=20)
        if answer.status_code != 202:
            break
        time.sleep(0.5)
    return answer


def test_without_a_public_address_this_machine_alone_is_served(alone):
    for path in ("/", "/find", *CARRY_IT):
        answer = _read(alone.url(path), **EVIL)
        assert answer.status_code == 421, path
        assert "evil.example" not in answer.text
    assert "YOURPATCH_PUBLIC_URL" in answer.text
    for path in ("/healthz", "/readyz"):
        assert requests.get(alone.url(path), headers=EVIL, timeout=20).status_code == 200
    for name in ("localhost:1", "LOCALHOST", "127.0.0.9", "[::1]:8501"):
        assert _read(alone.url("/find"), Host=name).status_code == 200, name


def test_what_may_hold_the_askers_name_is_kept_by_no_shared_cache(alone):
    for path in CARRY_IT:
        assert _read(alone.url(path)).headers["cache-control"].startswith("private"), path


def test_with_a_public_address_no_other_name_is_written_anywhere(public):
    for path in CARRY_IT:
        answer = _read(public.url(path), **EVIL)
        assert answer.status_code == 200, path
        assert "evil.example" not in answer.text + str(answer.headers), path
        assert "127.0.0.1" not in answer.text, path
        assert answer.headers["cache-control"].startswith("public"), path
    # Streamlit redirects to an address without the slash.
    moved = requests.get(public.url("/crime_trends/"), headers=EVIL, timeout=20, allow_redirects=False)
    assert moved.status_code == 301
    assert "evil.example" not in moved.headers["location"]


@pytest.mark.parametrize(
    ("name", "origin", "opens"),
    [
        ("patch.example", "https://patch.example", True),
        ("PATCH.example:443", "https://Patch.Example", True),
        ("backend:8501", "https://patch.example:443", True),
        ("patch.example", "http://patch.example", False),
        ("patch.example", "https://patch.example.evil.example", False),
        ("evil.example", "https://evil.example", False),
        ("patch.example", "null", False),
        ("patch.example", "https://[", False),
        ("127.0.0.1", "http://127.0.0.1", True),
    ],
)
def test_a_session_is_opened_by_pages_of_this_site_however_its_name_is_written(name, origin, opens, public):
    sock = socket.create_connection(("127.0.0.1", urlsplit(public.address).port or 80))
    with (
        sock,
        nullcontext() if opens else pytest.raises(InvalidStatus),
        connect(f"ws://{name}/_stcore/stream", origin=origin, sock=sock),
    ):
        pass


def test_a_shared_cache_hands_on_what_somebody_else_asked_for_without_their_name(public, tmp_path):
    """A real nginx keeps one copy for all names, as a careless cache does."""
    port = free_port()
    cache = f"http://127.0.0.1:{port}"
    careless = f"""
        proxy_cache_path {tmp_path}/cache keys_zone=all:1m;
        server {{
            listen 127.0.0.1:{port};
            location / {{
                proxy_pass {public.address};
                proxy_set_header Host $http_host;
                proxy_cache all;
                proxy_cache_key $request_uri;
                add_header X-Cache $upstream_cache_status;
            }}
        }}"""
    with running_nginx(tmp_path, careless):
        wait_for(port)
        for path in CARRY_IT:
            _read(cache + path, **EVIL)
            second = _read(cache + path)
            assert second.headers["x-cache"] == "HIT", path
            assert "evil.example" not in second.text, path


def test_whatever_goes_wrong_is_answered_with_the_headers_and_a_long_name_is_no_file(alone):
    for path in (f"/app/static/{'x' * 3000}", f"/static/{'x' * 300}.js", f"/media/{'x' * 300}"):
        answer = requests.get(alone.url(path), timeout=20)
        assert answer.status_code == 404, path
        assert "content-security-policy" in answer.headers
    assert "Traceback" not in alone.log.read_text()


def test_an_empty_key_stops_the_start(tmp_path):
    (tmp_path / "secret").write_text("")
    ended = subprocess.run(
        [sys.executable, "-m", "ui.serve"],
        env={"YOURPATCH_DATA_DIR": str(tmp_path), "PORT": str(free_port()), "PATH": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert "is empty or too short" in ended.stderr
    assert "Traceback" not in ended.stderr
