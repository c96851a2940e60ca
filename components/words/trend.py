"""What the evidence allows to be said of more months than one, in fixed words. Pure."""

from datetime import date

from components.words.judgement_rows import (
    ABOVE,
    MONTHS_JUDGED,
    UNJUDGED,
    flagged_months,
    months_of,
    range_if_any,
    records_of,
    verdict_of,
)
from components.words.kinds import PLURALS, name_of
from components.words.language import _, listed, month_words, number
from data_access.statistics.counts_table import CRIME
from data_access.statistics.judgement_tables import Usual
from data_access.statistics.verdict import Verdict
from data_access.statistics.year_on_year import Direction


def headline(usual: Usual, kind: str = CRIME, newest: date | None = None) -> str:
    """What the line shows, by the evidence: never "rose" or "fell". `newest`: its last month, which may have
    no count.
    """
    judged = [row for row in months_of(usual, kind) if verdict_of(row) not in UNJUDGED]
    if not judged:
        return ""
    within = sum(verdict_of(row) is Verdict.WITHIN for row in judged)
    if len(judged) == MONTHS_JUDGED and newest in (None, usual.month):
        return _("Within the usual range in {n} of the last 12 months").format(n=within)
    if len(judged) == 1:
        return (
            _("Within the usual range in the 1 month that can be compared")
            if within
            else _("Outside the usual range in the 1 month that can be compared")
        )
    return _("Within the usual range in {n} of the {all} months that can be compared").format(
        n=within, all=len(judged)
    )


def flagged_in_words(usual: Usual, kind: str = CRIME) -> str:
    """The same months named."""
    months = flagged_months(usual, kind)
    if not months:
        return ""
    return _("Higher than usual: {months}, marked with a triangle.").format(
        months=listed([month_words(m) for m in months])
    )


def lasting(usual: Usual) -> list[str]:
    """Rises that last: kinds whose last three months together are past 1 %."""
    rows = [row for row in records_of(usual.lasting) if verdict_of(row) in ABOVE]
    one = _("Over the three months to {month}, {kind} was high: {n} recorded; usually {range}.")
    many = _("Over the three months to {month}, {kind} were high: {n} recorded; usually {range}.")
    return [
        (many if row["kind"] in PLURALS else one).format(
            month=month_words(usual.month) if usual.month else "",
            kind=name_of(row["kind"]).lower(),
            n=number(int(row["recorded"])),
            range=range_if_any(row),
        )
        for row in rows
    ]


def year_on_year(usual: Usual, kind: str = CRIME) -> str:
    """The last 12 months against the 12 before, with the direction only where the range allows one."""
    row = next((row for row in records_of(usual.rolling) if row["kind"] == kind), None)
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
        _("{kind}: {now} in the 12 months to {month}, {before} in the 12 before: {direction}.")
        if pairs == 12
        else _(
            "{kind}: {now} in {pairs} of the 12 months to {month}, {before} in the same a year before: "
            "{direction}."
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
    """The same change beside the force's own."""
    rows = [] if usual.against_force is None else records_of(usual.against_force)
    row = next((row for row in rows if row["kind"] == kind), None)
    words = {
        Direction.UP: _("Beside the whole force it is up."),
        Direction.DOWN: _("Beside the whole force it is down."),
        Direction.NO_CLEAR_CHANGE: _("Beside the whole force there is no clear change."),
    }
    return words.get(Direction(row["direction"]), "") if row else ""
