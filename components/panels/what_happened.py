"""The way to the page on what happened to somebody."""

from html import escape

import streamlit as st

from components.content import what_happened
from components.words.language import _
from data_access.models import NeighbourhoodRef

LIST = "display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0; padding: 0"


def choices(place: NeighbourhoodRef | None) -> None:
    """The choices as links in a row: as HTML, because Streamlit's own links would open another tab."""
    links = (
        f'<li style="margin: 0"><a href="{escape(choice.path)}">{escape(choice.words)}</a></li>'
        for choice in what_happened.choices(place)
    )
    st.header(_(what_happened.QUESTION), anchor=False)
    st.html(f'<ul style="{LIST}">{"".join(links)}</ul>')
