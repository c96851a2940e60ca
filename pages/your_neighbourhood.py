"""Your neighbourhood at a glance: three sentences, the months, the map, the team and its work."""

import streamlit as st

from components.content import summary
from components.controls.links import link_to
from components.controls.text import bullets
from components.frame import page
from components.panels import crime_map, crime_trends, survey_form, team_statements, what_happened
from components.panels import team as team_panels
from components.words import crime, feeds, judgements
from components.words.language import _

with page("your_neighbourhood", "{place}") as view:
    for sentence in summary.three_sentences(view):
        st.markdown(sentence)
    what_happened.choices(view.place)
    if year := view.counts.newest_year:
        figures, team = crime_trends.two_columns()
        with figures:
            crime_trends.month_by_month(view)
            link_to("crime_trends", _("All kinds of crime, and more months"))
            st.markdown(crime.incidents(view.counts, judgements.asb_range(view.usual)))
            st.markdown(crime.all_crime(view.counts))
            st.caption(f"{judgements.chance(view.usual)} {judgements.how_compared(view.usual)}")
            crime_map.where_recorded(view, *year)
            link_to("crime_map", _("Open the map"))
    else:
        team = st.container()
    with team:
        team_panels.working_on(view)
        team_statements.from_your_team(view)
        team_statements.you_said_we_did(view)
        team_panels.events(view, 2, described=False)
        team_panels.who_they_are(view)
    survey_form.invitation(view)
    link_to("briefing", _("For your meeting or magazine: a briefing on one page"))
    link_to("embed_builder", _("Show this on your own site"))
    bullets(*feeds.lines(view.place, *feeds.files(figures=view.counts.newest is not None)))
