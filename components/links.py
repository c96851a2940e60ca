"""Links between pages: each carries the place, so that whoever copies the address shares what is seen."""

import streamlit as st

from components.address import parameters, place_for_links
from components.menu import PAGES
from components.navigation import pages
from components.staff_access import signed_in
from components.words import _
from data_access.models import NeighbourhoodRef


def draw_menu() -> None:
    """The menu as a row of links with the place in them; on a phone it wraps, with every word in sight.

    Streamlit's own top menu drops the address on every page change and hides behind a sign on a phone.
    """
    table = pages()
    place = place_for_links()
    with st.container(key="menu", horizontal=True, gap="small"):
        for page in PAGES:
            if page.in_menu or (page.file == "staff" and signed_in()):
                st.page_link(
                    table[page.file], label=_(page.title), query_params=parameters(place), width="content"
                )


def link_to(name: str, label: str, **choices: str) -> None:
    """A link to another page about the same place."""
    st.page_link(
        pages()[name],
        label=label,
        query_params=parameters(st.session_state.get("place"), **choices),
        width="content",
    )


def go_home(place: NeighbourhoodRef) -> None:
    """Open the neighbourhood's own page."""
    st.switch_page(pages()["your_neighbourhood"], query_params=parameters(place))
