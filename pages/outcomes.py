"""What became of recorded crimes, by kind and by the age of the crime."""

import streamlit as st

from components.controls import choices
from components.controls.links import link_to
from components.frame import page
from components.panels import outcomes as panels
from components.words import crime
from components.words.language import _
from data_access.counts import outcomes
from data_access.statistics.counts_table import CRIME

with page("outcomes", _("What became of crimes in {place}")) as view:
    found = outcomes.outcomes(view.place, view.to)
    kind = choices.category(view, incidents=False) if len(found.by_age) else CRIME
    panels.outcomes_of_kind(view, found, kind)
    st.caption(_(crime.REACH))
    if view.counts.newest:
        link_to("crime_trends", _("How many were recorded, month by month"))
    link_to("about_the_data", _("What these figures cannot say"))
