"""How recorded crime in this neighbourhood has changed, month by month and kind by kind."""

import streamlit as st

from components.content import summary
from components.controls import choices
from components.controls.links import link_to
from components.frame import page
from components.panels import crime_trends
from components.words import crime
from components.words.language import _, month_words

with page("crime_trends", _("Crime trends in {place}")) as view:
    crime_trends.what_was_recorded(view)
    if view.counts.newest:
        st.markdown(crime.all_crime(view.counts))
        category = choices.category(view)
        months = choices.how_many_months(view)
        crime_trends.trend(view, category, months, height=380)
        crime_trends.changes(view, category)
        crime_trends.beside_the_force(view, category)
        st.caption(_(crime.REACH))
        month = month_words(view.counts.newest)
        crime_trends.table_of_kinds(_("{month}, kind by kind").format(month=month), summary.kinds_table(view))
        crime_trends.table_of_kinds(
            summary.years_title(view), summary.years_table(view), summary.years_note(view)
        )
        crime_trends.kinds(view, months)
        crime_trends.download(view)
        link_to("outcomes", _("What became of these crimes"))
    link_to("stop_and_search", _("Stop and search"))
    link_to("about_the_data", _("What these figures cannot say"))
