"""Find your neighbourhood: by postcode, by the name of a place, or from the list."""

import streamlit as st

from components.controls import finder
from components.frame import bare_page
from components.words.language import _
from data_access.find_neighbourhood import POSTCODE

with bare_page("find", _("Find your neighbourhood")):
    st.markdown(_("Enter a postcode or the name of a place.") + " " + _(POSTCODE))
    finder.draw("find")
