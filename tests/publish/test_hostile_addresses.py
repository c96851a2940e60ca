"""Nothing in an address or a header brings a public route down, or is told back raw."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data_access.settings import HOUSE
from data_access.settings import settings as our_settings
from publish.routes import ROUTES
from tests.support.client import HTML, Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration
from tests.support.soak import rounds

BAD_IDS = [
    *(
        "..",
        ".",
        "../../etc/passwd",
        "%2e%2e%2f%2e%2e%2fetc",
        "%00",
        "EX01%00",
        "x" * 10_240,
        "%ff%fe",
        "%0d%0aX: y",
    ),
    *(
        "<script>alert(1)</script>",
        "'\"><img src=x onerror=alert(1)>",
        "{{7*7}}",
        "EX01.json",
        "facts.parquet",
    ),
    *("%E2%80%AE", "%F0%9F%92%A3", "%ed%a0%80", " ", "%25", "EX01;a", "CON", "crimes.csv"),
]
BAD_OPTIONS = [
    *("months=-1", "months=99999999999999999999", "lang=xx", "heading=1", "heading=<b>", "category=nosuch"),
    *(
        "to=2026-13",
        "to=0000-01",
        "to=9999-12",
        "to=1900-01",
        "to=%00",
        "format=%ff",
        "url=javascript:alert(1)",
    ),
    *("to=2026-09&to=2026-08", "&&&===", "a=" + "b" * 20_000, "category[]=x", "months=%EF%BC%91%EF%BC%92"),
]
BAD_HEADERS = [
    *(
        {"Host": host}
        for host in ("", "evil.example/<script>", "[::::]", "a b", "x" * 5_000, "[", "%00", "::1")
    ),
    *({"Accept-Encoding": value} for value in ("br;q=x", ",,,;;", "gzip;q=1e9", "*" * 9_000, "identity;q=0")),
    *({"If-None-Match": value} for value in ("*", '"' * 3_000, "W/")),
    *({"Accept": value} for value in ("", "text/html;q=-1", "*/*" * 900)),
    {"X-Forwarded-For": "<script>"},
]
# What only the inside may know.
TOLD = re.compile(r"Traceback|File \"|\.py\b|Error:? ?\(|<script>alert|onerror=alert\(1\)>")


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    with demonstration(stand_in_process, tmp_path_factory.mktemp("hostile"), TOWN) as running:
        yield running


def ask(client: Client, method: str, address: str, headers: dict[str, str]) -> tuple[int, str]:
    """Status and text, asked by the standard library, which lets any header through."""
    connection = HTTPConnection(client.address.removeprefix("http://"), timeout=30)
    connection.putrequest(method, address, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text


words = st.one_of(st.sampled_from(BAD_IDS), st.text(max_size=40), st.sampled_from(["exampleshire", "EX01"]))


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """A public route with its parts filled in with anything."""
    path = draw(st.sampled_from([route.path for route in ROUTES]))
    path = re.sub(r"{\w+}", lambda _: quote(draw(words), safe="%<>'\"{}()=;:,"), path)
    query = draw(st.one_of(st.just(""), st.sampled_from(BAD_OPTIONS), st.text(max_size=30)))
    return re.sub(r"[\x00-\x20\x7f]", "%20", path + ("?" + quote(query, safe="%=&<>[]") if query else ""))


@pytest.mark.slow
@settings(
    max_examples=rounds(150),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    address=addresses(),
    method=st.sampled_from(["GET"] * 6 + ["HEAD", "POST", "PUT", "OPTIONS"]),
    headers=st.sampled_from([*BAD_HEADERS, *[{}] * 8]),
)
@example(address="/neighbourhood/exampleshire/EX01", method="GET", headers={"Host": "[::::]"})
@example(address="/nosuch", method="GET", headers={"Host": "["})
@example(address="/neighbourhood/exampleshire/EX01?to=1900-01", method="GET", headers={})
def test_nothing_in_a_request_is_a_fault_of_ours(address, method, headers, client):
    status, text = ask(client, method, address, HTML | headers)
    # oEmbed's own answer to a format that a provider does not speak.
    spoken = {501} if address.startswith("/oembed") else set()
    assert status in {200, 202, 303, 304, 307, 400, 404, 405, 431, 503} | spoken, (status, text[:300])
    assert not TOLD.search(text), TOLD.search(text)
    for secret in (str(HOUSE), str(our_settings().data_dir)):
        assert secret not in text


@pytest.mark.parametrize("route", [r.path for r in ROUTES if "{neighbourhood}" in r.path])
@pytest.mark.parametrize("bad", BAD_IDS)
def test_a_place_there_is_not_is_a_sentence(bad, route, client):
    parts = {"force": "exampleshire", "neighbourhood": bad, "view": "summary", "kind": "burglary"}
    path = re.sub(r"{(\w+)}", lambda m: parts.get(m[1], "summary"), route).replace(" ", "%20")
    status, text = ask(client, "GET", path, HTML)
    assert status in {400, 404}
    assert "<h1>" in text or "Invalid HTTP" in text or len(bad) > 9_000
    assert not TOLD.search(text)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/neighbourhood/exampleshire/EX01?to=2026-13", 400),
        ("/neighbourhood/exampleshire/EX01?lang=xx", 400),
        ("/embed/v1/exampleshire/EX01/trend?months=-1", 400),
        ("/embed/v1/exampleshire/EX01/trend?heading=1", 400),
        ("/embed/v1/exampleshire/EX01/nosuch", 404),
        ("/neighbourhood/metropolitan/EX01", 404),
        ("/neighbourhood/exampleshire/EX01/kind/burglary?to=2026-13", 400),
        *((f"{start}/kind/nosuch", 404) for start in ("", "/neighbourhood/exampleshire/EX01")),
        *((f"{start}/kind/crime", 404) for start in ("", "/neighbourhood/exampleshire/EX01")),
        *((f"{start}/kind/drugs", 200) for start in ("", "/neighbourhood/exampleshire/EX01")),
        ("/neighbourhood/exampleshire/EX01?to=1900-01", 200),
    ],
)
def test_what_each_mistake_is_told(path, status, client):
    answer = client.get(path, **HTML)
    assert answer.status_code == status
    assert '<html lang="en-GB">' in answer.text
