"""A phone's first screen: where one is, the verdict, what stands out, how to reach the team."""

import pytest
from playwright.sync_api import Page, expect

from components.menu import PAGES
from tests.browser.test_journeys import opened, settled
from tests.support.serving import Site
from tests.support.soak import sample

PHONE = {"width": 360, "height": 640}
# Exit this page, the site's name, the menu, and whose figures these are.
MOST_FURNITURE = 160
PLACES = ("EX01", "EX02", "EX10")
EDGES = "e => { const box = e.getBoundingClientRect(); return [box.top, box.bottom] }"


def _edges(page: Page, selector: str) -> tuple[float, float]:
    top, bottom = page.locator(selector).first.evaluate(EDGES)
    return top, bottom


def _on_a_phone(page: Page, site: Site, address: str) -> Page:
    page.set_viewport_size(PHONE)
    page = opened(page, site, address)
    expect(page.locator(".st-key-menu [data-testid=stPageLink] a")).to_have_count(6)
    return page


@pytest.mark.soak
@pytest.mark.parametrize("place", sample(PLACES, 2))
def test_the_first_screen_holds_the_verdict_what_stands_out_and_the_way_to_the_team(
    place: str, site: Site, browser_page: Page
):
    page = _on_a_phone(browser_page, site, f"/?force=exampleshire&neighbourhood={place}")
    bottom_of_menu = max(_edges(page, "#exit")[1], _edges(page, ".st-key-menu")[1])
    above, below = _edges(page, ".st-key-short-line")
    assert bottom_of_menu + below - above <= MOST_FURNITURE
    shown = [
        text
        for text in page.locator(".st-key-main p").all()
        if (edges := text.evaluate(EDGES))[0] < edges[1] <= PHONE["height"]
    ]
    words = " ".join(text.inner_text() for text in shown)
    assert "In September 2026" in words
    assert "101" in words
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("name", "figure"),
    [("", "stPlotlyChart"), ("crime_trends", "stPlotlyChart"), ("crime_map", "stDeckGlJsonChart")],
)
def test_the_first_figure_begins_within_the_second_screen(
    name: str, figure: str, site: Site, browser_page: Page
):
    page = _on_a_phone(browser_page, site, f"/{name}?force=exampleshire&neighbourhood=EX01")
    settled(page)
    # Charts are drawn in no order: the first that is there may be a later one.
    page.wait_for_function(
        "([figure, limit]) => { const drawn = document.querySelector(figure);"
        " return drawn && drawn.getBoundingClientRect().top < limit }",
        arg=[f"[data-testid={figure}]", 2 * PHONE["height"]],
    )


@pytest.mark.soak
def test_the_sites_name_is_on_every_page_and_leads_home(site: Site, browser_page: Page):
    for entry in sample(PAGES, 4):
        page = opened(browser_page, site, f"/{entry.url_path}?force=exampleshire&neighbourhood=EX01")
        expect(page.get_by_role("link", name="Your Patch", exact=True)).to_be_visible()
    page.get_by_role("link", name="Your Patch", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is going on around you?")
