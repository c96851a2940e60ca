"""Stop and search here and by the whole force: months published, objects, outcomes, and who was searched."""

import streamlit as st

from components.controls.links import link_to
from components.frame import page
from components.panels import stop_and_search
from components.words.language import _
from data_access.refresh import read_stops

with page("stop_and_search", _("Stop and search in {place}")) as view:
    read_stops.beside(view.place)
    read_stops.beside(view.place.force_id)
    if stop_and_search.what_is_published(view) and stop_and_search.is_read(view):
        stop_and_search.months(view)
        stop_and_search.year_of(view.place, view.name, "place")
        st.header(_("The whole force"), anchor=False)
        stop_and_search.year_of(view.place.force_id, view.force_name, "force")
    link_to("about_the_data", _("What these figures cannot say"))
