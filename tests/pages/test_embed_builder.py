"""The embed builder hands out what the routes answer to."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from components.addresses import path_of
from components.content.embed_views import VIEWS
from data_access.settings import settings
from tests.support.page_text import text_of

PUBLIC = "https://patch.example"


@pytest.fixture
def public(monkeypatch):
    monkeypatch.setenv("YOURPATCH_PUBLIC_URL", PUBLIC + "/")


def addresses(page) -> dict[str, list[str]]:
    """What stands in the snippets, by the attribute it stands in."""
    text = "\n".join(unescape(code.value) for code in page.code)
    return {
        name: re.findall(rf'{name}="([^"]+)"', text) for name in ("src", "href", "title", "alt", "height")
    }


def embedded(held, what: str) -> str:
    return f"{PUBLIC}/embed/v1/{path_of(held[1])}/{what}"


@pytest.mark.parametrize("what", VIEWS)
def test_each_view_has_its_snippets_at_the_public_address(what, run, held, public):
    settings.cache_clear()
    page = run("embed_builder", view=what)
    assert not page.exception
    found = addresses(page)
    assert found["src"].count(embedded(held, what)) == 2
    assert f"{PUBLIC}/embed/v1/height.js" in found["src"]
    assert page.get("iframe")[0].proto.src == urlsplit(embedded(held, what)).path
    plain = [code.value for code in page.code if "<" not in code.value]
    assert plain[0] == embedded(held, what)
    assert parse_qs(urlsplit(plain[1]).query) == {"url": [plain[0]], "format": ["json"]}
    # The link and the picture stand where the figures do not grow old.
    assert not [alt for alt in found["alt"] if re.search(r"\d", alt)]
    assert bool(found["alt"]) == (what in {"summary", "trend"})


def test_choices_stand_in_the_address_of_the_view_and_of_the_picture(run, held, public):
    settings.cache_clear()
    page = run("embed_builder", view="trend", category="burglary", months="36", heading="3", as_of="2026-03")
    found = addresses(page)["src"]
    assert f"{embedded(held, 'trend')}?category=burglary&months=36&to=2026-03&heading=3" in found
    assert f"{embedded(held, 'trend.png')}?category=burglary&months=36&to=2026-03" in found


def test_what_the_address_may_not_say_is_not_handed_on(run, held, public):
    settings.cache_clear()
    page = run("embed_builder", view='"><script>', category="nosuch", heading="9", width="0")
    assert not page.exception
    assert embedded(held, "summary") in addresses(page)["src"]
    assert not [code for code in page.code if "<script>" in code.value]


def test_it_says_what_a_neighbourhood_is_and_where_the_code_leads(run, held, public):
    settings.cache_clear()
    said = text_of(run("embed_builder"))
    assert "an area that may hold several parishes" in said
    assert f"<{PUBLIC}/neighbourhood/{path_of(held[1])}>" in said
    assert "qr.svg" in said
    assert "qr.png" in said


def test_it_offers_a_sentence_for_the_cookie_policy_and_ways_round_what_hides_frames(run, held, public):
    settings.cache_clear()
    page = run("embed_builder", view="trend")
    [policy] = [code.value for code in page.code if code.value.startswith("This site shows facts")]
    assert policy == (
        "This site shows facts about local policing from patch.example in a frame. The frame sets no "
        "cookie and stores nothing on your device. Like every web site, patch.example is sent the "
        "address of your connection."
    )
    said = text_of(page)
    assert "A consent manager may hide the frame until visitors agree." in said
    assert "allow-popups-to-escape-sandbox" in said
