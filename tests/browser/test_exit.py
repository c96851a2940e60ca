"""Exit this page, as the GOV.UK Design System describes it: button, second skip link, Shift three times."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.support.serving import Site
from tests.support.tab_trouble import Trouble

WEATHER = "https://www.bbc.co.uk/weather"
EXPIRES_MS = 5000
Left = Callable[[], bool]


@pytest.fixture
def left(browser_page: Page, trouble: Trouble, site: Site) -> Left:
    """The finder is open, and the weather is answered here: whether the tab has left for it."""

    def weather(route: Route) -> None:
        trouble.outside.clear()
        route.fulfill(body="<h1>Weather</h1>", content_type="text/html")

    browser_page.route(WEATHER, weather)
    _open(browser_page, site)
    return lambda: browser_page.url == WEATHER


def _open(page: Page, site: Site) -> None:
    page.goto(site.url("/find"))
    page.get_by_role("heading", level=1).wait_for()


def _said(page: Page) -> str:
    return page.locator("#exit [role=status]").inner_text()


def test_the_button_leaves(left: Left, browser_page: Page):
    button = browser_page.get_by_role("button", name="Emergency Exit this page")
    assert button.get_attribute("rel") == "nofollow noreferrer"
    button.click()
    browser_page.wait_for_url(WEATHER)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_button_leaves_by_keyboard(key: str, left: Left, browser_page: Page):
    browser_page.locator("#exit-button").press(key)
    browser_page.wait_for_url(WEATHER)


def test_the_second_skip_link_leaves(left: Left, browser_page: Page):
    browser_page.keyboard.press("Tab")
    first = browser_page.locator(":focus").inner_text()
    browser_page.keyboard.press("Tab")
    second = browser_page.locator(":focus")
    assert (first, second.inner_text()) == ("Skip to main content", "Exit this page")
    assert second.bounding_box()["width"] > 44  # type: ignore[index]
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(WEATHER)


def test_shift_three_times_leaves_from_a_field_too(left: Left, browser_page: Page):
    browser_page.get_by_role("textbox").first.focus()
    browser_page.keyboard.press("Shift")
    assert _said(browser_page) == "Shift, press 2 more times to exit."
    assert browser_page.locator(".exit-light-on").count() == 1
    browser_page.keyboard.press("Shift")
    assert _said(browser_page) == "Shift, press 1 more time to exit."
    assert not left()
    browser_page.keyboard.press("Shift")
    browser_page.wait_for_url(WEATHER)


def _keys(page: Page, *keys: str) -> None:
    """`+X` presses a key down, `-X` lets it go."""
    for key in keys:
        (page.keyboard.down if key[0] == "+" else page.keyboard.up)(key[1:])


@pytest.mark.parametrize(
    "keys",
    [
        ("+ShiftLeft", "-ShiftLeft", "+ShiftRight", "-ShiftRight", "+ShiftLeft", "-ShiftLeft"),
        # Hands that hurry: the next is down before the last is up.
        ("+ShiftLeft", "+ShiftRight", "-ShiftLeft", "+ShiftLeft", "-ShiftRight", "-ShiftLeft"),
        ("+ShiftRight", "+ShiftLeft", "-ShiftLeft", "+ShiftLeft", "-ShiftLeft", "-ShiftRight"),
    ],
)
def test_left_and_right_shift_in_turn_leave(keys: tuple[str, ...], left: Left, browser_page: Page):
    _keys(browser_page, *keys)
    browser_page.wait_for_url(WEATHER)


@pytest.mark.parametrize("shift", ["ShiftLeft", "ShiftRight"])
def test_capitals_do_not_leave_whichever_key_is_let_go_first(shift: str, left: Left, browser_page: Page):
    browser_page.get_by_role("textbox").first.focus()
    for letter in "ABCD":
        _keys(browser_page, f"+{shift}", f"+{letter}", f"-{shift}", f"-{letter}")
        assert browser_page.locator(".exit-light-on").count() == 0
    browser_page.wait_for_timeout(300)
    assert not left()


def test_capitals_and_escape_do_not_leave(left: Left, browser_page: Page):
    browser_page.get_by_role("textbox").first.focus()
    for key in ("Shift+A", "Shift+B", "Shift+C", "Escape", "Escape", "Escape"):
        browser_page.keyboard.press(key)
        assert browser_page.locator(".exit-light-on").count() == 0
    browser_page.wait_for_timeout(300)
    assert not left()


def test_another_key_begins_the_count_anew(left: Left, browser_page: Page):
    for key in ("Shift", "Shift", "Tab", "Shift"):
        browser_page.keyboard.press(key)
    assert _said(browser_page) == "Shift, press 2 more times to exit."
    assert not left()


def test_five_seconds_later_the_count_begins_anew(left: Left, browser_page: Page):
    browser_page.clock.install()
    browser_page.keyboard.press("Shift")
    browser_page.keyboard.press("Shift")
    browser_page.clock.run_for(EXPIRES_MS + 100)
    assert _said(browser_page) == "Exit this page expired."
    browser_page.keyboard.press("Shift")
    assert _said(browser_page) == "Shift, press 2 more times to exit."
    assert not left()


def test_the_page_is_blank_while_the_next_one_loads_and_whole_after_going_back(
    left: Left, browser_page: Page
):
    browser_page.evaluate(
        """() => new MutationObserver(() => {
          const alert = document.querySelector("[role=alert]");
          if (alert && alert.textContent) sessionStorage.setItem("seen", document.body.innerText.trim());
        }).observe(document.body, { childList: true, subtree: true })"""
    )
    browser_page.locator("#exit-button").click()
    browser_page.wait_for_url(WEATHER)
    browser_page.go_back()
    browser_page.get_by_role("heading", level=1).wait_for()
    assert browser_page.evaluate("sessionStorage.getItem('seen')") == "Loading."
    assert browser_page.get_by_role("alert").filter(has_text="Loading").count() == 0


def test_it_survives_changes_of_page_and_reruns(left: Left, browser_page: Page):
    browser_page.get_by_role("link", name="About the data").click()
    browser_page.wait_for_url("**/about_the_data*")
    browser_page.get_by_role("heading", level=1).wait_for()
    browser_page.keyboard.press("Tab")
    for _ in range(3):
        browser_page.keyboard.press("Shift")
    browser_page.wait_for_url(WEATHER)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_is_seen_and_covers_no_link_of_the_page(width: int, site: Site, browser_page: Page):
    browser_page.set_viewport_size({"width": width, "height": 740})
    _open(browser_page, site)
    assert _what_is_in_front(browser_page, "#exit-button") == "exit-button"
    covered: list[Any] = browser_page.evaluate(
        """() => {
          const exit = document.getElementById("exit").getBoundingClientRect();
          return [...document.querySelectorAll("#root a, #root button, #root input")].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && box.left < exit.right && box.right > exit.left
              && box.top < exit.bottom && box.bottom > exit.top;
          }).map((element) => element.outerHTML);
        }"""
    )
    assert covered == []


def _what_is_in_front(page: Page, selector: str) -> Any:
    return page.evaluate(
        """(selector) => {
          const box = document.querySelector(selector).getBoundingClientRect();
          return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2).id;
        }""",
        selector,
    )


def test_it_is_not_printed(site: Site, browser_page: Page):
    _open(browser_page, site)
    browser_page.emulate_media(media="print")
    assert not browser_page.locator("#exit").is_visible()
    assert not browser_page.locator("#exit-skip-link").is_visible()


def test_without_javascript_it_is_a_plain_link(site: Site, browser_page: Page):
    context = browser_page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    page = context.new_page()
    page.goto(site.url("/crime_trends"))
    assert page.locator("#exit-button").get_attribute("href") == WEATHER
    assert "needs JavaScript" in page.locator("body").inner_text()
    context.close()
