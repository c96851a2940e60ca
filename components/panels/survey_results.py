"""The page of the survey's results, in parts. Its words are survey_sentences', its areas survey_areas'."""

from itertools import groupby

import streamlit as st

from components.content import survey_areas
from components.content.survey_areas import HERE, Area
from components.controls.address_bar import is_no_choice
from components.controls.choices import radio, select
from components.controls.links import link_to
from components.controls.text import bullets, paragraph
from components.figures import survey_chart, survey_shares
from components.figures.chart_layout import CONFIG
from components.words import attribution, survey_form, survey_results, team_statements
from components.words.language import _, listed, ngettext
from components.words.markdown import literal
from data_access.overviews.place import View
from data_access.settings import settings
from data_access.survey.quarters import Quarter
from data_access.survey.questions import BY_NAME, QUESTIONS
from data_access.survey.results.window import Window
from data_access.survey.survey_of_force import NoSurvey, survey_of


def choose_area(view: View) -> Area:
    """The neighbourhood, a group it belongs to or its whole force; the address holds the choice."""
    words = survey_areas.choices(view)
    if is_no_choice("area", list(words)):
        st.warning(_("There are no results for the area that the address names. You see this neighbourhood."))
    # Another area begins with its newest results.
    return survey_areas.area(view, radio(view, "area", _("Whose answers"), words, "area"))


def choose_window(view: View, area: Area) -> Window | None:
    """The newest closed year or quarter, or an earlier one; None, with the reason, where none has closed."""
    if not area.windows:
        st.markdown(_why_none(view, area))
        return None
    keys = [its.key for its in area.windows]
    if is_no_choice("when", keys):
        st.warning(_("There are no results for the time that the address names. You see the newest."))
    if len(keys) == 1:
        return area.windows[0]
    words = {key: survey_results.period(key) for key in keys}
    return area.windows[keys.index(select(view, "when", _("When"), words, "area", "when"))]


def answers(area: Area, window: Window) -> None:
    """How many answered, the shares as bars and as a table, and what they are."""
    st.header(f"{literal(area.name)}: {survey_results.period(window.key)}", anchor=False)
    st.markdown(" ".join(filter(None, [*survey_results.how_many(window, area.name), area.rests_on(window)])))
    if window.n is None:
        return
    if missing := area.without(window):
        st.markdown(
            _("They are without {names}, where we cannot show results.").format(
                names=literal(listed(missing))
            )
        )
    st.markdown(_(survey_results.CAVEAT))
    if bars := survey_shares.shares(window):
        alt = survey_chart.in_words(bars)
        figure = survey_chart.shares(bars)
        st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key=f"shares-{window.key}")
        st.caption(_(survey_results.HOW_TO_READ))
        with st.expander(_("Show the numbers")):
            table = survey_shares.table(window)
            st.table(table.set_index(table.columns[0]))
            st.caption(_(survey_results.KEPT_BACK))
    told = [survey_results.not_told(window), survey_results.ways(window), survey_results.left_out(window)]
    st.markdown(" ".join(filter(None, told)))
    st.caption(_source())


def against_the_year_before(area: Area, window: Window) -> None:
    """Each share beside the year before, with the range of the difference."""
    before = survey_results.year_before(area.windows, window)
    lines = survey_results.changes(window, before) if before else []
    if before is None or not lines:
        return
    st.header(_("Compared with {period}").format(period=survey_results.period(before.key)), anchor=False)
    bullets(*lines)
    st.markdown(f"{_(survey_results.FAIR)} {_(survey_results.CAVEAT)}")


def each_answer(area: Area, window: Window) -> None:
    """Every step of each question's scale: of a whole force only."""
    asked = [window.about(question.name) for question in QUESTIONS if area.by_quarter]
    if not any(asked):
        return
    st.header(_("Every answer"), anchor=False)
    st.markdown(_(survey_results.CAVEAT))
    for one in filter(None, asked):
        bars = survey_shares.scale(one)
        st.subheader(survey_form.numbered(BY_NAME[one.name]), anchor=False)
        st.plotly_chart(
            survey_chart.shares(bars),
            config=CONFIG,
            theme=None,
            alt=survey_chart.in_words(bars),
            key=f"scale-{one.name}-{window.key}",
        )
        st.caption(survey_results.unknown_words(one))
        with st.expander(_("Show the numbers")):
            table = survey_shares.scale_table(one)
            st.table(table.set_index(table.columns[0]))


def you_said(view: View, area: Area) -> None:
    """What the team answered to each quarter."""
    replies = view.said.replies if area.key == HERE else ()
    if not replies:
        return
    st.header(_(team_statements.REPLIES), anchor=False)
    for key, its in groupby(replies, lambda reply: reply.quarter):
        st.subheader(survey_results.period(key), anchor=False)
        for reply in its:
            for text in team_statements.reply(reply).texts:
                st.markdown(text)


def comments(view: View, area: Area) -> None:
    """Comments of closed quarters that a person released."""
    told = [c for c in view.said.comments if Quarter.parse(c.quarter).is_closed()]
    if not told or area.key != HERE:
        return
    st.header(_("What some people wrote"), anchor=False)
    paragraph(
        _("We read every comment before publishing it. Each is one person's view."),
        ngettext(
            "A comment is deleted {n} month after it came at the latest.",
            "A comment is deleted {n} months after it came at the latest.",
            settings().comment_months,
        ),
    )
    told.sort(key=lambda comment: comment.quarter, reverse=True)
    for key, its in groupby(told, lambda comment: comment.quarter):
        st.subheader(survey_results.period(key), anchor=False)
        for comment in its:
            st.markdown(f"> {literal(comment.text)}")


def onward(view: View) -> None:
    """To the questions, where they are asked, and to what is kept."""
    if survey_areas.runs_in(view.place):
        link_to("survey", _(survey_form.ANSWER))
    link_to("privacy", _("What we keep, how long, and your rights"))


def _why_none(view: View, area: Area) -> str:
    survey = survey_of(view.place.force_id)
    if isinstance(survey, NoSurvey):
        return _(survey.sentence)
    if area.members and survey_areas.years_of(view.place):
        return _("No results are shown for this group: it shares a neighbourhood with another, or is new.")
    return survey_results.none_yet(area.by_quarter)


def _source() -> str:
    whose = attribution.figures() if settings().demonstration else _("Source: the survey on this site.")
    return f"{whose} {_('A person may answer once in each quarter.')}"
