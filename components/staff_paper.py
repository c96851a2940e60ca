"""The staff's page: answers on paper and on a handed tablet, taken in through the same door as all others."""

from urllib.parse import urlencode

import streamlit as st

from components import survey_words
from components.staff_access import attempt, part
from components.words import _
from data_access.errors import N_
from data_access.models import NeighbourhoodRef
from data_access.survey import tokens
from data_access.survey.accept import Refused, accept
from data_access.survey.permission import NotAccepted, require
from data_access.survey.questions import QUESTIONS
from data_access.survey.running import NoSurvey, survey_of


def tablet(place: NeighbourhoodRef, who: str) -> None:
    """The way to the form on this device, for one person after another; results tell how answers came."""
    with part(_("Hand a tablet round")):
        require(who, "editor")
        if isinstance(survey_of(place.force_id), NoSurvey):
            st.markdown(_("No survey runs here."))
            return
        words = _("The form opens in a new tab and serves one person after another, for eight hours.")
        st.markdown(f"{words} {_('Sign out here before you hand the tablet over.')}")
        pass_ = urlencode({"handed": tokens.hand_over(place)})
        st.link_button(_("Open the form on this tablet"), f"{survey_words.plain_form(place)}?{pass_}")


def paper(place: NeighbourhoodRef, who: str) -> None:
    """One sheet: the six questions, nothing chosen; the comment is left to the web form."""
    with part(_("Type in an answer on paper")):
        survey = survey_of(place.force_id)
        if isinstance(survey, NoSurvey):
            st.markdown(_(survey.sentence))
            return
        # A sheet has a token of its own: pressed twice, it counts once.
        sheet = st.session_state.setdefault("staff-sheet", 0)
        key = f"paper-{place.force_id}-{place.neighbourhood_id}-{sheet}"

        def send() -> None:
            require(who, "editor")
            given = {q.name: st.session_state.get(f"{key}-{q.name}") for q in QUESTIONS}
            answers = {name: value for name, value in given.items() if value}
            outcome = accept(place, answers, token=st.session_state[f"{key}-token"])
            if isinstance(outcome, Refused):
                st.session_state[f"{key}-token"] = outcome.token
                sentences = list(outcome.fields.values())
                raise NotAccepted(sentences[0] if sentences else survey_words.why_refused(outcome))
            st.session_state["staff-sheet"] = sheet + 1

        if f"{key}-token" not in st.session_state:
            st.session_state[f"{key}-token"] = tokens.ripe(place, "paper")
        with st.form(key):
            for question in QUESTIONS:
                words = {option.value: _(option.words) for option in question.options}
                label = survey_words.numbered(question).replace(". ", ".\u00a0", 1)
                name = f"{key}-{question.name}"
                st.radio(label, list(words), index=None, format_func=words.__getitem__, key=name)
            done = N_("The sheet is kept.")
            st.form_submit_button(_("Keep this sheet"), on_click=attempt, args=(done, send))
