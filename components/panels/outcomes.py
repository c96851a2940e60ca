"""What became of recorded crimes, in parts. Crimes are only ever set beside crimes of the same age."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.figures import comparison_charts
from components.figures.chart_layout import CONFIG
from components.words import attribution, kinds
from components.words.language import _, month_words, ngettext, number, share_words
from components.words.markdown import literal
from data_access.counts.outcomes import Outcomes
from data_access.curated.outcome_groups import CHARGED, GROUP_NAMES, NO_SUSPECT, NOT_GIVEN, OPEN
from data_access.overviews.place import View
from data_access.translation import N_

AGE_WORDS = {
    "0-2": N_("up to 2 months"),
    "3-5": N_("3 to 5 months"),
    "6-11": N_("6 to 11 months"),
    "12-23": N_("12 to 23 months"),
    "24+": N_("2 years and more"),
}
# The same in a table, so short that all stand beside each other on a phone.
AGE_HEADS = {
    "0-2": N_("0 to 2"),
    "3-5": N_("3 to 5"),
    "6-11": N_("6 to 11"),
    "12-23": N_("12 to 23"),
    "24+": N_("24+"),
}
# Old enough for most outcomes to be in, recent enough to matter: the first of these that is held is told.
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
    age = next(a for a in TOLD_FIRST if a in ages)
    st.markdown(told(ages[age], age))
    st.subheader(
        _("Crimes recorded {age} before {month}").format(
            age=_(AGE_WORDS[age]), month=month_words(max(outcomes.ages))
        ),
        anchor=False,
    )
    closed = {group: n for group, n in ages[age].items() if group not in OPEN}
    figure = comparison_charts.bars([_(GROUP_NAMES[group]) for group in closed], list(closed.values()))
    alt = _("Bars of how many crimes had each outcome; the same numbers stand in the table.")
    st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key="outcomes")
    st.caption(
        _("{what}, {place}. The latest outcome that police.uk gave. {source}").format(
            what=kinds.kind(kind), place=literal(view.name), source=attribution.source()
        )
    )
    st.subheader(_("By the age of the crime, in months"), anchor=False)
    st.table(ages_table(ages).set_index(_("Outcome")))
    st.caption(
        _(
            "Read down a column, not along a row: older crimes have had more time. "
            "The newest months are still moving. What courts decided is not on police.uk."
        )
    )


def counts_by_age(outcomes: Outcomes, kind: str) -> dict[str, dict[str, int]]:
    """Of each age that is held, oldest last: the number of crimes with each group of outcome."""
    rows = outcomes.by_age.reset_index().to_dict("records")
    held = {
        row["age"]: {group: int(row[group]) for group in GROUP_NAMES} for row in rows if row["kind"] == kind
    }
    return {age: held[age] for age in AGE_WORDS if age in held}


def told(row: Mapping[str, int], age: str) -> str:
    """How many crimes of one age led to a charge, ended without a suspect, or wait; shares from 20 on."""
    total = sum(row.values())
    if not total:
        return _("No crime of this kind was recorded {age} ago.").format(age=_(AGE_WORDS[age]))
    waiting = sum(row[group] for group in OPEN)
    return ngettext(
        "Of {n} crime recorded {age} ago, **{charged}** led to a charge or summons, and {none} ended "
        "without a suspect. {waiting} had no outcome yet.",
        "Of {n} crimes recorded {age} ago, **{charged}** led to a charge or summons, and {none} ended "
        "without a suspect. {waiting} had no outcome yet.",
        total,
    ).format(
        age=_(AGE_WORDS[age]),
        charged=_share(row[CHARGED], total),
        none=_share(row[NO_SUSPECT], total),
        waiting=number(waiting),
    )


def ages_table(ages: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """A row an outcome, a column an age; what is not decided stands last and apart."""
    given = any(row[NOT_GIVEN] for row in ages.values())
    groups = [group for group in GROUP_NAMES if group != NOT_GIVEN or given]
    table = {_("Outcome"): [_(GROUP_NAMES[group]) for group in groups] + [_("All recorded")]}
    for age, row in ages.items():
        table[_(AGE_HEADS[age])] = [*(number(row[g]) for g in groups), number(sum(row.values()))]
    return pd.DataFrame(table)


def other_names(outcomes: Outcomes) -> None:
    """Outcomes whose names are new to us, kept under their own."""
    named = [f"{literal(str(name))} ({number(int(n))})" for name, n in outcomes.others.items()]
    if named:
        st.caption(_("Other outcomes: {names}.").format(names=", ".join(named)))


def _share(count: int, base: int) -> str:
    share = share_words(count, base)
    return f"{number(count)} ({share})" if share else number(count)
