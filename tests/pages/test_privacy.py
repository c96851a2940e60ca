from data_access.settings import settings
from tests.support.page_text import text_of


def test_it_says_how_long_comments_stay_and_who_decides(run, monkeypatch):
    for name, value in {"NAME": "Wiltshire Police", "CONTACT": "team@wilts.example", "ROLE": "force"}.items():
        monkeypatch.setenv(f"YOURPATCH_OPERATOR_{name}", value)
    monkeypatch.setenv("YOURPATCH_COMMENT_MONTHS", "3")
    monkeypatch.setenv("YOURPATCH_LAWFUL_BASIS", "consent")
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "0")
    settings.cache_clear()
    text = text_of(run("privacy", place=None))
    assert "Wiltshire Police decides" in text
    assert "deleted after 3 months" in text
    assert "Answers to the questions are kept with no end date" in text
    assert "your consent" in text


def test_without_an_operator_no_survey_is_asked(run, monkeypatch):
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "0")
    settings.cache_clear()
    text = text_of(run("privacy", place=None))
    assert "No survey is asked on this site" in text
