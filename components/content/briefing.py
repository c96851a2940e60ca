"""The briefing: one A4 page on a neighbourhood, several, or a named group of `local/`.

One model for the page, the PDF, the Word file and the preview: they only lay it out. Sentences are Markdown,
cells of the table and names are plain text. Ranges of neighbourhoods are never summed, nor are their counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from components.content import summary
from components.content.briefing_topics import Fullness, Pairs, Topic, gone, topics
from components.figures.trend import Trend
from components.words import attribution, briefing_period, crime, judgement_rows, judgements, trend
from components.words.language import _, months_listed, ngettext, number
from components.words.markdown import link, literal
from data_access.curated.categories import ASB
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME
from data_access.statistics.history import YEAR
from data_access.statistics.judgement_tables import Span
from data_access.store import held_places
from data_access.usual.several_months import span

# More rows than that leave no room on one page for what the teams do.
MOST_PLACES = 10
MONTHS_DRAWN = 24
# A page of A4 holds so many lines of so many letters at the smallest type that is read with ease (9 pt).
LINES, LETTERS = 72, 105
LINES_OF_PICTURE = 13
# What stands beside the QR code is narrower.
LINES_OF_CODE = 2


@dataclass(frozen=True)
class Briefing:
    """`title`, `line` (force, newest month, day of saving), `notices` (that it is invented, or a copy);
    `said` of one place, or `header` and `rows` of a table of several, their `caption` and `notes`; `picture`
    of one place; the `topics`; `small_print`; `page`: the address behind the
    QR code, empty without one.
    """

    title: str
    period: str
    line: str
    notices: tuple[str, ...]
    said: tuple[str, ...]
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    picture: Trend | None
    topics: tuple[Topic, ...]
    small_print: tuple[str, ...]
    page: str


# As full as may be, first; the chart stays in all.
_LEVELS = (
    Fullness(5, 3, notes=3),
    *(Fullness(3, 2), Fullness(2, 2), Fullness(2, 1), Fullness(1, 1)),
    *(Fullness(1, 1, kinds=False), Fullness(1, 1, kinds=False, reply=False)),
    Fullness(1, 1, kinds=False, reply=False, notes=0),
    Fullness(0, 0, kinds=False, reply=False, notes=0),
    Fullness(0, 0, kinds=False, reply=False, notes=0, reach=False),
)


def briefing(
    views: Sequence[View], months: int = 1, page: str = "", group: str = "", copied: str = ""
) -> Briefing:
    """The briefing on the last `months` (one of SPANS) of each view, as full as one page allows.

    `page`: the address of the first one's page, for links; `group`: the name they have together; `copied`:
    that this is a saved copy. ValueError for a span that is not judged.
    """
    spans = [span(view.place, view.counts, view.usual, months) for view in views]
    for fullness in _LEVELS:
        found = _as_full_as(fullness, list(zip(views, spans, strict=True)), months, page, group, copied)
        if not crowded(found):
            break
    return found


def crowded(briefing: Briefing) -> bool:
    """Whether it takes more than a page at the usual size, however little is told of each neighbourhood."""
    return lines(briefing) > LINES


def _as_full_as(
    fullness: Fullness,
    pairs: Pairs,
    months: int,
    page: str,
    group: str,
    copied: str,
) -> Briefing:
    views = [view for view, _span in pairs]
    newest = max((s for _view, s in pairs if s), key=lambda s: s.months[-1], default=None)
    period = months_listed(newest.months) if newest else ""
    drawn = summary.trend(views[0], CRIME, MONTHS_DRAWN) if len(views) == 1 else None
    return Briefing(
        title=group or _names(views),
        period=period,
        line=summary.line(min(views, key=lambda view: str(summary.saved(view) or "~"))),
        notices=tuple(said for said in (attribution.demonstration(), copied, *gone(views)) if said),
        said=tuple(_said(*pairs[0], months)) if len(pairs) == 1 else (),
        caption=_("Recorded crime, {period}").format(period=period) if period else _("Recorded crime"),
        header=(
            _("Neighbourhood"), _("Crimes"), _("Usual range"), _("Compared with usual"),
            _("Anti-social behaviour incidents"), _("Usual range of incidents"),
        ),
        # Of one place the sentences say it all.
        rows=tuple(_row(view, its, newest) for view, its in pairs) if len(pairs) > 1 else (),
        notes=tuple(_notes(pairs, months)),
        picture=drawn,
        topics=tuple(topics(pairs, fullness, page)),
        small_print=tuple(_small_print(views, page)),
        page=page,
    )  # fmt: skip


def _names(views: list[View]) -> str:
    if len(views) == 1:
        return views[0].name
    return ngettext("{first} and {n} more", "{first} and {n} more", len(views) - 1).format(
        first=views[0].name
    )


def _said(view: View, span: Span | None, months: int) -> list[str]:
    """Of one neighbourhood: the sentences of its page, for the newest month; their like for a longer span."""
    if span is None:
        return summary.recorded(view)
    if months == 1:
        incidents = crime.incidents(view.counts, judgements.asb_range(view.usual))
        longer = judgements.longer_periods(view.usual, summary.MOST_LONGER)
        return [summary.recorded(view)[0], *longer, incidents]
    why = briefing_period.why_not_judged(span)
    change = trend.year_on_year(view.usual) if why and months == YEAR else ""
    said = [briefing_period.recorded(span), change, why, briefing_period.incidents(span)]
    return [sentence for sentence in said if sentence]


def _row(view: View, span: Span | None, newest: Span | None) -> tuple[str, ...]:
    if span is None:
        why = _("no figures on police.uk") if held_places.is_held(view.place) else _("not read yet")
        return (view.name, "–", "–", why, "–", "–")
    name = view.name
    if newest and span.months[-1] != newest.months[-1]:
        name = _("{place} (to {month})").format(place=name, month=months_listed(span.months[-1:]))
    verdict = judgement_rows.verdict_of(span.judged.get(CRIME))
    return (
        name,
        number(briefing_period.count(span, CRIME)),
        briefing_period.usual(span, CRIME) or "–",
        _(judgements.SHORT[verdict]),
        number(briefing_period.count(span, ASB)),
        briefing_period.usual(span, ASB) or "–",
    )


def _notes(pairs: Pairs, months: int) -> list[str]:
    """What the table cannot say; each sentence once."""
    notes = [
        note for view, its in pairs if its for note in briefing_period.without_figure(its, view.force_name)
    ]
    if len(pairs) == 1:
        view, its = pairs[0]
        notes += [judgements.chance(view.usual)] if months == 1 else []
        notes += [judgements.how_compared(its)] if its and briefing_period.usual(its, CRIME) else []
    else:
        notes.append(_("Usual ranges cannot be added up, so the table has no total."))
    if not all(held_places.is_held(view.place) for view, _its in pairs):
        notes.append(_("What is not read yet is being asked for: look again in a few minutes."))
    return list(dict.fromkeys(note for note in notes if note))


def _small_print(views: list[View], page: str) -> list[str]:
    area = (
        _("{place} is a police neighbourhood: an area that may hold several parishes.").format(
            place=literal(views[0].name)
        )
        if len(views) == 1
        else _("Area boards and constituencies have other boundaries: these neighbourhoods are the nearest.")
    )
    more = (
        [_("More: {page}").format(page=link(page, page)), attribution.only_on_this_machine()] if page else []
    )
    return [
        f"{attribution.source()} {_(crime.REACH)} {area}",
        attribution.emergency(),
        " ".join(part for part in (attribution.operator(), *more) if part),
    ]


def lines(briefing: Briefing) -> int:
    """How many lines of a page it takes, roughly; headings and gaps count for more than one."""
    found = 7 + 2 * len(briefing.topics) + (LINES_OF_PICTURE if briefing.picture else 0)
    found += 3 if briefing.rows else 0
    found += LINES_OF_CODE if briefing.page else 0
    texts = [*briefing.said, *briefing.notes, *briefing.small_print, *briefing.notices]
    if shown := briefing.picture:
        texts.append(" ".join([shown.headline, shown.caption, *shown.notes]))
    found += sum(2 if len(row[0]) > LETTERS // 4 else 1 for row in briefing.rows) * 3 // 2
    for topic in briefing.topics:
        for part in topic.parts:
            found += 1 if part.items and part.name else 0
            texts += [part.name + said for said in part.said]
            texts += part.items
    return found + sum(-(-len(text) // LETTERS) for text in texts)
