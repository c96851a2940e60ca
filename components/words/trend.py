"""What the evidence allows to be said of more months than one, in fixed words. Pure."""

from datetime import date

from components.words.judgement_rows import (
    UNJUDGED,
    flagged_months,
    months_below,
    months_of,
    of_newest,
    records_of,
    verdict_of,
)
from components.words.judgements import with_range
from components.words.kinds import name_of
from components.words.language import _, listed, month_words, ngettext, number
from data_access.statistics.counts_table import CRIME
from data_access.statistics.judgement_tables import Usual
from data_access.statistics.verdict import Verdict
from data_access.statistics.year_on_year import Direction


def headline(usual: Usual, kind: str, newest: date) -> str:
    """The newest month, by the evidence: never "rose" or "fell". `newest`: the line's last month, which may
    have no count. Empty where no month has one.
    """
    row = of_newest(usual, kind)
    if usual.month is None or row is None:
        return ""
    sentence = _("{n} in {month}").format(n=number(int(row["recorded"])), month=month_words(usual.month))
    if verdict_of(row) is not Verdict.NOT_JUDGED:
        sentence = _("{sentence}, {verdict}").format(sentence=sentence, verdict=with_range(row))
    if newest == usual.month:
        return sentence
    return _("{sentence}; no figure for {month}").format(sentence=sentence, month=month_words(newest))


def within_in_words(usual: Usual, kind: str) -> str:
    """In how many of the months that may be judged the count was within its range."""
    judged = [row for row in months_of(usual, kind) if verdict_of(row) not in UNJUDGED]
    if not judged:
        return ""
    within = sum(verdict_of(row) is Verdict.WITHIN for row in judged)
    return ngettext(
        "The count was within its usual range in {within} of the {n} month that can be compared.",
        "The count was within its usual range in {within} of the {n} months that can be compared.",
        len(judged),
    ).format(within=number(within))


def flagged_in_words(usual: Usual, kind: str = CRIME) -> str:
    """The months that are marked, named."""
    said = []
    if months := flagged_months(usual, kind):
        said.append(_("Higher than usual: {months}, marked with a triangle.").format(
            months=listed([month_words(m) for m in months])
        ))  # fmt: skip
    if months := months_below(usual, kind):
        said.append(_("Lower than usual: {months}, marked with a triangle that points down.").format(
            months=listed([month_words(m) for m in months])
        ))  # fmt: skip
    return " ".join(said)


def year_on_year(usual: Usual, kind: str = CRIME) -> str:
    """The last 12 months against the 12 before, with the direction only where the range allows one."""
    row = next((row for row in usual.rolling_rows if row["kind"] == kind), None)
    if row is None:
        return ""
    words = {
        Direction.UP: _("up"),
        Direction.DOWN: _("down"),
        Direction.NO_CLEAR_CHANGE: _("no clear change"),
    }
    direction = Direction(row["direction"])
    if direction not in words:
        return ""
    pairs = int(row["pairs"])
    sentence = (
        _("{kind}: {now} in the year to {month} and {before} the year before that: {direction}.")
        if pairs == 12
        else _(
            "{kind}: {now} in {pairs} of the 12 months to {month} and {before} in the same months "
            "a year earlier: {direction}."
        )
    )
    return sentence.format(
        kind=name_of(kind),
        month=month_words(usual.month) if usual.month else "",
        pairs=pairs,
        now=number(int(row["now"])),
        before=number(int(row["before"])),
        direction=words[direction],
    )


def against_force(usual: Usual, kind: str = CRIME) -> str:
    """The same change compared with the force's own."""
    rows = [] if usual.against_force is None else records_of(usual.against_force)
    row = next((row for row in rows if row["kind"] == kind), None)
    words = {
        Direction.UP: _("Compared with the whole force it is up."),
        Direction.DOWN: _("Compared with the whole force it is down."),
        Direction.NO_CLEAR_CHANGE: _("The change here is much like the rest of the force."),
    }
    return words.get(Direction(row["direction"]), "") if row else ""
