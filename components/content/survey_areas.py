"""Whose survey results can be read from a neighbourhood's page: its own, its groups', its whole force's."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.words import survey_results
from components.words.language import _, ngettext
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View
from data_access.store import places
from data_access.survey.results.publish import results_of, results_of_force, results_of_group
from data_access.survey.results.window import MOSTLY, Window
from data_access.survey.survey_of_force import Survey
from data_access.survey.survey_of_place import survey_in

HERE, FORCE = "", "force"


@dataclass(frozen=True)
class Area:
    """`key` as in the address; `windows`, newest first (a force's are quarters); `members`: a group's."""

    key: str
    name: str
    windows: tuple[Window, ...]
    members: tuple[NeighbourhoodRef, ...] = ()
    force_id: str = ""

    @property
    def by_quarter(self) -> bool:
        """Whether its windows are quarters."""
        return self.key == FORCE

    def without(self, window: Window) -> list[str]:
        """The members whose answers are not in the group's figures: none are shown of them."""
        return [
            places.name_of(place)
            for place in self.members
            if not any(one.key == window.key and one.n is not None for one in years_of(place))
        ]

    def rests_on(self, window: Window) -> str:
        """That over three quarters of its answers are from one neighbourhood, in a sentence; else empty."""
        if window.n is None:
            return ""
        if window.mostly:
            name = places.name_of(NeighbourhoodRef(self.force_id, window.mostly))
            return survey_results.rests_on(name, None, window.n)
        told = {
            place: one.n
            for place in self.members
            for one in years_of(place)
            if one.key == window.key and one.n is not None
        }
        most = max(told, key=told.__getitem__, default=None)
        if most is None or told[most] <= MOSTLY * window.n:
            return ""
        return survey_results.rests_on(places.name_of(most), told[most], window.n)


def choices(view: View) -> dict[str, str]:
    """What can be chosen: words by what stands for it in the address, this neighbourhood first."""
    groups = {
        slug: ngettext(
            "{name} ({n} neighbourhood)", "{name} ({n} neighbourhoods)", len(_members(view, slug))
        ).format(name=name)
        for slug, name in _groups(view).items()
    }
    return {HERE: view.name, **groups, FORCE: _("The whole force")}


def area(view: View, key: str) -> Area:
    """The area of a key of `choices`."""
    if key == FORCE:
        return Area(
            FORCE, view.force_name, results_of_force(view.place.force_id), force_id=view.place.force_id
        )
    if key == HERE:
        return Area(HERE, view.name, years_of(view.place))
    windows = results_of_group(view.place.force_id, key)
    return Area(key, _groups(view)[key], windows, _members(view, key))


def years_of(place: NeighbourhoodRef) -> tuple[Window, ...]:
    """The neighbourhood's closed years, newest first."""
    if found := results_of(place):
        return found
    # Nobody has ever answered here, and when the years closed it was on no list.
    quarters: Sequence[Window] = results_of_force(place.force_id)
    return tuple(Window(its.key[:4], None) for its in quarters if its.key.endswith("-Q4"))


def _groups(view: View) -> dict[str, str]:
    return view.local.groups_of(view.place.neighbourhood_id)


def _members(view: View, slug: str) -> tuple[NeighbourhoodRef, ...]:
    ids = view.local.groups[_groups(view)[slug]].neighbourhoods
    return tuple(NeighbourhoodRef(view.place.force_id, id_) for id_ in ids)


def runs_in(place: NeighbourhoodRef) -> bool:
    """Whether a survey is being asked there now, so that a view may link to it."""
    return isinstance(survey_in(place), Survey)


def last_time(place: NeighbourhoodRef) -> list[str]:
    """What people there said in the newest closed year, and its caveat; nothing where too few answered."""
    return survey_results.last_time(years_of(place))
