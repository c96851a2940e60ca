"""How far a visitor of the survey's page has come, and what each of its buttons does."""

from dataclasses import dataclass, field, replace
from typing import Literal

import streamlit as st

from components.words import survey_form
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View
from data_access.survey.answering import form_tokens
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted
from data_access.survey.answering.submission import Draft
from data_access.survey.questions import BY_NAME, COMMENT
from data_access.survey.survey_of_force import Survey


@dataclass
class Steps:
    """How far this visitor has come. It stands in the session's memory, and in no address."""

    draft: Draft
    step: Literal["questions", "check", "sent"] = "questions"
    wrong: dict[str, str] = field(default_factory=dict)  # sentences by name, "" for the whole form
    outcome: Accepted | None = None
    presses: int = 0  # of buttons: what came of the last one is read first


def steps_of(view: View) -> Steps:
    """The visitor's steps in this place; on the first look new ones, with a form token."""
    steps: Steps | None = st.session_state.get("survey")
    if steps is None or steps.draft.place != view.place:
        draft = Draft(view.place, token=form_tokens.issue(view.place))
        steps = st.session_state["survey"] = Steps(draft)
    return steps


def to_check(survey: Survey, steps: Steps) -> None:
    """Take what the widgets hold; on to checking it, where nothing is wrong."""
    steps.draft = from_widgets("survey", steps.draft.place, steps.draft.token)
    steps.wrong = steps.draft.wrong(survey)
    steps.step = "questions" if steps.wrong else "check"
    steps.presses += 1


def from_widgets(prefix: str, place: NeighbourhoodRef, token: str) -> Draft:
    """The draft in the widgets whose keys are the prefix, a dash and the question's name."""
    given = {name: st.session_state.get(f"{prefix}-{name}") for name in (*BY_NAME, COMMENT)}
    comment = given.pop(COMMENT) or ""
    return Draft(place, {name: value for name, value in given.items() if value}, comment, token)


def to_questions(steps: Steps) -> None:
    """Back to the questions, with what was answered in them."""
    steps.wrong, steps.step = {}, "questions"
    steps.presses += 1


def send(steps: Steps) -> None:
    """Hand it in; the steps say afterwards what became of it."""
    draft = steps.draft
    outcome = accept(draft, source=_source())
    if isinstance(outcome, Accepted):
        # What was answered is kept here no longer than needed.
        st.session_state["survey"] = Steps(Draft(draft.place), "sent", outcome=outcome)
        return
    steps.draft = replace(draft, token=outcome.token or draft.token)
    steps.wrong = outcome.fields or {"": survey_form.why_refused(outcome)}
    steps.step = "questions" if outcome.fields else "check"
    steps.presses += 1


def _source() -> str:
    """The visitor's address, for the limits in memory only: behind a proxy, the one that app.py read from it.

    Streamlit tells none of this machine. That may be a proxy that is not trusted: then all are one household.
    """
    address = st.context.ip_address
    return address if isinstance(address, str) else "127.0.0.1"
