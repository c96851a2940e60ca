"""Started behind a council's proxy: what is in the way is said at start and on /status."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.client import HTML
from tests.support.council_network import FACTS, Authority, answer, proxy
from tests.support.serving import Site, start_site

pytestmark = pytest.mark.slow
WANTS = answer(b"", "407 Proxy Authentication Required")


@contextmanager
def started(data_dir: Path, until: str = "/healthz", **environment: str) -> Iterator[Site]:
    site = start_site(data_dir, until=until, **environment)
    try:
        yield site
    finally:
        site.stop()


def trouble(site: Site) -> str | None:
    """What is wrong by /status.json, as soon as police.uk was asked."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and "manage.py check" not in site.log.read_text():
        time.sleep(0.05)
    said: str | None = site.get("/status.json").json()["police_uk"]["trouble"]
    assert (said or "") in site.log.read_text()
    return said


@pytest.mark.parametrize("demo", ["auto", "never"])
def test_a_proxy_that_wants_a_password_is_named_and_nothing_is_invented(demo: str, tmp_path: Path):
    with proxy(WANTS) as between, started(tmp_path, HTTPS_PROXY=between.address, YOURPATCH_DEMO=demo) as site:
        assert (trouble(site) or "").startswith("The proxy of our network wants a name and a password")
        page = site.get("/status", **HTML).text
        assert "The proxy of our network wants" in page
        assert "police.uk is not answering" not in page + site.log.read_text()
        assert not site.get("/status.json").json()["demonstration"]
        assert "wants a name and a password" in site.get("/readyz").json()["reason"]
        assert ("So the demonstration is not begun" in site.log.read_text()) == (demo == "auto")


def test_a_certificate_that_nobody_trusts_is_named_and_nothing_is_invented(tmp_path: Path):
    authority = Authority(tmp_path)
    with authority.https(FACTS) as there, proxy(to=there) as between:
        with started(tmp_path / "without", HTTPS_PROXY=between.address) as site:
            assert "a certificate that our machine does not trust" in (trouble(site) or "")
            assert not site.get("/status.json").json()["demonstration"]
        trusting = {"HTTPS_PROXY": between.address, "SSL_CERT_FILE": str(authority.file)}
        with started(tmp_path / "with", **trusting) as site:
            assert site.get("/readyz").json()["reason"] == "nothing is held yet; police.uk answers"
            assert "certificate" not in site.log.read_text()


def test_a_proxy_that_never_answers_is_no_reason_to_invent(tmp_path: Path):
    with proxy() as between, started(tmp_path, HTTPS_PROXY=between.address) as site:
        assert (trouble(site) or "").startswith("No answer from police.uk came through the proxy")
        assert not site.get("/status.json").json()["demonstration"]


def test_without_a_network_it_says_so_and_invents(tmp_path: Path):
    with started(tmp_path, "/readyz", YOURPATCH_POLICE_API="https://police.invalid/api") as site:
        assert site.get("/readyz").json()["reason"] == "serving the demonstration force"
        assert "cannot find police.uk by its name" in site.log.read_text()
        assert site.get("/status.json").json()["demonstration"]
