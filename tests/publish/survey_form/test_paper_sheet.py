"""The survey on paper: one tagged sheet, in the words, numbers and order of the screen."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
import zxingcpp

from components.words import survey_form
from data_access.settings import settings
from data_access.survey.questions import QUESTIONS
from tests.support import facts, reading

PATH = "/survey-form/exampleshire/EX01"
pytestmark = pytest.mark.slow


@pytest.fixture
def commented(held_facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A survey that takes comments."""
    monkeypatch.setenv("YOURPATCH_COMMENTS", "on")
    monkeypatch.setenv("YOURPATCH_STAFF", "mo@exampleshire.example:moderator")
    settings.cache_clear()


def sheet(client, name: str = "Market Ashby") -> bytes:
    facts.hold("EX01", name, facts.random_months(1, {"burglary": 4}, months=14))
    answer = client.get(PATH + ".pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    return answer.content


def test_it_asks_what_the_screen_asks_by_the_same_numbers(commented, public_routes):
    body = sheet(public_routes)
    pdf = pikepdf.open(io.BytesIO(body))
    assert (len(pdf.pages), str(pdf.Root.Lang)) == (1, "en-GB")
    assert "/StructTreeRoot" in pdf.Root
    text = reading.of_pdf(body)
    asked = [words for q in QUESTIONS for words in (survey_form.numbered(q), *(o.words for o in q.options))]
    assert re.sub(r"\s", "", "".join(asked)) in re.sub(r"\s|“.*?home\.", "", text)
    assert survey_form.comment_words() in text
    for said in (
        "in the name of Exampleshire Police",
        "31 December 2026",
        "October to December 2026",
        "call 999",
    ):
        assert said in text


def test_its_code_opens_the_form(commented, public_routes):
    (code,) = zxingcpp.read_barcodes(reading.drawn(sheet(public_routes)))
    assert code.text == public_routes.address + PATH


def test_without_a_moderator_there_is_no_comment_and_a_long_name_leaves_one_page(held_facts, public_routes):
    body = sheet(public_routes, "Under Milk and Over Wood " * 8)
    assert len(pikepdf.open(io.BytesIO(body)).pages) == 1
    assert survey_form.comment_words() not in reading.of_pdf(body)
