"""What a visitor of the survey's page has answered so far, and what each of its buttons does with it."""

from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from components.words import survey_form
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View
from data_access.survey.answering import form_tokens
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted, check
from data_access.survey.questions import COMMENT, QUESTIONS
from data_access.survey.survey_of_force import Survey


@dataclass
class Draft:
    """What this visitor has answered so far. It stands in the session's memory, and in no address."""

    place: NeighbourhoodRef
    token: str
    step: Literal["questions", "check", "sent"] = "questions"
    answers: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    wrong: dict[str, str] = field(default_factory=dict)  # sentences by name, "" for the whole form
    outcome: Accepted | None = None
    presses: int = 0  # of buttons: what came of the last one is read first


def draft_of(view: View) -> Draft:
    """The visitor's draft for this place; a new one, with a form token, on the first look."""
    draft: Draft | None = st.session_state.get("survey")
    if draft is None or draft.place != view.place:
        draft = st.session_state["survey"] = Draft(view.place, form_tokens.issue(view.place))
    return draft


def to_check(survey: Survey, draft: Draft) -> None:
    """Take what the widgets hold; on to checking it, where nothing is wrong."""
    state = st.session_state
    given = {question.name: state.get(f"survey-{question.name}") for question in QUESTIONS}
    draft.answers = {name: value for name, value in given.items() if value}
    draft.comment = state.get(f"survey-{COMMENT}") or ""
    draft.wrong = check(draft.answers, draft.comment, takes_comments=survey.comments)
    draft.step = "questions" if draft.wrong else "check"
    draft.presses += 1


def to_questions(draft: Draft) -> None:
    """Back to the questions, with what was answered in them."""
    draft.wrong, draft.step = {}, "questions"
    draft.presses += 1


def send(draft: Draft) -> None:
    """Hand it in; the draft says afterwards what became of it."""
    outcome = accept(draft.place, draft.answers, draft.comment, draft.token, source=_source())
    if isinstance(outcome, Accepted):
        # What was answered is kept here no longer than needed.
        st.session_state["survey"] = Draft(draft.place, "", "sent", outcome=outcome)
        return
    draft.token = outcome.token or draft.token
    draft.wrong = outcome.fields or {"": survey_form.why_refused(outcome)}
    draft.step = "questions" if outcome.fields else "check"
    draft.presses += 1


def _source() -> str | None:
    """The visitor's address, for the limits in memory only: behind a proxy, the one that app.py read from it.

    Streamlit knows none on this machine, nor has a page that runs in a test.
    """
    address = st.context.ip_address
    return address if isinstance(address, str) else None
