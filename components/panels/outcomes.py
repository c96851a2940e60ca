"""What became of recorded crimes, in parts. Crimes are only ever set beside crimes of the same age."""

import streamlit as st

from components.content.outcomes import (
    HOW_TO_READ,
    age_told_first,
    ages_table,
    counts_by_age,
    has_figures,
    incomplete_ages,
    what_became,
)
from components.figures import comparison_charts
from components.figures.chart_layout import CONFIG
from components.words import attribution, kinds
from components.words.language import _, months_listed, number
from components.words.markdown import literal
from data_access.counts.outcomes import Outcomes
from data_access.curated.outcome_groups import GROUP_NAMES, OPEN
from data_access.overviews.place import View


def outcomes_of_kind(view: View, outcomes: Outcomes, kind: str) -> None:
    """The sentence, the bars of one age, and the table of all ages."""
    for sentence in what_became(outcomes, kind, view.force_name):
        st.markdown(sentence)
    if not has_figures(outcomes, kind):
        return
    ages = counts_by_age(outcomes, kind)
    age = age_told_first(outcomes)
    months = outcomes.months_of(age)
    st.header(_("Crimes recorded in {months}").format(months=months_listed(months)), anchor=False)
    closed = {group: n for group, n in ages[age].items() if group not in OPEN}
    figure = comparison_charts.bars([_(GROUP_NAMES[group]) for group in closed], list(closed.values()))
    alt = _("Bars of how many crimes had each outcome; the same numbers stand in the table.")
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key="outcomes")
    st.caption(
        _("{what}, {place}. The latest outcome that police.uk gave. {source}").format(
            what=kinds.kind(kind), place=literal(view.name), source=attribution.source()
        )
    )
    st.header(_("By the age of the crime, in months"), anchor=False)
    st.table(ages_table(ages).set_index(_("Outcome")))
    for sentence in incomplete_ages(outcomes):
        st.caption(sentence)
    st.caption(_(HOW_TO_READ))
    others = outcomes.others.reset_index(level="name").loc[[kind] if kind in outcomes.others.index else []]
    named = [f"{literal(name)} ({number(n)})" for name, n in others.itertuples(index=False)]
    if named:
        st.caption(_("Other outcomes: {names}.").format(names=", ".join(named)))
