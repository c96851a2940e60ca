"""What templates show of a place, ready to be laid out."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pandas as pd

from components.content import summary
from components.figures.trend import Trend
from components.words import crime, judgements, kinds, team, team_cards
from components.words.language import _, day_words, month_words
from data_access import freshness
from data_access.models import Event, Priority
from data_access.overviews.place import View
from data_access.settings import now
from data_access.statistics.counts_table import CRIME
from publish.serving.place_endpoint import no_longer_listed
from publish.serving.request_options import PlaceQuery


@dataclass(frozen=True)
class PlaceContent:
    """A place's sentences (Markdown), lists and tables, each made when a template first names it."""

    view: View
    query: PlaceQuery

    @property
    def name(self) -> str:
        """The neighbourhood's."""
        return self.view.name

    @cached_property
    def now(self) -> datetime:
        """One moment for all parts of the document."""
        return now()

    @property
    def line(self) -> str:
        """Whose figures, and as at when."""
        return summary.line(self.view)

    @property
    def gone(self) -> bool:
        """Whether police.uk has dropped the neighbourhood since we read it."""
        return no_longer_listed(self.view.place)

    @property
    def as_of(self) -> str:
        """The month it is read as of, in words; empty for the newest."""
        return month_words(self.view.to) if self.view.to else ""

    @property
    def three_sentences(self) -> list[str]:
        """What was recorded, what the team works on, how to reach it."""
        return summary.three_sentences(self.view)

    @property
    def all_crime(self) -> str:
        """All crime of the newest month, as a number."""
        return crime.all_crime(self.view.counts)

    @property
    def incidents(self) -> str:
        """Anti-social behaviour, with its usual range."""
        return crime.incidents(self.view.counts, judgements.asb_range(self.view.usual))

    @property
    def reach(self) -> str:
        """How far the figures reach."""
        return _(crime.REACH)

    @property
    def kind(self) -> str:
        """The name of the kind that was asked for."""
        return kinds.kind(self.query.category)

    @property
    def kind_judged(self) -> str:
        """Whether that kind's newest month is usual; empty for all crime, which sentence one judges."""
        return (
            "" if self.query.category == CRIME else judgements.of_kind(self.view.usual, self.query.category)
        )

    @cached_property
    def trend(self) -> Trend | None:
        """The months of the kind; None where there is no figure in any."""
        return summary.trend(self.view, self.query.category, self.query.months)

    @property
    def newest_month(self) -> str:
        """The newest month with figures, in words; empty where there is none."""
        return month_words(self.view.counts.newest) if self.view.counts.newest else ""

    @property
    def kinds_table(self) -> pd.DataFrame:
        """The newest month kind by kind."""
        return summary.kinds_table(self.view)

    @property
    def how_judged(self) -> str:
        """What chance does, and how it was compared."""
        return f"{judgements.chance(self.view.usual)} {judgements.how_compared(self.view.usual)}"

    @property
    def priorities(self) -> list[tuple[Priority, str]]:
        """Each with its dates in words."""
        listed = self.view.priorities.value if self.view.priorities else ()
        return [(priority, team_cards.priority_dates(priority, self.now.date())) for priority in listed]

    @property
    def no_priority(self) -> str:
        """Why there is none."""
        return team.newest_priority(self.view.priorities)

    @cached_property
    def coming(self) -> tuple[Event, ...]:
        """The events that are not over."""
        return tuple(freshness.upcoming(self.view.events, self.now))

    @property
    def events(self) -> list[str]:
        """What, where and when of those."""
        return [team_cards.short_event(event) for event in self.coming]

    @property
    def no_event(self) -> str:
        """Why there is none."""
        return team_cards.no_event(self.view.events)

    @property
    def officers(self) -> list[str]:
        """Rank and name of each, while the list is fresh enough to name them."""
        listed = self.view.team
        if listed is None or not freshness.names_are_fresh(listed, self.now):
            return []
        return [team_cards.officer(officer) for officer in listed.value]

    @property
    def officers_read(self) -> str:
        """The day of that list, in words."""
        return day_words(self.view.team.fetched_at) if self.view.team else ""

    @property
    def no_officer(self) -> str:
        """Why none is named."""
        return team_cards.team_line(self.view.team, self.now)

    @cached_property
    def reach_team(self) -> str:
        """How to reach the team, in a sentence."""
        return team.reach_team(self.view.profile, self.view.force, self.view.local)

    @property
    def contacts(self) -> list[str]:
        """The ways that the sentence does not name."""
        return team_cards.contacts(self.view.profile, self.reach_team) if self.view.profile else []
