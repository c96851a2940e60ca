"""The map to move about in: what is picked on it, beside it and in the address is one and the same."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_journeys import PHONE, PLACE, opened, settled
from tests.support.serving import Site
from tests.support.soak import sample

NONE = "None chosen"
LIGHT = "/neighbourhood/exampleshire/EX01"


def frame_of(page: Page) -> Locator:
    """The map, once its first picture stands."""
    frame = page.get_by_test_id("stDeckGlJsonChart")
    expect(frame.locator("canvas").first).to_be_visible(timeout=30_000)
    frame.evaluate("frame => frame.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(1500)
    return frame


def near(page: Page) -> Locator:
    """The map twice nearer: its small areas are large enough to be met."""
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
        settled(page)
    return frame_of(page)


def hover_over_a_cell(page: Page, frame: Locator) -> tuple[float, float]:
    """Move the pointer over a small area near the middle, until the map says which; where that is."""
    tooltip = frame.locator(".deck-tooltip")
    for _ in range(20):
        box = frame.bounding_box()
        assert box
        for right in range(-20, 60, 10):
            at = box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2
            page.mouse.move(*at)
            page.wait_for_timeout(150)
            if tooltip.is_visible():
                # On a busy machine it may still speak of where the pointer was before.
                page.wait_for_timeout(1000)
            if tooltip.is_visible():
                return at
    pytest.fail("the map says nothing of any small area")


def pick(page: Page, at: tuple[float, float], wanted: str) -> None:
    """Press the map there until the list says what is wanted."""
    for _ in range(6):
        page.mouse.click(*at)
        try:
            expect(page.get_by_role("combobox", name="Small area")).to_have_value(wanted, timeout=6_000)
            return settled(page)
        except AssertionError:
            # On a busy machine more than a quarter of a second between down and up is no click.
            continue
    found = page.get_by_role("combobox", name="Small area").input_value()
    return pytest.fail(f"the map cannot be pressed: {found} and not {wanted}")


def look_for(page: Page, box: str, words: str) -> None:
    combobox = page.get_by_role("combobox", name=box)
    combobox.evaluate("box => box.scrollIntoView({ block: 'center' })")
    combobox.click()
    combobox.fill(words)
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")


def is_chosen(page: Page, streets: str) -> None:
    """That the table marks one row, and which."""
    row = page.get_by_role("row").filter(has_text="chosen")
    expect(row).to_have_count(1)
    expect(row.get_by_role("rowheader")).to_contain_text(streets)


def asked(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


@pytest.mark.soak
@pytest.mark.parametrize("size", sample([PHONE, {"width": 1280, "height": 800}], 1))
def test_a_small_area_and_its_row_find_each_other(size: Any, site: Site, browser_page: Page):
    browser_page.set_viewport_size(size)
    page = opened(browser_page, site, f"/crime_map{PLACE}")
    frame_of(page)
    frame = near(page)
    at = hover_over_a_cell(page, frame)
    tooltip = frame.locator(".deck-tooltip")
    said = tooltip.inner_text()
    inner, outer = tooltip.bounding_box(), frame.bounding_box()
    assert inner
    assert outer
    assert outer["x"] <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    assert outer["y"] <= inner["y"]
    assert inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
    assert outer["height"] < 0.6 * 740
    pick(page, at, said)
    assert asked(page, "area")
    streets = said.removeprefix("near ").partition(":")[0]
    is_chosen(page, streets)
    expect(page.get_by_text("recorded in September 2026,").first).to_be_visible()
    # The address alone shows the same.
    page = opened(page, site, page.url.removeprefix(site.url("")))
    expect(page.get_by_role("combobox", name="Small area")).to_have_value(said)
    is_chosen(page, streets)
    # Another row is chosen by its name, by keyboard, and a street takes its place.
    look_for(page, "Small area", "vicarage road, malt drive: 404")
    is_chosen(page, "Vicarage Road, Malt Drive")
    settled(page)
    look_for(page, "Find a street", "pound roa")
    expect(page.get_by_text("the most records near Pound Road")).to_be_visible()
    expect(page.get_by_role("combobox", name="Small area")).to_have_value(NONE)
    settled(page)
    assert (asked(page, "street"), asked(page, "area")) == ("Pound Road", "")


def test_what_is_picked_twice_is_put_back(site: Site, browser_page: Page):
    page = opened(browser_page, site, f"/crime_map{PLACE}")
    frame_of(page)
    at = hover_over_a_cell(page, near(page))
    pick(page, at, page.locator(".deck-tooltip").inner_text())
    page.wait_for_timeout(1000)
    pick(page, at, NONE)
    assert not asked(page, "area")


def test_the_map_comes_nearer_by_keyboard_and_goes_back(site: Site, browser_page: Page):
    page = opened(browser_page, site, f"/crime_map{PLACE}")
    frame = frame_of(page)
    pictures = [frame.screenshot()]
    for name, press in (
        ("Zoom in", "Enter"),
        ("Zoom out", " "),
        ("Zoom in", " "),
        ("Whole neighbourhood", "Enter"),
    ):
        button = page.get_by_role("button", name=name)
        button.focus()
        page.keyboard.press(press)
        settled(page)
        expect(button).to_be_focused()
        page.wait_for_timeout(2000)
        pictures.append(frame_of(page).screenshot())
    whole, near, out, again, back = pictures
    assert near != whole
    assert out == whole
    assert again == near
    assert back == whole


@pytest.mark.soak
@pytest.mark.parametrize("size", sample([PHONE, {"width": 1280, "height": 800}], 1))
def test_map_and_street_are_accessible(
    size: Any, site: Site, browser_page: Page, axe: Callable[[Page], list[dict[str, Any]]]
):
    browser_page.set_viewport_size(size)
    page = opened(browser_page, site, f"/crime_map{PLACE}&street=Pound+Road")
    frame_of(page)
    assert axe(page) == []
    page.goto(site.url(f"{LIGHT}?street=pound+road"))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_on_paper_the_map_is_a_picture_with_the_same_words(site: Site, browser_page: Page):
    page = opened(browser_page, site, f"/crime_map{PLACE}")
    frame = frame_of(page)
    still = page.locator("img.map")
    expect(still).to_be_hidden()
    page.emulate_media(media="print")
    expect(frame).to_be_hidden()
    expect(still).to_be_visible()
    assert still.evaluate("image => image.complete && image.naturalWidth > 0")


def test_a_street_is_found_without_a_script(site: Site, browser: Any):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url(LIGHT))
    page.get_by_label("Find a street").fill("la")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Several streets have a name like that:")).to_be_visible()
    page.locator("#street-found a").first.click()
    expect(page.get_by_text("the most records near")).to_be_visible()
    expect(page.get_by_role("img", name="Where it was recorded (approximate)")).to_be_visible()
    context.close()
