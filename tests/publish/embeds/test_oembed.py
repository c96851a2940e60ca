"""oEmbed 1.0 (oembed.com) as its consumers read it, and what WordPress leaves of it."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from components.content.embed_views import VIEWS
from data_access.settings import settings
from tests.support.client import HTML, Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration
from tests.support.wordpress import SECRET, filtered

PLACE = "/embed/v1/exampleshire/EX01"
# Section 2.3.4: of any answer, and of one of type "rich".
REQUIRED = {"type": str, "version": str, "html": str, "width": int, "height": int}
OPTIONAL = {
    "title": str,
    "author_name": str,
    "author_url": str,
    "provider_name": str,
    "provider_url": str,
    "cache_age": int,
    "thumbnail_url": str,
    "thumbnail_width": int,
    "thumbnail_height": int,
}


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    with demonstration(stand_in_process, tmp_path_factory.mktemp("oembed"), TOWN) as running:
        yield running


def asked(client: Client, address: str, **options: str) -> Any:
    url = address if "://" in address else client.address + address
    more = "".join(f"&{name}={value}" for name, value in options.items())
    return client.get(f"/oembed?url={quote(url, safe='')}{more}")


def valid(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = json.loads(answer.content)
    for key, type_ in REQUIRED.items():
        assert type(found[key]) is type_, key
    for key in found.keys() - REQUIRED.keys():
        assert type(found[key]) is OPTIONAL[key], key
    assert (found["type"], found["version"]) == ("rich", "1.0")
    # A thumbnail comes with all three or not at all.
    assert len([key for key in found if key.startswith("thumbnail_")]) in {0, 3}
    return found


def source(found: dict[str, Any]) -> str:
    [src] = re.findall(r'<iframe src="([^"]+)"', found["html"])
    return unescape(src)


@pytest.mark.parametrize("what", VIEWS)
def test_an_embed_is_shown_as_it_is(what, client):
    found = valid(asked(client, f"{PLACE}/{what}?heading=3", format="json"))
    assert source(found) == f"{client.address}{PLACE}/{what}?heading=3"
    assert found["title"] == VIEWS[what].heading.format(place="Market Ashby Town")
    assert f'width="{found["width"]}" height="{found["height"]}"' in found["html"]
    assert client.get(source(found).removeprefix(client.address), **HTML).status_code == 200


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("/neighbourhood/exampleshire/EX01", "summary"),
        ("/?force=exampleshire&neighbourhood=EX01", "summary"),
        ("/crime_trends?force=exampleshire&neighbourhood=EX01&category=burglary&months=36", "trend"),
        ("/local_team?force=exampleshire&neighbourhood=EX01", "team"),
    ],
)
def test_a_page_is_shown_by_the_view_that_says_the_same(page, what, client):
    found = valid(asked(client, page))
    address, _mark, options = source(found).partition("?")
    assert address == f"{client.address}{PLACE}/{what}"
    assert options == ("category=burglary&months=36" if what == "trend" else "")


def test_every_page_that_offers_it_is_answered(client):
    for page in (f"{PLACE}/team?heading=3", "/neighbourhood/exampleshire/EX01"):
        text = client.get(page, **HTML).text
        [link] = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', text)
        valid(client.get(unescape(link).removeprefix(client.address)))


def test_it_is_never_larger_than_asked_for(client):
    found = valid(asked(client, f"{PLACE}/trend", maxwidth="320", maxheight="200"))
    assert (found["width"], found["height"]) == (320, 200)
    assert "thumbnail_url" not in found
    large = valid(asked(client, f"{PLACE}/trend", maxwidth="4000", maxheight="99999999999999999999"))
    assert large["width"] == 600
    picture = client.get(large["thumbnail_url"].removeprefix(client.address))
    assert picture.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("https://elsewhere.example/embed/v1/exampleshire/EX01/trend", 404),
        ("//127.0.0.1/embed/v1/exampleshire/EX01/trend", 404),
        ("javascript:alert(1)", 404),
        ("http://[::1/embed", 404),
        ("", 404),
        ("/embed/v1/exampleshire/EX01/nosuch", 404),
        ("/embed/v1/exampleshire/nosuch/trend", 404),
        ("/embed/v1/nosuch/EX01/trend", 404),
        ("/embed/v1/exampleshire/..%2F..%2Fetc/trend", 404),
        ("/about_the_data", 404),
        ("/healthz", 404),
        ("/crime_map?force=exampleshire&neighbourhood=EX01", 404),
        (f"{PLACE}/trend?months=7", 400),
    ],
)
def test_what_is_not_ours_or_not_there(address, status, client):
    answer = client.get("/oembed") if not address else asked(client, address)
    assert answer.status_code == status


@pytest.mark.parametrize("side", ["-1", "0", "wide", "1.5", "%C2%B2"])
def test_a_width_that_is_none_is_400(side, client):
    assert asked(client, f"{PLACE}/trend", maxwidth=side).status_code == 400


def test_xml_is_not_implemented(client):
    assert asked(client, f"{PLACE}/trend", format="xml").status_code == 501


def test_the_public_address_counts_not_the_one_asked_under(client, monkeypatch):
    monkeypatch.setenv("YOURPATCH_PUBLIC_URL", "https://patch.example")
    settings.cache_clear()
    try:
        found = valid(asked(client, f"https://patch.example{PLACE}/events"))
        assert source(found) == f"https://patch.example{PLACE}/events"
        assert asked(client, f"{PLACE}/events").status_code == 404
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_wordpress_keeps_the_link_and_the_frame(client):
    found = valid(asked(client, f"{PLACE}/trend?category=burglary&months=36"))
    post = filtered(found["html"])
    assert post is not None
    page = f"{client.address}/neighbourhood/exampleshire/EX01"
    assert f'<a href="{page}">Recorded crime in Market Ashby Town</a></blockquote>' in post
    [frame] = re.findall(r"<iframe[^>]*></iframe>", post)
    assert 'sandbox="allow-scripts"' in frame
    assert f'months=36#?secret={SECRET}"' in frame
    # WordPress reads frames by the letter: nothing stands between the tag and its end, and none is styled.
    assert found["html"].count("<iframe") == 1
    assert "style=" not in found["html"]
