"""The survey in Streamlit's widgets. Words: components.words.survey_form; the way in: answering.accept."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import addresses
from components.content import survey_areas
from components.controls.links import link_to
from components.panels.survey_steps import Steps, send, to_check, to_questions
from components.words import attribution, support_lines, survey_form
from components.words.language import _
from components.words.markdown import literal
from data_access.overviews.place import View
from data_access.survey.answering import redaction
from data_access.survey.questions import COMMENT, QUESTIONS, Question
from data_access.survey.survey_of_force import NoSurvey, Survey
from data_access.survey.survey_of_place import survey_in

ROWS = 170  # of the comment's box, in pixels


def invitation(view: View) -> None:
    """The link to the survey, where one runs."""
    if survey_areas.runs_in(view.place):
        st.header(_(survey_form.TITLE), anchor=False)
        link_to("survey", _(survey_form.ANSWER))
    if survey_areas.last_time(view.place):
        link_to("survey_results", _("What people said before"))


def survey_here(view: View) -> Survey | None:
    """The survey that runs here; else a sentence on why there is none."""
    survey = survey_in(view.place)
    if isinstance(survey, NoSurvey):
        st.markdown(_(survey.sentence))
        return None
    return survey


def introduction(view: View, survey: Survey, steps: Steps) -> None:
    """What it is for, how long it takes, who asks, and the simple version."""
    _support(steps, steps.draft.risk)
    for sentence in survey_form.purpose(survey, view.name):
        st.markdown(sentence)
    simple, paper = addresses.plain_form(view.place), addresses.plain_form(view.place, ".pdf")
    links = [
        f"[{_('Answer on the simple version, without JavaScript')}]({simple})",
        f"[{_('The questions on paper (PDF)')}]({paper})",
        *survey_form.onward(view.place),
    ]
    st.markdown(" · ".join(links))


def problems(steps: Steps) -> None:
    """What is wrong, summed up before all else."""
    if steps.wrong:
        st.set_page_config(page_title=f"{_('Error:')} {_(survey_form.TITLE)} · {_('Your Patch')}")
        lines = [f"**{_('There is a problem')}**"]
        for name, sentence in steps.wrong.items():
            where = f"{label(survey_form.short(name))}: " if name else ""
            lines.append(f"{where}{_(sentence)}")
        with _first_read(steps, "wrong"):
            st.error("  \n".join(lines))


def said_last_time(view: View) -> None:
    """What people here said in the newest closed year, where enough did."""
    if said := survey_areas.last_time(view.place):
        st.header(_(survey_form.LAST_TIME), anchor=False)
        st.markdown(" ".join(said))
        link_to("survey_results", _("All that people said"))


def questions(survey: Survey, steps: Steps) -> None:
    """The six questions and the comment, with what is wrong beside them."""
    with (
        st.container(key="survey-form"),
        st.form("survey-questions", border=False, enter_to_submit=False),
    ):
        for question in QUESTIONS:
            _wrong(steps, question.name)
            _radio(question, steps)
        if survey.comments:
            _wrong(steps, COMMENT)
            st.text_area(
                label(survey_form.comment_words()),
                steps.draft.comment,
                height=ROWS,
                key=f"survey-{COMMENT}",
            )
            st.caption(survey_form.comment_hint())
            st.markdown(
                " ".join((_(survey_form.NO_CRIME_HERE), _(survey_form.NOT_AT_ONCE), attribution.emergency()))
            )
        st.form_submit_button(
            _("Check your answers"), type="primary", on_click=to_check, args=(survey, steps)
        )


def answers_to_check(survey: Survey, steps: Steps) -> None:
    """What was answered, to be sent or changed."""
    with _first_read(steps, "check"):
        st.header(_("Check your answers"), anchor=False)
    _support(steps, steps.draft.risk)
    st.markdown(_("Nothing has been sent yet."))
    for part in survey_form.parts(survey):
        for name in part:
            answer = survey_form.answer_words(name, steps.draft.answers, steps.draft.comment)
            st.markdown(f"{label(survey_form.short(name))}  \n**{literal(answer)}**")
    if said := redaction.points_out(steps.draft.comment):
        st.warning(" ".join([*(_(sentence) for sentence in said), _(survey_form.TAKEN_OUT)]))
    st.markdown(_(survey_form.FOR_GOOD))
    with st.container(horizontal=True):
        st.button(_("Send my answers"), type="primary", on_click=send, args=(steps,))
        st.button(_("Change my answers"), on_click=to_questions, args=(steps,))


def thanks(view: View, survey: Survey, steps: Steps) -> None:
    """That they were received, and what happens next."""
    with _first_read(steps, "sent"):
        st.header(_("Thank you. Your answers have been received"), anchor=False)
    if steps.outcome is None:
        return
    _support(steps, steps.outcome.risk)
    for sentence in survey_form.thanks(steps.outcome):
        st.markdown(sentence)
    st.markdown(attribution.emergency())
    st.markdown(survey_form.who(survey))
    if links := survey_form.onward(view.place):
        st.markdown(" · ".join(links))


def _radio(question: Question, steps: Steps) -> None:
    words = {option.value: _(option.words) for option in question.options}
    given = steps.draft.answers.get(question.name)
    if question.hint:
        st.caption(_(question.hint))
    st.radio(
        label(survey_form.numbered(question)),
        list(words),
        index=list(words).index(given) if given in words else None,
        format_func=words.__getitem__,
        key=f"survey-{question.name}",
    )


def label(numbered: str) -> str:
    """The words as a widget's label, which is read out as it is written: no list, and nothing escaped."""
    return numbered.replace(". ", ".\u00a0", 1)


def _wrong(steps: Steps, name: str) -> None:
    # That nothing was answered is said at the first question, too.
    sentence = steps.wrong.get(name) or (steps.wrong.get("") if name == QUESTIONS[0].name else "")
    if sentence:
        st.error(_(sentence))


def _first_read(steps: Steps, part: str) -> DeltaGenerator:
    """A place that focus.js brings into sight, and gives the keyboard, once for each press of a button."""
    return st.container(key=f"first-read-{part}-{steps.presses}")


def _support(steps: Steps, risk: bool) -> None:
    if not risk:
        return
    lines = "\n".join(f"- {sentence}" for sentence in support_lines.support(steps.draft.place.force_id))
    st.info(f"**{_(support_lines.SUPPORT_TITLE)}**\n\n{lines}")
