"""Links between pages: each carries the place, so that whoever copies the address shares what is seen."""

from copy import copy
from functools import cache
from html import escape

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.addresses import home
from components.controls.address_bar import parameters, place_for_links
from components.controls.staff_access import signed_in
from components.menu import PAGES, Page, page
from components.words.language import _
from data_access.models import NeighbourhoodRef
from data_access.settings import HOUSE


def as_link(page: Page) -> StreamlitPage:
    """The object of a page, its own for each link and run, because Streamlit marks them.

    Links take the object, never a path: `st.page_link(as_link(page("crime_trends")))` works when a page runs
    alone.
    """
    return copy(_unmarked(page))


@cache
def _unmarked(page: Page) -> StreamlitPage:
    return st.Page(
        HOUSE / "pages" / f"{page.file}.py",
        title=page.title,
        url_path=page.url_path or None,
        default=not page.url_path,
        visibility="visible" if page.in_menu else "hidden",
    )


def draw_menu() -> None:
    """The menu as a row of links with the place in them; on a phone it wraps, with every word in sight.

    Streamlit's own top menu drops the address on every page change and hides behind a sign on a phone.
    """
    place = place_for_links()
    with st.container(key="menu", horizontal=True, gap="small"):
        st.html(f'<a href="{home()}">{escape(_("Your Patch"))}</a>', width="content")
        for one in PAGES:
            if one.in_menu or (one.file == "staff" and signed_in()):
                st.page_link(
                    as_link(one), label=_(one.title), query_params=parameters(place), width="content"
                )


def link_to(name: str, label: str, **choices: str) -> None:
    """A link to another page about the same place."""
    st.page_link(
        as_link(page(name)),
        label=label,
        query_params=parameters(st.session_state.get("place"), **choices),
        width="content",
    )


def go_home(place: NeighbourhoodRef, looked_for: str = "") -> None:
    """Open the neighbourhood's own page."""
    st.switch_page(as_link(page("your_neighbourhood")), query_params=parameters(place, looked_for=looked_for))
