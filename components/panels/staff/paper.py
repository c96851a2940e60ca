"""The staff's page: answers on paper and on a handed tablet, taken in through the same door as all others."""

from urllib.parse import urlencode

import streamlit as st

from components import addresses
from components.controls.staff_access import attempt, part
from components.panels.survey_form import label
from components.panels.survey_steps import from_widgets
from components.words import survey_form
from components.words.language import _
from components.words.markdown import literal
from data_access.models import NeighbourhoodRef
from data_access.store import held_places, places
from data_access.survey.answering import form_tokens
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Refused
from data_access.survey.quarters import Quarter
from data_access.survey.questions import COMMENT, QUESTIONS
from data_access.survey.staff.permission import NotAccepted, require
from data_access.survey.survey_of_force import NoSurvey, Survey
from data_access.survey.survey_of_place import survey_in
from data_access.translation import N_


def tablet(place: NeighbourhoodRef, email: str) -> None:
    """The way to the form on this device, for one person after another; results tell how answers came."""
    with part(_("Hand a tablet round")):
        require(email, "editor")
        place = _where(_("Neighbourhood on the tablet"), "tablet", place)
        if not _survey(place):
            return
        words = _("The form opens in a new tab and serves one person after another, for eight hours.")
        st.markdown(f"{words} {_('Sign out here before you hand the tablet over.')}")
        pass_ = urlencode({"handed": form_tokens.hand_over(place)})
        st.link_button(_("Open the form on this tablet"), f"{addresses.plain_form(place)}?{pass_}")


def paper(place: NeighbourhoodRef, email: str) -> None:
    """One sheet: the six questions, nothing chosen, and the comment where the sheet asks for one."""
    with part(_("Type in an answer on paper")):
        place = _where(_("Neighbourhood on the sheet"), "sheet", place)
        survey = _survey(place)
        if not survey:
            return
        # A sheet has a token of its own: pressed twice, it counts once.
        sheet = st.session_state.setdefault("staff-sheet", 0)
        key = f"paper-{place.force_id}-{place.neighbourhood_id}-{sheet}"

        def send() -> None:
            require(email, "editor")
            outcome = accept(from_widgets(key, place, st.session_state[f"{key}-token"]))
            if isinstance(outcome, Refused):
                st.session_state[f"{key}-token"] = outcome.token
                sentences = list(outcome.fields.values())
                raise NotAccepted(sentences[0] if sentences else survey_form.why_refused(outcome))
            st.session_state["staff-sheet"] = sheet + 1

        if f"{key}-token" not in st.session_state:
            st.session_state[f"{key}-token"] = form_tokens.ripe(place, "paper")
        with st.form(key):
            for question in QUESTIONS:
                words = {option.value: _(option.words) for option in question.options}
                asked, name = label(survey_form.numbered(question)), f"{key}-{question.name}"
                st.radio(asked, list(words), index=None, format_func=words.__getitem__, key=name)
            if survey.comments:
                st.text_area(label(survey_form.comment_words()), key=f"{key}-{COMMENT}")
            done = N_("The sheet is kept.")
            st.form_submit_button(_("Keep this sheet"), on_click=attempt, args=(done, send))


def _where(asked: str, what: str, place: NeighbourhoodRef) -> NeighbourhoodRef:
    """The neighbourhood, asked for where it is used: the one chosen far above, or another of its force."""
    mine = sorted(held_places.held(place.force_id), key=places.name_of)
    # With another one above, this begins with that.
    key = f"staff-{what}-{place.force_id}-{place.neighbourhood_id}"
    return st.selectbox(asked, mine, index=mine.index(place), format_func=places.name_of, key=key)


def _survey(place: NeighbourhoodRef) -> Survey | None:
    """The survey, and for what. Else the sentence on why there is none."""
    survey = survey_in(place)
    if isinstance(survey, NoSurvey):
        st.markdown(_(survey.sentence))
        return None
    quarter = survey_form.quarter_words(Quarter.current())
    st.markdown(_("For {place}, {quarter}.").format(place=literal(places.name_of(place)), quarter=quarter))
    return survey
