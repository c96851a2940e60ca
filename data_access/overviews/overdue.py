"""What of a neighbourhood its team ought to renew, for staff and for whoever runs the site.

It reads what the public reads: what is hidden is not there, and what was never read is not complained of.
"""

from collections.abc import Iterator

from data_access.freshness import is_old, names_are_fresh, upcoming
from data_access.models import NeighbourhoodRef, Stale
from data_access.settings import now
from data_access.store import places
from data_access.store.team_statements import said
from data_access.survey.quarters import Quarter
from data_access.survey.results.publish import results_of_force
from data_access.survey.survey_of_force import Survey, survey_of
from data_access.translation import N_


def stale(place: NeighbourhoodRef) -> tuple[Stale, ...]:
    """What is out of date: officers, priorities, events, the survey. InvalidQuestion for what is no id."""
    return (*_officers(place), *_priorities(place), *_events(place), *_survey(place))


def _officers(place: NeighbourhoodRef) -> Iterator[Stale]:
    team = places.team(place)
    if team is None:
        return
    if not team.value:
        yield Stale(N_("No officer is named."))
    elif not names_are_fresh(team, now()):
        yield Stale(
            N_("Officers' names were last read on {day}: too long ago to be shown."),
            {"day": team.fetched_at.date()},
        )


def _priorities(place: NeighbourhoodRef) -> Iterator[Stale]:
    held = places.priorities(place)
    today = now().date()
    old = [priority for priority in held.value if is_old(priority, today)] if held else []
    if held and old:
        yield Stale(
            N_("Priorities without a word for over 3 months: {n} of {of}."),
            {"n": len(old), "of": len(held.value)},
        )


def _events(place: NeighbourhoodRef) -> Iterator[Stale]:
    events = places.events(place)
    if events is not None and not upcoming(events, now()):
        yield Stale(N_("No meeting is listed."))


def _survey(place: NeighbourhoodRef) -> Iterator[Stale]:
    """The newest closed quarter, once the force's results of it are out: each team then has a word to say."""
    if not isinstance(survey_of(place.force_id), Survey):
        return
    closed = results_of_force(place.force_id)[:1]
    for window in closed:
        if window.key not in {reply.quarter for reply in said(place).replies}:
            yield Stale(
                N_("No reply yet to the survey of {quarter}."), {"quarter": Quarter.parse(window.key)}
            )
