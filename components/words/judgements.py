"""What the evidence allows to be said, in fixed words (look of the house: a word is tied to its evidence).

Pure: rows of `data_access.usual.judged_place` in, Markdown out.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from components.words.crime import in_year_before
from components.words.judgement_rows import (
    ABOVE,
    UNJUDGED,
    Row,
    newest_rows,
    of_newest,
    range_if_judged,
    usual_range,
    verdict_of,
)
from components.words.kinds import PLURALS, name_of
from components.words.language import _, month_name, month_words, months_listed, ngettext, number
from data_access.curated.categories import ASB
from data_access.statistics.counts_table import CRIME
from data_access.statistics.history import YEAR
from data_access.statistics.judge import QUARTER
from data_access.statistics.judgement_tables import Span, Usual
from data_access.statistics.level import TAIL
from data_access.statistics.verdict import Verdict, judged_from
from data_access.translation import N_

WORDS = {
    Verdict.WITHIN: N_("within the usual range"),
    Verdict.A_LITTLE_ABOVE: N_("a little above the usual range"),
    Verdict.HIGHER: N_("higher than usual"),
    Verdict.EXCEPTIONALLY_HIGH: N_("exceptionally high"),
    Verdict.A_LITTLE_BELOW: N_("a little below the usual range"),
    Verdict.LOWER: N_("lower than usual"),
    Verdict.TOO_FEW: N_("too few a month to say what is usual"),
    Verdict.NOT_JUDGED: N_("not compared"),
}
# The same in a table's column.
SHORT = WORDS | {
    Verdict.A_LITTLE_ABOVE: N_("a little above"),
    Verdict.A_LITTLE_BELOW: N_("a little below"),
    Verdict.TOO_FEW: N_("too few a month to say"),
}
# The same of a year.
SHORT_OF_A_YEAR = SHORT | {Verdict.TOO_FEW: N_("too few to say")}
# Most unusual first, as the table of kinds is ordered.
ORDER = {word: place for place, word in enumerate((
    Verdict.EXCEPTIONALLY_HIGH, Verdict.HIGHER, Verdict.LOWER, Verdict.A_LITTLE_ABOVE, Verdict.A_LITTLE_BELOW,
    Verdict.WITHIN, Verdict.TOO_FEW, Verdict.NOT_JUDGED,
))}  # fmt: skip
MOST_NAMED = 3
MAY_MISLEAD = N_("A single month can mislead, so we compare with earlier months here.")
# So many months of one name must be among those compared with before a range is said to be that month's.
SAME_MONTHS = 2


def with_range(row: Row, month: str = "") -> str:
    """`within the usual range (39 to 75)`, of a month's row or a longer period's; the verdict alone where no
    range may be given. `month`: its name, where the range is for months of that name.
    """
    verdict = verdict_of(row)
    words = _(WORDS[verdict])
    if verdict in UNJUDGED:
        return words
    if month:
        words = _("{verdict} for {month}").format(verdict=words, month=month)
    in_a_range = verdict in {Verdict.WITHIN, Verdict.A_LITTLE_ABOVE, Verdict.A_LITTLE_BELOW}
    return (_("{verdict} ({range})") if in_a_range else _("{verdict} (usually {range})")).format(
        verdict=words, range=usual_range(row)
    )


def recorded(usual: Usual) -> str:
    """Sentence one: what was recorded in the newest month and whether that is usual for it."""
    row, month = of_newest(usual), usual.month
    if row is None or month is None:
        return ""
    start = ngettext(
        "In {month}, **{n} crime** was recorded here", "In {month}, **{n} crimes** were recorded here",
        int(row["recorded"]),
    ).format(month=month_words(month))  # fmt: skip
    if verdict_of(row) is Verdict.NOT_JUDGED:
        return _("{sentence}.").format(sentence=start)
    name = month_name(month) if _knows_the_month(usual) else ""
    return _("{sentence}, {verdict}.").format(sentence=start, verdict=with_range(row, name))


def _knows_the_month(usual: Usual) -> bool:
    same = [m for m in usual.before if usual.month and m.month == usual.month.month]
    return len(same) >= SAME_MONTHS


def longer_periods(usual: Usual, most: int | None = None, kind: str = "") -> list[str]:
    """What the last three or twelve months say together beyond what the newest month says, the most unusual
    first: all crime that is high or low, kinds of crime that are high; or of one `kind` alone. Of all crime,
    and of that `kind`, the year is told whatever it says where a month has too few.
    """
    return [sentence for _place, sentence in _longer_periods(usual, kind)[:most]]


def _longer_periods(usual: Usual, kind: str = "") -> list[tuple[int, str]]:
    said = dict(newest_rows(usual))
    strongest: dict[str, tuple[int, float, str]] = {}
    for rows, period in ((usual.lasting_rows, QUARTER), (usual.year_rows, YEAR)):
        # A sum is of the usable months, and is told of no others.
        months = usual.compared(period)
        for row in rows:
            its, verdict = row["kind"], verdict_of(row)
            told = ABOVE if its != CRIME else (*ABOVE, Verdict.LOWER)
            a_month = verdict_of(said.get(its))
            instead = period == YEAR and its in {CRIME, kind} and a_month is Verdict.TOO_FEW
            if not instead and (verdict not in told or ORDER[verdict] >= ORDER[a_month]):
                continue
            if pd.isna(row["recorded"]):
                continue
            sentence = (
                _in_all(its, row, months_listed(months))
                if verdict in UNJUDGED
                else _unusual(its, row, months_listed(months))
            )
            found = (ORDER[verdict], row["p_high"], sentence)
            if its not in strongest or found[0] < strongest[its][0]:
                strongest[its] = found
    # All crime before its kinds.
    order = sorted(strongest, key=lambda its: (its != CRIME, *strongest[its][:2]))
    return [(strongest[its][0], strongest[its][2]) for its in order if kind in {"", its}]


def unusual(usual: Usual, most_longer: int) -> list[str]:
    """What was not usual, in the newest month or over longer, the most unusual first; of what is equally
    unusual the longer periods first, at most `most_longer` of them.
    """
    found = [*_longer_periods(usual)[:most_longer], *_unusual_rows(newest_rows(usual))]
    return [sentence for _place, sentence in sorted(found, key=lambda finding: finding[0])]


def why_not_judged(row: Row | None, months: int) -> str:
    """What it would take to say what is usual for so many months; empty where it is said."""
    if row is None or verdict_of(row) is not Verdict.NOT_JUDGED:
        return ""
    least = judged_from(months)
    if row["usable_months"] < least:
        sentence = _(
            "We cannot say what is usual for them: that takes {least} earlier months, and we hold {n}."
        )
        return sentence.format(least=number(least), n=number(int(row["usable_months"])))
    return _("We cannot say what is usual for them, because figures of some of these months are missing.")


def unusual_rows(rows: Iterable[tuple[str, Row]]) -> list[str]:
    """`Shoplifting was exceptionally high: 40 recorded; usually 13 to 30.` The most unusual come first."""
    return [sentence for _place, sentence in _unusual_rows(rows)]


def _unusual_rows(rows: Iterable[tuple[str, Row]]) -> list[tuple[int, str]]:
    found = [(kind, row) for kind, row in rows if kind != CRIME and verdict_of(row) in ABOVE]
    found.sort(key=lambda pair: (ORDER[verdict_of(pair[1])], pair[1]["p_high"]))
    return [(ORDER[verdict_of(row)], _unusual(kind, row)) for kind, row in found[:MOST_NAMED]]


def year_before(row: Row | None, month: date) -> str:
    """`In September 2025 it was 60.`, and which of the two we go by, where that month and the range disagree;
    empty where that month has no count.
    """
    if row is None or pd.isna(row["last_year"]):
        return ""
    return " ".join(filter(None, (in_year_before(month, int(row["last_year"])), may_mislead(row))))


def may_mislead(row: Row) -> str:
    """Which we go by, where the month a year before and the range disagree; empty where they do not."""
    return _(MAY_MISLEAD) if row["disagrees"] else ""


def chance(usual: Usual) -> str:
    """How many of the kinds are above their range by chance alone, once a page."""
    kinds = [kind for kind, row in newest_rows(usual) if verdict_of(row) not in UNJUDGED]
    judged = len(set(kinds) - {CRIME, ASB})
    if not judged:
        return ""
    months = max(round(1 / (TAIL * judged)), 1)
    sentence = ngettext(
        "We check {n} kind of crime, so expect it to look high by chance about every {months} months.",
        "We check {n} kinds of crime, so expect one to look high by chance about every {months} months.",
        judged,
    )
    return sentence.format(months=number(months))


def asb_range(usual: Usual) -> str:
    """What is usual for anti-social behaviour, where that can be said."""
    return range_if_judged(of_newest(usual, ASB))


def how_compared(judged: Usual | Span) -> str:
    """Which rule was used, and on which months it rests."""
    said = (
        _("We compare with earlier months here and with how the whole force changed.")
        if judged.rule == "force"
        else _("We compare with earlier months here.")
    )
    if isinstance(judged, Span) or not judged.before:
        return said
    first, last = min(judged.before), max(judged.before)
    rests = ngettext(
        "The usual range rests on {n} earlier month, {period}.",
        "The usual range rests on {n} earlier months between {first} and {last}.",
        len(judged.before),
    ).format(period=month_words(first), first=month_words(first), last=month_words(last))
    return f"{said} {rests}"


def _unusual(kind: str, row: Row, period: str = "") -> str:
    """`**Drugs were higher than usual**: 78 recorded; usually 39 to 75.`, and in which longer `period`."""
    verdict = _(WORDS[verdict_of(row)])
    words = _("**{kind} were {verdict}**") if kind in PLURALS else _("**{kind} was {verdict}**")
    if period:
        words = _("{sentence} in {period}").format(sentence=words, period=period)
    numbers = _("{n} recorded; usually {range}.").format(
        n=number(int(row["recorded"])), range=usual_range(row)
    )
    name = _("All crime") if kind == CRIME else name_of(kind)
    return f"{words.format(kind=name, verdict=verdict)}: {numbers}"


def _in_all(kind: str, row: Row, period: str) -> str:
    """How many were recorded in a longer `period` of which no more can be said."""
    sentence = ngettext(
        "{kind}: **{n}** was recorded in {period}.",
        "{kind}: **{n}** were recorded in {period}.",
        int(row["recorded"]),
    )
    return sentence.format(kind=_("All crime") if kind == CRIME else name_of(kind), period=period)
