"""The briefing as a paragraph for a parish magazine: 80 to 120 words, whatever the facts. Markdown.

Counts only, never a percentage. What must be said comes first; what else there is fills it up, in this order.
"""

from collections.abc import Iterable, Iterator, Sequence

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
from data_access.settings import now
from data_access.statistics.counts_table import CRIME
from data_access.statistics.judgement_tables import Span
from data_access.usual.several_months import span

FEWEST, MOST = 80, 120
# So many neighbourhoods are named with their counts; the others stand in the briefing itself.
NAMED = 3
LONGEST_NAME = 50


def paragraph(
    views: Sequence[View], months: int = 1, page: str = "", group: str = "", copied: str = ""
) -> str:
    """The paragraph on the last `months` of each view; the arguments are those of `briefing`."""
    spans = [span(view.place, view.counts, view.usual, months) for view in views]
    must, may = _must(views, spans, months, page, group, copied), _may(views, spans, months)
    # Sentences by where they stand in the paragraph.
    chosen = dict(must)
    for place, sentence in may:
        if place >= _FILLERS and _words(chosen.values()) >= FEWEST:
            break
        if sentence and place not in chosen and _words([*chosen.values(), sentence]) <= MOST:
            chosen[place] = sentence
    return " ".join(chosen[place] for place in sorted(chosen))


# Where sentences stand: notices, figures, the team, how to reach it, fillers, then whose figures they are.
_NOTICE, _RECORDED, _ASB, _UNUSUAL, _PRIORITY, _EVENT, _OWN, _REACH, _SURVEY, _FILLERS, _SOURCE = range(
    0, 220, 20
)


def _must(
    views: Sequence[View], spans: list[Span | None], months: int, page: str, group: str, copied: str
) -> list[tuple[int, str]]:
    first = views[0]
    saved = summary.saved(first)
    said = [
        (_NOTICE, " ".join(part for part in (attribution.demonstration(), copied, *gone(views)[:1]) if part)),
        (_RECORDED, _recorded(first, spans[0], months) if len(views) == 1 else _several(views, spans, group)),
        (_REACH, _reach(views)),
        (_SOURCE, attribution.source()),
        (_SOURCE + 1, _("Figures saved {day}.").format(day=day_words(saved)) if saved else ""),
        (_SOURCE + 2, _("More: {page}").format(page=page) if page else ""),
        (_SOURCE + 3, attribution.operator()),
    ]
    return [(place, sentence) for place, sentence in said if sentence]


def _reach(views: Sequence[View]) -> str:
    if len(views) > 1:
        return _("Each neighbourhood has a team of its own. You can reach them all on 101.")
    return team.reach_team(views[0].profile, views[0].force, views[0].local)


def _may(views: Sequence[View], spans: list[Span | None], months: int) -> list[tuple[int, str]]:
    found = _of_one(views[0], spans[0], months) if len(views) == 1 else []
    found.append((_SURVEY, " ".join(survey_lines(views))))
    fillers = (
        _(crime.REACH),
        _("Anti-social behaviour is counted separately, because it is not crime."),
        attribution.emergency(),
        _("These counts are of what was recorded inside today's boundary of the police neighbourhood."),
        _("A neighbourhood of the police may hold several parishes, and a parish may lie in two."),
        _("Small numbers go up and down by chance, so a single month can mislead."),
        _("Forces correct the newest months later, so a figure may still change a little."),
    )
    return found + [(_FILLERS + n, sentence) for n, sentence in enumerate(fillers)]


def _of_one(view: View, span: Span | None, months: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    if span:
        usually = judgements.asb_range(view.usual)
        incidents = crime.incidents(view.counts, usually) if months == 1 else briefing_period.incidents(span)
        longer = judgements.longer_periods(view.usual, summary.MOST_LONGER) if months == 1 else []
        found += [
            *((_RECORDED + 1 + n, said) for n, said in enumerate(longer)),
            (_ASB, incidents),
            *((_UNUSUAL + n, said) for n, said in enumerate(briefing_period.unusual(span))),
        ]
    found += _own_words(view)
    found.append((_PRIORITY, team.newest_priority(view.priorities)))
    if coming := freshness.upcoming(view.events, now()):
        event = ", ".join(team_cards.short_event(coming[0]).split("  \n"))
        found.append((_EVENT, _("Meet the team: {event}.").format(event=event)))
    return found


def _own_words(view: View) -> Iterator[tuple[int, str]]:
    """The team's newest note and newest answer to the survey: whole, else where they are; never cut."""
    for note in view.said.notes[:1]:
        yield _OWN, _told(team_statements.NOTES, team_statements.note(note))
        yield _OWN, team_statements.elsewhere(note)
    for reply in view.said.replies[:1]:
        yield _OWN + 1, _told(team_statements.REPLIES, team_statements.reply(reply))
        yield _OWN + 1, team_statements.elsewhere(reply)


def _told(heading: str, statement: Told) -> str:
    return _("{heading}: {words} ({line}).").format(
        heading=_(heading), words=" ".join(statement.texts), line=statement.line
    )


def _recorded(view: View, span: Span | None, months: int) -> str:
    """Of one neighbourhood, by name: a magazine has no heading above it."""
    name = literal(first_sentence(view.name, LONGEST_NAME))
    if span is None:
        said = " ".join(summary.recorded(view))
    elif months == 1:
        said = judgements.recorded(view.usual) or crime.recorded(view.counts, view.to)
    else:
        said = briefing_period.recorded(span)
    return _("{place}: {sentence}").format(place=name, sentence=said)


def _several(views: Sequence[View], spans: list[Span | None], group: str) -> str:
    """Each by its count; the first three by name, so that it stays a paragraph."""
    held = [(view, its) for view, its in zip(views, spans, strict=True) if its]
    if not held:
        return crime.recorded(views[0].counts, views[0].to)
    newest = max(its.months[-1] for _view, its in held)
    told = [
        _("{place} {n}").format(
            place=literal(first_sentence(view.name, LONGEST_NAME)),
            n=number(briefing_period.count(its, CRIME)),
        )
        + (
            _(" (usually {range})").format(range=usually)
            if (usually := briefing_period.usual(its, CRIME))
            else ""
        )
        for view, its in held
        if its.months[-1] == newest
    ]
    period = months_listed(next(its for _view, its in held if its.months[-1] == newest).months)
    shown, hidden = told[:NAMED], len(views) - min(len(told), NAMED)
    if hidden:
        shown.append(ngettext("{n} more in the briefing", "{n} more in the briefing", hidden))
    start = _("Crimes recorded, {period}: {counts}.").format(period=period, counts=listed(shown))
    return f"{literal(first_sentence(group, LONGEST_NAME))}. {start}" if group else start


def _words(texts: Iterable[str]) -> int:
    """Of the text as it is read: a link's address is a word of its own."""
    whole = " ".join(texts)
    return len(whole.split()) + whole.count("](")
