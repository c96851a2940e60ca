"""Your neighbourhood at a glance: three sentences, the team and its work, the months, the map."""

import streamlit as st

from components import map_panels, panels, said_panels, sentences, survey_panels, team_words, usual_words
from components.frame import page
from components.links import link_to
from components.words import _

with page("your_neighbourhood", "{place}") as view:
    panels.what_was_recorded(view)
    st.markdown(team_words.newest_priority(view.priorities))
    st.markdown(team_words.reach_team(view.profile, view.force, view.local))
    st.markdown(sentences.all_crime(view.counts))
    team, figures = panels.two_columns()
    with team:
        panels.working_on(view)
        said_panels.from_your_team(view)
        said_panels.you_said_we_did(view)
        panels.meet_them(view)
        panels.who_they_are(view)
    with figures:
        panels.month_by_month(view)
        link_to("crime_trends", _("All kinds of crime, and more months"))
        st.markdown(sentences.incidents(view.counts, usual_words.asb_range(view.usual)))
        st.caption(f"{usual_words.chance(view.usual)} {usual_words.how_compared(view.usual)}")
        map_panels.where_recorded(view)
        link_to("crime_map", _("Open the map"))
    survey_panels.invitation(view)
    link_to("briefing", _("For your meeting or magazine: a briefing on one page"))
    link_to("embed_builder", _("Show this on your own site"))
