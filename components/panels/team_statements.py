"""The team's own words on a page. Nothing is drawn where nothing is said."""

import streamlit as st

from components.words import team_statements
from components.words.language import _
from components.words.team_statements import Told
from data_access.overviews.place import View


def from_your_team(view: View) -> None:
    """The notes in force: the newest open, earlier ones folded."""
    told = [team_statements.note(one) for one in view.said.notes]
    if not told:
        return
    st.header(_(team_statements.NOTES), anchor=False)
    _draw(told[0])
    if told[1:]:
        with st.expander(_(team_statements.EARLIER)):
            for one in told[1:]:
                _draw(one)


def you_said_we_did(view: View) -> None:
    """The team's newest answer to the survey."""
    for one in view.said.replies[:1]:
        st.header(_(team_statements.REPLIES), anchor=False)
        _draw(team_statements.reply(one))


def _draw(statement: Told) -> None:
    for text in statement.texts:
        st.markdown(text)
    st.caption(statement.line)
