"""The team's own words: the same on every view, as they were written, as long as they hold."""

import io
from datetime import date

import pikepdf
import pytest

from components.content.briefing import briefing
from components.content.magazine import paragraph
from components.words import team_statements
from data_access.models import Note, Reply, Said
from data_access.overviews.place import view_of
from data_access.settings import settings
from data_access.store import small_facts
from data_access.survey.database import engine
from data_access.survey.quarters import Quarter
from data_access.survey.staff import replies
from publish.serving import markdown_html
from tests.support import facts, reading

RATES = {"shoplifting": 14, facts.ASB: 11}
# The clock stands at 18 November 2026.
HOSTILE = "<script>a()</script> **no** &lt;b&gt; [x](javascript:a) # 1. :red[x]\n\n" + "w" * 300
SECOND = Note("An older note.", "PC 12", date(2026, 10, 1), date(2027, 1, 1))
FIRST = Note(HOSTILE, "Insp. <i>Day</i>", date(2026, 11, 2), date(2026, 11, 19), date(2026, 9, 1))
REPLY = Reply("2026-Q3", "Speeding <b>here</b>", "Checks on *Mondays*")
OLDER = Reply("2026-Q2", "Older", "Older")


def say(*notes: Note, replies: tuple[Reply, ...] = (), id_: str = "EX01") -> None:
    small_facts.write("said", Said(notes, replies), Said, facts.FORCE, id_)


@pytest.fixture
def village(held_facts):
    return facts.hold("EX01", "Market Ashby", facts.random_months(11, RATES))


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_what_was_typed_is_shown_as_it_was_typed_and_nothing_of_it_acts(village, public_routes):
    say(FIRST, SECOND, replies=(REPLY, OLDER))
    page = public_routes.get("/neighbourhood/exampleshire/EX01").text
    assert "<script>a" not in page
    assert 'javascript:a"' not in page
    text = reading.of_html(page.encode())
    for written in (one_line(HOSTILE), "Insp. <i>Day</i>, 2 November 2026, about September 2026",
                    "An older note.", "PC 12, 1 October 2026",
                    "You said: Speeding <b>here</b>", "We did: Checks on *Mondays*",
                    "On the survey of July to September 2026"):  # fmt: skip
        assert reading.tidy(written) in text
    assert "Older" not in text


def test_all_views_say_it_in_the_same_words(village, public_routes):
    say(SECOND, replies=(REPLY,))
    told = [team_statements.note(SECOND), team_statements.reply(REPLY)]
    words = [reading.tidy(markdown_html.plain(part)) for it in told for part in (*it.texts, it.line)]
    for path, read in (
        ("/neighbourhood/exampleshire/EX01", reading.of_html),
        ("/briefing/exampleshire/EX01.html", reading.of_html),
        ("/briefing/exampleshire/EX01.docx", reading.of_docx),
    ):
        text = read(public_routes.get(path).content)
        for said in words:
            assert said in text, (path, said)


@pytest.mark.slow
def test_of_two_answers_to_one_quarter_every_view_has_room_for_the_newest_written(
    village, public_routes, monkeypatch
):
    monkeypatch.setenv("YOURPATCH_STAFF", "ed@police.example:editor")
    # Which is kept first is left to chance: with five, the newest would hardly be it each time.
    for n in range(5):
        monkeypatch.setenv("YOURPATCH_NOW", f"2026-11-18T12:0{n}:00")
        settings.cache_clear()
        replies.write(village, Quarter(2026, 3), "Lights", f"Mended lamp {n}", "ed@police.example")
        for path, read in (
            ("/neighbourhood/exampleshire/EX01", reading.of_html),
            ("/briefing/exampleshire/EX01.html", reading.of_html),
            ("/briefing/exampleshire/EX01.docx", reading.of_docx),
        ):
            text = read(public_routes.get(path).content)
            assert [m for m in range(5) if f"We did: Mended lamp {m}" in text] == [n], (path, n)
    engine.close()


def test_an_ended_note_is_nowhere(village, public_routes, monkeypatch):
    def told() -> list[bool]:
        paths = ("/neighbourhood/exampleshire/EX01", "/briefing/exampleshire/EX01.html")
        return ["www" in reading.of_html(public_routes.get(path).content) for path in paths]

    say(FIRST)
    assert told() == [True, True]
    monkeypatch.setenv("YOURPATCH_NOW", "2026-11-19T00:00:00")
    settings.cache_clear()
    assert told() == [False, False]


@pytest.mark.slow
def test_the_longest_words_of_ten_teams_leave_the_briefing_on_one_page(held_facts, public_routes):
    for n in range(10):
        words = f"A long word of {n} " * 24
        long = Note(words, "Inspector", date(2026, 11, 2), date(2027, 2, 2), date(2026, 9, 1))
        facts.hold(f"EX{n}", f"Hamlet {n}", facts.random_months(n, RATES))
        say(*[long] * 4, replies=(Reply("2026-Q3", "a word " * 85, "a word " * 85),), id_=f"EX{n}")
    alone = public_routes.get("/briefing/exampleshire/EX0.pdf").content
    together = public_routes.get(
        "/briefing/exampleshire/EX0.pdf?" + "&".join(f"also=EX{n}" for n in range(1, 10))
    ).content
    assert [len(pikepdf.open(io.BytesIO(body)).pages) for body in (alone, together)] == [1, 1]
    assert "Inspector, 2 November 2026" in reading.of_pdf(alone)
    assert "A note of 2 November 2026 is on the neighbourhood's page." in reading.of_pdf(together)


def test_words_fit_their_room(village):
    """A magazine has 120 words for all; who writes more is pointed to, never cut."""
    long = Note("word " * 120, "Inspector", date(2026, 11, 2), date(2027, 2, 2))
    for notes, answered, told in (
        ((long,), (), "A note of 2 November 2026 is on the neighbourhood's page."),
        ((SECOND,), (), "From your team: An older note\\. (PC 12, 1 October 2026)."),
        ((), (REPLY,), "**We did:** Checks on \\*Mondays\\* (On the survey of July to September 2026)."),
    ):
        say(*notes, replies=answered)
        text = paragraph([view_of(village)])
        assert told in text
        assert "word word" not in text
        assert len(markdown_html.plain(text).split()) <= 120
    say(SECOND, SECOND, SECOND)
    [topic] = [t for t in briefing([view_of(village)]).topics if t.title == "From your team"]
    assert len(topic.parts[0].said) == 3
