"""Roughly where crime was recorded: cells inside the boundary, never points, and the same as a table."""

import streamlit as st

from components.controls import choices
from components.controls.links import link_to
from components.frame import page
from components.panels import crime_map, crime_trends
from components.words import crime
from components.words.language import _

with page("crime_map", _("Crime map of {place}")) as view:
    category = choices.category(view)
    span = choices.month_span(view)
    if span:
        crime_map.draw_large(view, category, *span)
    else:
        crime_trends.what_was_recorded(view)
    st.caption(_(crime.REACH))
    link_to("about_the_data", _("What these figures cannot say"))
