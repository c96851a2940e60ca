"""The saved copy: complete, dated, led only into itself; gone on with after an interruption."""

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner, Result

from components.words.language import day_words
from data_access.london_time import LONDON
from data_access.models import Event, Named
from data_access.settings import settings
from data_access.store import small_facts
from data_access.store.places import Names
from manage import cli  # noqa: TID251 - this is its test
from publish.offline_copy.saved_html import saved
from tests.support import facts, reading

pytestmark = pytest.mark.slow
RATES = {"burglary": 6, "shoplifting": 9, facts.ASB: 5}
FILES = {
    *("index.html", "briefing.html", "briefing.pdf", "briefing.docx", "briefing.txt"),
    *("trend.svg", "trend.png", "crimes.csv", "copy.json"),
}
COPY = "Demo copy: figures to September 2026, saved 3 November 2026. Not live."


def manage(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture
def three(held_facts):
    for id_, name in (("EX01", "Market Ashby"), ("ex01", "Market  Ashby!"), ("55/7", "Thorn & Vale")):
        facts.hold(id_, name, facts.random_months(1, RATES, months=15), contact={"email": "a@example.org"})


def test_it_holds_every_form_of_every_neighbourhood_and_a_finder(three, tmp_path):
    result = manage("export", "--force", "exampleshire", tmp_path / "out")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "written 3, not held 0")
    folders = {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()}
    assert folders == {"market-ashby", "market-ashby-2", "thorn-vale"}
    for folder in folders:
        assert {path.name for path in (tmp_path / "out" / folder).iterdir()} == FILES
    finder = reading.of_html((tmp_path / "out" / "index.html").read_bytes())
    assert "Thorn & Vale" in finder
    assert finder.count("Market Ashby") >= 2


def test_a_copy_tells_of_a_meeting_and_offers_no_calendar(held_facts, tmp_path):
    meeting = Event("Drop-in surgery", datetime(2099, 12, 3, 18), address="Corn Exchange")
    facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=15), events=(meeting,))
    manage("export", "--force", "exampleshire", tmp_path / "out")
    html = (tmp_path / "out" / "market-ashby" / "index.html").read_text("utf-8")
    assert "Drop-in surgery" in html
    assert "calendar" not in html
    assert "Download these dates" not in html


def test_every_page_is_dated_and_leads_only_into_the_copy(three, tmp_path):
    out = tmp_path / "out"
    manage("export", "--force", "exampleshire", out)
    pages = list(out.rglob("*.html"))
    assert len(pages) == 7
    for page in pages:
        html = page.read_text("utf-8")
        assert COPY in reading.of_html(html.encode())
        assert "Exampleshire is invented" in html
        for address in re.findall(r'<(?!use)\w+[^>]*\b(?:href|src|action)="([^"]+)"', html):
            assert leads_somewhere(page, address), (page, address)
    for text in (reading.of_pdf((out / "thorn-vale" / "briefing.pdf").read_bytes()),
                 reading.of_docx((out / "thorn-vale" / "briefing.docx").read_bytes()),
                 (out / "thorn-vale" / "briefing.txt").read_text("utf-8")):  # fmt: skip
        assert COPY in text


def leads_somewhere(page: Path, address: str) -> bool:
    target = urlsplit(address)
    if target.scheme == "tel":
        return True
    if target.scheme or target.netloc or target.path.startswith("/"):
        return False
    return not target.path or (page.parent / unquote(target.path)).resolve().is_file()


def test_what_is_there_already_is_left_and_what_is_missing_is_written(three, tmp_path):
    out = tmp_path / "out"
    manage("export", "--force", "exampleshire", out)
    (out / "thorn-vale" / "index.html").write_text("kept", "utf-8")
    (out / "market-ashby" / "copy.json").unlink()
    (out / "market-ashby" / "index.html").unlink()
    (out / "market-ashby").rename(out / ".market-ashby.tmp")
    assert manage("export", "--force", "exampleshire", out).exit_code == 0
    assert (out / "thorn-vale" / "index.html").read_text("utf-8") == "kept"
    assert COPY in (out / "market-ashby" / "index.html").read_text("utf-8")
    assert not list(out.glob(".*"))


def test_new_facts_are_written_anew(three, tmp_path):
    out = tmp_path / "out"
    one = ("export", "--force", "exampleshire", "--neighbourhood", "55/7", out)
    manage(*one)
    before = (out / "thorn-vale" / "index.html").read_bytes()
    facts.hold("55/7", "Thorn & Vale", facts.random_months(2, RATES, months=15))
    manage(*one)
    assert (out / "thorn-vale" / "index.html").read_bytes() != before


def test_some_neighbourhoods_only_and_those_not_held_are_said(three, tmp_path):
    result = manage(
        "export",
        "--force",
        "exampleshire",
        "--neighbourhood",
        "EX01",
        "--neighbourhood",
        "EX99",
        tmp_path / "out",
    )
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (3, "written 1, not held 1")
    assert "EX99" in result.stderr
    nothing = manage("export", "--force", "eastwold", tmp_path / "none")
    assert (nothing.exit_code, nothing.stdout.splitlines()[-1]) == (1, "written 0, not held 0")
    assert "Nothing is held of it" in nothing.stderr


def test_the_demonstration_is_written_where_it_is_asked_for(three, tmp_path, monkeypatch):
    # The server says to itself that it serves the demonstration; who types a command has one setting.
    monkeypatch.delenv("YOURPATCH_DEMONSTRATION")
    monkeypatch.setenv("YOURPATCH_DEMO", "always")
    settings.cache_clear()
    result = manage("export", "--force", "exampleshire", tmp_path / "out")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "written 3, not held 0")
    assert "Exampleshire is invented" in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert manage("refresh", "--force", "exampleshire").exit_code == 2


@pytest.mark.parametrize("arguments", [("--force", "nosuch", "out"), ("out",), ("--force", "exampleshire")])
def test_a_wrong_use_ends_with_2(arguments, held_facts):
    assert manage("export", *arguments).exit_code == 2


def test_somebody_elses_folder_is_not_touched(three, tmp_path):
    own = tmp_path / "out" / "thorn-vale"
    own.mkdir(parents=True)
    (own / "letter.txt").write_text("mine", "utf-8")
    result = manage("export", "--force", "exampleshire", tmp_path / "out")
    assert result.exit_code == 1
    assert "is not a folder of ours" in result.stderr
    assert (own / "letter.txt").read_text("utf-8") == "mine"


def test_the_real_thing_is_a_copy_without_the_notice_of_the_demonstration(data_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    settings.cache_clear()
    facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=15))
    small_facts.write("neighbourhoods", (Named("EX01", "Market Ashby"),), Names, facts.FORCE)
    manage("export", "--force", "exampleshire", tmp_path / "out")
    copied = f"Saved copy of {day_words(datetime.now(LONDON))}. Not live."
    folder = tmp_path / "out" / "market-ashby"
    for text in (
        reading.of_html((folder / "index.html").read_bytes()),
        reading.of_html((tmp_path / "out" / "index.html").read_bytes()),
        reading.of_html((folder / "briefing.html").read_bytes()),
        reading.of_docx((folder / "briefing.docx").read_bytes()),
        (folder / "briefing.txt").read_text("utf-8"),
        (folder / "trend.svg").read_text("utf-8"),
    ):
        assert copied in text
        assert "invented" not in text
        assert "demo" not in text.casefold()
    # How old its facts are is said all the same.
    assert "3 November 2026" in reading.of_html((folder / "index.html").read_bytes())


def test_links_of_the_house_that_a_copy_lacks_go_and_those_to_others_keep_their_words():
    html = (
        '<body><ul><li><a href="/nowhere?x=1">Map</a></li><li><a href="/neighbourhood">Others</a></li></ul>'
        '<p>See <a rel="x" href="https://example.org/a?b&amp;c">our <b>page</b></a>.</p>'
        '<a class="screen" href="https://example.org"><b>Exit</b></a>'
        '<a href="#main">Skip</a><link rel="icon" href="/i">'
    )
    assert saved(html.encode(), {"/neighbourhood": "../index.html"}, "").decode() == (
        '<body><ul><li><a href="../index.html">Others</a></li></ul>'
        '<p>See our <b>page</b>.</p><a href="#main">Skip</a>'
    )
