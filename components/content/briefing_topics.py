"""What a briefing tells beside its table, topic by topic; by name where there are several neighbourhoods."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.content import survey_areas
from components.words import briefing_period, team, team_cards, team_statements
from components.words.language import _, listed, ngettext
from components.words.markdown import literal
from data_access import freshness
from data_access.overviews.place import View
from data_access.settings import now
from data_access.statistics.judgement_tables import Span
from data_access.store import places

Pairs = Sequence[tuple[View, Span | None]]


@dataclass(frozen=True)
class Part:
    """What a topic says of one neighbourhood (`name` is empty where there is only one)."""

    name: str
    said: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """A heading and what stands under it."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Fullness:
    """How many priorities and events of each team (0: the newest one's name alone); the kinds of crime that
    were not unusual; each team's own address; how many notes of the team (0: only that there are); its answer
    to the survey (else that there is one). Less where there is more to tell.
    """

    priorities: int
    events: int
    kinds: bool = True
    reach: bool = True
    notes: int = 1
    reply: bool = True


def survey_lines(views: Sequence[View]) -> list[str]:
    """One line on the survey, where one is being asked."""
    if not any(survey_areas.runs_in(view.place) for view in views):
        return []
    return [
        _("Your answers to six questions are welcome, on the neighbourhood's page. They take two minutes.")
    ]


def _last_time(views: Sequence[View]) -> list[str]:
    """What people said in the newest closed year: of one neighbourhood, for shares cannot be added up."""
    said = survey_areas.last_time(views[0].place) if len(views) == 1 else []
    return [" ".join(said)] if said else []


def gone(views: Sequence[View]) -> list[str]:
    """Which of the neighbourhoods police.uk has dropped since we read them."""
    return [
        _("police.uk no longer lists {place}. These are the last figures we hold.").format(
            place=literal(view.name)
        )
        for view in views
        if places.listed(view.place) is False
    ]


def topics(pairs: Pairs, fullness: Fullness, page: str) -> list[Topic]:
    """The topics that have anything to say. `page`: the address of the first one's page, for links."""
    found = [
        (_("What was unusual, and what was not"), [_unusual(view, its, fullness) for view, its in pairs]),
        (
            _("What the team is working on"),
            [_priorities(view, fullness.priorities, page) for view, _s in pairs],
        ),
        (_(team_statements.NOTES), [_notes(view, fullness.notes) for view, _span in pairs]),
        (_(team_statements.REPLIES), [_reply(view, fullness.reply) for view, _span in pairs]),
        (_("Meet the team"), [_events(view, fullness.events) for view, _span in pairs]),
        (_("How to reach the team"), [_reach(view, fullness.reach) for view, _span in pairs]),
    ]
    names = [view.name for view, _span in pairs]
    told = [(title, _told(names, parts)) for title, parts in found]
    views = [view for view, _span in pairs]
    survey = Part("", (*_last_time(views), *survey_lines(views)))
    told.append((_("How is your local policing?"), (survey,) if survey.said else ()))
    return [Topic(title, parts) for title, parts in told if parts]


def _told(names: list[str], parts: list[Part]) -> tuple[Part, ...]:
    """The parts that say anything, by name where there are several; what is said alike is said once."""
    alike: dict[Part, list[str]] = {}
    for name, part in zip(names, parts, strict=False):
        if len(names) > 1 and len(part.items) == 1:
            part = Part("", part.items)
        if part.said or part.items:
            alike.setdefault(part, []).append(name)
    return tuple(
        Part(listed(its) if len(its) < len(names) else "", part.said, part.items)
        for part, its in alike.items()
    )


def _unusual(view: View, span: Span | None, fullness: Fullness) -> Part:
    if span is None:
        return Part("")
    said = briefing_period.unusual(span) or [_("There is too little yet to say what is usual here.")]
    return Part(
        "",
        (
            " ".join(said),
            *([" ".join(briefing_period.not_unusual(span, view.usual))] if fullness.kinds else []),
        ),
    )


def _priorities(view: View, most: int, page: str) -> Part:
    held = view.priorities.value if view.priorities else ()
    if not held:
        return Part("", (team.newest_priority(view.priorities),))
    if not most:
        return Part("", (team.priority_name(held[0]),))
    shown = [" · ".join(team_cards.priority_parts(priority, now().date())) for priority in held[:most]]
    if hidden := len(held) - len(shown):
        more = ngettext("{n} more is on the page.", "{n} more are on the page.", hidden)
        shown.append(f"[{more}]({page})" if page else more)
    return Part("", (), tuple(shown))


def _notes(view: View, most: int) -> Part:
    notes = view.said.notes
    if not most:
        return Part("", tuple(map(team_statements.elsewhere, notes[:1])))
    return Part("", tuple(team_statements.note(one).in_one for one in notes[:most]))


def _reply(view: View, whole: bool) -> Part:
    newest = view.said.replies[:1]
    if not whole:
        return Part("", tuple(map(team_statements.elsewhere, newest)))
    return Part("", tuple(team_statements.reply(one).in_one for one in newest))


def _events(view: View, most: int) -> Part:
    coming = freshness.upcoming(view.events, now())
    if not coming:
        return Part("", (team_cards.no_event(view.events),))
    return Part(
        "", (), tuple(", ".join(team_cards.short_event(event).split("  \n")) for event in coming[: most or 1])
    )


def _reach(view: View, single_place: bool) -> Part:
    if not single_place:
        return Part("", (_("Call 101. Each neighbourhood's own page has more ways to reach its team."),))
    return Part("", (team.reach_team(view.profile, view.force, view.local),))
