"""Roughly where crime was recorded: cells inside the boundary, never points, and the same as a table."""

import streamlit as st

from components.controls import choices
from components.controls.links import link_to
from components.frame import page
from components.panels import crime_map, crime_trends
from components.words import crime
from components.words.language import _

with page("crime_map", _("Crime map of {place}")) as view:
    if year := view.counts.newest_year:
        category = choices.category(view)
        crime_map.draw_large(view, category, *choices.month_span(view, *year))
        st.caption(_(crime.REACH))
    else:
        crime_trends.what_was_recorded(view)
    link_to("about_the_data", _("What these figures cannot say"))
