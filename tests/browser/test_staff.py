"""Signing in through a real OpenID Connect provider, over HTTP: who gets in, who does not, the way out."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.support.clock import NOW
from tests.support.serving import Site, free_port, start_site
from tests.support.soak import sample
from tests.support.tab_trouble import Trouble

MO = "mo@exampleshire.example"
WAITING = ("a" * 32, "b" * 32)
LOG = ("released", "redacted", "deleted")
COMMENT = "Lights on the High Street"
SECRETS = """
[auth]
redirect_uri = "{redirect}"
cookie_secret = "for tests only, and long enough to sign with"
client_id = "your-patch"
client_secret = "for tests only"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
# The provider vouches for whom it names, but says of this one that it has not looked.
UNVERIFIED = {"sub": "unverified", "email": MO, "email_verified": False}


# Under a path too, in `make soak`.
pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The provider's address. It lets in everybody, under the address they type."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    words = ("-m", "oidc_provider_mock", "--port", str(port), "--user-claims", json.dumps(UNVERIFIED))
    with subprocess.Popen(
        [sys.executable, *words],
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=5).raise_for_status()
                break
            except requests.RequestException:
                time.sleep(0.1)
        yield address
        process.terminate()


@pytest.fixture(scope="module", params=sample(["", "/policing"], 1))
def staffed(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    stand_in_process: Any,
    provider: str,
) -> Iterator[Site]:
    """A server with one moderator."""
    stand_in_process.reset()
    home, port = tmp_path_factory.mktemp("home"), free_port()
    (home / ".streamlit").mkdir()
    public = f"http://127.0.0.1:{port}{request.param}"
    secrets = SECRETS.format(redirect=f"{public}/oauth2callback", provider=provider)
    (home / ".streamlit" / "secrets.toml").write_text(secrets)
    running = start_site(
        tmp_path_factory.mktemp("staffed"),
        YOURPATCH_PUBLIC_URL=public,
        PORT=str(port),
        HOME=str(home),
        YOURPATCH_POLICE_API=stand_in_process.police_api,
        YOURPATCH_POSTCODES_API=stand_in_process.address,
        YOURPATCH_DEMONSTRATION="1",
        YOURPATCH_NOW=NOW,
        YOURPATCH_COMMENTS="on",
        YOURPATCH_STAFF=f"{MO}:moderator",
    )
    running.address = public
    while running.get("/neighbourhood/exampleshire/EX01", Accept="text/html").status_code == 202:
        time.sleep(0.1)
    yield running
    running.stop()


@pytest.fixture
def tab(browser: Browser, trouble: Trouble, provider: str) -> Iterator[Page]:
    """A tab that has never been here. The provider's own pages are dressed by a stranger: they are let be."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(20_000)
    context.route(
        "https://cdn.jsdelivr.net/**", lambda route: route.fulfill(content_type="text/css", body="")
    )
    page = context.new_page()
    trouble.watch(page)
    yield page
    context.close()
    assert all("cdn.jsdelivr.net" in url for url in trouble.outside)
    assert not trouble.errors


def ready(page: Page) -> None:
    expect(page.locator(".st-key-footer")).to_be_visible()
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0)
    page.wait_for_timeout(300)


def press(page: Page, name: str) -> None:
    """Tab to the button of that name, and Enter."""
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    ready(page)
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if focus.count() and focus.inner_text().strip() == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def sign_in(page: Page, site: Site, who: str) -> None:
    press(page, "Sign in")
    page.get_by_placeholder("sub").fill(who)
    page.keyboard.press("Enter")
    page.wait_for_url(site.url("/staff"))
    ready(page)


def sign_out(page: Page, site: Site) -> None:
    press(page, "Sign out")
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(site.url("/staff"))
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def asked(site: Site, words: str, *values: object) -> list[tuple[Any, ...]]:
    with sqlite3.connect(next(site.data_dir.rglob("survey.sqlite"))) as connection:
        return list(connection.execute(words, values))


def narrow_and_wide(page: Page, axe: Any) -> None:
    """Axe finds nothing and nothing sprawls, on a phone and on a desk."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        ready(page)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_moderator_signs_in_decides_by_keyboard_and_signs_out(staffed, tab, axe):
    tab.goto(staffed.url("/staff"))
    expect(tab.get_by_role("button", name="Sign in")).to_be_visible()
    expect(tab.locator(".st-key-menu")).not_to_contain_text("For staff")
    ready(tab)
    assert axe(tab) == []
    for id_ in WAITING:
        values = (id_, "exampleshire", "EX01", "2026-Q4", "2026-11-01", COMMENT, "new", 0)
        asked(staffed, "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *values)
    sign_in(tab, staffed, "Mo@Exampleshire.example")
    expect(tab.get_by_text("your role is moderator")).to_be_visible()
    expect(tab.locator(".st-key-menu")).to_contain_text("For staff")
    home = urlsplit(staffed.url("/")).path.rstrip("/") or "/"
    assert {cookie["path"] for cookie in tab.context.cookies(staffed.url("/staff"))} == {home}
    narrow_and_wide(tab, axe)
    press(tab, "Release comment 1")
    expect(tab.get_by_text("It is public.")).to_be_visible()
    # What may tell of danger stands first now, and asks twice.
    asked(staffed, "UPDATE comments SET risk = 1, state = 'held' WHERE id = ?", WAITING[1])
    ready(tab)
    press(tab, "Save the edited text of 1")
    expect(tab.get_by_text("1 may tell of somebody in danger: read it first.")).to_be_visible()
    press(tab, "Release comment 1")
    expect(tab.get_by_role("button", name="Yes, publish it")).to_be_visible()
    press(tab, "No")
    press(tab, "Delete comment 1")
    expect(tab.get_by_role("button", name="Yes, delete it for good")).to_be_visible()
    narrow_and_wide(tab, axe)
    assert asked(staffed, "SELECT count(*) FROM comments WHERE state = 'redacted'") == [(1,)]
    press(tab, "Yes, delete it for good")
    expect(tab.get_by_text("Its text is deleted.")).to_be_visible()
    sign_out(tab, staffed)
    # What was deleted is gone; who did it is not.
    log = asked(staffed, "SELECT who, what, about_id FROM moderation_log ORDER BY id")
    assert log == [
        (MO, what, id_) for what, id_ in zip(LOG, (WAITING[0], WAITING[1], WAITING[1]), strict=True)
    ]
    left = asked(staffed, "SELECT state, text FROM comments WHERE id IN (?, ?) ORDER BY id", *WAITING)
    assert left == [("released", COMMENT), ("deleted", "")]


def test_whoever_is_not_on_the_list_is_refused_and_can_sign_out(staffed, tab, axe):
    tab.goto(staffed.url("/staff"))
    press(tab, "Sign in")
    tab.get_by_role("button", name="Deny").click()
    tab.wait_for_url(staffed.url("/staff"))
    for who, why in {
        "somebody@elsewhere.example": "This account is not on the list",
        "unverified": "has not made sure that this e-mail address is yours",
    }.items():
        sign_in(tab, staffed, who)
        expect(tab.get_by_text(why)).to_be_visible()
        expect(tab.locator(".st-key-menu")).not_to_contain_text("For staff")
        assert tab.get_by_role("heading", level=3).count() == 0
        assert axe(tab) == []
        sign_out(tab, staffed)
