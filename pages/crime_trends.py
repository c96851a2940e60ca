"""How recorded crime in this neighbourhood has changed, month by month and kind by kind."""

import streamlit as st

from components import choices, panels, sentences, tables
from components.frame import page
from components.links import link_to
from components.words import _, month_words

with page("crime_trends", _("Crime trends in {place}")) as view:
    st.markdown(sentences.recorded(view.counts) + " " + sentences.all_crime(view.counts))
    category = choices.category(view)
    months = choices.how_many_months(view)
    series, what = choices.series(view, category)
    panels.trend(view, series.iloc[-months:], what, height=380)
    st.caption(_(sentences.REACH))
    if view.counts.newest:
        st.subheader(_("{month}, kind by kind").format(month=month_words(view.counts.newest)), anchor=False)
        st.table(tables.categories_table(view.counts).set_index(_("Kind")))
        panels.kinds(view, months)
    panels.download(view)
    link_to("about_the_data", _("What these figures cannot say"))
