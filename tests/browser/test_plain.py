"""The plain pages in a browser: without a script, by keyboard, for everybody; and the first paint."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.serving import Site

HELD = "/neighbourhood/exampleshire/EX01"
SCROLLS = "box => box.scrollWidth > box.clientWidth"
PLACED = "/?force=exampleshire&neighbourhood=EX01"
# Chromium's own "Slow 3G": 400 kbit/s, and two seconds until a first byte comes.
SLOW = {
    "offline": False,
    "latency": 2000,
    "downloadThroughput": 400 * 1024 / 8,
    "uploadThroughput": 400 * 1024 / 8,
}


@pytest.fixture(scope="module")
def held(site: Site) -> Site:
    """The site, holding Market Ashby Town: asked for once, as any visitor does."""
    while site.get(HELD, Accept="text/html").status_code == 202:
        pass
    return site


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    "path",
    [
        *(HELD, "/neighbourhood", "/neighbourhood/exampleshire", "/status", "/nosuch"),
        f"{HELD}/kind/violent-crime",
        "/kind/other-crime",
    ],
)
def test_for_everybody_and_without_scrolling_sideways(
    path: str, width: int, held: Site, browser: Browser, axe: Callable[[Page], list[dict[str, Any]]]
):
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(held.url(path))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    context.close()


@pytest.mark.parametrize(
    "path", [HELD, f"{HELD}/kind/burglary", "/briefing/exampleshire/EX01.html?also=EX02&also=EX10"]
)
def test_a_wide_table_is_rows_of_label_and_value_on_a_phone_and_still_a_table(
    path: str, held: Site, browser: Browser, axe: Callable[[Page], list[dict[str, Any]]]
):
    context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(held.url(path))
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    table = page.locator(".wide-table").first
    too_wide = [box.inner_text() for box in page.locator(".scroll").all() if box.evaluate(SCROLLS)]
    assert too_wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    header = table.get_by_role("columnheader").all_inner_texts()
    first = table.get_by_role("row").nth(1)
    assert first.get_by_role("rowheader").count() == 1
    cells = first.get_by_role("cell").all()
    assert [cell.get_attribute("data-label") for cell in cells] == header[1:]
    tops = [cell.bounding_box()["y"] for cell in cells]
    assert tops == sorted(set(tops))
    assert axe(page) == []
    page.set_viewport_size({"width": 900, "height": 800})
    assert len({cell.bounding_box()["y"] for cell in cells}) == 1
    context.close()


def test_from_a_postcode_to_the_facts_without_a_script_by_keyboard(held: Site, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(held.url("/neighbourhood"))
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.locator("#q:focus").count():
            break
    page.keyboard.type("nowhere at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.locator("#q")).to_have_attribute("aria-describedby", "q-wrong")
    page.locator("#q").fill("XX1 1AA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Market Ashby Town")
    assert page.url.partition("?")[0] == held.url(HELD)
    expect(page.locator("figure svg").first).to_be_visible()
    page.get_by_text("Show the numbers").click()
    expect(page.get_by_role("row", name="September 2026").first).to_be_visible()
    page.goto(held.url(PLACED))
    page.get_by_role("link", name="Simple version, without JavaScript").click()
    assert page.url.partition("?")[0] == held.url(HELD)
    context.close()


@pytest.mark.parametrize("path", ["/", "/find"])
def test_the_front_door_works_before_any_script_and_on_a_narrow_phone(
    path: str, held: Site, browser: Browser
):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(held.url(path))
    expect(page.get_by_text("No figure here is real.")).to_be_visible()
    # The question is on the first screen.
    expect(page.locator("#q")).to_be_in_viewport(ratio=1)
    page.locator("#q").fill("XX1 1AA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Market Ashby Town")
    assert page.url.partition("?")[0] == held.url(HELD)
    context.close()


def test_on_paper_the_tables_are_open(held: Site, browser: Browser):
    page = browser.new_page()
    page.goto(held.url(HELD))
    table = page.get_by_role("row", name="September 2026").first
    expect(table).to_be_hidden()
    page.emulate_media(media="print")
    expect(table).to_be_visible()
    page.close()


def test_on_a_slow_phone_the_sentences_come_with_the_document_and_the_page_takes_over(
    held: Site, browser_page: Page
):
    browser_page.set_viewport_size({"width": 360, "height": 740})
    browser_page.set_default_timeout(90_000)
    network = browser_page.context.new_cdp_session(browser_page)
    network.send("Network.enable")
    # A first visit, whatever this browser has seen.
    network.send("Network.clearBrowserCache")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    network.send("Network.emulateNetworkConditions", SLOW)
    browser_page.goto(held.url(PLACED), wait_until="commit")
    first = browser_page.locator("#first-paint")
    expect(first).to_contain_text(re.compile(r"In September 2026, \d+ crimes were recorded"))
    # Not wait_for_function: it evaluates a string, which our policy forbids.
    while not browser_page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        browser_page.wait_for_timeout(50)
    painted, arrived = browser_page.evaluate(
        "[performance.getEntriesByName('first-contentful-paint')[0].startTime,"
        " performance.getEntriesByType('navigation')[0].responseEnd]"
    )
    assert painted - arrived < 1000
    assert first.count() == 1, "React was there first: the test has measured nothing"
    browser_page.get_by_role("heading", name="What your team is working on").wait_for()
    assert first.count() == 0
    scripts = "performance.getEntriesByType('resource').filter(r => r.name.includes('/static/js/'))"
    last = browser_page.evaluate(f"Math.max(...{scripts}.map(r => r.responseEnd))")
    assert last - painted > 3000


def test_the_page_and_its_simple_version_lead_to_each_other(held: Site, browser_page: Page):
    browser_page.goto(held.url(PLACED))
    browser_page.get_by_role("link", name="Simple version, to print").click()
    browser_page.wait_for_url(held.url(HELD))
    browser_page.get_by_role("link", name="The full page, with the map and all charts").click()
    browser_page.get_by_role("heading", name="Meet them").wait_for()
    assert "neighbourhood=EX01" in browser_page.url
