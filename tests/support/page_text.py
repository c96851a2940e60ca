"""What a reader reads on a page that AppTest has run."""

from streamlit.testing.v1 import AppTest

from components.menu import PAGES

ABOUT_NO_PLACE = {"find", "accessibility", "privacy", "staff"}
ABOUT_A_PLACE = [page.file for page in PAGES if page.file not in ABOUT_NO_PLACE]


def text_of(page: AppTest) -> str:
    """Everything a reader reads on it."""
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption)
    boxes = (page.info, page.warning, page.error)
    return "\n".join(str(element.value) for kind in (*kinds, *boxes) for element in kind)
