"""A page as Streamlit sees it: for the menu and for links between pages."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.menu import Page
from data_access.settings import HOUSE


def as_link(page: Page) -> StreamlitPage:
    """The object of a page, made anew for each link and run, because Streamlit marks them.

    Links take the object, never a path: `st.page_link(as_link(page("crime_trends")))` works when a page runs
    alone.
    """
    return st.Page(
        HOUSE / "pages" / f"{page.file}.py",
        title=page.title,
        url_path=page.url_path or None,
        default=not page.url_path,
        visibility="visible" if page.in_menu else "hidden",
    )
