"""What templates show of a place, ready to be laid out."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pandas as pd

from components.addresses import feed
from components.content import summary
from components.figures.trend import Trend
from components.words import crime, feeds, judgements, kinds, team, team_cards
from components.words.language import _, day_words, month_words
from components.words.looked_for import lies_in
from data_access import freshness
from data_access.models import Event, Priority
from data_access.overviews.place import View
from data_access.settings import now
from data_access.statistics.counts_table import CRIME
from data_access.store import places
from publish.serving.request_options import PlaceQuery


@dataclass(frozen=True)
class PlaceContent:
    """A place's sentences (Markdown), lists and tables, each made when a template first names it.

    `no_...` says why there is none; `gone`: police.uk has dropped the place; `coming`: the events not over
    yet, `events` their words; `contacts`: the ways that `reach_team` leaves out.
    """

    view: View
    query: PlaceQuery

    @cached_property
    def now(self) -> datetime:
        return now()

    @property
    def line(self) -> str:
        return summary.line(self.view)

    @property
    def short_line(self) -> str:
        return summary.lines(self.view)[1]

    @property
    def within(self) -> str:
        return lies_in(self.query.looked_for, self.view.name)

    @property
    def gone(self) -> bool:
        return places.listed(self.view.place) is False

    @property
    def as_of(self) -> str:
        return month_words(self.view.to) if self.view.to else ""

    @property
    def recorded(self) -> list[str]:
        return summary.recorded(self.view)

    @property
    def three_sentences(self) -> list[str]:
        return summary.three_sentences(self.view)

    @property
    def all_crime(self) -> str:
        return crime.all_crime(self.view.counts)

    @property
    def incidents(self) -> str:
        return crime.incidents(self.view.counts, judgements.asb_range(self.view.usual))

    @property
    def reach(self) -> str:
        return _(crime.REACH)

    @property
    def kind(self) -> str:
        return kinds.kind(self.query.category)

    @property
    def year_before(self) -> str:
        month, kind = self.view.usual.month, self.query.category
        if kind == CRIME or month is None:
            return ""
        return judgements.year_before(self.view.usual.of(kind), month)

    @cached_property
    def trend(self) -> Trend | None:
        return summary.trend(self.view, self.query.category, self.query.months)

    @property
    def newest_month(self) -> str:
        return month_words(self.view.counts.newest) if self.view.counts.newest else ""

    @cached_property
    def kinds_table(self) -> pd.DataFrame:
        return summary.kinds_table(self.view)

    @cached_property
    def years_table(self) -> pd.DataFrame:
        return summary.years_table(self.view)

    @property
    def years_note(self) -> str:
        return summary.years_note(self.view)

    @property
    def years_title(self) -> str:
        return summary.years_title(self.view)

    @property
    def how_compared(self) -> str:
        return judgements.how_compared(self.view.usual) if self.view.usual.month else ""

    @property
    def how_judged(self) -> str:
        return f"{judgements.chance(self.view.usual)} {judgements.how_compared(self.view.usual)}"

    @property
    def priorities(self) -> list[tuple[Priority, str]]:
        listed = self.view.priorities.value if self.view.priorities else ()
        return [(priority, team_cards.priority_dates(priority, self.now.date())) for priority in listed]

    @property
    def no_priority(self) -> str:
        return team.newest_priority(self.view.priorities)

    @cached_property
    def coming(self) -> tuple[Event, ...]:
        return tuple(freshness.upcoming(self.view.events, self.now))

    @property
    def events(self) -> list[str]:
        return [team_cards.short_event(event) for event in self.coming]

    @property
    def alternates(self) -> list[tuple[str, str, str]]:
        """Media type, title and address of what programs may read; empty in a copy."""
        at, base = self.view.place, self.query.base
        if self.query.copied:
            return []
        files = (feeds.EVENTS, *feeds.files(figures=bool(self.newest_month)))
        return [(feeds.MEDIA_TYPES[file], _(feeds.TITLES[file]), base + feed(at, file)) for file in files]

    @property
    def feeds(self) -> list[str]:
        """The same as lines that say what each is for; in a copy the counts alone."""
        files = feeds.files(figures=bool(self.newest_month))
        kept = [file for file in files if file == feeds.COUNTS or not self.query.copied]
        return feeds.lines(self.view.place, *kept, base=self.query.base)

    @property
    def no_event(self) -> str:
        return team_cards.no_event(self.view.events)

    @property
    def officers(self) -> list[str]:
        listed = self.view.team
        if listed is None or not freshness.names_are_fresh(listed, self.now):
            return []
        return [team_cards.officer(officer) for officer in listed.value]

    @property
    def officers_read(self) -> str:
        return day_words(self.view.team.fetched_at) if self.view.team else ""

    @property
    def no_officer(self) -> str:
        return team_cards.team_line(self.view.team, self.now)

    @cached_property
    def reach_team(self) -> str:
        return team.reach_team(self.view.profile, self.view.force, self.view.local)

    @property
    def contacts(self) -> list[str]:
        return team_cards.contacts(self.view.profile, self.reach_team) if self.view.profile else []
