"""The pages in a browser: they load from us alone, under the Content-Security-Policy, without an error."""

import pytest
from playwright.sync_api import Page

from components.menu import PAGES
from tests.serving import Site


@pytest.mark.parametrize("path", [f"/{page.url_path}" for page in PAGES])
def test_a_page_opens_first_after_a_restart(path: str, site: Site, browser_page: Page):
    browser_page.goto(site.url(path))
    browser_page.get_by_role("heading", level=1).wait_for()
    assert browser_page.title().endswith("Your Patch")
    assert browser_page.locator("html").get_attribute("lang") == "en-GB"
