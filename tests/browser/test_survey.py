"""The survey answered in a real browser: by keyboard alone, with and without JavaScript, wide and narrow."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from data_access.survey.answering.form_tokens import MINIMUM_S
from data_access.survey.questions import QUESTIONS
from tests.support.clock import NOW
from tests.support.serving import Site, start_site
from tests.support.tab_trouble import Trouble

FORM = "/survey-form/exampleshire/EX01"
PAGE = "/survey?force=exampleshire&neighbourhood=EX01"
ANSWERS = {"good_job": "good", "matters": "neither", "fair": "dont_know", "foot": "never"}
SIZES = {360: {"width": 360, "height": 740}, 1280: {"width": 1280, "height": 800}}
COMMENT = "Lights on the High Street"


@pytest.fixture(scope="module")
def survey_site(tmp_path_factory: pytest.TempPathFactory, stand_in_process: Any) -> Iterator[Site]:
    """A server whose survey takes comments."""
    stand_in_process.reset()
    running = start_site(
        tmp_path_factory.mktemp("survey"),
        YOURPATCH_POLICE_API=stand_in_process.police_api,
        YOURPATCH_POSTCODES_API=stand_in_process.address,
        YOURPATCH_DEMONSTRATION="1",
        YOURPATCH_NOW=NOW,
        YOURPATCH_COMMENTS="on",
        YOURPATCH_STAFF="mo@exampleshire.example:moderator",
        # Else the sixth journey from this machine within the hour is told to come back later.
        YOURPATCH_TRUSTED_PROXIES="127.0.0.1",
    )
    # The first visit reads the place.
    page = running.get(FORM, Accept="text/html")
    while page.status_code == 202:
        page = running.get(FORM, Accept="text/html")
    assert page.status_code == 200
    yield running
    running.stop()


@pytest.fixture
def tab(browser: Browser, trouble: Trouble) -> Iterator[Any]:
    """Opens a tab, with or without JavaScript, as wide as asked; from an address of its own."""
    contexts = []

    def opened(width: int, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport=SIZES[width],
            java_script_enabled=javascript,
            extra_http_headers={"X-Forwarded-For": f"198.51.100.{width % 200 + javascript}"},
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        trouble.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not trouble.outside
    assert not trouble.errors


def rows(site: Site) -> list[tuple[Any, ...]]:
    """What is stored of this quarter, without its ids; invented answers are of those before."""
    with sqlite3.connect(next(site.data_dir.rglob("survey.sqlite"))) as connection:
        names = ", ".join(question.name for question in QUESTIONS)
        found = connection.execute(
            f"SELECT force, neighbourhood, quarter, mode, {names} FROM answers WHERE quarter = '2026-Q4'"  # noqa: S608
        )
        return list(found)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the button of that name has the focus."""
    wanted = page.get_by_role("button", name=name)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").count() and page.locator(":focus").inner_text().strip() == name:
            expect(wanted).to_be_focused()
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def choose(page: Page, value: str, question: str) -> None:
    """Tab into the question's radios, and by the arrows to an answer."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if focus.count() and focus.get_attribute("name") == question:
            break
    position = next(q for q in QUESTIONS if q.name == question).values.index(value)
    page.keyboard.press("Space")
    for _ in range(position):
        page.keyboard.press("ArrowDown")


def no_faster_than_a_person(page: Page, begun: float) -> None:
    """What is sent sooner after its form was made is taken for a machine's."""
    while time.monotonic() < begun + MINIMUM_S:
        page.wait_for_timeout(100)


def no_violation(page: Page, axe: Any, javascript: bool) -> None:
    """Axe needs JavaScript; the plain form is the same without."""
    if javascript:
        assert axe(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)])
def test_the_plain_form_by_keyboard_alone(width, javascript, survey_site, tab, axe):
    page = tab(width, javascript)
    page.goto(survey_site.url(FORM))
    before = rows(survey_site) if list(survey_site.data_dir.rglob("survey.sqlite")) else []
    no_violation(page, axe, javascript)
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    begun = time.monotonic()
    for n, part in enumerate((("good_job", "matters"), ("fair", "contact"), ("foot", "confidence"))):
        expect(page.get_by_text(f"Part {n + 1} of 4")).to_be_visible()
        no_violation(page, axe, javascript)
        for name in part:
            if name in ANSWERS:
                choose(page, ANSWERS[name], name)
        tab_to(page, "Continue")
        page.keyboard.press("Enter")
    expect(page.get_by_text("Part 4 of 4")).to_be_visible()
    no_violation(page, axe, javascript)
    while not page.locator("textarea:focus").count():
        page.keyboard.press("Tab")
    page.keyboard.type(COMMENT + ", ring 07700 900123")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Error: Part 4 of 4 · How is your local policing? · Your Patch")
    expect(page.locator(".error")).to_be_focused()
    no_violation(page, axe, javascript)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type(COMMENT)
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    no_violation(page, axe, javascript)
    no_faster_than_a_person(page, begun)
    tab_to(page, "Send my answers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers have been received")
    no_violation(page, axe, javascript)
    assert len(rows(survey_site)) == len(before) + 1
    page.reload()
    expect(page.get_by_text("These answers were counted before.")).to_be_visible()
    assert len(rows(survey_site)) == len(before) + 1


def ready(page: Page) -> None:
    expect(page.get_by_text("use 18001 101 by Relay UK").last).to_be_visible(timeout=30_000)
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0)
    page.wait_for_timeout(500)


@pytest.mark.parametrize("width", [360])
def test_the_page_by_keyboard_alone_gives_the_same_row(width, survey_site, tab, axe):
    page = tab(width)
    page.goto(survey_site.url(PAGE))
    ready(page)
    begun = time.monotonic()
    assert axe(page) == []
    tab_to(page, "Check your answers")
    page.keyboard.press("Enter")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page).to_have_title("Error: How is your local policing? · Your Patch")
    expect(page.locator("[class*=st-key-first-read-wrong]")).to_be_focused()
    expect(page.get_by_text("There is a problem")).to_be_in_viewport()
    ready(page)
    assert axe(page) == []
    for question in QUESTIONS:
        if question.name in ANSWERS:
            radios = page.get_by_role("radiogroup", name=f"{QUESTIONS.index(question) + 1}.")
            while not radios.locator("input:focus").count():
                page.keyboard.press("Tab")
            page.keyboard.press("Space")
            for _ in range(question.values.index(ANSWERS[question.name])):
                page.keyboard.press("ArrowDown")
    tab_to(page, "Check your answers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_in_viewport()
    ready(page)
    assert axe(page) == []
    no_faster_than_a_person(page, begun)
    tab_to(page, "Send my answers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you. Your answers have been received")).to_be_in_viewport()
    ready(page)
    assert axe(page) == []
    stored = rows(survey_site)
    expected = ("exampleshire", "EX01", "2026-Q4", "web", *(ANSWERS.get(q.name) for q in QUESTIONS))
    assert set(stored) == {expected}


class Stranger(BaseHTTPRequestHandler):
    """A page of another site that frames whatever its query names."""

    def do_GET(self) -> None:
        target = self.path.partition("?")[2]
        # Without an icon of its own the browser would ask for one while the server is being closed.
        body = (
            '<!doctype html><title>Other</title><link rel=icon href="data:,">'
            f'<iframe src="{target}" width=600 height=400></iframe>'
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.mark.parametrize("path", [FORM, PAGE])
def test_another_site_cannot_frame_a_form(path, survey_site, browser_page, trouble):
    other = HTTPServer(("127.0.0.1", 0), Stranger)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    try:
        browser_page.goto(f"http://127.0.0.1:{other.server_port}/?{survey_site.url(path)}")
        assert trouble.frame_refused(browser_page)
    finally:
        other.shutdown()
        other.server_close()


def test_the_ways_to_the_form(survey_site, tab):
    page = tab(1280)
    page.goto(survey_site.url("/neighbourhood/exampleshire/EX01"))
    page.get_by_role("link", name="Answer six questions, 2 minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How is your local policing?")
    page.get_by_text("Not your neighbourhood?").click()
    page.get_by_role("link", name="Hollow Down").click()
    expect(page.get_by_text("Hollow Down").first).to_be_visible()
    page.goto(survey_site.url("/?force=exampleshire&neighbourhood=EX01"))
    page.get_by_role("link", name="Answer six questions, 2 minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How is local policing in Market Ashby Town?")
