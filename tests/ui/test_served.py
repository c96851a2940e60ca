"""What the server answers beside Streamlit's own: pages, 404s, headers, compressed files, health, silence."""

import base64
import gzip
import hashlib
import re
import time
from collections.abc import Iterator

import brotli
import pytest
import requests
import streamlit
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from components.menu import PAGES
from tests.support.client import HTML
from tests.support.serving import Site, free_port, start_site
from ui.compressed_assets import FOLDER

SCRIPT = next(FOLDER.rglob("react-dom.*.js"))
SCRIPT_ADDRESS = f"/static/{SCRIPT.relative_to(FOLDER).as_posix()}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that holds nothing and cannot reach police.uk, without the demonstration."""
    site = start_site(
        tmp_path_factory.mktemp("served"),
        until="/healthz",
        keep_packed=False,
        YOURPATCH_DEMO="never",
        YOURPATCH_POLICE_API=f"http://127.0.0.1:{free_port()}/api",
    )
    yield site
    site.stop()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_every_page_has_language_title_description_and_a_way_out(page, server):
    answer = server.get(f"/{page.url_path}", **HTML)
    assert answer.status_code == 200
    document = answer.text
    title = f"{page.title} · Your Patch" if page.url_path else "Your Patch"
    assert '<html lang="en-GB">' in document
    assert f"<title>{title}</title>" in document
    assert f'<meta name="description" content="{page.description}">' in document
    assert document.count('href="https://www.bbc.co.uk/weather" rel="nofollow noreferrer"') == 2
    assert "Streamlit</title>" not in document
    assert "_stcore/agent" not in document


def test_pages_differ_in_what_they_say_of_themselves(server):
    documents = {server.get(f"/{page.url_path}").text for page in PAGES}
    assert len(documents) == len(PAGES)


@pytest.mark.parametrize(
    "path",
    [
        "/nosuch",
        "/crime_trends/nosuch",
        "/static/nosuch.js",
        "/static/../index.html",
        "/static/%2e%2e/index.html",
        "/index.html",
        "/app/static/nosuch.js",
        "/app/static/%2e%2e/main.py",
        "/media/nosuch",
        "/_stcore/metrics",
        "/_stcore/metri%63s",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/nosuch",
        "/your_neighbourhood",
        "/feeds",
        "/.streamlit/config.toml",
    ],
)
def test_what_is_not_there_is_not_found(path, server):
    # requests would tidy the path before it leaves
    request = requests.Request("GET", server.address, headers=HTML).prepare()
    request.url = server.address + path
    with requests.Session() as session:
        answer = session.send(request, allow_redirects=False, timeout=30)
    assert answer.status_code in {400, 404}
    assert 'id="root"' not in answer.text


def test_the_page_for_what_is_not_there_leads_to_the_finder(server):
    answer = server.get("/nosuch", **HTML)
    assert answer.status_code == 404
    assert '<html lang="en-GB">' in answer.text
    assert '<a href="/find">Find your neighbourhood</a>' in answer.text
    assert server.get("/nosuch", Accept="application/json").text == "Page not found"


def test_what_is_only_read_takes_nothing_in(server):
    answer = requests.post(server.url("/status"), headers=HTML, timeout=30)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert "<h1>We could not do that</h1>" in answer.text


def test_the_staffs_page_is_kept_by_nobody_and_framed_by_nobody(server):
    for path in ("/staff", "/staff/", "/staff?force=a", "/auth/login"):
        headers = server.get(path, **HTML).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in server.get("/", **HTML).headers["content-security-policy"]


def test_signing_in_where_nobody_can_leads_to_the_page_that_says_so(server):
    for path in ("/auth/login", "/auth/logout"):
        answer = server.get(path, **HTML)
        assert (answer.status_code, answer.headers["location"]) == (302, "/staff")


def test_uploads_and_driving_by_program_are_shut(server):
    for path in ("/_stcore/upload_file/a/b", "/_stcore/agent/interact"):
        for method in ("PUT", "POST", "DELETE"):
            assert requests.request(method, server.url(path), timeout=30).status_code == 404


def test_a_slash_too_many_is_forgiven(server):
    answer = server.get("/crime_trends/?force=exampleshire")
    assert (answer.status_code, answer.headers["location"]) == (301, "/crime_trends?force=exampleshire")


@pytest.mark.parametrize(
    "path", ["/", "/crime_trends", "/nosuch", "/healthz", "/crime_map/", "/_stcore/health", SCRIPT_ADDRESS]
)
def test_every_answer_carries_the_headers(path, server):
    headers = server.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe-inline" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    assert "blob:" not in policy["script-src"]
    assert policy["connect-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/crime_map", "/status", "/status.json", SCRIPT_ADDRESS])
def test_what_an_answer_hangs_on_is_named_once(path, server):
    for encoding in ("br", "gzip", "identity"):
        names = server.get(path, Accept_Encoding=encoding).headers["vary"].split(", ")
        assert "Accept-Encoding" in names
        assert len(names) == len(set(names)), names


def test_inline_scripts_are_let_in_by_their_hash(server):
    answer = server.get("/crime_map")
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert scripts
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


@pytest.mark.slow
def test_scripts_come_compressed_and_may_be_kept(server):
    deadline = time.monotonic() + 60
    while "content-encoding" not in server.get(SCRIPT_ADDRESS, Accept_Encoding="br").headers:
        assert time.monotonic() < deadline, "the compressed copies were not made"
        time.sleep(0.2)
    whole = SCRIPT.read_bytes()
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = requests.get(
            server.url(SCRIPT_ADDRESS), headers={"Accept-Encoding": encoding}, stream=True, timeout=30
        )
        packed = answer.raw.read(decode_content=False)
        assert answer.headers["content-encoding"] == encoding
        assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert len(packed) < len(whole) / 2
        assert unpack(packed) == whole
    assert server.get(SCRIPT_ADDRESS, Accept_Encoding="identity").content == whole
    made = server.data_dir / "static-cache" / f"streamlit-{streamlit.__version__}"
    assert not list(made.rglob("*.tmp"))


def test_a_page_is_not_sent_twice(server):
    first = server.get("/find")
    again = server.get("/find", If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert server.get("/crime_map", If_None_Match=first.headers["etag"]).status_code == 200


def test_it_lives_and_says_why_it_is_not_ready(server):
    assert server.get("/healthz").status_code == 200
    answer = server.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "reason": "nothing is held, and police.uk does not answer",
        "survey": None,
    }


def test_robots_and_icons_are_real(server):
    robots = server.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow: /_stcore/" in robots.text
    for icon in ("/favicon.ico", "/favicon.png", "/app/static/favicon.png"):
        assert server.get(icon).content.startswith(b"\x89PNG")


def test_the_log_names_no_visitor_and_no_question(server):
    server.get("/crime_trends?force=exampleshire&secret=XX1%201AA")
    server.get("/nosuch?secret=XX1%201AA")
    with connect(server.address.replace("http", "ws") + "/_stcore/stream?secret=XX1%201AA"):
        pass
    time.sleep(0.3)
    log = server.log.read_text()
    assert "Your Patch: http" in log
    for told in ("secret", "XX1", "exampleshire", "nosuch", '"GET', "WebSocket"):
        assert told not in log
    assert "127.0.0.1" not in log.replace(server.address, "")


def test_another_site_may_not_open_a_session(server):
    stream = server.address.replace("http", "ws") + "/_stcore/stream"
    for origin in ("https://evil.example", "null", server.address + ".evil.example"):
        with pytest.raises(InvalidStatus), connect(stream, origin=origin):
            pass
    with connect(stream, origin=server.address):
        pass
    # Nor does it make the server ask outside for its own address.
    assert "external IP" not in server.log.read_text()
