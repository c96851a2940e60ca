"""A real browser on a real server: the demonstration force over real HTTP, and nobody outside asked.

A test takes `site` (the server), `browser_page` (a tab) and `axe`. When the tab closes, a request that left
this machine, an error in the console or a breach of the Content-Security-Policy fails the test.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.clock import NOW
from tests.support.serving import Site, start_site
from tests.support.tab_trouble import Trouble

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTENT_HEIGHT = (
    "Math.max(...[...document.querySelectorAll('html, [data-testid=stMain]')].map(e => e.scrollHeight))"
)
SETTLES_MS = 300  # charts are drawn again when the window changes
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: tests also run as root. SwiftShader draws maps on machines without a graphics card.
FLAGS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    *("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, stand_in_process: Any) -> Iterator[Site]:
    """The server, with the demonstration on and a clock that stands at 18 November 2026."""
    running = start_site(
        tmp_path_factory.mktemp("site"),
        YOURPATCH_POLICE_API=stand_in_process.police_api,
        YOURPATCH_POSTCODES_API=stand_in_process.address,
        YOURPATCH_DEMONSTRATION="1",
        YOURPATCH_NOW=NOW,
    )
    running.stand_in = stand_in_process
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the system has it."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        pytest.fail("no Chromium on this machine: `make test` installs it, or install your system's package")
    return executable


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, as it comes."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def large_text_page(browser: Browser, chromium: str) -> Iterator[Page]:
    """A tab of a browser whose reader has set its text to 32 px, twice what it comes with."""
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    running = browser.browser_type.launch(executable_path=chromium, args=flags)
    yield running.new_page(viewport={"width": 1280, "height": 800})
    running.close()


@pytest.fixture
def trouble() -> Trouble:
    """The tab's troubles, for a test that expects some: it looks at them and clears the list."""
    return Trouble()


@pytest.fixture(scope="session")
def reader(browser: Browser) -> BrowserContext:
    """Somebody who has been here before: scripts are compiled once, which takes most of a page's time."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(20_000)
    return context


@pytest.fixture
def browser_page(reader: BrowserContext, trouble: Trouble) -> Iterator[Page]:
    """A tab of 1280 px, without a cookie; `page.set_viewport_size({"width": 360, "height": 740})` makes it a
    phone's.
    """
    page = reader.new_page()
    trouble.watch(page)
    yield page
    page.close()
    reader.clear_cookies()
    assert not trouble.outside, "a request left this machine"
    assert not trouble.errors, "the console holds errors"


@pytest.fixture
def axe() -> Callable[[Page], list[dict[str, Any]]]:
    """What axe finds against WCAG 2.2 A and AA, down to the page's end; it should be nothing."""

    def run(page: Page) -> list[dict[str, Any]]:
        # Streamlit scrolls inside the window, and axe measures no contrast of what is out of sight.
        seen = page.viewport_size if isinstance(page, Page) else None  # a frame of an embed is all in sight
        if seen:
            tall = max(seen["height"], page.evaluate(CONTENT_HEIGHT))
            page.set_viewport_size({"width": seen["width"], "height": tall})
            page.wait_for_timeout(SETTLES_MS)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        if seen:
            page.set_viewport_size(seen)
        return [
            {"rule": v["id"], "help": v["help"], "where": [node["html"] for node in v["nodes"]]}
            for v in found.response["violations"]
        ]

    return run
