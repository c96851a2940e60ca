"""What the evidence allows to be said, in fixed words (look of the house: a word is tied to its evidence).

Pure: rows of `data_access.usual` in, Markdown out.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from components.sentences import kind as kind_name
from components.words import _, listed, month_name, month_words, ngettext, number
from data_access.categories import ASB
from data_access.change import Direction
from data_access.errors import N_
from data_access.usual import CRIME, Usual
from data_access.verdict import Verdict

Row = Mapping[str, Any]

ABOVE = (Verdict.HIGHER, Verdict.EXCEPTIONALLY_HIGH)
UNJUDGED = (Verdict.TOO_FEW, Verdict.NOT_JUDGED)
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
MONTHS_JUDGED = 12
WEAK_GUIDE = N_("One month last year is a weak guide, so we compare with what two years of months suggest.")
# Kinds whose names are plural in English.
PLURALS = {"drugs", "violent-crime", "criminal-damage-arson"}


def verdict_of(row: Row | None) -> Verdict:
    """The verdict of a row; not judged where there is none."""
    return Verdict.NOT_JUDGED if row is None else Verdict(row["verdict"])


def usual_range(row: Row) -> str:
    """`39 to 75`."""
    return _("{low} to {high}").format(low=number(int(row["low"])), high=number(int(row["high"])))


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
    end = ends[verdict].format(month=month_name(month), range=_range_if_any(row))
    return _("{sentence}, {end}.").format(sentence=start, end=end)


def unusual_kinds(usual: Usual) -> list[str]:
    """`Shoplifting was exceptionally high: 40 recorded; usually 13 to 30.` The most unusual come first."""
    rows = [(kind, row) for kind, row in newest_rows(usual) if kind != CRIME and verdict_of(row) in ABOVE]
    rows.sort(key=lambda pair: (ORDER[verdict_of(pair[1])], pair[1]["p_high"]))
    return [_unusual(kind, row) for kind, row in rows[:MOST_NAMED]]


def in_the_reports_manner(row: Row, month: date) -> str:
    """`78 recorded; usually 39 to 75. September last year: 60.`, after the police's own report of 2017."""
    said = _("{n} recorded; usually {range}.").format(
        n=number(int(row["recorded"])), range=_range_if_any(row)
    )
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
    """How many of the kinds are above their range by chance alone (1 in 40 a month), once a page."""
    kinds = [kind for kind, row in newest_rows(usual) if verdict_of(row) not in UNJUDGED]
    judged = len(set(kinds) - {CRIME, ASB})
    if not judged:
        return ""
    months = max(round(40 / judged), 1)
    return ngettext(
        "With {n} kind of crime compared here, one in about {months} months is above its range by chance.",
        "With {n} kinds of crime compared here, roughly one every {months} months "
        "is above its range by chance.",
        judged,
    ).format(months=months)


def asb_range(usual: Usual) -> str:
    """What is usual for anti-social behaviour, where that can be said."""
    row = of_newest(usual, ASB)
    return "" if row is None or verdict_of(row) in UNJUDGED else usual_range(row)


def how_compared(usual: Usual) -> str:
    """Which rule was used."""
    if usual.rule == "force":
        return _("Compared with the months before, and with the pattern of the whole force.")
    return _("Compared with this neighbourhood's own months before.")


def headline(usual: Usual, kind: str = CRIME) -> str:
    """What the line shows, by the evidence: never "rose" or "fell"."""
    judged = [row for row in _months(usual, kind) if verdict_of(row) not in UNJUDGED]
    if not judged:
        return ""
    within = sum(verdict_of(row) is Verdict.WITHIN for row in judged)
    if len(judged) == MONTHS_JUDGED:
        return _("Within the usual range in {n} of the last 12 months").format(n=within)
    return _("Within the usual range in {n} of the {all} months that can be compared").format(
        n=within, all=len(judged)
    )


def flagged_months(usual: Usual, kind: str = CRIME) -> list[date]:
    """The months past 1 %, which get a triangle."""
    return [row["month"] for row in _months(usual, kind) if verdict_of(row) in ABOVE]


def flagged_in_words(usual: Usual, kind: str = CRIME) -> str:
    """The same months named."""
    months = flagged_months(usual, kind)
    if not months:
        return ""
    return _("Higher than usual: {months}, marked with a triangle.").format(
        months=listed([month_words(m) for m in months])
    )


def band(usual: Usual, kind: str = CRIME) -> pd.DataFrame:
    """Expected, low and high of the months that may be judged, for the chart."""
    rows = {
        row["month"]: (row["expected"], row["low"], row["high"])
        for row in _months(usual, kind)
        if verdict_of(row) not in UNJUDGED
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["expected", "low", "high"])


def ranges(usual: Usual, kind: str = CRIME) -> dict[date, str]:
    """The usual range of each month that may be judged, in words."""
    rows = _months(usual, kind)
    return {row["month"]: usual_range(row) for row in rows if verdict_of(row) not in UNJUDGED}


def lasting(usual: Usual) -> list[str]:
    """Rises that last: kinds whose last three months together are past 1 %."""
    rows = [row for row in _records(usual.lasting) if verdict_of(row) in ABOVE]
    return [
        _("Over the three months to {month}, {kind} was high: {n} recorded; usually {range}.").format(
            month=month_words(usual.month) if usual.month else "",
            kind=name_of(row["kind"]).lower(),
            n=number(int(row["recorded"])),
            range=_range_if_any(row),
        )
        for row in rows
    ]


def year_on_year(usual: Usual, kind: str = CRIME) -> str:
    """The last 12 months against the 12 before, with the direction only where the range allows one."""
    row = next((row for row in _records(usual.rolling) if row["kind"] == kind), None)
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
    rows = [] if usual.against_force is None else _records(usual.against_force)
    row = next((row for row in rows if row["kind"] == kind), None)
    words = {
        Direction.UP: _("Beside the whole force it is up."),
        Direction.DOWN: _("Beside the whole force it is down."),
        Direction.NO_CLEAR_CHANGE: _("Beside the whole force there is no clear change."),
    }
    return words.get(Direction(row["direction"]), "") if row else ""


def of_newest(usual: Usual, kind: str = CRIME) -> Row | None:
    """The newest month's row of a kind that has a count."""
    return dict(newest_rows(usual)).get(kind)


def newest_rows(usual: Usual) -> list[tuple[str, Row]]:
    """Each kind that has a count in the newest month, with its row."""
    rows = [row for row in _records(usual.table) if row["month"] == usual.month]
    return [(row["kind"], row) for row in rows if pd.notna(row["recorded"])]


def _months(usual: Usual, kind: str) -> list[Row]:
    return [row for row in _records(usual.table) if row["kind"] == kind]


def _records(table: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in table.reset_index().to_dict("records")]


def _unusual(kind: str, row: Row) -> str:
    high = verdict_of(row) is Verdict.EXCEPTIONALLY_HIGH
    if kind in PLURALS:
        words = _("**{kind} were exceptionally high**") if high else _("**{kind} were higher than usual**")
    else:
        words = _("**{kind} was exceptionally high**") if high else _("**{kind} was higher than usual**")
    numbers = _("{n} recorded; usually {range}.").format(
        n=number(int(row["recorded"])), range=_range_if_any(row)
    )
    return f"{words.format(kind=name_of(kind))}: {numbers}"


def name_of(kind: str) -> str:
    """A kind by name; all crime and anti-social behaviour say what they are."""
    if kind == CRIME:
        return _("All crime but anti-social behaviour")
    return _("Anti-social behaviour (incidents)") if kind == ASB else kind_name(kind)


def _range_if_any(row: Row) -> str:
    return usual_range(row) if pd.notna(row["low"]) else ""
