"""What became of recorded crimes of one kind, in sentences and as a table. Crimes are only ever set beside
crimes of the same age.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from components.words.language import _, months_listed, ngettext, number, share_words
from components.words.markdown import literal
from data_access.counts.outcomes import AGES, MONTHS_FOR_SHARES, Outcomes
from data_access.curated.outcome_groups import CHARGED, GROUP_NAMES, NO_SUSPECT, NOT_GIVEN, OPEN
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
HOW_TO_READ = N_(
    "Compare outcomes within a column. Older crimes have had longer to be solved. "
    "Figures for the last two months may still be corrected. What courts decided is not on police.uk."
)


def has_figures(outcomes: Outcomes, kind: str) -> bool:
    """Whether the force gives outcomes, and of that kind."""
    return outcomes.given and kind in outcomes.by_age.index.get_level_values("kind")


def what_became(outcomes: Outcomes, kind: str, force_name: str) -> list[str]:
    """What is known to be missing; then what became of the crimes of one age, or that nothing is given."""
    said = [_(gap.sentence) for gap in outcomes.gaps]
    if not outcomes.given:
        return said or [_("{force} gives no outcomes on police.uk.").format(force=literal(force_name))]
    if not has_figures(outcomes, kind):
        return [*said, _("We hold no crimes here whose outcomes could be told.")]
    age = age_told_first(outcomes)
    return [*said, told(counts_by_age(outcomes, kind)[age], age, outcomes.months_of(age))]


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
