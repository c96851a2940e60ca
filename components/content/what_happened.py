"""What happened to you or near you? The choices, and what is told of a kind of crime: how to report it, who
helps, whether it is usual, what becomes of it, how to prevent it, who else deals with it, what it means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from components import addresses
from components.content import outcomes as outcome_sentences
from components.words import attribution, judgements, kinds, own_facts, support_lines
from components.words.language import _
from components.words.markdown import link
from data_access.counts.outcomes import Outcomes, outcomes
from data_access.curated.categories import ASB, CATEGORIES
from data_access.curated.kinds_explained import MEANINGS, NOT_ONLY_POLICE, WHAT_HAPPENED
from data_access.curated.local_facts import NOTHING, Item, Local
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View
from data_access.translation import N_

QUESTION = N_("What happened to you or near you?")
SOMETHING_ELSE = "other-crime"


@dataclass(frozen=True)
class Choice:
    """A kind in a resident's words, where it is told of, and whether one is there."""

    words: str
    path: str
    is_here: bool


@dataclass(frozen=True)
class Advice:
    """Lines to act on (Markdown), and when those of the force were looked at."""

    lines: tuple[str, ...]
    checked: str = ""


def choices(place: NeighbourhoodRef | None, here: str = "") -> list[Choice]:
    """The seven choices; on the page of something else every kind of police.uk's."""
    words = dict(WHAT_HAPPENED)
    if here == SOMETHING_ELSE or here not in {"", *words}:
        words |= {kind: kinds.kind(kind) for kind in CATEGORIES if kind not in words}
        words[SOMETHING_ELSE] = words.pop(SOMETHING_ELSE)
    return [Choice(_(text), addresses.kind_page(kind, place), kind == here) for kind, text in words.items()]


@dataclass(frozen=True)
class KindOfCrime:
    """What is told of a kind of crime in a place, or in general where there is no `view`."""

    slug: str
    view: View | None = None

    @property
    def title(self) -> str:
        """The kind by police.uk's name, and the place."""
        name = kinds.kind(self.slug)
        return _("{kind} in {place}").format(kind=name, place=self.view.name) if self.view else name

    @property
    def is_something_else(self) -> bool:
        """Whether it is the last choice, from which one goes on to the kinds that are no choice."""
        return self.slug == SOMETHING_ELSE

    @property
    def meaning(self) -> str:
        """What police.uk counts under it, in two sentences."""
        return _(MEANINGS[self.slug])

    @property
    def report(self) -> Advice:
        """The police's numbers, then the force's own form, or its site where no form is known."""
        sentences = [attribution.emergency()]
        if self._local.online_report:
            return _advice(sentences, [self._local.online_report])
        force = self.view.force if self.view else None
        return _advice([*sentences, *([link(force.name, force.url)] if force and force.url else [])], [])

    @property
    def who_helps(self) -> list[str]:
        """Who helps in the place's country; in each of the three where there is no place."""
        return support_lines.who_helps(self.view.place.force_id if self.view else "", self.slug)

    @property
    def longer_periods(self) -> list[str]:
        """What the last three or twelve months say beyond what the newest month says."""
        return judgements.longer_periods(self.view.usual, kind=self.slug) if self.view else []

    @property
    def what_became(self) -> list[str]:
        """What became of those recorded in the place, as far as police.uk tells."""
        if self.slug == ASB:
            return [_("police.uk gives no outcomes of anti-social behaviour, because it is not a crime.")]
        if self.view is None or self._outcomes is None:
            return []
        return outcome_sentences.what_became(self._outcomes, self.slug, self.view.force_name)

    @property
    def outcomes_by_age(self) -> pd.DataFrame | None:
        """The same as a table, a column an age; None where nothing is given."""
        found = self._outcomes
        if found is None or not outcome_sentences.has_figures(found, self.slug):
            return None
        return outcome_sentences.ages_table(outcome_sentences.counts_by_age(found, self.slug))

    @property
    def notes_on_outcomes(self) -> list[str]:
        """What the table cannot say."""
        found = self._outcomes
        incomplete = outcome_sentences.incomplete_ages(found) if found else []
        return [*incomplete, _(outcome_sentences.HOW_TO_READ)]

    @property
    def prevention(self) -> Advice:
        """The force's advice on it; no lines where it gives none."""
        return _advice([], self._local.advice_on(self.slug))

    @property
    def others(self) -> Advice:
        """Who deals with what is not for the police; no lines where all of it is."""
        if self.slug not in NOT_ONLY_POLICE:
            return Advice(())
        councils = _("Noise, litter, fly-tipping and stray dogs are usually for your council.")
        return _advice([councils], self._local.partners)

    @cached_property
    def _outcomes(self) -> Outcomes | None:
        if self.view is None or self.view.counts.newest is None or self.slug == ASB:
            return None
        return outcomes(self.view.place, self.view.to)

    @property
    def _local(self) -> Local:
        return self.view.local if self.view else NOTHING


def _advice(sentences: Sequence[str], items: Sequence[Item]) -> Advice:
    checked = own_facts.checked(items) if items else ""
    return Advice((*sentences, *map(own_facts.line, items)), checked)
