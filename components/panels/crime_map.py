"""The maps with what belongs beside them: the legend, the share, the table, what has no place."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from html import escape

import pydeck
import streamlit as st

from components.caching import shared
from components.content import recorded_where
from components.content.recorded_where import Where
from components.controls import choices
from components.figures import colours, large_map, map_picture
from components.figures.map_drawing import Drawing
from components.words import attribution, crime, small_areas
from components.words.language import _
from data_access.counts import small_area
from data_access.overviews.place import View
from data_access.settings import settings
from data_access.statistics.counts_table import CRIME

# Of the frame that one moves about in; the tallest still leaves room for words on a phone.
LOWEST_PX = 300
# Which kind of crime, and the first and last month.
Counted = tuple[str, date, date]


def where_recorded(view: View, first: date, last: date) -> None:
    """The small map: the cells of these months inside the boundary."""
    st.header(_(small_areas.WHERE), anchor=False)
    found = recorded_where.where(view, CRIME, first, last)
    if found.drawing is None:
        st.markdown(_no_map(view))
        return
    st.html(_picture(found.drawing, view, (CRIME, first, last)))
    st.caption(
        _(
            "All crime, {period}; anti-social behaviour is counted separately. Darker is more. "
            "{caveat} {source}"
        ).format(period=found.period, caveat=_(crime.APPROXIMATE), source=attribution.source())
    )


def _no_map(view: View) -> str:
    return small_areas.no_map(no_usable_boundary=view.no_usable_boundary)


def draw_large(view: View, category: str, first: date, last: date) -> None:
    """The map of a choice with its legend, one of its small areas by itself, and all of them as a table."""
    found = recorded_where.where(view, category, first, last)
    for sentence in found.sentences:
        st.markdown(sentence)
    left, right = st.columns(2, gap="large")
    with right:
        chosen = _one_area(view, category, first, last)
        st.header(_("The small areas with the most records"), anchor=False)
        st.table(found.table(chosen).set_index(_("Near")))
    with left:
        if found.drawing:
            _draw_map(view, found, found.drawing, (category, first, last), chosen)
        else:
            st.markdown(_no_map(view))
        st.caption(" ".join([*found.notes, attribution.source()]))


def _one_area(view: View, category: str, first: date, last: date) -> str:
    """A street or a small area of the reader's choice, with its months; which cell it is, or ""."""
    found = recorded_where.where(view, category, first, last)
    st.header(_("One small area"), anchor=False)
    street = choices.street(view, recorded_where.street_names(view))
    cell = choices.area(view, {cell: words for cell, _count, words in small_areas.cell_words(found.listed)})
    if not cell and street:
        cell = small_area.cell_of_street(view.place, street, found.resolution)
    if not cell:
        st.caption(_(small_areas.HOW_TO_CHOOSE))
        return ""
    area = recorded_where.one_area(view, category, first, last, cell, street)
    for sentence in area.sentences:
        st.markdown(sentence)
    if area.table is not None:
        with st.expander(_("Show the numbers, month by month")):
            st.table(area.table.set_index(_("Month")))
    return cell


# A drawing is slow to compare: with its _ it is no part of the key, for which `view` and `what` stand.
@shared
def _deck(_drawn: Drawing, view: View, what: Counted, chosen: str, near: int) -> pydeck.Deck:  # noqa: ARG001
    style = settings().map_style
    return large_map.crime_map(_drawn, chosen, near, None if style == "none" else style)


def _draw_map(view: View, found: Where, drawn: Drawing, what: Counted, chosen: str) -> None:
    steps = st.session_state.setdefault(f"map-steps-{view.place}", Steps())
    deck = _deck(drawn, view, what, chosen, steps.near)
    key = f"large-map-{steps.returns}"
    with st.container(key="map"):
        st.pydeck_chart(
            deck,
            height=max(round(drawn.frame.height), LOWEST_PX),
            alt=_(
                "Map of the neighbourhood with small areas, darker where more was recorded; see the table."
            ),
            key=key,
            on_select=lambda: _picked(view, key, chosen),
        )
        with st.container(horizontal=True, gap="small", key="map-buttons"):
            st.button(_("Zoom in"), on_click=steps.go, args=(1,))
            st.button(_("Zoom out"), on_click=steps.go, args=(-1,))
            st.button(_("Whole neighbourhood"), on_click=steps.back)
        st.html(_legend(drawn))
    with st.container(key="map-on-paper"):
        st.html(_picture(drawn, view, what, chosen))
    if found.compared:
        st.caption(_(small_areas.LEGEND))


@dataclass
class Steps:
    """How near the reader has come by the buttons, and how often they went back to the whole."""

    near: int = 0
    returns: int = 0

    def go(self, steps: int) -> None:
        """Nearer, or further away."""
        self.near = min(max(self.near + steps, 0), large_map.NEAREST)

    def back(self) -> None:
        """To the whole, wherever the map was moved to: it is drawn anew."""
        self.near, self.returns = 0, self.returns + 1


def _picked(view: View, key: str, chosen: str) -> None:
    """A small area was picked on the map; the one that is chosen already is put back."""
    picked = [cell for cells in st.session_state[key].selection.objects.values() for cell in cells]
    if picked:
        cell = str(picked[0]["cell"])
        choices.choose_area(view, "" if cell == chosen else cell)


@shared
def _picture(_drawn: Drawing, view: View, what: Counted, chosen: str = "") -> str:  # noqa: ARG001
    """The drawing as a picture: Streamlit's HTML takes no SVG."""
    alt = _("Map of the neighbourhood: the more was recorded in a small area, the darker it is.")
    data = b64encode(map_picture.svg(_drawn, alt, chosen=chosen).encode()).decode()
    return f'<img class="map" alt="{escape(alt)}" src="data:image/svg+xml;base64,{data}">'


def _legend(drawn: Drawing) -> str:
    """The three classes with their numbers, as HTML of our own making."""
    parts = [
        f'<span class="class"><span class="swatch" style="background:{colour}"></span>'
        f"{small_areas.range_words(*counts)}</span>"
        for colour, counts in zip(colours.CLASSES, drawn.ranges, strict=False)
    ]
    return f'<p class="legend">{_(small_areas.RECORDED_IN_AN_AREA)} {"".join(parts)}</p>' if parts else ""
