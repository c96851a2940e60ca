"""Text as Streamlit draws it: sentences in a paragraph, lines in a list."""

import streamlit as st


def paragraph(*sentences: str) -> None:
    """Markdown sentences, one after another."""
    st.markdown(" ".join(sentences))


def bullets(*lines: str) -> None:
    """Lines of Markdown, each with a dot before it."""
    st.markdown("\n".join(f"- {line}" for line in lines))
