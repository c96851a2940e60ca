"""What a reader reads on a page that AppTest has run."""

from streamlit.testing.v1 import AppTest


def text_of(page: AppTest) -> str:
    """Everything a reader reads on it."""
    kinds = (page.title, page.subheader, page.markdown, page.caption, page.info, page.warning, page.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
