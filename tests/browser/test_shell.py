"""The pages in a browser: they load from us alone, under the Content-Security-Policy, without an error."""

import socket
from pathlib import Path

import pytest
from playwright.sync_api import Page

from components.menu import PAGES
from tests.support.serving import Site, start_site


@pytest.mark.parametrize("path", [f"/{page.url_path}" for page in PAGES])
def test_a_page_opens_first_after_a_restart(path: str, site: Site, browser_page: Page):
    browser_page.goto(site.url(path))
    browser_page.get_by_role("heading", level=1).wait_for()
    assert browser_page.title().endswith("Your Patch")
    assert browser_page.locator("html").get_attribute("lang") == "en-GB"


def test_the_very_first_visitor_is_told_that_it_is_a_demonstration(tmp_path: Path, browser_page: Page):
    silent = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{silent.getsockname()[1]}/api"
    site = start_site(tmp_path, until="/healthz", YOURPATCH_POLICE_API=address)
    try:
        browser_page.goto(site.url())
        browser_page.get_by_text("Exampleshire is invented").wait_for()
    finally:
        browser_page.goto("about:blank")
        site.stop()
        silent.close()
