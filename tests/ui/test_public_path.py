"""Under a path of a council's own host: no address of ours lies beside it, and each leads somewhere."""

import io
import re
import ssl
import time
import zipfile
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import requests
from pydantic import ValidationError
from websockets.sync.client import connect

from components import addresses
from components.menu import PAGES
from data_access.models import NeighbourhoodRef
from data_access.settings import Settings, settings
from publish.serving.request_options import PlaceQuery
from tests.support.clock import NOW
from tests.support.proxies import deployed
from tests.support.serving import Site, free_port, start_site
from tests.support.soak import TIMES, sample

HOST = "https://council.example"
UNDER = "/policing"
PLACE = NeighbourhoodRef("exampleshire", "EX01")
HELD = "/exampleshire/EX01"
# What no page links to, or only one that is drawn in the browser.
BESIDE = [
    *("/", "", "/favicon.ico", "/robots.txt", "/sitemap.xml", "/nowhere", "/find?force=exampleshire"),
    *(f"/{page.file}?force=exampleshire&neighbourhood=EX01" for page in PAGES[1:]),
    *(f"/embed/v1{HELD}/{view}" for view in ("summary", "trend", "priorities", "team", "events", "survey")),
    *(f"/embed/v1{HELD}/nothing", "/embed/v1/height.js", f"/poster{HELD}.pdf", f"/survey-form{HELD}.pdf"),
    *(f"/briefing{HELD}.{form}" for form in ("html", "docx", "txt", "pdf")),
    *("/neighbourhood/", "/crime_trends/", "/auth/login", "/auth/logout"),
    *("/_stcore/host-config", "/app/static/nothing", "/static/nothing.js"),
]
ATTRIBUTE = re.compile(r'\b(?:href|src|action|content)="([^"]+)"')
WHOLE = re.compile(r"(?:https|webcal)://council\.example[^\s\"'<>)\]\\]*")
MARKDOWN = re.compile(r"\]\((/[^)]*)\)")


def test_every_address_begins_with_the_path_and_is_read_back(monkeypatch, data_dir):
    monkeypatch.setenv("YOURPATCH_PUBLIC_URL", f"{HOST}{UNDER}/")
    settings.cache_clear()
    assert addresses.home() == "/policing/"
    assert addresses.light_page(PLACE) == f"/policing/neighbourhood{HELD}"
    assert addresses.kind_page("burglary", None) == "/policing/kind/burglary"
    assert addresses.embed(HOST, PLACE, "team") == f"{HOST}/policing/embed/v1{HELD}/team"
    assert addresses.subscription(HOST, PLACE) == f"webcal://council.example/policing/feeds{HELD}/events.ics"
    assert PlaceQuery(PLACE, settings().public_origin).light_page == f"{HOST}/policing/neighbourhood{HELD}"
    assert [
        addresses.routed(path) for path in ("/policing/find", "/policing/", "/policing", "/policingx")
    ] == [
        *("/find", "/", ""),
        None,
    ]


def test_without_a_path_addresses_are_as_the_routes_have_them(data_dir):
    assert addresses.home() == "/"
    assert addresses.light_page(PLACE) == f"/neighbourhood{HELD}"
    assert addresses.routed("/find") == "/find"


@pytest.mark.parametrize("path", ["/a b", "/a//b", "/../b", "/a?b=c", "/a#b", "/a%2Fb", "/{force}"])
def test_a_path_that_proxies_and_routes_may_read_differently_is_refused(path):
    with pytest.raises(ValidationError, match="a path of letters"):
        Settings(public_url=HOST + path)


@pytest.fixture(scope="module")
def under(tmp_path_factory) -> Iterator[Site]:
    site = _site(tmp_path_factory.mktemp("under"), HOST + UNDER)
    yield site
    site.stop()


def _site(folder: Path, public: str, **environment: str) -> Site:
    return start_site(
        folder,
        YOURPATCH_DEMO="always",
        YOURPATCH_NOW=NOW,
        YOURPATCH_PUBLIC_URL=public,
        YOURPATCH_TRUSTED_PROXIES="127.0.0.1",
        **environment,
    )


def _read(ask: requests.Session, address: str) -> requests.Response:
    for _ in range(100):
        answer = ask.get(address, headers={"Accept": "text/html"}, timeout=60, allow_redirects=False)
        if answer.status_code != 202:
            break
        time.sleep(0.3)
    return answer


def _found(answer: requests.Response) -> list[str]:
    """Every address in the answer, as it stands there."""
    body, kind = answer.content, answer.headers.get("content-type", "")
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"\n".join(parts.read(name) for name in parts.namelist())
    text = unescape(body.decode("utf-8", "replace")).replace("\r\n ", "")
    found = WHOLE.findall(text) + [answer.headers[name] for name in answer.headers if name == "location"]
    if "html" in kind or "rss" in kind:
        found += [link for link in ATTRIBUTE.findall(text) if re.match(r"\.?/|\?", link)]
        found += MARKDOWN.findall(text)
    # A file of Streamlit's is only asked for; what its code says of addresses is the browser's affair.
    return [] if "javascript" in kind or "css" in kind else found


@pytest.mark.slow
@pytest.mark.soak
def test_no_document_names_an_address_of_ours_outside_the_path_and_each_leads_somewhere(under):
    ask, seen = requests.Session(), set()
    todo = [UNDER + path for path in BESIDE]
    wrong = []
    while todo and (TIMES > 1 or len(seen) < 60):
        path = urldefrag(todo.pop(0))[0]
        # Of pages that are alike, some.
        shape = re.sub(r"EX\d+|[\w-]+\.(?:js|css)|kind/[\w-]+|street=[^&]*|also=[^&]*|to=[\d-]+", "*", path)
        if shape in seen or (".pdf" in path and shape.count("*") > 1):
            continue
        seen.add(shape)
        answer = _read(ask, under.address + path)
        lost = any(word in path for word in ("nothing", "nowhere"))
        if (answer.status_code == 404) != lost or answer.status_code >= 500:
            wrong.append((path, answer.status_code))
        for link in _found(answer):
            target = urlsplit(urljoin(HOST + path, link.replace("webcal://", "https://").rstrip(".,;")))
            if target.netloc != "council.example":
                continue
            if not (target.path + "/").startswith(f"{UNDER}/"):
                wrong.append((path, link))
            todo.append(target.path + (f"?{target.query}" if target.query else ""))
    assert wrong == []
    assert len(seen) >= (80 if TIMES > 1 else 60)


@pytest.mark.slow
def test_documents_differ_by_the_path_alone(under, tmp_path):
    at_root = _site(tmp_path / "root", HOST)
    try:
        for path in ("/", "/find", "/neighbourhood", "/kind/burglary", "/robots.txt", "/nowhere"):
            ask = requests.Session()
            prefixed = _read(ask, under.url(UNDER + path)).text
            assert prefixed != _read(ask, at_root.url(path)).text
            assert re.sub("(/|%2F)policing", "", prefixed) == _read(ask, at_root.url(path)).text, path
    finally:
        at_root.stop()


@pytest.mark.slow
def test_what_watches_the_process_itself_needs_no_path(under):
    for path in ("/healthz", "/readyz", f"{UNDER}/healthz", f"{UNDER}/readyz"):
        assert requests.get(under.url(path), timeout=20).status_code == 200, path
    assert under.get("/policingx").status_code == 404


@pytest.mark.slow
def test_the_path_alone_leads_to_the_first_page_with_what_was_asked(under):
    answer = under.get(f"{UNDER}?force=exampleshire&neighbourhood=EX01")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{UNDER}/?force=exampleshire&neighbourhood=EX01"


@pytest.mark.slow
def test_no_cookie_is_handed_to_the_rest_of_the_host(under):
    for path in ("/_stcore/health", "/auth/login", "/auth/logout"):
        for cookie in under.get(UNDER + path).raw.headers.getlist("set-cookie"):
            assert f"Path={UNDER}" in cookie or "Max-Age=0" in cookie, cookie


@pytest.mark.slow
def test_oembed_knows_addresses_under_the_path_and_no_others(under):
    for url, status in (
        (f"{HOST}{UNDER}/neighbourhood{HELD}", 200),
        (f"{HOST}{UNDER}/embed/v1{HELD}/team", 200),
        (f"{HOST}{UNDER}?force=exampleshire&neighbourhood=EX01", 200),
        (f"{HOST}/neighbourhood{HELD}", 404),
        (f"{HOST}/policingx/neighbourhood{HELD}", 404),
    ):
        answer = _read(requests.Session(), under.url(f"{UNDER}/oembed?url={url.replace('&', '%26')}"))
        assert answer.status_code == status, url
        if status == 200:
            assert f'src="{HOST}{UNDER}/embed/v1' in answer.json()["html"]
            assert answer.json()["provider_url"] == HOST + UNDER


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize(("program", "path"), sample(list(product(("nginx", "apache"), ("", UNDER))), 2))
def test_the_proxies_of_deploy_pass_pages_files_redirects_and_websockets(program, path, tmp_path):
    tls, port = free_port(), free_port()
    with deployed(program, tmp_path / "proxy", port, tls, path) as public:
        site = _site(tmp_path / "site", public, PORT=str(port))
        try:
            ask = requests.Session()
            # Whatever authorities this machine trusts besides.
            ask.trust_env, ask.verify = False, str(tmp_path / "proxy" / "certificate.pem")
            for one in (
                "/",
                "/crime_trends",
                f"/neighbourhood{HELD}",
                "/app/static/favicon.svg",
                "/status.json",
            ):
                assert _read(ask, public + one).status_code == 200, one
            page = _read(ask, f"{public}/crime_trends").text
            script = re.findall(r'src="\.(/static/js/index[^"]+)"', page)[0]
            assert ask.get(public + script, timeout=20).headers["content-encoding"] in {"br", "gzip"}
            found = ask.post(
                f"{public}/neighbourhood", data={"q": "XX1 1AA"}, timeout=60, allow_redirects=False
            )
            assert found.headers["location"].startswith(f"{path}/neighbourhood{HELD}")
            stream = f"wss{public.removeprefix('https')}/_stcore/stream"
            trust = ssl.create_default_context(cafile=ask.verify)
            # On a busy machine it takes longer than the ten seconds of the client.
            with connect(stream, origin=f"https://127.0.0.1:{tls}", ssl=trust, open_timeout=60):
                pass
            if path:
                assert ask.get(f"https://127.0.0.1:{tls}/healthz", timeout=20).status_code == 404
                assert ask.get(f"https://127.0.0.1:{tls}{path}x", timeout=20).status_code == 404
        finally:
            site.stop()
