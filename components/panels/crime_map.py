"""The maps with what belongs beside them: the legend, the share, the table, what has no place."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.caching import drawn, shared
from components.controls import choices
from components.figures import colours, small_map, tables
from components.figures.chart_layout import CONFIG
from components.figures.large_map import crime_map
from components.words import attribution, crime, judgement_rows, kinds, small_areas
from components.words.language import _, month_words, months_listed, ngettext, number, share_words
from data_access.counts import crimes
from data_access.months import month_range, shift
from data_access.overviews.place import View
from data_access.settings import settings
from data_access.statistics import map_cells
from data_access.statistics.counts_table import CRIME
from data_access.statistics.history import OF_A_YEAR
from data_access.statistics.small_areas import compared


def where_recorded(view: View) -> None:
    """The small map: the last twelve months' cells inside the boundary."""
    st.header(_("Where it was recorded (approximate)"), anchor=False)
    if not view.boundary:
        st.markdown(_("We have not read this neighbourhood's boundary yet."))
        return
    year = choices.last_year(view)
    if year is None:
        st.markdown(_("There are no figures to draw."))
        return
    alt = _("Map of the neighbourhood: the more was recorded in a small area, the darker it is.")
    figure = _small_map(view, *year)
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key="small-map")
    st.caption(
        _(
            "All crime, {first} to {last}; anti-social behaviour is counted separately. "
            "Darker is more. {caveat} {source}"
        ).format(
            first=month_words(year[0]),
            last=month_words(year[1]),
            caveat=_(crime.APPROXIMATE),
            source=attribution.source(),
        )
    )


@shared
def _small_map(view: View, first: date, last: date) -> go.Figure:
    table, _without = cells_of(view, first, last, CRIME)
    return small_map.small_map(view.boundary.value if view.boundary else (), table)


def large_map(view: View, category: str, first: date, last: date) -> None:
    """The map of a choice with its legend, and the same cells as a table beside it."""
    table, without = cells_of(view, first, last, category)
    st.markdown(_share_sentence(table, first, last, kinds.kind(category)))
    spread = judgement_rows.dispersion(view.usual, category)
    beside = _beside_the_year_before(view, first, last, category, spread)
    if beside is not None:
        earlier = months_listed(month_range(shift(first, -12), shift(last, -12)))
        for sentence in small_areas.sentences(beside, table, earlier):
            st.markdown(sentence)
    left, right = st.columns(2, gap="large")
    with left:
        _draw_map(view, table, beside)
        st.caption(" ".join(_notes(table, without)))
    with right:
        st.header(_("The small areas with the most records"), anchor=False)
        st.table(tables.cells_table(table, small_areas.words(beside)).set_index(_("Near")))


def _notes(table: pd.DataFrame, without: int) -> list[str]:
    """What is not on the map, what the points are, and whose figures they are."""
    notes = [_(crime.APPROXIMATE)]
    few = len(table) - len(map_cells.drawn_apart(table))
    if few:
        notes.append(
            ngettext(
                "{n} small area with 1 or 2 records is not drawn.",
                "{n} small areas with 1 or 2 records are not drawn.",
                few,
            )
        )
    if without:
        notes.append(
            ngettext(
                "{n} record has no place and is not on the map.",
                "{n} records have no place and are not on the map.",
                without,
            )
        )
    return [*notes, attribution.source()]


def _draw_map(view: View, table: pd.DataFrame, beside: pd.DataFrame | None) -> None:
    if not view.boundary:
        st.markdown(_("We have not read this neighbourhood's boundary yet."))
        return
    style = settings().map_style
    outlined, written = small_areas.marks(beside)
    deck = crime_map(view.boundary.value, table, None if style == "none" else style, outlined, written)
    alt = _("Map of the neighbourhood with small areas, darker where more was recorded; see the table.")
    st.pydeck_chart(deck, height=430, alt=alt, key="large-map")
    st.html(legend(table))
    if outlined or written:
        st.caption(_(small_areas.LEGEND))


def legend(table: pd.DataFrame) -> str:
    """The three classes with their numbers, as HTML of our own making."""
    parts = []
    for colour, (low, high) in zip(
        colours.CLASSES, small_map.classes(list(map_cells.drawn_apart(table)["count"])), strict=False
    ):
        words = (
            number(low) if low == high else _("{low} to {high}").format(low=number(low), high=number(high))
        )
        parts.append(
            f'<span class="class"><span class="swatch" style="background:{colour}"></span>{words}</span>'
        )
    return f'<p class="legend">{_("Recorded in a small area:")} {"".join(parts)}</p>' if parts else ""


def _share_sentence(table: pd.DataFrame, first: date, last: date, measure: str) -> str:
    period = (
        month_words(first)
        if first == last
        else _("{first} to {last}").format(first=month_words(first), last=month_words(last))
    )
    if not len(table):
        return _("{what}, {period}: nothing with a place was recorded.").format(what=measure, period=period)
    few = map_cells.fewest_cells_holding(table)
    count, base = int(few["count"].sum()), int(table["count"].sum())
    return ngettext(
        "{what}, {period}: {n} of the {all} small areas with any record holds {share}.",
        "{what}, {period}: {n} of the {all} small areas with any record hold {share}.",
        len(few),
    ).format(
        what=measure,
        period=period,
        all=number(len(table)),
        share=share_words(count, base) or _("{n} of {all} records").format(n=number(count), all=number(base)),
    )


@drawn
def _beside_the_year_before(
    view: View,
    first: date,
    last: date,
    category: str,
    dispersion: float,
) -> pd.DataFrame | None:
    """`small_areas.compared` for a year; None unless enough months of it and of the one before are held."""
    years = (first, last), (shift(first, -12), shift(last, -12))
    usable = [m for m, state in crimes.counts(view.place).states.items() if state.usable]
    if last != shift(first, 11) or any(
        sum(start <= m <= end for m in usable) < OF_A_YEAR for start, end in years
    ):
        return None
    kind = None if category == CRIME else category
    now, then = (crimes.records(view.place, *year, kind) for year in years)
    return compared(now, then, map_cells.resolution_for(now, 12), dispersion)


@drawn
def cells_of(
    view: View,
    first: date,
    last: date,
    category: str,
) -> tuple[pd.DataFrame, int]:
    """The cells of a kind of crime over months, and how many have no place."""
    records = crimes.records(view.place, first, last, None if category == CRIME else category)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return map_cells.cells(records, map_cells.resolution_for(records, months)), map_cells.without_place(
        records
    )
