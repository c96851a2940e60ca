"""What the figures say, in plain sentences. Pure: facts in, Markdown out. Words as the house speaks them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from components.words.attribution import source
from components.words.kinds import kind
from components.words.language import (
    _,
    day_words,
    month_words,
    months_listed,
    ngettext,
    number,
    share_words,
)
from components.words.markdown import literal
from data_access.curated.known_gaps import known_gaps
from data_access.curated.known_gaps_table import Gap
from data_access.errors import NoUsableBoundary
from data_access.models import MonthState, State
from data_access.months import shift
from data_access.statistics.counts_table import Counts
from data_access.statistics.without_place import REASON
from data_access.translation import N_

APPROXIMATE = N_(
    "Approximate points: police.uk moves each one to a nearby street or public place. "
    "They show an area, not an address."
)
REACH = N_("Not official statistics. Fraud and most online crime are not here.")
SWINGING = N_(
    "In {months} an unusual share of the records from {force} had no place on police.uk. "
    "So we leave these months out of comparisons."
)
WHY_NO_FIGURE = {
    State.UNKNOWN_EMPTY: N_(
        "police.uk shows no crimes for {months}. "
        "That usually means they were not published, not that there were none."
    ),
    State.NOT_PUBLISHED: N_("police.uk holds no crime figures from {force} for {months}."),
    State.OUTSIDE: N_("police.uk no longer gives out {months}, and we had not read it."),
    State.FAILED: N_("We could not get {months} from police.uk. We will try again."),
    State.INCOMPLETE: N_(
        "Figures for {months} look incomplete on police.uk, so we leave them out of comparisons."
    ),
}
# Two words for the gap in a line.
GAP_LABELS = {
    State.UNKNOWN_EMPTY: N_("nothing published"),
    State.NOT_PUBLISHED: N_("not published"),
    State.OUTSIDE: N_("no longer published"),
    State.FAILED: N_("could not be read"),
    None: N_("not read yet"),
}


def recorded(counts: Counts, to: date | None = None) -> str:
    """Sentence one: the newest month, and the same month a year before it."""
    month = counts.newest
    if month is None:
        if to:
            return _("We hold no figures up to {month}.").format(month=month_words(to))
        return _("police.uk holds no crime figures for this neighbourhood.")
    here = int(counts.crime[month])
    sentence = ngettext(
        "In {month}, **{n} crime** was recorded here.", "In {month}, **{n} crimes** were recorded here.", here
    ).format(month=month_words(month))
    before = year_before(counts.crime, month)
    if before is None:
        return sentence
    return f"{sentence} {in_year_before(month, before)}"


def in_year_before(month: date, count: int) -> str:
    """`In September 2025 it was 60.`: the same month a year before `month`, in the one sentence for it."""
    return _("In {month} it was {n}.").format(month=month_words(shift(month, -12)), n=number(count))


def year_before(series: "pd.Series[int]", month: date) -> int | None:
    """The count of the same month a year before; None where there is none."""
    value = series.get(shift(month, -12))
    return None if value is None or pd.isna(value) else int(value)


def all_crime(counts: Counts) -> str:
    """How our figure and police.uk's "All crime" hang together; empty when there is none."""
    month = counts.newest
    if month is None:
        return ""
    incidents, total = int(counts.asb[month]), int(counts.all_crime[month])
    return ngettext(
        "police.uk shows {total}, because it adds the {n} anti-social behaviour incident.",
        "police.uk shows {total}, because it adds the {n} anti-social behaviour incidents.",
        incidents,
    ).format(total=number(total))


def incidents(counts: Counts, usually: str = "") -> str:
    """Anti-social behaviour in a sentence of its own: it is not crime. `usually`: its range, where judged."""
    month = counts.newest
    if month is None:
        return ""
    now, before = int(counts.asb[month]), year_before(counts.asb, month)
    sentence = incidents_in(month_words(month), now, usually)
    return sentence if before is None else f"{sentence} {in_year_before(month, before)}"


def incidents_in(period: str, count: int, usually: str = "") -> str:
    """How many incidents of anti-social behaviour were recorded in a month or a longer period."""
    sentence = ngettext(
        "In {period}, **{n} incident** of anti-social behaviour was recorded",
        "In {period}, **{n} incidents** of anti-social behaviour were recorded",
        count,
    ).format(period=period)
    return sentence + (_(" (usually {range}).").format(range=usually) if usually else ".")


def months_without_figure(states: Mapping[date, MonthState], force_name: str) -> list[str]:
    """A sentence for each reason why a month has no figure, or one that is not compared."""
    found: dict[str, list[date]] = {}
    for month, state in states.items():
        if state.state in WHY_NO_FIGURE:
            found.setdefault(_why(state), []).append(month)
    return [
        _(sentence).format(months=months_listed(months), force=literal(force_name))
        for sentence, months in found.items()
    ]


def _why(state: MonthState) -> str:
    if state.state is State.FAILED and state.reason == NoUsableBoundary.sentence:
        return NoUsableBoundary.sentence
    if state.state is State.INCOMPLETE and state.reason.startswith(REASON):
        return SWINGING
    return WHY_NO_FIGURE[state.state]


def without_place(force_name: str, month: date, without: int, everything: int) -> str:
    """What share of a force's records no neighbourhood counts."""
    share = share_words(without, everything)
    return _(
        "In {month}, {n} of the {all} records we hold from {force} had no place on police.uk{share}. "
        "No neighbourhood counts them."
    ).format(
        month=month_words(month),
        n=number(without),
        all=number(everything),
        force=literal(force_name),
        share=f" ({share})" if share else "",
    )


def repeated(month: date, category: str, times: int) -> str:
    """That one record stands in a month several times."""
    return _(
        "For {month}, police.uk holds the same record ({kind}) {n} times. We count each, as police.uk does."
    ).format(month=month_words(month), kind=literal(kind(category)), n=number(times))


def known_gaps_of(force_id: str, what: str) -> list[str]:
    """What police.uk is known not to hold of a force."""
    return [known_gap(gap) for gap in known_gaps(force_id) if gap.what == what]


def known_gap(gap: Gap) -> str:
    """What police.uk is known not to hold, with the day it was checked, or told by others."""
    day = _("(Published on {day}.)") if gap.to_be_checked else _("(Checked {day}.)")
    return f"{_(gap.sentence)} {day.format(day=day_words(gap.checked))}"


def base(months: Sequence[date], name: str, measure: str) -> str:
    """The line under a chart: measure, place, period, source."""
    return _("{what}, {place}, {first} to {last}. {source}").format(
        what=measure,
        place=literal(name),
        first=month_words(months[0]),
        last=month_words(months[-1]),
        source=source(),
    )


def nothing_newer(months: int, *, by_police_uk: bool) -> str:
    """That the newest figures are so old: `by_police_uk`, or because we have read no newer."""
    if by_police_uk:
        sentence = _("police.uk has published nothing newer for {n} months")
    else:
        sentence = _("we have read nothing newer for {n} months")
    return sentence.format(n=number(months))


def stale(error_sentence: str, saved: datetime) -> str:
    """What to say when police.uk cannot be reached but we hold something."""
    return _("{why} You are reading what we saved on {day}.").format(
        why=_(error_sentence), day=day_words(saved)
    )


def getting(done: int, total: int) -> str:
    """Progress of a first visit."""
    return _("Getting {total} months from police.uk: {done} so far.").format(total=total, done=done)
