"""Where a survey runs and why elsewhere none does; who may do what; what settings are refused."""

import pytest
from pydantic import ValidationError
from sqlalchemy import insert

from components.words.support_lines import support
from data_access import settings as settings_module
from data_access.models import Named
from data_access.store import small_facts
from data_access.store.places import Names
from data_access.survey.answering import sending_limits
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted, Refused
from data_access.survey.answering.submission import Draft
from data_access.survey.database import engine, tables
from data_access.survey.quarters import Quarter, week_key
from data_access.survey.questions import VERSION
from data_access.survey.staff.permission import may, role_of
from data_access.survey.survey_of_force import NoSurvey, Survey, survey_of
from data_access.survey.survey_of_place import GONE, survey_in
from tests.support.survey_forms import PLACE, ripe


def test_it_runs_for_the_operators_force(survey: None):
    assert survey_of("wiltshire") == Survey(
        "wiltshire", "Wiltshire Police", "survey@police.example", "force", comments=True, invented=False
    )


@pytest.mark.parametrize("missing", ["OPERATOR_NAME", "OPERATOR_CONTACT", "OPERATOR_ROLE"])
def test_without_an_operator_none_runs(missing: str, survey: None, monkeypatch):
    monkeypatch.delenv(f"YOURPATCH_{missing}")
    settings_module.settings.cache_clear()
    found = survey_of("wiltshire")
    assert isinstance(found, NoSurvey)
    assert "nobody has said who would run it" in found.sentence


@pytest.mark.parametrize(
    ("force", "settings", "why"),
    [
        ("dorset", {}, "not for this police force"),
        ("wiltshire", {"DEMO": "always"}, "only for the invented forces"),
    ],
)
def test_elsewhere_none_runs_and_it_is_said_why(force, settings, why, survey: None, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "1" if settings else "")
    settings_module.settings.cache_clear()
    found = survey_of(force)
    assert isinstance(found, NoSurvey)
    assert why in found.sentence


def test_where_police_uk_has_dropped_the_place_no_answer_is_taken(survey: None):
    assert isinstance(survey_in(PLACE), Survey)
    for listed in (PLACE.neighbourhood_id, "other"):
        small_facts.write("neighbourhoods", (Named(listed, "Box"),), Names, PLACE.force_id)
        outcome = accept(Draft(PLACE, {"good_job": "poor"}, "", ripe()))
        assert isinstance(outcome, Accepted) == (listed != "other")
    assert outcome == Refused("no_survey", GONE)


def test_roles_are_a_ladder_and_addresses_have_no_case(survey: None):
    assert (role_of(" MO@Police.Example "), role_of("read@police.example"), role_of("x@y.z")) == (
        "moderator",
        "reader",
        "",
    )
    assert [may("mo@police.example", role) for role in ("reader", "editor", "moderator")] == [True] * 3
    assert [may("read@police.example", role) for role in ("reader", "editor", "moderator")] == [
        True,
        False,
        False,
    ]
    assert not may("", "reader")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"COMMENTS": "on", "STAFF": "a@b.c:editor"}, "needs a moderator"),
        ({"STAFF": "a@b.c:chief"}, "chief"),
        ({"STAFF": "nobody"}, "nobody"),
        ({"SURVEY_DB": "mysql://root:hunter2@host/db"}, "must begin with"),
        ({"SURVEY_DB": "sqlite:///"}, "must name a file"),
        ({"SURVEY_DB": "sqlite:///:memory:"}, "must name a file"),
        ({"SURVEY_DB": "sqlite:///file:x?mode=memory&uri=true"}, "must name a file"),
        ({"SECRET": "short"}, "characters at least"),
        ({"COMMENT_MONTHS": "0"}, "greater than or equal to 1"),
        ({"LAWFUL_BASIS": "because"}, "public_task"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_a_reason(settings, told, survey: None, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()
    with pytest.raises(ValidationError) as refused:
        settings_module.settings()
    assert told in " ".join(problem["msg"] for problem in refused.value.errors())


def test_more_than_three_hundred_in_a_week_are_held_back(survey: None):
    row = {
        "force": "wiltshire", "neighbourhood": "AB12", "quarter": Quarter.current().key, "version": VERSION,
        "week": week_key(settings_module.now()), "mode": "web", "held": False, "good_job": "good",
    }  # fmt: skip
    with engine.writing() as connection:
        rows = [row | {"id": f"{n:032}"} for n in range(sending_limits.A_PLACE_AND_WEEK - 1)]
        connection.execute(insert(tables.answers), rows)
    for _ in range(2):
        assert isinstance(
            accept(Draft(PLACE, {"good_job": "poor"}, "", ripe()), limits=sending_limits.Guard()), Accepted
        )
    with engine.reading() as connection:
        mine = connection.execute(tables.answers.select().where(tables.answers.c.good_job == "poor")).all()
    assert sorted(one.held for one in mine) == [False, True]


@pytest.mark.parametrize(
    ("force", "number"),
    [
        ("wiltshire", "0808 2000 247"),
        ("gwent", "0808 80 10 800"),
        ("northern-ireland", "0808 802 1414"),
        ("exampleshire", "0808 2000 247"),
    ],
)
def test_support_is_of_the_country(force: str, number: str):
    said = " ".join(support(force))
    assert number in said
    assert "116 123" in said
    assert said.count("[0808") == 1
