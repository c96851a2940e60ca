"""The results in a real browser: wide and narrow, by keyboard alone, and with nothing for axe to find."""

import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.serving import Site

PAGE = "/survey_results?force=exampleshire&neighbourhood=EX01"


def ready(page: Page) -> None:
    expect(page.get_by_text("use 18001 101 by Relay UK").last).to_be_visible(timeout=60_000)
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0)
    page.wait_for_timeout(500)


def tab_to(page: Page, focused: str) -> None:
    """Press Tab until what has the focus fits the selector."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f"{focused}:focus, {focused} :focus").count():
            return
    raise AssertionError(f"the keyboard does not reach {focused}")


def test_results_are_read_by_keyboard_alone_wide_and_narrow(site: Site, browser_page: Page, axe: Any):
    # The server's upkeep invents and publishes them soon after its start.
    deadline = time.monotonic() + 60
    while not list(site.data_dir.rglob("exampleshire/EX01/survey.json")) and time.monotonic() < deadline:
        time.sleep(0.2)
    browser_page.goto(site.url(PAGE))
    ready(browser_page)
    expect(browser_page.get_by_text("214 answers")).to_be_visible()
    # The table, unfolded.
    tab_to(browser_page, "[data-testid=stExpander] summary")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("cell", name="75%").first).to_be_visible()
    assert axe(browser_page) == []
    # On a phone, the whole force by the arrows of the radio's keyboard; its table scrolls.
    browser_page.set_viewport_size({"width": 360, "height": 740})
    browser_page.get_by_role("radio").first.focus()
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("ArrowDown")
    expect(browser_page.get_by_role("heading", name="Every answer")).to_be_visible()
    tab_to(browser_page, "[data-testid=stExpander] summary")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("cell", name="57%").first).to_be_visible()
    ready(browser_page)
    assert "area=force" in browser_page.url
    assert axe(browser_page) == []
    assert browser_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
