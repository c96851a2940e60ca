"""The footer, the same on every page: emergency numbers, who runs the site, sources, licence."""

from html import escape

import streamlit as st

from components.addresses import finder, light_page, status
from components.controls.links import link_to
from components.words import attribution
from components.words.language import _


def draw() -> None:
    """Draw the footer."""
    st.divider()
    with st.container(key="footer"):
        st.html(_plain_pages())
        st.markdown(attribution.emergency())
        st.markdown(attribution.operator())
        st.markdown(attribution.sources())
        link_to("accessibility", _("Accessibility"))
        link_to("privacy", _("Privacy"))


def _plain_pages() -> str:
    """Links out of Streamlit, as HTML: its own Markdown would open them in another tab."""
    place = st.session_state.get("place")
    simple = light_page(place) if place else finder()
    links = {
        simple: _("Simple version, to print or for a slow phone"),
        status(): _("Is this site up to date?"),
    }
    return f"<p>{' · '.join(_link(*link) for link in links.items())}</p>"


def _link(href: str, words: str) -> str:
    return f'<a href="{href}">{escape(words)}</a>'
