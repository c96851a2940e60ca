"""The survey's page alone, cold: answered, checked, sent, and every way it may go wrong."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from components.words import survey_form
from data_access import settings as settings_module
from data_access.models import Named, NeighbourhoodRef
from data_access.store import places, small_facts
from data_access.survey.answering import form_tokens
from data_access.survey.answering.refusals import SENTENCES
from data_access.survey.answering.submission import Draft
from data_access.survey.database import engine, tables
from data_access.survey.questions import QUESTIONS
from data_access.survey.survey_of_place import GONE
from tests.support.clock import NOW
from tests.support.page_text import text_of
from tests.support.survey_forms import ripe


@pytest.fixture
def asked(run, monkeypatch):
    """The page where a survey with comments runs: the demonstration."""
    for name, value in {
        "DEMO": "always",
        "DEMONSTRATION": "1",
        "NOW": NOW,
        "COMMENTS": "on",
        "STAFF": "mo@exampleshire.example:moderator",
    }.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()
    yield run
    engine.close()


@pytest.fixture
def page(asked, held, monkeypatch, tmp_path):
    # The demonstration keeps what is its own in a folder of its own.
    (tmp_path / "copy" / "demo").mkdir()
    (tmp_path / "copy" / "facts").rename(tmp_path / "copy" / "demo" / "facts")
    return asked("survey")


def press(page, label):
    return next(button for button in page.button if button.label == label).click().run()


def aged(page, age=60.0):
    """The same, as if it had been opened so long ago."""
    steps = page.session_state["survey"]
    steps.draft = replace(steps.draft, token=ripe(steps.draft.place, age))
    return page


def stored(table=tables.answers):
    with engine.reading() as connection:
        return list(connection.execute(select(table)))


def choose(page, **answers):
    for name, value in answers.items():
        page.radio(key=f"survey-{name}").set_value(value)
    return press(page, "Check your answers")


def test_nothing_is_chosen_and_the_words_are_the_one_definitions(page):
    assert not page.exception
    assert [radio.value for radio in page.radio] == [None] * len(QUESTIONS)
    for radio, question in zip(page.radio, QUESTIONS, strict=True):
        assert radio.label.replace("\u00a0", " ") == survey_form.numbered(question)
        assert radio.options == [option.words for option in question.options]
    said = text_of(page)
    assert "about two minutes" in said
    assert "in the name of Exampleshire Police" in said
    assert "survey-form/exampleshire/" in said
    assert "18001 101" in said


def test_answered_checked_and_sent(page):
    page = choose(page, good_job="good", fair="dont_know")
    said = text_of(page)
    assert "1.\u00a0How good a job  \n**Good**" in said
    assert said.count("Not provided") == 5
    assert not stored()
    page = press(aged(page), "Send my answers")
    assert not page.exception
    assert "Your answers count towards October to December 2026." in text_of(page)
    (row,) = stored()
    assert (row.good_job, row.fair, row.foot, row.mode) == ("good", "dont_know", None, "web")


def test_no_answer_is_a_problem_above_and_beside(page):
    page = press(page, "Check your answers")
    assert len([error for error in page.error if "Answer at least one question." in error.value]) == 2
    assert page.error[0].value.startswith("**There is a problem**")
    assert page.radio


def test_a_comment_too_long_is_kept_and_told(page):
    page.text_area[0].set_value("x" * 501)
    page = choose(page, good_job="fair")
    assert "500 characters or fewer" in page.error[0].value
    assert page.text_area[0].value == "x" * 501
    assert page.radio(key="survey-good_job").value == "fair"


def test_changing_brings_back_what_was_answered(page):
    page = press(choose(page, good_job="poor", foot="never"), "Change my answers")
    assert page.radio(key="survey-good_job").value == "poor"
    assert page.radio(key="survey-foot").value == "never"
    assert page.radio(key="survey-fair").value is None
    page = choose(page, good_job="excellent")
    assert "**Excellent**" in text_of(page)
    assert "**Never**" in text_of(page)


def test_details_are_pointed_out_and_danger_is_answered(page, tmp_path, caplog):
    page.text_area[0].set_value("Ring 07700 900123. I am afraid of my partner.")
    page = choose(page, good_job="good")
    assert "may include a phone number" in page.warning[0].value
    assert "116 123" in page.info[0].value
    page = press(aged(page), "Send my answers")
    assert "116 123" in page.info[0].value
    assert "was taken out of your comment" in text_of(page)
    assert stored(tables.comments)[0].text == "Ring [phone number removed]. I am afraid of my partner."
    assert "900123" not in caplog.text
    assert not [f for f in tmp_path.rglob("*") if f.is_file() and b"700 900123" in f.read_bytes()]


@pytest.mark.parametrize(("age", "code"), [(0, "too_fast"), (form_tokens.LIFETIME_S + 1, "expired")])
def test_a_refusal_says_why_and_keeps_the_answers(age, code, page):
    page = press(aged(choose(page, good_job="good"), age), "Send my answers")
    assert SENTENCES[code] in page.error[0].value
    assert "**Good**" in text_of(page)
    assert not stored()
    page = press(page if code == "expired" else aged(page), "Send my answers")
    assert "Your answers count towards" in text_of(page)


def test_a_draft_over_the_boundary_is_told(page, monkeypatch):
    page = aged(choose(page, good_job="good"))
    monkeypatch.setenv("YOURPATCH_NOW", "2027-01-01T00:00:00")
    settings_module.settings.cache_clear()
    page = press(page, "Send my answers")
    assert "Your answers will count for January to March 2027." in page.error[0].value
    assert "January to March 2027" in text_of(press(page, "Send my answers"))


def test_another_place_begins_a_draft_of_its_own(page):
    page = choose(page, good_job="good")
    assert page.session_state["survey"].step == "check"
    page.session_state["survey"].draft = Draft(NeighbourhoodRef("exampleshire", "elsewhere"))
    page = page.run()
    assert page.radio(key="survey-good_job").value is None


def test_where_no_survey_runs_the_page_says_so_and_makes_no_key(run, tmp_path):
    page = run("survey")
    assert not page.exception
    assert "nobody has said who would run it" in text_of(page)
    assert not page.radio
    assert not list(tmp_path.rglob("secret"))


def test_a_place_that_police_uk_has_dropped_is_asked_no_more(page, held, stand_in):
    # Else the background may read the list anew, in which the place still stands.
    stand_in.control("faults", [{"path": "/api", "status": 500}])
    small_facts.write("neighbourhoods", (Named("other", "Other"),), places.Names, held[1].force_id)
    page = page.run()
    assert not page.exception
    assert GONE in text_of(page)
    assert not page.radio
