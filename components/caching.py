"""The one policy for what a rerun may reuse: what is drawn, keyed by the version of its facts."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from data_access.overviews.place import View

_BY_VERSION: dict[str | type[Any], Callable[[Any], Any]] = {View: lambda view: view.key}

# Only successes are kept: what is drawn comes from the store, and a fetch never happens in here.
drawn = st.cache_data(max_entries=300, hash_funcs=_BY_VERSION, show_spinner=False)

# Figures are slow to draw and to copy: all readers of a place are given the same one, and nobody changes it.
shared = st.cache_resource(max_entries=100, hash_funcs=_BY_VERSION, show_spinner=False)
