"""The saved copy in a browser, opened as by double click: no server, no network, no dead link."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page

from data_access.settings import HOUSE
from tests.support.clock import NOW
from tests.support.serving import Site


@pytest.fixture(scope="module")
def copy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two neighbourhoods of what the site holds."""
    deadline = time.monotonic() + 120
    for id_ in ("EX01", "NS-07"):
        # Other tests' first visits may stand in the line before it, or fill it.
        while site.get(f"/neighbourhood/exampleshire/{id_}").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.3)
    out = tmp_path_factory.mktemp("copy") / "out"
    choices = {
        "YOURPATCH_DATA_DIR": str(site.data_dir),
        "YOURPATCH_DEMONSTRATION": "1",
        "YOURPATCH_NOW": NOW,
    }
    command = [sys.executable, str(HOUSE / "manage.py"), "export", "--force", "exampleshire"]
    names = ["--neighbourhood", "EX01", "--neighbourhood", "NS-07"]
    subprocess.run([*command, *names, str(out)], env=os.environ | choices, check=True)
    return out


@pytest.mark.parametrize("width", [1280, 360])
def test_it_is_walked_from_the_finder_and_back_without_a_network(
    width: int, copy: Path, browser_page: Page, axe: Callable[[Page], list[dict[str, Any]]]
):
    browser_page.set_viewport_size({"width": width, "height": 800})
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto((copy / "index.html").as_uri())
    assert axe(browser_page) == []
    browser_page.get_by_role("link", name="Market Ashby Town", exact=True).click()
    browser_page.get_by_role("heading", level=1, name="Market Ashby Town").wait_for()
    browser_page.get_by_text("Demo copy: figures to September 2026").wait_for()
    assert browser_page.locator("figure svg:visible").first.bounding_box()["height"] > 100  # type: ignore[index]
    assert axe(browser_page) == []
    browser_page.get_by_role("link", name="Find another neighbourhood").click()
    browser_page.get_by_role("link", name="a briefing on Nether Sarn").click()
    browser_page.get_by_role("heading", level=1, name="Nether Sarn").wait_for()
    assert axe(browser_page) == []
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser_page.evaluate(overflow) <= 0
    assert [url for url in asked if not url.startswith("file://")] == []


def test_every_link_of_every_page_opens_a_file(copy: Path, browser_page: Page):
    for page in copy.rglob("*.html"):
        browser_page.goto(page.as_uri())
        for url in browser_page.evaluate(
            "[...document.links].map(link => link.href).filter(href => !href.startsWith('tel:'))"
        ):
            assert url.startswith(copy.as_uri()), (page, url)
            assert Path(url.split("#")[0].removeprefix("file://")).is_file(), (page, url)


def test_the_briefing_page_is_clean_and_makes_what_it_shows(
    site: Site, browser_page: Page, axe: Callable[[Page], list[dict[str, Any]]]
):
    browser_page.goto(site.url("/briefing?force=exampleshire&neighbourhood=EX01&months=3"))
    browser_page.get_by_text("Recorded crime, July to September 2026").wait_for()
    assert axe(browser_page) == []
    link = browser_page.get_by_role("link", name="Word").get_attribute("href")
    assert link
    assert site.get(link).content.startswith(b"PK")
    browser_page.goto(site.url("/briefing/exampleshire/EX01.html?months=3"))
    browser_page.get_by_role("heading", level=2, name="Recorded crime, July to September 2026").wait_for()
    assert axe(browser_page) == []
    printed = browser_page.pdf(prefer_css_page_size=True)
    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) == 1
