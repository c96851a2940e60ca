"""The Streamlit script: lists the pages and runs the chosen one. It draws nothing.

It stands in a folder of its own: beside `pages/`, Streamlit would run a deep link's page without it.
"""

import streamlit as st

from components.controls.links import as_link
from components.menu import PAGES
from ui import demonstration

demonstration.wait()
# Every page draws the menu itself, with the place in each link; Streamlit's own would drop the place.
st.navigation([as_link(page) for page in PAGES], position="hidden").run()
