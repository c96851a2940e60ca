"""What several pages draw alike, or what would make one too long to read at a glance."""

from urllib.parse import quote

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import cards, charts, choices, comparisons, sentences, tables, usual_tables, usual_words
from components.choices import CRIME
from components.layout import CONFIG
from components.links import link_to
from components.view import View
from components.words import _, month_words
from data_access import places
from data_access.settings import now
from data_access.usual import changes_of_force
from data_access.verdict import Verdict

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


def what_was_recorded(view: View) -> None:
    """Sentence one: the newest month, whether that is usual, and the kinds of crime that were not."""
    judged = view.usual
    row = usual_words.of_newest(judged)
    if row is None or usual_words.verdict_of(row) is Verdict.NOT_JUDGED:
        st.markdown(sentences.recorded(view.counts, view.to))
        for sentence in () if view.counts.newest else sentences.known_gaps_of(view.place.force_id, "crime"):
            st.markdown(sentence)
        return
    said = [usual_words.recorded(judged)]
    if judged.month and pd.notna(row["last_year"]):
        said.append(usual_words.disagreement(row, judged.month) or usual_words.last_year(row, judged.month))
    st.markdown(" ".join(said))
    if unusual := usual_words.unusual_kinds(judged):
        st.markdown(" ".join(unusual))


def month_by_month(view: View) -> None:
    """The line of recorded crime, and its table."""
    st.subheader(_("Recorded crime, month by month"), anchor=False)
    trend(view, CRIME, MONTHS_AT_A_GLANCE)


def trend(view: View, kind: str, months: int, height: int = 320) -> None:
    """One count over the months: what it shows, the figure, what it is, the gaps in words, the table."""
    series, what = choices.series(view, kind)
    series = series.iloc[-months:]
    if not series.notna().any():
        st.markdown(_("There are no figures to draw."))
        return
    states = {m: s for m, s in view.counts.states.items() if m in series.index}
    judged = view.usual
    if kind != CRIME and (sentence := usual_words.of_kind(judged, kind)):
        st.markdown(sentence)
    if headline := usual_words.headline(judged, kind):
        st.markdown(f"**{headline}**")
    # Read as of an earlier month, the newest months have long settled.
    moving = 0 if view.to else charts.MOVING_MONTHS
    figure = charts.monthly_trend(
        series,
        states,
        usual=usual_words.band(judged, kind),
        flagged=[m for m in usual_words.flagged_months(judged, kind) if m in series.index],
        moving=moving,
        height=height,
    )
    caption = sentences.base(list(series.index), view.name, what)
    alt = _("Line of the monthly counts. {caption} The same numbers stand in the table below.").format(
        caption=caption
    )
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key=f"trend-{kind}")
    notes = [caption, *sentences.months_without_figure(states, view.force_name)]
    if headline:
        notes.append(_("Grey: the usual range. Dashes: what was expected."))
        notes.append(usual_words.flagged_in_words(judged, kind))
    if moving:
        notes.append(_("The last two months are still moving: forces correct them, and outcomes come later."))
    st.caption(" ".join(note for note in notes if note))
    with st.expander(_("The same as a table")):
        usual_range = usual_words.ranges(judged, kind)
        st.table(tables.months_table(series, states, what, usual_range).set_index(_("Month")))


def changes(view: View, kind: str) -> None:
    """What changed over a year, rises that last, how it was compared, and what chance does: once a page."""
    judged = view.usual
    for sentence in (*usual_words.lasting(judged), usual_words.year_on_year(judged, kind)):
        if sentence:
            st.markdown(sentence)
    for sentence in (usual_words.chance(judged), usual_words.how_compared(judged)):
        if sentence and judged.month:
            st.caption(sentence)


def beside_the_force(view: View, kind: str) -> None:
    """Where this neighbourhood's change stands among all of its force's: a strip, never a league."""
    changed = changes_of_force(view.place.force_id, kind, view.to)
    here = view.place.neighbourhood_id
    if here not in changed["ratio"].dropna().index:
        return
    st.subheader(_("Beside the other neighbourhoods of the force"), anchor=False)
    st.markdown(usual_words.against_force(view.usual, kind))
    alt = _(
        "A strip with a tick for each neighbourhood's change over a year, this one marked; see the table."
    )
    figure = comparisons.strip(changed, here, view.name)
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key=f"strip-{kind}")
    st.caption(
        _(
            "{what}: the 12 months to {month} against the 12 before, as a multiple of the whole force's "
            "change. Grey band: the range chance allows here. {source}"
        ).format(
            what=choices.category_words(kind),
            month=month_words(view.usual.month) if view.usual.month else "",
            source=sentences.source(),
        )
    )
    with st.expander(_("The same as a table")):
        listed = places.neighbourhoods(view.place.force_id)
        names = {n.id: n.name for n in listed.value} if listed else {}
        st.table(usual_tables.changes_table(changed, names).set_index(_("Neighbourhood")))


def kinds_table(view: View) -> pd.DataFrame:
    """The newest month kind by kind, the most unusual first where that can be said."""
    judged = view.usual
    if judged.month == view.counts.newest and len(table := usual_tables.kinds_table(judged)):
        return table
    return tables.categories_table(view.counts)


def kinds(view: View, months: int) -> None:
    """Each kind of crime as a small line of its own."""
    st.subheader(_("Each kind over the months"), anchor=False)
    slugs = sentences.known_kinds(list(view.counts.table.columns))
    names = {slug: sentences.kind(slug) for slug in slugs}
    if view.counts.newest is None:
        return
    shown = view.counts.comparable.iloc[-months:]
    figure = comparisons.small_multiples(shown, names)
    alt = _("Small lines of the monthly counts of each kind; their numbers stand on the data page.")
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key="kinds")
    base = sentences.base(list(shown.index), view.name, _("Each kind of crime"))
    st.caption(f"{base} {_('Each line has its own scale, from nought to its highest month.')}")


def download(view: View) -> None:
    """The counts as a file for a spreadsheet."""
    path = "/".join(quote(part, safe="") for part in (view.place.force_id, view.place.neighbourhood_id))
    st.link_button(_("Download the counts (CSV)"), f"/feeds/{path}/crimes.csv")
