"""A resident's ways through the pages, in a real browser, with the mouse and without."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

PLACE = "?force=exampleshire&neighbourhood=EX01"
FINDER = "Postcode, or the name of a town or village"
PHONE = {"width": 360, "height": 740}
# Two cores may be busy with the other half of the tests.
expect.set_options(timeout=20_000)


def opened(page: Page, site, path: str) -> Page:
    """Open a path and wait until the page is wholly there."""
    page.goto(site.url(path))
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.get_by_text("use 18001 101 by Relay UK").last).to_be_visible(timeout=30_000)
    # Streamlit fetches what draws its links when the first is wanted.
    expect(page.locator("[data-testid=stPageLink]").first).to_be_visible(timeout=30_000)
    settled(page)


def settled(page: Page) -> None:
    """Nothing is being drawn: what one does next is not overtaken by what came before."""
    running = "[data-testid=stApp]:not([data-test-script-state=notRunning])"
    expect(page.locator(running)).to_have_count(0, timeout=30_000)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=30_000)
    settled(page)


def test_from_a_postcode_to_the_neighbourhood_in_one_step(site, browser_page):
    page = opened(browser_page, site, "/")
    page.get_by_label(FINDER).fill("xx1-1aa")
    page.keyboard.press("Enter")
    heading(page, "Market Ashby Town")
    asked = parse_qs(urlsplit(page.url).query)
    # What was looked for, with our mark.
    assert asked.pop("looked_for")[0].startswith("Market Ashby.")
    assert asked == {"force": ["exampleshire"], "neighbourhood": ["EX01"]}
    expect(page.get_by_text("In September 2026,").first).to_be_visible()
    assert "1aa" not in site.log.read_text().lower()


def test_by_the_keyboard_alone(site, browser_page):
    page = opened(browser_page, site, "/find")
    # Streamlit may draw the page once more when the lists have come.
    expect(page.get_by_label("Police force")).to_be_visible()
    settled(page)
    finder = page.get_by_label(FINDER)
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == FINDER:
            break
    expect(finder).to_be_focused()
    page.keyboard.type("Ashby", delay=30)
    expect(finder).to_have_value("Ashby")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Which one do you mean?")).to_be_visible(timeout=20_000)
    settled(page)
    choice = page.get_by_role("button", name=re.compile("Ashby")).first
    for _ in range(10):
        page.keyboard.press("Tab")
        if choice.evaluate("button => button == document.activeElement"):
            break
    expect(choice).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Ashby"), timeout=30_000)


def test_from_the_list(site, browser_page):
    page = opened(browser_page, site, "/find")
    page.get_by_label("Police force").click()
    page.get_by_role("option", name="Exampleshire Police (invented)").click()
    page.get_by_label("Neighbourhood", exact=True).click()
    page.get_by_role("option", name="Hollow Down").click()
    page.get_by_role("button", name="Show this neighbourhood").click()
    heading(page, "Hollow Down")


# Every table that scrolls sideways has been put within the keyboard's reach.
REACHED = """() => [...document.querySelectorAll("[data-testid='stTable'] table")]
  .map(table => table.parentElement).every(e => e.scrollWidth <= e.clientWidth || e.tabIndex === 0)"""


def test_each_kind_of_postcode_gets_its_own_sentence(site, browser_page):
    page = opened(browser_page, site, "/find")
    for postcode, said in {
        "XX20 1AA": "is in Scotland",
        "XX21 1AA": "Channel Islands or the Isle of Man",
        "XX9 9ZZ": "no longer in use",
        "XX1 9ZZ": "do not know that postcode",
        "XX23 1AA": "not in a police neighbourhood",
        "Nowhere-on-the-Wold": "know no place of that name",
        "<script>alert(1)</script>": "know no place of that name",
        "   ": "Enter a postcode",
    }.items():
        page.get_by_label(FINDER).fill(postcode)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
        settled(page)


def test_the_menu_keeps_the_place_and_back_goes_back(site, browser_page):
    page = opened(browser_page, site, f"/{PLACE}")
    heading(page, "Market Ashby Town")
    steps = page.evaluate("history.length")
    page.get_by_role("link", name="Crime trends", exact=True).click()
    heading(page, "Crime trends in Market Ashby Town")
    assert "neighbourhood=EX01" in page.url
    assert page.evaluate("history.length") == steps + 1
    page.get_by_role("link", name="Local team", exact=True).click()
    heading(page, "The local team in Market Ashby Town")
    page.go_back()
    heading(page, "Crime trends in Market Ashby Town")
    page.go_back()
    heading(page, "Market Ashby Town")


def test_a_shared_link_shows_what_the_sender_saw(site, browser_page):
    page = opened(browser_page, site, f"/crime_trends{PLACE}&category=burglary&months=12&to=2026-06")
    expect(page.get_by_text("as of June 2026")).to_be_visible()
    expect(page.get_by_text("Burglary, Market Ashby Town, July 2025 to June 2026")).to_be_visible()


def test_a_choice_goes_into_the_address_and_back_undoes_it(site, browser_page):
    page = opened(browser_page, site, f"/crime_trends{PLACE}")
    page.get_by_text("the last 12", exact=True).click()
    page.wait_for_url("**months=12**")
    expect(page.get_by_text("October 2025 to September 2026").first).to_be_visible()
    page.go_back()
    expect(page.get_by_text("October 2023 to September 2026").first).to_be_visible()


def test_axe_finds_nothing_in_the_finder_with_an_error_and_with_results(site, browser_page, axe):
    page = opened(browser_page, site, "/find")
    page.get_by_label(FINDER).fill("XX20 1AA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Scotland")).to_be_visible()
    assert axe(page) == []
    page.get_by_label(FINDER).fill("Ashby")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Which one do you mean?")).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize(
    "address",
    [
        "/?force=exampleshire&neighbourhood=nosuch",
        "/?force=..%2F..%2Fetc&neighbourhood=passwd",
        "/?force=exampleshire&neighbourhood=" + "x" * 3000,
        "/?force=%00&neighbourhood=%3Cscript%3E",
        "/crime_trends?force=exampleshire&neighbourhood=EX01&to=2026-99",
    ],
)
def test_a_wrong_address_gives_a_sentence_and_the_finder(site, browser_page, address):
    page = opened(browser_page, site, address)
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label(FINDER)).to_be_visible()
    assert "Traceback" not in page.content()


def test_two_visitors_of_a_new_place_cause_one_fetch(site, browser, browser_page):
    site.stand_in.control("reset", {})
    path = "/?force=exampleshire&neighbourhood=NS-07"
    other = browser.new_context().new_page()
    browser_page.goto(site.url(path))
    other.goto(site.url(path))
    for page in (browser_page, other):
        heading(page, "Nether Sarn")
        expect(page.get_by_text(re.compile("36 months from police.uk"))).to_have_count(0, timeout=30_000)
    other.context.close()
    asked = [r for r in site.stand_in.control("log") if r["path"].endswith("/crimes-street/all-crime")]
    assert len(asked) == 36


def test_the_counts_can_be_downloaded(site, browser_page):
    page = opened(browser_page, site, f"/crime_trends{PLACE}")
    link = page.get_by_role("link", name="Download the counts (CSV)")
    answer = site.get(link.get_attribute("href"))
    assert answer.status_code == 200
    assert (
        "demonstration-market-ashby-town-crime-2023-10-to-2026-09.csv"
        in answer.headers["content-disposition"]
    )
