"""The one policy for what a rerun may reuse: what is drawn, keyed by the version of its facts."""

import streamlit as st

# Only successes are kept: what is drawn comes from the store, and a fetch never happens in here.
drawn = st.cache_data(max_entries=300, show_spinner=False)

# Figures are slow to draw and to copy: all readers of a place are given the same one, and nobody changes it.
shared = st.cache_resource(max_entries=100, show_spinner=False)
