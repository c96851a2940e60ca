"""What several pages draw alike, or what would make one too long to read at a glance."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.addresses import feed
from components.caching import shared
from components.content import summary
from components.figures import comparison_charts, judgement_tables, trend_chart
from components.figures.chart_layout import CONFIG
from components.figures.ready_figure import ReadyFigure
from components.figures.trend import Trend
from components.words import attribution, crime, feeds, judgements
from components.words import kinds as kinds_of_crime
from components.words import trend as trend_words
from components.words.judgement_rows import of_newest
from components.words.language import _, capital, listed, month_words
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME
from data_access.store import places
from data_access.usual.judged_place import changes_of_force

MONTHS_AT_A_GLANCE = 24


def two_columns(*, narrow_first: bool = False) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The wide column on the left and the narrow one on the right; on a phone one of them comes first."""
    with st.container(key="narrow-first" if narrow_first else "wide-first"):
        if narrow_first:
            narrow, wide = st.columns([2, 3], gap="large")
        else:
            wide, narrow = st.columns([3, 2], gap="large")
    return wide, narrow


def what_was_recorded(view: View) -> None:
    """Sentence one: the newest month, whether that is usual, and the kinds of crime that were not."""
    for sentence in summary.recorded(view):
        st.markdown(sentence)


def month_by_month(view: View) -> None:
    """The line of recorded crime, and its table."""
    st.header(_("Recorded crime, month by month"), anchor=False)
    trend(view, CRIME, MONTHS_AT_A_GLANCE)


def trend(view: View, kind: str, months: int, height: int = 320) -> None:
    """One count over the months: what it shows, the figure, what it is, the gaps in words, the table."""
    shown, figure, table = _trend(view, kind, months, height)
    if shown is None:
        st.markdown(_("There are no figures to draw."))
        return
    if shown.headline:
        st.markdown(f"**{shown.headline}**")
    newest = view.usual.month
    if kind != CRIME and newest and (sentence := judgements.year_before(of_newest(view.usual, kind), newest)):
        st.markdown(sentence)
    alt = _("Line of the monthly counts. {caption} The same numbers stand in the table below.").format(
        caption=shown.caption
    )
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key=f"trend-{kind}")
    st.caption(" ".join([shown.caption, *shown.notes]))
    with st.expander(_("Show the numbers")):
        st.table(table)


@shared
def _trend(
    view: View, kind: str, months: int, height: int
) -> tuple[Trend | None, go.Figure | None, pd.DataFrame | None]:
    shown = summary.trend(view, kind, months)
    if shown is None:
        return None, None, None
    return shown, ReadyFigure(trend_chart.monthly_trend(shown, height)), shown.table.set_index(_("Month"))


def changes(view: View, kind: str) -> None:
    """What changed over a year, rises that last, how it was compared, and what chance does: once a page."""
    judged = view.usual
    longer = dict.fromkeys(
        [*judgements.longer_periods(judged), *judgements.longer_periods(judged, kind=kind)]
    )
    for sentence in (*longer, trend_words.year_on_year(judged, kind)):
        if sentence:
            st.markdown(sentence)
    for sentence in (judgements.chance(judged), judgements.how_compared(judged)):
        if sentence and judged.month:
            st.caption(sentence)


def beside_the_force(view: View, kind: str) -> None:
    """Where this neighbourhood's change stands among all of its force's: a strip, never a league."""
    figure, table = _strip(view, kind)
    if figure is None:
        return
    st.header(_("Compared with the other neighbourhoods of the force"), anchor=False)
    st.markdown(trend_words.against_force(view.usual, kind))
    alt = _(
        "A strip with a tick for each neighbourhood's change over a year, this one marked; see the table."
    )
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key=f"strip-{kind}")
    st.caption(
        _(
            "{what}: the year to {month} and the year before that, compared with the whole force's change. "
            "The grey band is what chance alone could do here. {source}"
        ).format(
            what=kinds_of_crime.kind(kind),
            month=month_words(view.usual.month) if view.usual.month else "",
            source=attribution.source(),
        )
    )
    with st.expander(_("Show the numbers")):
        st.table(table)


@shared
def _strip(view: View, kind: str) -> tuple[go.Figure | None, pd.DataFrame | None]:
    force_id, here = view.place.force_id, view.place.neighbourhood_id
    changed = changes_of_force(force_id, kind, view.to)
    if here not in changed["ratio"].dropna().index:
        return None, None
    table = judgement_tables.changes_table(changed, places.names(force_id))
    return ReadyFigure(comparison_charts.strip(changed, here, view.name)), table.set_index(_("Neighbourhood"))


def table_of_kinds(title: str, table: pd.DataFrame, note: str = "") -> None:
    """A table with a row a kind under its title, and a note; nothing where it has no rows."""
    if len(table):
        st.header(title, anchor=False)
        st.table(table.set_index(_("Kind")))
        if note:
            st.caption(note)


def kinds(view: View, months: int) -> None:
    """Each kind of crime that has enough of them a month as a small line of its own."""
    figure, left_out = _small_multiples(view, months)
    if figure is None:
        return
    st.header(_("Each kind of crime, month by month"), anchor=False)
    alt = _("Small lines of the monthly counts of each kind; their numbers stand on the data page.")
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key="kinds")
    base = crime.base(list(view.counts.table.index[-months:]), view.name, _("Each kind of crime"))
    said = [base, _("Each line has its own scale, from zero to its highest month, which its title names.")]
    if left_out:
        said.append(_("Too few a month to be drawn: {kinds}.").format(kinds=listed(left_out)))
    st.caption(" ".join(said))


@shared
def _small_multiples(view: View, months: int) -> tuple[go.Figure | None, list[str]]:
    shown = view.counts.comparable.iloc[-months:]
    kinds_drawn, left_out = summary.kinds_drawn(view, shown)
    figure = ReadyFigure(comparison_charts.small_multiples(shown, kinds_drawn)) if kinds_drawn else None
    return figure, left_out


def download(view: View) -> None:
    """The counts as a file for a spreadsheet, and what it is for."""
    st.link_button(_("Download the counts (CSV)"), feed(view.place, feeds.COUNTS))
    st.caption(capital(_(feeds.USES[feeds.COUNTS])))
