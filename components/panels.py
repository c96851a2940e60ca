"""What several pages draw alike, or what would make one too long to read at a glance."""

from urllib.parse import quote

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import cards, charts, sentences, tables
from components.frame import View
from components.links import link_to
from components.words import _
from data_access.settings import now

MONTHS_AT_A_GLANCE = 24


def two_columns() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The team's column and the figures' column: on a phone the team comes first, on a wide screen right."""
    with st.container(key="two-columns"):
        team, figures = st.columns([2, 3], gap="large")
    return team, figures


def working_on(view: View) -> None:
    """The newest three priorities."""
    st.subheader(_("What your team is working on"), anchor=False)
    if not view.priorities or not view.priorities.value:
        st.markdown(sentences.newest_priority(view.priorities))
        return
    for priority in view.priorities.value[:3]:
        st.markdown(cards.short_priority(priority, now().date()))
    link_to("local_team", _("All priorities"))


def meet_them(view: View) -> None:
    """The next two events."""
    st.subheader(_("Meet them"), anchor=False)
    coming = cards.upcoming(view.events, now())
    for event in coming[:2]:
        st.markdown(cards.short_event(event))
    if not coming:
        st.markdown(no_event(view))


def no_event(view: View) -> str:
    """Why no event is shown."""
    return (
        _("The team has published no coming events on police.uk.")
        if view.events
        else _("We have not read the team's events yet.")
    )


def who_they_are(view: View) -> None:
    """The officers, and the way to them."""
    st.subheader(_("Your team"), anchor=False)
    st.markdown(cards.team_line(view.team, now()))
    link_to("local_team", _("How to reach them"))


def month_by_month(view: View) -> None:
    """The line of recorded crime, and its table."""
    st.subheader(_("Recorded crime, month by month"), anchor=False)
    series = view.counts.crime.iloc[-MONTHS_AT_A_GLANCE:]
    trend(view, series, _("All crime but anti-social behaviour"))


def trend(view: View, series: "pd.Series[int]", what: str, height: int = 320) -> None:
    """One count over the months: figure, what it is, the gaps in words, the table."""
    if not len(series):
        st.markdown(_("There is nothing to draw yet."))
        return
    states = {m: s for m, s in view.counts.states.items() if m in series.index}
    figure = charts.monthly_trend(series, states, height=height)
    caption = sentences.base(list(series.index), view.name, what)
    alt = _("Line of the monthly counts. {caption} The same numbers stand in the table below.").format(
        caption=caption
    )
    st.plotly_chart(figure, config=charts.CONFIG, theme=None, alt=alt, key=f"trend-{what}")
    st.caption(caption)
    for sentence in sentences.months_without_figure(states, view.force_name):
        st.caption(sentence)
    with st.expander(_("The same as a table")):
        st.table(tables.months_table(series, states, what).set_index(_("Month")))


def kinds(view: View, months: int) -> None:
    """Each kind of crime as a small line of its own."""
    st.subheader(_("Each kind over the months"), anchor=False)
    slugs = sentences.known_kinds(list(view.counts.table.columns))
    names = {slug: sentences.kind(slug) for slug in slugs}
    figure = charts.small_multiples(view.counts.table.iloc[-months:], names)
    alt = _(
        "Small lines of the monthly counts of each kind; the numbers stand in the table of the data page."
    )
    st.plotly_chart(figure, config=charts.CONFIG, theme=None, alt=alt, key="kinds")
    st.caption(_("Each line has its own scale, from nought up to its own highest month."))


def download(view: View) -> None:
    """The counts as a file for a spreadsheet."""
    path = "/".join(quote(part, safe="") for part in (view.place.force_id, view.place.neighbourhood_id))
    st.link_button(_("Download the counts (CSV)"), f"/feeds/{path}/crimes.csv")
