"""An answer comes in once, or not at all, and the person is told which."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, inspect, select

from data_access import settings as settings_module
from data_access.models import NeighbourhoodRef
from data_access.survey.answering import form_tokens
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted, Refused
from data_access.survey.answering.sending_limits import A_PLACE, A_SOURCE_AND_PLACE, Guard
from data_access.survey.answering.submission import Draft, Submission
from data_access.survey.database import engine, tables
from data_access.survey.quarters import Quarter
from data_access.survey.questions import QUESTIONS
from tests.support.survey_forms import PLACE, ripe

GOOD = {"good_job": "good", "fair": "dont_know", "foot": ""}


def number(table=tables.answers) -> int:
    with engine.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_an_answer_is_stored_once_however_often_it_is_sent(empty: str):
    token = ripe()
    assert accept(Draft(PLACE, GOOD, "More lights", token)) == Accepted(Quarter.current())
    again = accept(Draft(PLACE, {"good_job": "poor"}, "", token))
    assert isinstance(again, Accepted)
    assert again.already
    with engine.reading() as connection:
        (row,) = connection.execute(select(tables.answers)).all()
        (comment,) = connection.execute(select(tables.comments)).all()
    assert (row.good_job, row.fair, row.foot, row.mode, row.held) == ("good", "dont_know", None, "web", False)
    assert (comment.text, comment.state, comment.risk) == ("More lights", "new", False)
    assert number(tables.spent_tokens) == 1


def test_of_eight_that_send_one_form_at_once_one_is_counted(empty: str):
    token = ripe()
    with ThreadPoolExecutor(8) as hands:
        outcomes = list(hands.map(lambda _: accept(Draft(PLACE, GOOD, "", token)), range(8)))
    assert sorted(outcome.already for outcome in outcomes) == [False] + [True] * 7
    assert number() == 1


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("bad_token", lambda: ""),
        ("bad_token", lambda: ripe()[:-2]),
        ("wrong_place", lambda: ripe(NeighbourhoodRef("wiltshire", "other"))),
        ("expired", lambda: ripe(age=form_tokens.LIFETIME_S + 1)),
        ("too_fast", lambda: ripe(age=0)),
    ],
)
def test_a_token_that_will_not_do_is_told_apart(survey: None, code: str, make):
    outcome = accept(Draft(PLACE, GOOD, "", make()))
    assert isinstance(outcome, Refused)
    assert outcome.code == code
    assert form_tokens.read(outcome.token).place == PLACE
    assert number() == 0


def test_a_draft_over_the_boundary_is_told_and_may_be_sent_again(survey: None, monkeypatch):
    for name, value in {"DEMO": "always", "DEMONSTRATION": "1", "NOW": "2026-09-30T22:59:00Z"}.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    place = NeighbourhoodRef("exampleshire", "AB12")
    settings_module.settings.cache_clear()
    token = ripe(place)
    monkeypatch.setenv("YOURPATCH_NOW", "2026-09-30T23:00:00Z")  # midnight in London
    settings_module.settings.cache_clear()
    outcome = accept(Draft(place, GOOD, "", token))
    assert isinstance(outcome, Refused)
    assert outcome.code == "new_quarter"
    assert outcome.values == {"quarter": Quarter(2026, 4)}
    assert accept(Draft(place, GOOD, "", outcome.token)) == Accepted(Quarter(2026, 4))


@pytest.mark.parametrize(
    ("answers", "comment", "name"),
    [
        ({}, "only words", ""),
        ({"good_job": ""}, "", ""),
        ({"good_job": "splendid"}, "", "good_job"),
        ({"age": "40", "fair": "neither"}, "", ""),
        (GOOD, "x" * 501, "comment"),
    ],
)
def test_what_the_survey_does_not_ask_is_refused_beside_the_question(survey: None, answers, comment, name):
    outcome = accept(Draft(PLACE, answers, comment, ripe()))
    assert isinstance(outcome, Refused)
    assert outcome.code == "errors"
    assert list(outcome.fields) == [name]
    assert number() == 0


@pytest.mark.parametrize("answers", [{}, {"good_job": ""}, {"good_job": "splendid"}, {"age": "40"}])
def test_answers_that_nobody_checked_make_no_submission(survey: None, answers):
    with pytest.raises(ValueError, match="nobody checked"):
        Submission(form_tokens.read(ripe()), answers)


def test_the_trap_a_flood_of_fields_and_another_force_are_refused(survey: None):
    assert accept(Draft(PLACE, GOOD, "", ripe(), trap="x")).code == "trap"
    assert accept(Draft(PLACE, {str(n): "1" for n in range(100)}, "", ripe())).code == "errors"
    assert accept(Draft(NeighbourhoodRef("kent", "x"), GOOD, "", ripe())).code == "no_survey"


def test_personal_details_are_not_stored_and_risk_is_held(empty: str):
    outcome = accept(Draft(PLACE, GOOD, "Ring 07700 900123. I am afraid of my partner.", ripe()))
    assert outcome == Accepted(Quarter.current(), risk=True, redacted=True)
    with engine.reading() as connection:
        comment = connection.execute(select(tables.comments)).one()
    assert "900123" not in comment.text
    assert comment.state == "held"
    assert comment.risk


def test_a_source_has_its_due_and_another_still_passes(survey: None):
    limits = Guard()
    sent = [accept(Draft(PLACE, GOOD, "", ripe()), source="192.0.2.1", limits=limits) for _ in range(8)]
    assert sum(isinstance(outcome, Accepted) for outcome in sent) == A_SOURCE_AND_PLACE == number()
    assert sent[-1].code == "limit"
    assert isinstance(accept(Draft(PLACE, GOOD, "", ripe()), source="192.0.2.2", limits=limits), Accepted)


def test_what_was_not_stored_costs_the_source_nothing(survey: None):
    limits = Guard()
    token = ripe()
    for _ in range(9):
        assert isinstance(accept(Draft(PLACE, GOOD, "", token), source="192.0.2.1", limits=limits), Accepted)
    others = [accept(Draft(PLACE, GOOD, "", ripe()), source="192.0.2.1", limits=limits) for _ in range(4)]
    assert all(isinstance(outcome, Accepted) for outcome in others)


def test_a_burst_is_stored_but_held(survey: None):
    limits = Guard()
    for _ in range(A_PLACE + 3):
        accept(Draft(PLACE, GOOD, "", ripe()), limits=limits)
    with engine.reading() as connection:
        held = connection.scalar(select(func.count()).where(tables.answers.c.held))
    assert (number(), held) == (A_PLACE + 3, 3)


def test_the_limits_forget_after_an_hour_and_at_midnight():
    time, days = [0.0], [1]
    limits = Guard(lambda: time[0], lambda: days[0])
    for _ in range(A_SOURCE_AND_PLACE):
        assert limits.take("2001:db8::1", PLACE)
    assert not limits.take("2001:db8::2", PLACE)  # the same household
    assert limits.take("2001:db8:1::1", PLACE)
    # Some proxies write the port behind the address.
    for port in range(A_SOURCE_AND_PLACE):
        assert limits.take(f"192.0.2.7:{5000 + port}", PLACE)
    assert not limits.take("192.0.2.7", PLACE)
    assert not limits.take("[2001:db8::3]:443", PLACE)
    time[0] = 3601
    assert limits.take("2001:db8::2", PLACE)
    days[0] = 2
    assert all(limits.take("2001:db8::2", PLACE) for _ in range(A_SOURCE_AND_PLACE))


def test_a_process_that_hears_from_nobody_forgets_too_when_a_clock_says_so():
    time, days = [0.0], [1]
    limits = Guard(lambda: time[0], lambda: days[0])
    key = limits._key

    def kept() -> list:
        # What lies in memory, also where the cache would show it no more.
        return [*limits._seen._Cache__data, *limits._places._Cache__data]

    limits.take("192.0.2.1", PLACE)
    limits.bursts(PLACE)
    assert len(kept()) == 3
    time[0] = 3601
    limits.forget()
    assert kept() == []
    assert limits._key == key
    limits.take("192.0.2.1", PLACE)
    limits.bursts(PLACE)
    days[0] = 2
    limits.forget()
    assert kept() == []
    assert limits._key != key


def test_at_midnight_a_place_has_its_due_again():
    days = [1]
    limits = Guard(lambda: 0.0, lambda: days[0])
    assert [limits.bursts(PLACE) for _ in range(A_PLACE + 1)][-1]
    days[0] = 2
    assert not limits.bursts(PLACE)


def test_nothing_is_kept_that_tells_who_or_when(empty: str):
    engine.engine()
    columns = {c["name"] for c in inspect(engine.engine()).get_columns("answers")}
    assert columns == {"id", "force", "neighbourhood", "quarter", "week", "version", "mode", "held"} | {
        question.name for question in QUESTIONS
    }


def test_a_handed_form_counts_once_also_when_nobody_remembers_that_it_was_used(survey: None):
    first = form_tokens.read(form_tokens.ripe(PLACE, "tablet"))
    day = form_tokens.LIFETIME_S
    # Renewed while the first could still be spent, and kept aside: the youngest there can be.
    for younger in (0, day - 1):
        remembered = (form_tokens.forgotten(first).timestamp() - first.issued) - younger
        late = form_tokens.issue(PLACE, "tablet", issued=time.time() - remembered, nonce=first.nonce)
        assert form_tokens.read(accept(Draft(PLACE, GOOD, "", late)).token).mode == "web"
    soon = form_tokens.issue(PLACE, "tablet", issued=time.time() - day - 1, nonce=first.nonce)
    assert form_tokens.read(accept(Draft(PLACE, GOOD, "", soon)).token).mode == "tablet"
