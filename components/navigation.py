"""The table of pages as Streamlit sees it: for the menu and for links between pages."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.menu import PAGES
from data_access.settings import HOUSE


def pages() -> dict[str, StreamlitPage]:
    """Every page by its file name, in menu order; made anew for each run, because Streamlit marks them.

    Links take the object, never a path: `st.page_link(pages()["crime_trends"])` works when a page runs alone.
    """
    return {
        page.file: st.Page(
            HOUSE / "pages" / f"{page.file}.py",
            title=page.title,
            url_path=page.url_path or None,
            default=not page.url_path,
            visibility="visible" if page.in_menu else "hidden",
        )
        for page in PAGES
    }
