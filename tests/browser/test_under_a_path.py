"""Under a path of a council's own host, behind nginx and Apache as `deploy/` has them: a resident's way."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from components.menu import PAGES
from tests.browser.test_journeys import FINDER, PLACE, heading, ready, settled
from tests.browser.test_map import frame_of
from tests.browser.test_survey import no_faster_than_a_person
from tests.support.clock import NOW
from tests.support.proxies import deployed
from tests.support.serving import Site, free_port, start_site
from tests.support.soak import sample
from tests.support.tab_trouble import Trouble

pytestmark = pytest.mark.soak
UNDER = "/policing"
SURVEY = "How is local policing in Market Ashby Town?"
# What a page holds that a browser follows or loads.
ADDRESSES = "[...document.querySelectorAll('[href], [src], [action]')].map(e => e.href || e.src || e.action)"


@pytest.fixture(scope="module", params=sample(["nginx", "apache"], 1))
def public(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, stand_in_process: Any
) -> Iterator[Site]:
    """The site by its public address, which only the proxy answers."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    with deployed(request.param, folder / "proxy", port, free_port(), UNDER) as address:
        running = start_site(
            folder / "site",
            PORT=str(port),
            YOURPATCH_POLICE_API=stand_in_process.police_api,
            YOURPATCH_POSTCODES_API=stand_in_process.address,
            YOURPATCH_DEMONSTRATION="1",
            YOURPATCH_NOW=NOW,
            YOURPATCH_PUBLIC_URL=address,
            YOURPATCH_TRUSTED_PROXIES="127.0.0.1",
        )
        running.address = address
        yield running
        running.stop()


@pytest.fixture
def tab(browser: Browser, public: Site) -> Iterator[Page]:
    """A tab in which nothing is asked for outside the path."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, ignore_https_errors=True)
    context.set_default_timeout(20_000)
    page, trouble, asked = context.new_page(), Trouble(), set[str]()
    trouble.watch(page)
    page.on("request", lambda request: asked.add(request.url))
    page.on("websocket", lambda socket: asked.add(socket.url))
    yield page
    context.close()
    assert not trouble.outside
    assert not trouble.errors
    assert any(address.startswith("wss:") for address in asked)
    assert _beside(public, asked) == []


def _beside(public: Site, addresses: Any) -> list[str]:
    """Those of our host that do not lie under the path."""
    ours = urlsplit(public.address).netloc
    parts = [urlsplit(address) for address in addresses]
    return [p.geturl() for p in parts if p.netloc == ours and not f"{p.path}/".startswith(f"{UNDER}/")]


def test_from_the_finder_to_the_map_and_the_survey(public, tab):
    tab.goto(public.address)
    ready(tab)
    tab.get_by_label(FINDER).fill("xx1-1aa")
    tab.keyboard.press("Enter")
    heading(tab, "Market Ashby Town")
    assert urlsplit(tab.url).path == f"{UNDER}/"
    menu = tab.locator(".st-key-menu")
    menu.get_by_role("link", name="Crime map").click()
    frame_of(tab)
    assert urlsplit(tab.url).path == f"{UNDER}/crime_map"
    assert "neighbourhood=EX01" in tab.url
    menu.get_by_role("link", name="Survey", exact=True).click()
    heading(tab, SURVEY)
    begun = time.monotonic()
    tab.get_by_role("radiogroup").first.locator("label").first.click()
    tab.get_by_role("button", name="Check your answers").click()
    expect(tab.get_by_text("Nothing has been sent yet.")).to_be_visible()
    settled(tab)
    no_faster_than_a_person(tab, begun)
    tab.get_by_role("button", name="Send my answers").click()
    expect(tab.get_by_text("Your answers have been received")).to_be_visible()
    menu.get_by_role("link", name="Your neighbourhood").click()
    heading(tab, "Market Ashby Town")
    assert urlsplit(tab.url).path == f"{UNDER}/"
    tab.go_back()
    heading(tab, SURVEY)
    tab.locator(".st-key-footer").get_by_role("link", name="Simple version").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Market Ashby Town")
    assert urlsplit(tab.url).path == f"{UNDER}/neighbourhood/exampleshire/EX01"


def test_no_page_leads_outside_the_path(public, tab):
    for page in sample(PAGES, 5):
        tab.goto(f"{public.address}/{page.url_path}{PLACE}")
        ready(tab)
        settled(tab)
        assert _beside(public, tab.evaluate(ADDRESSES)) == [], page.file
