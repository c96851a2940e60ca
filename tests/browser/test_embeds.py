"""Embeds on another origin: every kind of frame, narrow and wide, with scripts and without."""

import logging
import re
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Route, expect
from starlette.requests import Request

from components import addresses
from components.content.embed_height import embed_height
from components.content.embed_views import VIEWS, WIDTH, frame, frame_with_script, picture, quoted_frame
from data_access.overviews.place import view_of
from data_access.usual import force_judgements
from publish.serving.message_pages import coming
from tests.support import exampleshire, facts
from tests.support.plain_site import demonstration
from tests.support.serving import Site, start_site
from tests.support.soak import sample
from tests.support.tab_trouble import Trouble
from tests.support.wordpress import RECEIVER, filtered

log = logging.getLogger("tests.embeds")

PLACE = "/embed/v1/exampleshire/EX01"
NAME = "Market Ashby Town"
WIDTHS = (280, 360, 600, 1200)
PAGE_WIDTHS = (320, 360, 420, 480, 520, 600, 680, 760)
# Tall enough that a lazy frame is not left out.
TALL = 9000
# Without the script; what suits each view is looked at below.
TALL_ENOUGH = 800


class Parish:
    """Another site: `localhost`, where ours is 127.0.0.1. It shows whatever it is told to."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self.pages))
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_port
        self.address = f"http://localhost:{self.port}"

    def shows(self, body: str, path: str = "/") -> str:
        """The address of a page with this body."""
        self.pages[path] = (
            '<!doctype html><html lang="en"><title>Parish council</title><link rel="icon" href="data:,">'
            '<meta name="viewport" content="width=device-width">'
            f'<body style="margin: 0"><main><h1>Our parish</h1>{body}</main></body></html>'
        )
        return self.address + path


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, pages: dict[str, str], *rest: object) -> None:
        self.pages = pages
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = self.pages.get(self.path)
        self.send_response(200 if body else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def parish(browser_page: Page, trouble: Trouble) -> Iterator[Parish]:
    """The other site, which is no outside for the tab."""
    running = Parish()
    # For whoever looks into a failure: what the frames were answered.
    browser_page.on("response", lambda answer: log.warning("%d %s", answer.status, answer.url))
    browser_page.on("requestfailed", lambda asked: log.warning("%s %s", asked.failure, asked.url))
    yield running
    trouble.outside[:] = [url for url in trouble.outside if urlsplit(url).port != running.port]
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture(scope="module")
def ours(site: Site) -> Site:
    """Our site, with the place read."""
    deadline = time.monotonic() + 60
    while site.get(f"{PLACE}/summary").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.3)
    return site


def snippets(site: Site, make: str, width: int) -> str:
    """All views, as the builder hands them out, in a column of that width."""
    frames = [_made(make, site, what) for what in VIEWS]
    return f'<div style="width: {width}px">{"".join(frames)}</div>'


def _made(make: str, site: Site, what: str) -> str:
    address, name = site.url(f"{PLACE}/{what}"), VIEWS[what].title(NAME)
    if make == "script":
        return frame_with_script(site.address, address, name, TALL_ENOUGH, f"height: {TALL_ENOUGH}px")
    plain = frame(address, name, TALL_ENOUGH, f"height: {TALL_ENOUGH}px")
    sandbox = {"plain": "", "sandboxed": ' sandbox="allow-scripts"', "shut": ' sandbox=""'}[make]
    return plain.replace("<iframe", f"<iframe{sandbox}")


def framed(address: str) -> str:
    """The address in a frame without any script."""
    return f'<iframe src="{address}" title="x" width="600" height="400"></iframe>'


def embeds(page: Page) -> list[Frame]:
    """The frames, once each has its end."""
    for number in range(page.locator("iframe").count()):
        page.frame_locator("iframe").nth(number).locator(".facts").wait_for(state="attached")
    return [found for found in page.frames if "/embed/v1/" in found.url]


def whole(shown: Frame) -> bool:
    """Whether nothing is cut off at the side, and first and last words are there."""
    text = shown.locator("main").inner_text()
    within = shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return NAME in text and "Not a police website." in text and bool(within)


def scrolls(shown: Frame) -> int:
    """By how many pixels the content is taller than its frame."""
    return int(shown.evaluate("document.documentElement.scrollHeight - window.innerHeight"))


@pytest.mark.parametrize("width", WIDTHS)
def test_with_the_script_each_frame_is_as_tall_as_its_content(width, ours, parish, browser_page, axe):
    page = browser_page
    page.set_viewport_size({"width": width, "height": TALL})
    page.goto(parish.shows(snippets(ours, "script", width)))
    shown = embeds(page)
    assert len(shown) == len(VIEWS)
    for one in shown:
        assert whole(one), one.url
        page.wait_for_timeout(50)
        assert scrolls(one) <= 0, one.url
        assert axe(one) == [], one.url
    assert axe(page) == []
    assert page.context.cookies() == []
    heights = [box["height"] for box in (f.bounding_box() for f in page.locator("iframe").all()) if box]
    assert all(100 <= height < 2000 for height in heights)


@pytest.mark.parametrize("make", ["plain", "sandboxed", "shut"])
@pytest.mark.parametrize("width", WIDTHS)
def test_without_the_script_the_content_is_whole_and_what_is_longer_is_scrolled_to(
    width, make, ours, parish, browser_page, trouble
):
    page = browser_page
    page.set_viewport_size({"width": width, "height": TALL})
    page.goto(parish.shows(snippets(ours, make, width)))
    for one in embeds(page):
        assert whole(one), one.url
        last = one.locator(".facts p").last
        last.scroll_into_view_if_needed()
        assert last.is_visible()
    if make == "shut":
        # The frame's script is refused, and the browser says so; nothing else is.
        assert all("sandboxed" in error for error in trouble.errors)
        trouble.errors.clear()


@pytest.mark.soak
def test_each_view_of_each_place_fits_without_the_script_at_each_width(
    stand_in, data_dir, parish, browser_page, trouble
):
    """As the builder hands it out: nothing is cut; under a third of the content, or 130 pixels, is empty."""
    page, wrong = browser_page, []
    with demonstration(stand_in, data_dir, *exampleshire.everywhere(stand_in)) as site:
        # Else it is judged beside, and a frame shows more than was reckoned with.
        assert force_judgements.make(facts.FORCE)
        # All of them in `make soak`.
        for place in sample(list(exampleshire.everywhere(stand_in)), 1):
            view = view_of(place)
            chosen = [*((name, {}) for name in VIEWS), ("trend", {"category": "violent-crime"})]
            made = [
                frame(
                    addresses.embed(site.address, place, name, options),
                    VIEWS[name].title(view.name),
                    (tall := embed_height(VIEWS[name], view, options)).at(WIDTH),
                    tall.style,
                )
                for name, options in chosen
            ]
            # The usual margins of a page.
            page.set_viewport_size({"width": PAGE_WIDTHS[0], "height": TALL})
            page.goto(parish.shows(f'<div style="margin: 0 16px">{"".join(made)}</div>'))
            shown = embeds(page)
            assert len(shown) == len(chosen)
            for width in PAGE_WIDTHS:
                page.set_viewport_size({"width": width, "height": TALL})
                for one in shown:
                    needed, given = one.evaluate(
                        "[Math.ceil(document.documentElement.getBoundingClientRect().height), innerHeight]"
                    )
                    if not needed <= given <= needed + max(130, needed / 3):
                        wrong.append((one.url, width, needed, given))
        port = urlsplit(site.address).port
        trouble.outside[:] = [url for url in trouble.outside if urlsplit(url).port != port]
    assert wrong == []


@pytest.mark.parametrize("width", WIDTHS)
def test_with_scripts_off_all_is_there(width, ours, parish, browser: Browser):
    context = browser.new_context(viewport={"width": width, "height": TALL}, java_script_enabled=False)
    page = context.new_page()
    page.goto(parish.shows(snippets(ours, "script", width)))
    shown = embeds(page)
    assert len(shown) == len(VIEWS)
    assert all(whole(one) for one in shown)
    assert context.cookies() == []
    context.close()


def test_opening_the_table_makes_the_frame_taller(ours, parish, browser_page):
    page = browser_page
    # Many sites reckon borders in.
    style = "<style>* { box-sizing: border-box }</style>"
    page.goto(parish.shows(style + _made("script", ours, "trend")))
    [shown] = embeds(page)
    page.wait_for_timeout(300)
    assert scrolls(shown) <= 0
    before = page.locator("iframe").bounding_box()["height"]
    shown.get_by_text("Show the numbers").click()
    page.wait_for_timeout(300)
    assert page.locator("iframe").bounding_box()["height"] > before + 300
    assert scrolls(shown) <= 0


@pytest.mark.parametrize("where", ["head", "end", "both"])
def test_a_script_that_is_bundled_deferred_or_repeated_fits_the_frame(where, ours, parish, browser_page):
    page = browser_page
    pasted = f"<script>{ours.get('/embed/v1/height.js').text}</script>"
    shown = frame(ours.url(f"{PLACE}/team"), "x", 150, "height: 150px")
    before, after = (pasted if where in {side, "both"} else "" for side in ("head", "end"))
    page.goto(parish.shows(before + shown + after))
    [shown] = embeds(page)
    page.wait_for_timeout(300)
    assert page.locator("iframe").bounding_box()["height"] > 200
    assert scrolls(shown) <= 0


def test_a_sandbox_that_opens_no_tab_shows_the_address(ours, parish, browser_page, trouble):
    page = browser_page
    page.goto(parish.shows(_made("sandboxed", ours, "team")))
    [shown] = embeds(page)
    shown.locator(".facts a").first.click()
    expect(shown.get_by_role("status")).to_have_text(
        "This site lets no tab open from here. The address to copy: "
        + ours.url("/?force=exampleshire&neighbourhood=EX01")
    )
    assert all("sandboxed" in error for error in trouble.errors)
    trouble.errors.clear()


def test_a_sandbox_that_allows_tabs_opens_one(ours, parish, browser_page):
    page = browser_page
    allowed = 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"'
    page.goto(parish.shows(_made("sandboxed", ours, "team").replace('sandbox="allow-scripts"', allowed)))
    [shown] = embeds(page)
    with page.expect_popup() as opened:
        shown.locator(".facts a").first.click()
    assert opened.value.url == ours.url("/?force=exampleshire&neighbourhood=EX01")
    opened.value.close()
    expect(shown.locator("#no-tab")).to_be_hidden()


@pytest.mark.parametrize(("make", "id_"), [("wordpress", "EX02"), ("script", "AB12")])
def test_a_place_that_nobody_asked_for_before_fits_its_frame_before_and_after(
    make, id_, ours, parish, browser_page
):
    page, address = browser_page, ours.url(f"/embed/v1/exampleshire/{id_}/summary")
    if make == "script":
        code = frame_with_script(ours.address, address, "x", 150, "height: 150px")
    else:
        html = quoted_frame(address, ours.url("/"), "x", 600, 150)
        code = f"{filtered(html)}<script>{RECEIVER}</script>"
    page.goto(parish.shows(code))
    waiting = page.frame_locator("iframe").get_by_text("This page looks again by itself.")
    expect(waiting).to_be_visible()
    page.wait_for_timeout(300)
    [shown] = [found for found in page.frames if "/embed/v1/" in found.url]
    assert scrolls(shown) <= 0
    page.frame_locator("iframe").locator(".facts").wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(300)
    assert scrolls(shown) <= 0
    assert page.locator("iframe").bounding_box()["height"] > 300


def test_heights_come_from_the_frame_itself_within_bounds(ours, parish, browser_page):
    page = browser_page
    liar = parish.shows("<script>parent.postMessage({yourpatch: 1, height: 3000}, '*')</script>", "/liar")
    page.goto(parish.shows(_made("script", ours, "team") + f'<iframe src="{liar}" title="Liar"></iframe>'))
    page.frame_locator("iframe").first.locator(".facts").wait_for()
    page.wait_for_timeout(500)
    box = page.locator("iframe").first
    honest = box.bounding_box()["height"]
    assert honest < 1000
    page.evaluate("window.postMessage({yourpatch: 1, height: 3000}, '*')")
    page.wait_for_timeout(200)
    assert box.bounding_box()["height"] == honest
    [shown] = [found for found in page.frames if "/embed/v1/" in found.url]
    for told, stands in ((99_999, 5002), (1, 102), ("3000", 102)):
        shown.evaluate("told => parent.postMessage({yourpatch: 1, height: told}, '*')", told)
        page.wait_for_timeout(200)
        assert box.bounding_box()["height"] == stands
    # The same frame, gone elsewhere, is not believed.
    shown.evaluate("address => { location.href = address }", liar)
    page.wait_for_timeout(500)
    assert box.bounding_box()["height"] == 102


@pytest.mark.parametrize("beside", ["", "height.js"])
def test_wordpress_shows_it_and_takes_its_link(beside, ours, parish, browser_page, axe):
    """Also where our own script stands on the same page, and tells every frame of ours that it listens."""
    page = browser_page
    answer = ours.get("/oembed?url=" + ours.url(f"{PLACE}/summary")).json()
    page.goto(parish.shows(f"{filtered(answer['html'])}<script>{RECEIVER}</script>"))
    if beside:
        # Deferred by an optimiser, it speaks after WordPress has.
        page.add_script_tag(url=ours.url("/embed/v1/height.js"))
        page.wait_for_timeout(300)
    box = page.locator("iframe")
    expect(box).to_be_visible()
    expect(page.locator("blockquote")).to_be_hidden()
    [shown] = embeds(page)
    page.wait_for_timeout(300)
    assert whole(shown)
    assert scrolls(shown) <= 0
    assert axe(page) == []
    # In that sandbox no tab can be opened: the link is handed to WordPress.
    shown.evaluate("document.querySelector('.facts a').dispatchEvent(new Event('click', {bubbles: true}))")
    page.wait_for_function("window.asked")
    assert page.evaluate("window.asked") == ours.url("/?force=exampleshire&neighbourhood=EX01")


def test_in_wordpress_a_place_that_is_being_read_comes_by_itself(ours, parish, browser_page):
    page, asked = browser_page, []
    scope = {"type": "http", "method": "GET", "path": PLACE, "query_string": b"", "server": ("x", 80)}
    not_yet = coming(Request(scope | {"headers": [(b"accept", b"text/html")]}))
    # From a real server: Chromium takes what a test hands it for public, and lets it ask nothing local.
    instead = parish.shows(bytes(not_yet.body).decode(), "/not-yet")

    def first_not_yet(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_(url=instead if len(asked) == 1 else None)

    page.route("**/embed/v1/**", first_not_yet)
    answer = ours.get("/oembed?url=" + ours.url(f"{PLACE}/summary")).json()
    page.goto(parish.shows(f"{filtered(answer['html'])}<script>{RECEIVER}</script>"))
    expect(page.frame_locator("iframe").get_by_text("This page looks again by itself.")).to_be_visible()
    [shown] = embeds(page)
    assert whole(shown)
    assert len(asked) == 2
    # It still knows WordPress's secret: it is as tall as its content.
    page.wait_for_timeout(300)
    assert scrolls(shown) <= 0


def test_wordpress_without_the_frame_still_has_the_link(ours, parish, browser: Browser):
    answer = ours.get("/oembed?url=" + ours.url(f"{PLACE}/summary")).json()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(parish.shows(str(filtered(answer["html"]))))
    link = page.get_by_role("link", name="Local policing in Market Ashby Town")
    assert link.get_attribute("href") == ours.url("/neighbourhood/exampleshire/EX01")
    context.close()


def test_a_picture_is_seen_and_named_without_figures(ours, parish, browser_page, axe):
    page = browser_page
    code = picture(
        ours.url(f"{PLACE}/trend.png"),
        ours.url("/neighbourhood/exampleshire/EX01"),
        VIEWS["trend"].title(NAME),
    )
    page.goto(parish.shows(code))
    image = page.locator("img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200
    assert not re.search(r"\d", image.get_attribute("alt") or "1")
    assert axe(page) == []
    page.set_viewport_size({"width": 280, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 280


@pytest.mark.parametrize(
    "path",
    [
        "/neighbourhood/exampleshire/EX01",
        "/?force=exampleshire&neighbourhood=EX01",
        "/embed_builder",
        "/status",
        "/oembed?url=x",
    ],
)
def test_nothing_but_embeds_may_be_framed(path, ours, parish, browser_page, trouble):
    browser_page.goto(parish.shows(framed(ours.url(path))))
    assert trouble.frame_refused(browser_page)


def test_only_those_on_the_list_may_frame(parish, browser_page, trouble, tmp_path):
    guarded = start_site(
        tmp_path, until="/healthz", YOURPATCH_DEMONSTRATION="1", YOURPATCH_FRAME_ANCESTORS=parish.address
    )
    try:
        address = guarded.url(f"{PLACE}/team")
        browser_page.goto(parish.shows(framed(address)))
        assert not trouble.frame_refused(browser_page)
        # The same page, reached under another name, is another origin.
        parish.address = f"http://127.0.0.1:{parish.port}"
        browser_page.goto(parish.shows(framed(address)))
        assert trouble.frame_refused(browser_page)
    finally:
        browser_page.goto("about:blank")
        guarded.stop()
