"""Stop and search here and by the whole force: months published, objects, outcomes, and who was searched."""

import streamlit as st

from components import stop_panels
from components.controls.links import link_to
from components.frame import page
from components.words.language import _
from data_access.refresh import read_stops

with page("stop_and_search", _("Stop and search in {place}")) as view:
    read_stops.beside(view.place)
    read_stops.beside(view.place.force_id)
    if stop_panels.what_is_published(view) and stop_panels.is_read(view):
        stop_panels.months(view)
        stop_panels.year_of(view.place, view.name, "place")
        st.header(_("The whole force"), anchor=False)
        stop_panels.year_of(view.place.force_id, view.force_name, "force")
    link_to("about_the_data", _("What these figures cannot say"))
