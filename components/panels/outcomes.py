"""What became of recorded crimes, in parts. Crimes are only ever set beside crimes of the same age."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from components.figures import comparison_charts
from components.figures.chart_layout import CONFIG
from components.words import attribution, kinds
from components.words.language import _, months_listed, ngettext, number, share_words
from components.words.markdown import literal
from data_access.counts.outcomes import AGES, MONTHS_FOR_SHARES, Outcomes
from data_access.curated.outcome_groups import CHARGED, GROUP_NAMES, NO_SUSPECT, NOT_GIVEN, OPEN
from data_access.overviews.place import View
from data_access.translation import N_

# In months; so short that all stand beside each other on a phone.
AGE_HEADS = {
    "0-2": N_("0 to 2"),
    "3-5": N_("3 to 5"),
    "6-11": N_("6 to 11"),
    "12-23": N_("12 to 23"),
    "24+": N_("24+"),
}
# Old enough for most outcomes to be in, recent enough to matter: the first of these that is whole is told.
TOLD_FIRST = ("12-23", "6-11", "24+", "3-5", "0-2")


def outcomes_of_kind(view: View, outcomes: Outcomes, kind: str) -> None:
    """The sentence, the bars of one age, and the table of all ages."""
    for gap in outcomes.gaps:
        st.markdown(_(gap.sentence))
    if not outcomes.given or kind not in outcomes.by_age.index.get_level_values("kind"):
        if not outcomes.gaps:
            st.markdown(_("{force} gives no outcomes on police.uk.").format(force=literal(view.force_name)))
        return
    ages = counts_by_age(outcomes, kind)
    age = age_told_first(outcomes)
    months = outcomes.months_of(age)
    st.markdown(told(ages[age], age, months))
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
    st.caption(
        _(
            "Compare outcomes within a column. Older crimes have had longer to be solved. "
            "Figures for the last two months may still be corrected. What courts decided is not on police.uk."
        )
    )
    others = outcomes.others.reset_index(level="name").loc[[kind] if kind in outcomes.others.index else []]
    named = [f"{literal(name)} ({number(n)})" for name, n in others.itertuples(index=False)]
    if named:
        st.caption(_("Other outcomes: {names}.").format(names=", ".join(named)))


def counts_by_age(outcomes: Outcomes, kind: str) -> dict[str, dict[str, int]]:
    """Of each age that is held, oldest last: the number of crimes with each group of outcome."""
    rows = outcomes.by_age.reset_index().to_dict("records")
    held = {
        row["age"]: {group: int(row[group]) for group in GROUP_NAMES} for row in rows if row["kind"] == kind
    }
    return {age: held[age] for age in AGES if age in held}


def age_told_first(outcomes: Outcomes) -> str:
    """The age that the headline is about: one that holds enough of its months, where there is any."""
    held = [age for age in TOLD_FIRST if outcomes.months_of(age)]
    return next((age for age in held if len(outcomes.months_of(age)) >= MONTHS_FOR_SHARES[age]), held[0])


def told(row: Mapping[str, int], age: str, months: Sequence[date]) -> str:
    """What became of the crimes of one age, recorded in `months`: so many were charged, without a suspect, or
    have no outcome. Shares from 20 crimes on, where most months of the age are held.
    """
    total = sum(row.values())
    period = months_listed(list(months))
    if not total:
        return _("No crime of this kind was recorded in {months}.").format(months=period)
    base = total if len(months) >= MONTHS_FOR_SHARES[age] else 0
    sentences = (
        ngettext(
            "Of {n} crime recorded in {months}, **{charged}** led to a charge or summons.",
            "Of {n} crimes recorded in {months}, **{charged}** led to a charge or summons.",
            total,
        ).format(months=period, charged=_share(row[CHARGED], base)),
        ngettext(
            "{share} was closed because no suspect was found.",
            "{share} were closed because no suspect was found.",
            row[NO_SUSPECT],
        ).format(share=_share(row[NO_SUSPECT], base)),
        ngettext(
            "{n} has no outcome on police.uk.", "{n} have no outcome on police.uk.", sum(row[g] for g in OPEN)
        ),
    )
    return " ".join(sentences)


def incomplete_ages(outcomes: Outcomes) -> list[str]:
    """Which columns of the table rest on fewer months than their heads say, and on which."""
    sentence = _("The column “{age}” holds {months} only.")
    return [
        sentence.format(age=_(AGE_HEADS[age]), months=months_listed(months))
        for age, span in AGES.items()
        if (months := outcomes.months_of(age)) and age != "24+" and len(months) < len(span)
    ]


def ages_table(ages: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """A row an outcome, a column an age; what is not decided stands last and apart."""
    given = any(row[NOT_GIVEN] for row in ages.values())
    groups = [group for group in GROUP_NAMES if group != NOT_GIVEN or given]
    table = {_("Outcome"): [_(GROUP_NAMES[group]) for group in groups] + [_("All recorded")]}
    for age, row in ages.items():
        table[_(AGE_HEADS[age])] = [*(number(row[g]) for g in groups), number(sum(row.values()))]
    return pd.DataFrame(table)


def _share(count: int, base: int) -> str:
    share = share_words(count, base)
    return f"{number(count)} ({share})" if share else number(count)
