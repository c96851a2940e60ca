"""How tall a frame must be where no script can ask it: reckoned from the words that it shows. Pixels."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from components.content import summary, survey_areas
from components.content.embed_views import TREND_MONTHS, EmbedView
from components.words import attribution, crime, judgements, team, team_cards
from components.words.judgement_rows import of_newest
from components.words.language import _, month_words
from data_access import freshness
from data_access.clean_text import plain
from data_access.months import parse_month
from data_access.overviews.place import View
from data_access.settings import now
from data_access.statistics.counts_table import CRIME
from data_access.store import places

# Of a letter, in its own height: as wide as in the widest of the fonts that browsers take for ours.
LETTER = 0.56
# Beside the frame on a phone's page, and within it beside the words.
PAGE_MARGINS, FRAME_MARGINS = 32, 24
# Where a frame's height changes its slope, by the width of the window.
PHONE, BETWEEN, WIDE = 320, 480, 760
# What is added for words that break badly, and for the next month's being longer.
SPARE, MORE = 24, 1.05
BLOCK_END = re.compile(r"</p>|</li>|<br")


@dataclass(frozen=True)
class _Block:
    """A paragraph: its letters, their size, the height of a line, the gap beneath, what it is set in."""

    text: str
    size: float = 16
    line: float = 24
    gap: float = 12
    indent: float = 0

    def height(self, width: float) -> float:
        """In a frame of that width."""
        letters = (width - FRAME_MARGINS - self.indent) / (self.size * LETTER)
        return math.ceil(max(1, len(self.text)) / letters) * self.line + self.gap


@dataclass(frozen=True)
class EmbedHeight:
    """How tall a frame must be that shows all of an embed."""

    blocks: tuple[_Block, ...]
    has_picture: bool

    def at(self, width: int) -> int:
        """Of a frame of that width."""
        drawn = _picture(width) if self.has_picture else 0
        found = sum(block.height(width) for block in self.blocks) + drawn + FRAME_MARGINS + SPARE
        return math.ceil(found * MORE / 10) * 10

    @property
    def style(self) -> str:
        """The same as a rule of CSS, for a frame as wide as a window less the usual margins."""
        phone, between, wide = (self.at(window - PAGE_MARGINS) for window in (PHONE, BETWEEN, WIDE))
        lines = (_slope(PHONE, phone, BETWEEN, between), _slope(BETWEEN, between, WIDE, wide))
        return f"height: max({', '.join(lines)}, {wide}px)"


def embed_height(embed_view: EmbedView, view: View, options: Mapping[str, str]) -> EmbedHeight:
    """Of a view with the options of its address that are not the default."""
    shown = _trend(view, options) if embed_view.name == "trend" else SHOWN[embed_view.name](view)
    blocks = (*_above(embed_view, view, options), *shown, *_beneath(embed_view, view))
    return EmbedHeight(blocks, embed_view.name == "trend")


def _slope(first: int, at_first: int, last: int, at_last: int) -> str:
    """The line through two heights, by the width of the window."""
    fall = max(0.0, (at_first - at_last) / (last - first))
    return f"{math.ceil(at_first + fall * first)}px - {fall * 100:.0f}vw"


def _picture(width: int) -> float:
    inner = min(width - FRAME_MARGINS, 704)
    return inner * (230 / 280 if width <= 480 else 290 / 560) + 16


def _note(text: str, gap: float = 12, indent: float = 0) -> _Block:
    return _Block(text, 14.4, 21.6, gap, indent)


def _above(embed_view: EmbedView, view: View, options: Mapping[str, str]) -> Iterator[_Block]:
    if told := attribution.demonstration():
        yield _Block(told, gap=16)
    yield _Block(embed_view.title(view.name), 21.6, 27, 8)
    yield _note(embed_view.line(view))
    if places.listed(view.place) is False:
        yield _Block(_("police.uk no longer lists this neighbourhood. These are the last figures we hold."))
    if to := options.get("to"):
        yield _Block(_("You are reading this page as of {month}.").format(month=month_words(parse_month(to))))


def _beneath(embed_view: EmbedView, view: View) -> Iterator[_Block]:
    yield _Block(_("{place} on Your Patch (opens in a new tab)").format(place=view.name), 14, 21, 15)
    area = _("{place} is a police neighbourhood: an area that may hold several parishes.").format(
        place=view.name
    )
    reach = _(crime.REACH) if embed_view.of_months else ""
    licensed = attribution.figures().partition("](")[0]
    yield _Block(" ".join((area, reach, licensed, attribution.operator())), 14, 21, 6)


def _summary(view: View) -> Iterator[_Block]:
    for sentence in (*summary.three_sentences(view), crime.all_crime(view.counts)):
        yield _Block(_read(sentence))


def _trend(view: View, options: Mapping[str, str]) -> Iterator[_Block]:
    kind, months = options.get("category", CRIME), int(options.get("months", TREND_MONTHS[0]))
    if (shown := summary.trend(view, kind, months)) is None:
        return
    if kind != CRIME and view.usual.month:
        yield _Block(judgements.year_before(of_newest(view.usual, kind), view.usual.month))
    yield _Block(shown.headline)
    yield _note(" ".join([shown.caption, *map(_read, shown.notes)]), 16)
    yield _Block(_("Show the numbers"), gap=21)


def _priorities(view: View) -> Iterator[_Block]:
    listed = view.priorities.value if view.priorities else ()
    for priority in listed:
        for html in (priority.issue, priority.action or ""):
            paragraphs = filter(None, map(plain, BLOCK_END.split(html)))
            yield from (_Block(paragraph, indent=15) for paragraph in paragraphs)
        yield _note(team_cards.priority_dates(priority, now().date()), 20, 15)
        done = _("What was done") if priority.action else _("The team has not said yet what was done.")
        yield _Block(done, indent=15)
    yield _note(
        _("In the team's own words, as police.uk published them.") if listed else team.newest_priority(None)
    )


def _team(view: View) -> Iterator[_Block]:
    officers = view.team.value if view.team and freshness.names_are_fresh(view.team, now()) else ()
    for officer in officers:
        yield _Block(team_cards.officer(officer), gap=0, indent=20)
    yield _note(
        team_cards.team_line(view.team, now()) if not officers else _("As police.uk listed them on {day}."),
        24,
    )
    reach = team.reach_team(view.profile, view.force, view.local)
    yield _Block(_read(reach))
    for line in team_cards.contacts(view.profile, reach) if view.profile else ():
        yield _Block(_read(line), gap=0, indent=20)


def _events(view: View) -> Iterator[_Block]:
    coming = freshness.upcoming(view.events, now())
    for event in coming:
        yield _Block(team_cards.event_place(event), gap=0, indent=20)
        yield _Block(team_cards.event_time(event), gap=0, indent=20)
    if not coming:
        yield _Block(team_cards.no_event(view.events))
    yield _Block(_("Subscribe in your calendar: new dates come by themselves"))
    yield _Block(_("Download these dates as they are today"), gap=24)


def _survey(view: View) -> Iterator[_Block]:
    if said := survey_areas.last_time(view.place):
        yield _Block(_read(" ".join(said)))
    if survey_areas.runs_in(view.place):
        yield _Block(_("Say how the police are doing where you live: six questions, two minutes."))
        yield _Block(_("Answer the questions (opens in a new tab)"))
    else:
        yield _Block(_("No survey is being asked here at the moment."))


SHOWN: dict[str, Callable[[View], Iterator[_Block]]] = {
    "summary": _summary,
    "priorities": _priorities,
    "team": _team,
    "events": _events,
    "survey": _survey,
}


def _read(sentence: str) -> str:
    """A Markdown sentence, roughly as long as it is read."""
    words, _bracket, rest = sentence.replace("**", "").replace("\\", "").partition("](")
    return words + rest.partition(")")[2]
