"""What the accessibility statement says is so: each of its points names the test that would fail."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Page, expect

from components.menu import PAGES
from tests.browser.test_journeys import PHONE, PLACE, REACHED, opened, settled
from tests.support.serving import Site
from tests.support.soak import sample

WIDE = {"width": 1280, "height": 800}
# A screen of 1280 px at 400 %.
NARROW = {"width": 320, "height": 740}
FOCUS = """() => {
  const now = document.activeElement;
  return [now.tagName, now.innerText, Boolean(now.closest('.st-key-main'))]
}"""
# The sizes of all that is written on a page, and of what is written in its charts.
TEXT_SIZES = """() => {
  const page = {}, charts = {}, walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), parent = walker.currentNode.parentElement
    if (!text || parent.closest('noscript, style, script')) continue
    const sizes = parent.closest('svg') ? charts : page
    sizes[parent.tagName + ' ' + text] = parseFloat(getComputedStyle(parent).fontSize)
  }
  return [page, charts]
}"""
STRUCTURE = """() => {
  const all = selector => [...document.querySelectorAll(selector)]
  return {
    landmarks: all('[role=navigation], [role=main], [role=contentinfo], main:not([role]), nav:not([role])')
      .map(e => e.role),
    outside: all('.st-key-main :is([role=navigation], [role=contentinfo])').length,
    levels: all('h1, h2, h3, h4, h5, h6').map(e => Number(e.tagName[1])),
    unnamed: all('table:not([aria-label]), [role=figure]:not([aria-label])').length,
    tables: all('table').map(e => e.ariaLabel),
    undrawn: all('[data-testid=stSkeleton]').length,
  }
}"""
# Whether the keyboard's place is seen: an outline on what has the focus, or on what stands for it.
RING = """() => {
  const now = document.activeElement, outlined = e => e && getComputedStyle(e).outlineStyle !== 'none'
  return outlined(now) || outlined(now.closest('[data-focus-visible]')) ? '' : now.outerHTML.slice(0, 200)
}"""
POINTS: set[str] = set()
Test = TypeVar("Test", bound=Callable[..., None])


def proves(*points: str) -> Callable[[Test], Test]:
    """Marks a test as the proof of these points of the statement."""
    POINTS.update(points)
    return lambda test: test


def test_every_point_of_the_statement_has_its_test(site: Site, browser_page: Page):
    page = opened(browser_page, site, "/accessibility")
    assert set(page.locator(".st-key-main li").all_inner_texts()) == POINTS


@proves(
    "get around the whole site with a keyboard alone, or with speech recognition",
    "skip the menu, and read on from the title after opening another page",
)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_keyboard_skips_the_menu_and_reads_on_from_the_title(size: Any, site: Site, browser_page: Page):
    browser_page.set_viewport_size(size)
    page = opened(browser_page, site, f"/{PLACE}")
    # Streamlit fetches what draws its links when the first is wanted.
    expect(page.get_by_role("link", name="Change place")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)[1] == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS) == ["H1", "Market Ashby Town", True]
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == ["A", "Change place", True]

    for open_it, title in (
        (lambda: page.get_by_role("link", name="Crime trends", exact=True).press("Enter"), "Crime trends in"),
        (lambda: page.get_by_role("link", name="Privacy").press("Enter"), "Privacy"),
        (page.go_back, "Crime trends in"),
    ):
        open_it()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{title}"))
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        expect(page).to_have_title(re.compile(f"^{title}.* · Your Patch$"))
        assert page.evaluate("document.getElementById('stMain').scrollTop") == 0
        settled(page)
        # Drawing the rest has not taken it away.
        expect(page.get_by_role("heading", level=1)).to_be_focused()


@proves("When a choice changes a page, screen readers do not announce it. Read on from the heading.")
def test_a_choice_leaves_the_focus_where_it_is(site: Site, browser_page: Page):
    page = opened(browser_page, site, f"/crime_trends{PLACE}")
    choice = page.get_by_role("radio", name="all 36 months")
    choice.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**months=24**")
    settled(page)
    expect(page.get_by_role("radio", name="the last 24")).to_be_focused()
    assert page.locator(".st-key-main :is([aria-live], [role=status])").count() == 0


@proves(
    "find the menu, the main part, the foot and the headings of every page with a screen reader",
    "zoom in up to 400% without the text spilling off the screen",
    "read every chart and every map as a table and in a sentence",
    "Wide tables scroll sideways on a phone. They can be reached by keyboard.",
    "What your police team writes is in English only, and shown as they wrote it.",
)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.file)
def test_each_page_has_its_parts_headings_and_names_and_axe_finds_nothing(
    entry: Any, site: Site, browser_page: Page, axe: Any
):
    browser_page.set_viewport_size(NARROW)
    page = opened(browser_page, site, f"/{entry.url_path}{PLACE}")
    page.wait_for_function(f"() => {{ const s = ({STRUCTURE})(); return !s.unnamed && !s.undrawn }}")
    found = page.evaluate(STRUCTURE)
    assert found["landmarks"] == ["navigation", "main", "contentinfo"]
    assert found["outside"] == 0
    assert found["levels"].count(1) == 1
    steps = zip(found["levels"], found["levels"][1:], strict=False)
    assert [pair for pair in steps if pair[1] > pair[0] + 1] == [], found["levels"]
    assert len(set(found["tables"])) == len(found["tables"]), found["tables"]
    here = page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")
    assert here.all_inner_texts() == [entry.title] * entry.in_menu
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    for table in page.locator("table:visible").all():
        scrolls = table.evaluate("table => table.parentElement.scrollWidth > table.parentElement.clientWidth")
        if scrolls:
            expect(table.locator("..")).to_have_attribute("tabindex", "0")
    assert page.evaluate("document.getElementById('stMain').scrollWidth") <= NARROW["width"]
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        # On a busy machine structure.js comes to its turn later.
        page.wait_for_function(REACHED)
        settled(page)
        assert axe(page) == [], size
        assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]


def test_the_link_to_the_first_page_leads_there_in_a_new_tab_too(site: Site, browser_page: Page):
    page = opened(browser_page, site, f"/crime_trends{PLACE}")
    first = page.get_by_role("link", name="Your neighbourhood", exact=True)
    expect(first).to_have_attribute("href", f"/{PLACE}")


@proves("Small areas on the map cannot be reached by keyboard. The list and the table have them all.")
def test_the_areas_of_the_map_stand_in_the_table(site: Site, browser_page: Page):
    page = opened(browser_page, site, f"/crime_map{PLACE}")
    expect(page.get_by_role("table")).to_be_visible()
    said = page.locator(".st-key-main").inner_text()
    known, not_drawn = (
        sum(map(int, re.findall(words, said)))
        for words in (r"of the (\d+) small areas with any record", r"(\d+) small areas? with 1 or 2 records")
    )
    assert known
    assert page.locator("tbody tr").count() == known - not_drawn
    assert page.locator("[data-testid=stDeckGlJsonChart] a").count() == 0


@proves(
    "make the text twice as large in your browser's settings",
    "Text in charts stays as small as it is in larger text. Zoom in, or read the table.",
)
@pytest.mark.soak
@pytest.mark.parametrize("path", sample(["/crime_trends", "/"], 1))
def test_text_is_as_large_as_the_browser_is_set_to(
    path: str, site: Site, browser_page: Page, large_text_page: Page
):
    for page in (browser_page, large_text_page):
        opened(page, site, f"{path}{PLACE}")
        expect(page.locator(".main-svg text").first).to_be_visible()
    for _ in range(80):
        (usual, in_charts), (large, in_large_charts) = (
            page.evaluate(TEXT_SIZES) for page in (browser_page, large_text_page)
        )
        # On a busy machine the end of one page may come later than that of the other.
        if usual.keys() == large.keys():
            break
        browser_page.wait_for_timeout(250)
    assert len(usual) > 50
    assert {text: large[text] / usual[text] for text in usual} == dict.fromkeys(usual, 2)
    # A narrower column leaves out some of an axis.
    both = in_charts.keys() & in_large_charts.keys()
    assert both
    assert {text: in_large_charts[text] for text in both} == {text: in_charts[text] for text in both}
    for size in (WIDE, NARROW):
        large_text_page.set_viewport_size(size)
        assert large_text_page.evaluate("document.getElementById('stMain').scrollWidth") <= size["width"]


def test_large_text_on_a_phone_stays_clear_of_the_way_out(site: Site, large_text_page: Page):
    large_text_page.set_viewport_size(NARROW)
    page = opened(large_text_page, site, f"/{PLACE}")
    bar, menu = page.locator("#exit").bounding_box(), page.locator(".st-key-menu a").first.bounding_box()
    assert bar["y"] + bar["height"] <= menu["y"]  # type: ignore[index]


@proves("change colours and contrast with your browser or device")
@pytest.mark.soak
@pytest.mark.parametrize("size", sample([NARROW, WIDE], 1))
def test_in_the_readers_own_colours_everything_can_be_told(
    size: Any, site: Site, browser_page: Page, axe: Callable[[Page], list[dict[str, Any]]]
):
    browser_page.emulate_media(forced_colors="active", color_scheme="dark")
    browser_page.set_viewport_size(size)
    page = opened(browser_page, site, f"/crime_trends{PLACE}")
    for style, selector in (
        ("borderBottomStyle", ".st-key-menu [aria-current=page]"),
        ("borderTopStyle", "#exit-button"),
    ):
        assert page.locator(selector).evaluate(f"e => getComputedStyle(e).{style}") == "solid"
    circle = "> div > div:first-child"
    chosen, other = (
        page.locator(f"[data-testid=stRadioOption]{which} {circle}").first.evaluate(
            "e => getComputedStyle(e).backgroundColor"
        )
        for which in ("[data-selected]", ":not([data-selected])")
    )
    assert chosen != other
    chart = page.locator("[data-testid=stPlotlyChart]").first
    assert chart.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    for _ in range(18):
        page.keyboard.press("Tab")
        assert page.evaluate(RING) == ""
    # axe takes the ground under everything for white.
    page.emulate_media(forced_colors="active", color_scheme="light")
    assert axe(page) == []


@proves("read everything about a neighbourhood on its simple version, which works without JavaScript")
def test_the_simple_version_is_one_link_away(site: Site, browser_page: Page):
    page = opened(browser_page, site, f"/{PLACE}")
    link = page.get_by_role("contentinfo").get_by_role("link", name=re.compile("^Simple version"))
    simple = site.get(link.get_attribute("href") or "").text
    assert "<h1>Market Ashby Town" in simple
    assert "<script" not in simple
