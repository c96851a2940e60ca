"""What the evidence allows to be said, in fixed words (look of the house: a word is tied to its evidence).

Pure: rows of `data_access.usual.judged_place` in, Markdown out.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from components.words.judgement_rows import (
    ABOVE,
    UNJUDGED,
    Row,
    newest_rows,
    of_newest,
    range_if_any,
    range_if_judged,
    verdict_of,
)
from components.words.kinds import PLURALS, name_of
from components.words.language import _, month_name, month_words, ngettext, number
from data_access.curated.categories import ASB
from data_access.statistics.counts_table import CRIME
from data_access.statistics.judgement_tables import Span, Usual
from data_access.statistics.level import TAIL
from data_access.statistics.verdict import Verdict
from data_access.translation import N_

SHORT = {
    Verdict.WITHIN: N_("within the usual range"),
    Verdict.A_LITTLE_ABOVE: N_("a little above"),
    Verdict.HIGHER: N_("higher than usual"),
    Verdict.EXCEPTIONALLY_HIGH: N_("exceptionally high"),
    Verdict.A_LITTLE_BELOW: N_("a little below"),
    Verdict.LOWER: N_("lower than usual"),
    Verdict.TOO_FEW: N_("too few a month to say"),
    Verdict.NOT_JUDGED: N_("not compared"),
}
LONG = {
    Verdict.A_LITTLE_ABOVE: N_("a little above the usual range"),
    Verdict.A_LITTLE_BELOW: N_("a little below the usual range"),
}
# Most unusual first, as the table of kinds is ordered.
ORDER = {word: place for place, word in enumerate((
    Verdict.EXCEPTIONALLY_HIGH, Verdict.HIGHER, Verdict.LOWER, Verdict.A_LITTLE_ABOVE, Verdict.A_LITTLE_BELOW,
    Verdict.WITHIN, Verdict.TOO_FEW, Verdict.NOT_JUDGED,
))}  # fmt: skip
MOST_NAMED = 3
WEAK_GUIDE = N_("One month last year is a weak guide, so we compare with what two years of months suggest.")


def recorded(usual: Usual) -> str:
    """Sentence one: what was recorded in the newest month and whether that is usual for it."""
    row, month = of_newest(usual), usual.month
    if row is None or month is None:
        return ""
    start = ngettext(
        "In {month}, **{n} crime** was recorded here", "In {month}, **{n} crimes** were recorded here",
        int(row["recorded"]),
    ).format(month=month_words(month))  # fmt: skip
    verdict = verdict_of(row)
    ends = {
        Verdict.WITHIN: _("within the usual range for {month} ({range})"),
        Verdict.A_LITTLE_ABOVE: _("a little above the usual range for {month} ({range})"),
        Verdict.A_LITTLE_BELOW: _("a little below the usual range for {month} ({range})"),
        Verdict.HIGHER: _("higher than usual for {month} ({range})"),
        Verdict.EXCEPTIONALLY_HIGH: _("exceptionally high for {month} (usually {range})"),
        Verdict.LOWER: _("lower than usual for {month} ({range})"),
        Verdict.TOO_FEW: _("too few a month to say what is usual"),
    }
    if verdict not in ends:
        return _("{sentence}.").format(sentence=start)
    end = ends[verdict].format(month=month_name(month), range=range_if_any(row))
    return _("{sentence}, {end}.").format(sentence=start, end=end)


def unusual_kinds(usual: Usual) -> list[str]:
    """`Shoplifting was exceptionally high: 40 recorded; usually 13 to 30.` The most unusual come first."""
    return unusual_rows(newest_rows(usual))


def unusual_rows(rows: Iterable[tuple[str, Row]]) -> list[str]:
    """The same of any kinds with their rows."""
    found = [(kind, row) for kind, row in rows if kind != CRIME and verdict_of(row) in ABOVE]
    found.sort(key=lambda pair: (ORDER[verdict_of(pair[1])], pair[1]["p_high"]))
    return [_unusual(kind, row) for kind, row in found[:MOST_NAMED]]


def in_the_reports_manner(row: Row, month: date) -> str:
    """`78 recorded; usually 39 to 75. September last year: 60.`, after the police's own report of 2017."""
    said = _("{n} recorded; usually {range}.").format(n=number(int(row["recorded"])), range=range_if_any(row))
    if pd.notna(row["last_year"]):
        said += " " + last_year(row, month)
    return said


def of_kind(usual: Usual, kind: str) -> str:
    """One kind of crime in the newest month: the verdict, the numbers, and why last year says otherwise."""
    row = of_newest(usual, kind)
    if row is None or usual.month is None or verdict_of(row) is Verdict.NOT_JUDGED:
        return ""
    start = _("{kind} in {month}:").format(kind=name_of(kind), month=month_words(usual.month))
    if verdict_of(row) is Verdict.TOO_FEW:
        few = _("{n} recorded; too few a month to say what is usual.")
        return f"{start} {few.format(n=number(int(row['recorded'])))}"
    words = {**SHORT, **LONG}[verdict_of(row)]
    numbers = in_the_reports_manner(row, usual.month)
    why = _(WEAK_GUIDE) if row["disagrees"] else ""
    return " ".join(part for part in (start, f"**{_(words)}**.", numbers, why) if part)


def last_year(row: Row, month: date) -> str:
    """What last year's month was: `September last year: 60.`."""
    return _("{month} last year: {n}.").format(month=month_name(month), n=number(int(row["last_year"])))


def disagreement(row: Row | None, month: date) -> str:
    """Why last year's month and the range say different things, and which of them we go by."""
    if row is None or not bool(row["disagrees"]):
        return ""
    last = _("Last {month} was {n}.").format(month=month_name(month), n=number(int(row["last_year"])))
    return f"{last} {_(WEAK_GUIDE)}"


def chance(usual: Usual) -> str:
    """How many of the kinds are above their range by chance alone, once a page."""
    kinds = [kind for kind, row in newest_rows(usual) if verdict_of(row) not in UNJUDGED]
    judged = len(set(kinds) - {CRIME, ASB})
    if not judged:
        return ""
    months = max(round(1 / (TAIL * judged)), 1)
    return ngettext(
        "With {n} kind of crime compared here, one in about {months} months is above its range by chance.",
        "With {n} kinds of crime compared here, roughly one every {months} months "
        "is above its range by chance.",
        judged,
    ).format(months=months)


def asb_range(usual: Usual) -> str:
    """What is usual for anti-social behaviour, where that can be said."""
    return range_if_judged(of_newest(usual, ASB))


def how_compared(judged: Usual | Span) -> str:
    """Which rule was used."""
    if judged.rule == "force":
        return _("Compared with the months before, and with the pattern of the whole force.")
    return _("Compared with this neighbourhood's own months before.")


def _unusual(kind: str, row: Row) -> str:
    high = verdict_of(row) is Verdict.EXCEPTIONALLY_HIGH
    if kind in PLURALS:
        words = _("**{kind} were exceptionally high**") if high else _("**{kind} were higher than usual**")
    else:
        words = _("**{kind} was exceptionally high**") if high else _("**{kind} was higher than usual**")
    numbers = _("{n} recorded; usually {range}.").format(
        n=number(int(row["recorded"])), range=range_if_any(row)
    )
    return f"{words.format(kind=name_of(kind))}: {numbers}"
