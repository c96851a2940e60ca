"""The team's own words on a page. Nothing is drawn where nothing is said."""

import streamlit as st

from components import said_words
from components.said_words import Told
from components.words import _
from data_access.overviews.place import View


def from_your_team(view: View) -> None:
    """The notes in force: the newest open, earlier ones folded."""
    told = [said_words.note(one) for one in view.said.notes]
    if not told:
        return
    st.subheader(_(said_words.NOTES), anchor=False)
    _draw(told[0])
    if told[1:]:
        with st.expander(_(said_words.EARLIER)):
            for one in told[1:]:
                _draw(one)


def you_said_we_did(view: View) -> None:
    """The team's newest answer to the survey."""
    for one in view.said.replies[:1]:
        st.subheader(_(said_words.REPLIES), anchor=False)
        _draw(said_words.reply(one))


def _draw(told: Told) -> None:
    for text in told.texts:
        st.markdown(text)
    st.caption(told.line)
