"""The briefing as a paragraph for a parish magazine: 60, 120 or 200 words at most, in Markdown.

Counts only, never a percentage; whole sentences only. What matters most is chosen first, while it fits.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from components.content import summary
from components.content.briefing_topics import gone, survey_lines
from components.words import (
    attribution,
    briefing_period,
    crime,
    judgements,
    team,
    team_cards,
    team_statements,
)
from components.words.language import _, day_words, listed, months_listed, ngettext, number
from components.words.markdown import literal
from components.words.team_statements import Told
from data_access import freshness
from data_access.clean_text import first_sentence
from data_access.overviews.place import View
from data_access.settings import now, settings
from data_access.statistics.counts_table import CRIME
from data_access.statistics.judgement_tables import Span
from data_access.translation import N_
from data_access.usual.several_months import span

# Words of a paragraph, the headline among them: never more.
LENGTHS = (120, 60, 200)
# So many neighbourhoods are named with their counts; the others stand in the briefing itself.
NAMED = 3
LONGEST_NAME = 50
EACH_ON_101 = N_("Each neighbourhood has a team of its own. You can reach them all on 101.")

# Where sentences stand: the longest of the same place that fits is told.
(_NOTICE, _RECORDED, _LONGER, _UNUSUAL, _ASB, _MEETING, _PRIORITY, _OWN, _SURVEY, _REACH, _EMERGENCY, _CHANCE,
 _SCOPE, _SOURCE, _SAVED, _OPERATOR, _MORE) = range(0, 170, 10)  # fmt: skip
Placed = tuple[int, str]


def paragraph(
    views: Sequence[View],
    months: int = 1,
    page: str = "",
    group: str = "",
    copied: str = "",
    words: int = LENGTHS[0],
) -> str:
    """A headline and the paragraph on the last `months` of each view, of at most `words` words together; the
    other arguments are those of `briefing`.
    """
    spans = [span(view.place, view.counts, view.usual, months) for view in views]
    headline = _("Policing in {place}").format(place=_name(group or views[0].name))
    chosen: dict[int, str] = {}
    for place, sentence in _candidates(views, spans, months, page, copied):
        others = [text for at, text in chosen.items() if at != place]
        if sentence and _words([headline, *others, sentence]) <= words:
            chosen[place] = sentence
    return f"**{headline}**\n\n" + " ".join(chosen[place] for place in sorted(chosen))


def _candidates(
    views: Sequence[View], spans: list[Span | None], months: int, page: str, copied: str
) -> Iterator[Placed]:
    """What matters most first; a later one of the same place says more, and takes it where it fits."""
    first, alone = views[0], len(views) == 1
    unusual = _unusual(first, spans[0], months) if alone else []
    meetings = _meeting(views)
    yield _NOTICE, " ".join(part for part in (attribution.demonstration(), copied, *gone(views)[:1]) if part)
    yield _REACH, _("Call 101.")
    yield _SOURCE, attribution.source()
    yield _OPERATOR, attribution.not_police()
    yield _RECORDED, _recorded(first, spans[0], months) if alone else _several(views, spans, 1)
    # Without a link: where it is read, none can be followed.
    printable = page.partition("://")[2] if settings().has_public_address else ""
    yield _MORE, _("More: {page}").format(page=literal(printable)) if printable else ""
    yield from meetings[:1]
    yield from unusual[:1]
    saved = summary.saved(first)
    yield _SAVED, _("Figures saved {day}.").format(day=day_words(saved)) if saved else ""
    yield _REACH, team.reach_team(first.profile, first.force, first.local) if alone else _(EACH_ON_101)
    yield from (placed for placed in unusual[1:] if placed[0] < _UNUSUAL)
    yield from meetings[1:]
    yield from ((_RECORDED, _several(views, spans, named)) for named in range(2, NAMED + 1) if not alone)
    yield _PRIORITY, team.newest_priority(first.priorities) if alone else ""
    yield _OPERATOR, attribution.operator()
    if alone:
        yield _ASB, _incidents(first, spans[0], months)
        yield from unusual[1:]
        yield from _own_words(first)
        yield _MEETING, "" if meetings else team_cards.no_event(first.events)
        yield _UNUSUAL, "" if unusual or not spans[0] else " ".join(briefing_period.unusual(spans[0]))
    yield _SURVEY, " ".join(survey_lines(views))
    yield _SCOPE, _(crime.REACH)
    yield _CHANCE, judgements.chance(first.usual) if alone and months == 1 else ""
    yield _EMERGENCY, attribution.emergency()


def _name(text: str) -> str:
    return literal(first_sentence(text, LONGEST_NAME))


def _recorded(view: View, span: Span | None, months: int) -> str:
    if span is None:
        return " ".join(summary.recorded(view))
    if months == 1:
        return judgements.recorded(view.usual) or crime.recorded(view.counts, view.to)
    return briefing_period.recorded(span)


def _unusual(view: View, span: Span | None, months: int) -> list[Placed]:
    """What was not usual, the strongest first: longer periods, then kinds of crime."""
    if span is None:
        return []
    longer = judgements.longer_periods(view.usual, summary.MOST_LONGER) if months == 1 else []
    kinds = judgements.unusual_rows(span.judged.items())
    return [
        *((_LONGER + n, said) for n, said in enumerate(longer)),
        *((_UNUSUAL + n, said) for n, said in enumerate(kinds)),
    ]


def _incidents(view: View, span: Span | None, months: int) -> str:
    if span is None:
        return ""
    if months == 1:
        return crime.incidents(view.counts, judgements.asb_range(view.usual))
    return briefing_period.incidents(span)


def _meeting(views: Sequence[View]) -> list[Placed]:
    """The next one, of whichever neighbourhood, by its name where there are several: when; where too; all."""
    coming = [(event, view) for view in views for event in freshness.upcoming(view.events, now())[:1]]
    if not coming:
        return []
    event, view = min(coming, key=lambda found: found[0].start or datetime.max)
    start = (
        _("Meet the team")
        if len(views) == 1
        else _("Meet the team of {place}").format(place=_name(view.name))
    )
    when = team_cards.event_time(event)
    where = literal(first_sentence(event.address, LONGEST_NAME).partition(",")[0])
    wheres = ("", where, team_cards.event_place(event))
    return [
        (
            _MEETING,
            _("{start}: {event}.").format(
                start=start, event=", ".join(part for part in (place, when) if part)
            ),
        )
        for place in wheres
    ]


def _own_words(view: View) -> Iterator[Placed]:
    """The team's newest note and newest answer to the survey: whole, else where they are; never cut."""
    for note in view.said.notes[:1]:
        yield _OWN, team_statements.elsewhere(note)
        yield _OWN, _told(team_statements.NOTES, team_statements.note(note))
    for reply in view.said.replies[:1]:
        yield _OWN + 1, team_statements.elsewhere(reply)
        yield _OWN + 1, _told(team_statements.REPLIES, team_statements.reply(reply))


def _told(heading: str, statement: Told) -> str:
    return _("{heading}: {words} ({line}).").format(
        heading=_(heading), words=" ".join(statement.texts), line=statement.line
    )


def _several(views: Sequence[View], spans: list[Span | None], named: int) -> str:
    """The first `named` by their counts; the others are counted."""
    held = [(view, its) for view, its in zip(views, spans, strict=True) if its]
    if not held:
        return crime.recorded(views[0].counts, views[0].to)
    newest = max(its.months[-1] for _view, its in held)
    told = [_with_count(view, its) for view, its in held if its.months[-1] == newest]
    shown, hidden = told[:named], len(views) - min(len(told), named)
    if hidden:
        shown.append(ngettext("{n} more in the briefing", "{n} more in the briefing", hidden))
    period = months_listed(next(its for _view, its in held if its.months[-1] == newest).months)
    return _("Crimes were recorded in {period}: {counts}.").format(period=period, counts=listed(shown))


def _with_count(view: View, span: Span) -> str:
    counted = _("{place} {n}").format(place=_name(view.name), n=number(briefing_period.count(span, CRIME)))
    usually = briefing_period.usual(span, CRIME)
    return counted + (_(" (usually {range})").format(range=usually) if usually else "")


def _words(texts: Iterable[str]) -> int:
    """Of the text as it is read: a link's address is a word of its own."""
    whole = " ".join(texts)
    return len(whole.split()) + whole.count("](")
