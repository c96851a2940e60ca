"""What closed windows of the survey come to, in sentences: one wording for every view. Pure.

Every figure goes with CAVEAT. Shares are whole percentages; no figure is called significant, because nobody
drew a sample. Sentences are Markdown.
"""

from collections.abc import Sequence

from components.words.language import _, capital, day_words, either, ngettext, number, share_words
from components.words.markdown import literal
from data_access.statistics.disclosure_control import THRESHOLD
from data_access.survey.quarters import Quarter
from data_access.survey.questions import BY_NAME, QUESTIONS
from data_access.survey.results.window import FORCE_FROM, SHARE_FROM, Asked, Window, change
from data_access.translation import N_

CAVEAT = N_(
    "These answers come from people who chose to give them; they may not be typical of everyone here."
)
HOW_TO_READ = N_(
    "The line on each bar is where the share would very likely lie if these answers were a fair sample. "
    "“Don't know” is shown separately."
)
KEPT_BACK = N_("“–” means fewer than 10, or hidden so that a smaller number cannot be worked out.")
FAIR = N_(
    "If these answers were a fair sample, each difference would very likely lie in its range. "
    "Where a range holds 0, there may be no difference."
)
WAYS = {"web": N_("on the web"), "tablet": N_("on a tablet handed round"), "paper": N_("on paper")}


def period(key: str) -> str:
    """`2025`, or `July to September 2026`."""
    if key.isdecimal():
        return key
    quarter = Quarter.parse(key)
    return _(quarter.words).format(year=quarter.year)


def year_before(windows: Sequence[Window], window: Window) -> Window | None:
    """The same window of the year before, where something of it is told."""
    key = f"{int(window.key[:4]) - 1}{window.key[4:]}"
    return next((one for one in windows if one.key == key and one.n is not None), None)


def how_many(window: Window, name: str) -> list[str]:
    """How many answered `name` (its name, plain text), and what follows from it."""
    when = period(window.key)
    least = THRESHOLD if window.key.isdecimal() else FORCE_FROM
    if window.n is None:
        few = _(
            "{where}: we cannot show results for {period}. "
            "There were too few answers, or showing them would reveal somebody's."
        )
        shown = _("We show results from {n} answers on, and percentages from {share}.")
        return [
            few.format(where=literal(name), period=when),
            shown.format(n=least, share=SHARE_FROM),
        ]
    told = _("{where}: **{n} answers** were given in {period}.")
    said = [told.format(where=literal(name), n=number(window.n), period=when)]
    if window.n < SHARE_FROM:
        few = _("That is too few for percentages: we give them from {n} answers on.")
        said.append(few.format(n=SHARE_FROM))
    return said


def left_out(window: Window) -> str:
    """How many were held back as too many at once; empty where none were, where that is not counted (a
    force's quarter), and where no percentage is shown that a few might have changed.
    """
    if window.n is None or not window.key.isdecimal() or window.left_out == 0:
        return ""
    if window.left_out is None:
        return _("A few were not counted because they arrived in a burst.") if window.asked else ""
    return _("{n} more were not counted because they arrived in a burst.").format(n=number(window.left_out))


def rests_on(name: str, count: int | None, n: int) -> str:
    """That most of `n` answers are from the neighbourhood of that name (plain text); `count` of them, or None
    where only that is told.
    """
    if count is None:
        return _("More than three quarters of these answers are from {name}.").format(name=literal(name))
    told = _("{share} of these answers are from {name}.")
    return told.format(share=capital(share_words(count, n)), name=literal(name))


def ways(window: Window) -> str:
    """How answers came, for a force's quarter; else empty."""
    told = [
        _("{n} {way}").format(n=number(part.n), way=either([_(WAYS[value]) for value in part.values]))
        for part in window.ways
    ]
    return _("How they came: {ways}.").format(ways="; ".join(told)) if told else ""


def not_told(window: Window) -> str:
    """How many of the questions have no share, of a window that has any right to them; else empty."""
    missing = sum(window.about(question.name) is None for question in QUESTIONS)
    if not missing or window.n is None or window.n < SHARE_FROM:
        return ""
    return ngettext(
        "{n} of the questions has no percentage: too few answers of one kind, or kept back.",
        "{n} of the questions have no percentage: too few answers of one kind, or kept back.",
        missing,
    )


def unknown_words(asked: Asked) -> str:
    """How many did not know, in a sentence."""
    if asked.dont_know is None:
        return _(
            "Fewer than 10 answers were “don't know”, "
            "or the number is hidden so that others cannot be worked out."
        )
    return ngettext("{n} answer was “don't know”.", "{n} answers were “don't know”.", asked.dont_know)


def changes(window: Window, before: Window) -> list[str]:
    """Each share beside that of the year before, with the range of the difference; no claim."""
    said = []
    for question in QUESTIONS:
        asked, then = window.about(question.name), before.about(question.name)
        if asked is None or then is None:
            continue
        low, high = change(asked, then)
        told = _(
            "{what}: {share} of the answers, compared with {before}. "
            "The real change could be anything from {low} to {high} points."
        )
        said.append(
            told.format(
                what=capital(_(question.share)),
                share=share_words(asked.good, asked.n),
                before=share_words(then.good, then.n),
                low=_points(low),
                high=_points(high),
            )
        )
    return said


def last_time(windows: Sequence[Window]) -> list[str]:
    """What people said in the newest closed year, and the caveat; nothing where too few did."""
    newest = next(iter(windows), None)
    if newest is None or newest.n is None:
        return []
    if not newest.asked:
        told = (
            _("In {year}, {n} answers were given here: too few for a percentage.")
            if newest.n < SHARE_FROM
            else _("In {year}, {n} answers were given here: too few of one kind for a percentage.")
        )
        return [told.format(year=newest.key, n=number(newest.n)), _(CAVEAT)]
    asked = newest.asked[0]
    told = _("In {year}, **{share}** of the {n} answers with a view {said}.")
    share = share_words(asked.good, asked.n)
    said = _(BY_NAME[asked.name].share)
    return [told.format(year=newest.key, share=share, n=number(asked.n), said=said), _(CAVEAT)]


def none_yet(by_quarter: bool) -> str:
    """When the first results come, while nothing has closed."""
    quarter = Quarter.current()
    last = quarter if by_quarter else Quarter(quarter.year, 4)
    return _("There are no results yet. The first are shown after {day}.").format(
        day=day_words(last.last_day)
    )


def _points(share: float) -> str:
    """`+17`, `-3`, `0`, with a true minus sign."""
    points = round(share * 100)
    return f"{points:+d}".replace("-", "−") if points else "0"
