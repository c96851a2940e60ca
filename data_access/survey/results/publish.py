"""Results as the public reads them: files among the facts, written once a window has closed.

    facts/<force>/<neighbourhood>/survey.json     calendar years
    facts/<force>/survey.json                     the force's quarters; calendar years of its named groups

They hold nothing that is hidden. A window that is published never changes: who kept the older version would
learn from the difference. Answers let in later count only in windows that close later. So each file is kept
twice, and where both are broken nothing is published until an operator has put one back.
"""

import logging
from dataclasses import dataclass, field

from sqlalchemy import select

from data_access.curated.local_facts import local, slug
from data_access.models import NeighbourhoodRef
from data_access.store import atomic_write, places, small_facts
from data_access.store.folders import force_folder
from data_access.survey.database import engine
from data_access.survey.database.emptied import FILE
from data_access.survey.database.tables import answers
from data_access.survey.quarters import Quarter, quarters_of
from data_access.survey.results import close_year
from data_access.survey.results.count_answers import count
from data_access.survey.results.tally import Counts
from data_access.survey.results.window import Window

log = logging.getLogger("yourpatch.survey")
Windows = tuple[Window, ...]  # oldest first


@dataclass(frozen=True)
class OfForce:
    """A force's quarters, and the years of its groups by what stands for them in an address."""

    quarters: Windows = ()
    groups: dict[str, Windows] = field(default_factory=dict)


def results_of(place: NeighbourhoodRef) -> Windows:
    """The neighbourhood's closed years, newest first."""
    facts = small_facts.read(FILE, Windows, place.force_id, place.neighbourhood_id)
    return facts.value[::-1] if facts else ()


def results_of_force(force_id: str) -> Windows:
    """The force's closed quarters, newest first."""
    return _of_force(force_id).quarters[::-1]


def results_of_group(force_id: str, group: str) -> Windows:
    """The closed years of a group of `local/` (its slug), newest first."""
    return _of_force(force_id).groups.get(group, ())[::-1]


def publish_all() -> None:
    """`publish` for every force that has answers. Raises SQLAlchemyError, OSError."""
    with engine.reading() as connection:
        forces = connection.scalars(select(answers.c.force).distinct().order_by(answers.c.force)).all()
    for force_id in forces:
        publish(force_id)


def publish(force_id: str) -> list[str]:
    """Publish what has closed since last time; the keys of the quarters. Raises SQLAlchemyError, OSError."""
    counts = count(force_id)
    if not counts:
        return []
    first = min(quarter for _place, quarter, _name, _value in counts)
    everywhere = _neighbourhoods(force_id, counts)
    done = []
    with atomic_write.writing(force_folder(force_id)):
        if broken := _broken(force_id, everywhere):
            log.error("nothing is published: %s cannot be read; put them back from a backup", broken)
            return []
        told = _of_force(force_id)
        # Later keys are greater: a window before the last one is never opened again.
        quarter = Quarter.parse(told.quarters[-1].key).next if told.quarters else Quarter.parse(first)
        while quarter.is_closed():
            if quarter.n == 4:
                told = _close_year(force_id, counts, everywhere, quarter.year, told)
            else:
                its = close_year.quarter(counts, everywhere, quarter.key)
                told = OfForce((*told.quarters, its), told.groups)
            small_facts.write(FILE, told, OfForce, force_id)
            done.append(quarter.key)
            quarter = quarter.next
    if done:
        log.info("%s: survey results published for %s", force_id, ", ".join(done))
    return done


def _close_year(
    force_id: str, counts: Counts, everywhere: list[str], year: int, published: OfForce
) -> OfForce:
    groups = {
        slug(name): tuple(id_ for id_ in group.neighbourhoods if id_ in everywhere)
        for name, group in local(force_id).groups.items()
    }
    keys = {quarter.key for quarter in quarters_of(year)}
    before = [its for its in published.quarters if its.key in keys]
    closed = close_year.close_year(counts, everywhere, year, groups, before)
    for id_, its in closed.places.items():
        _add(NeighbourhoodRef(force_id, id_), its)
    of_groups = {name: (*published.groups.get(name, ()), its) for name, its in closed.groups.items()}
    return OfForce((*published.quarters, closed.last_quarter), published.groups | of_groups)


def _add(place: NeighbourhoodRef, closed: Window) -> None:
    held = results_of(place)[::-1]
    # A writer that was killed in the middle of a year comes by again.
    if closed.key not in {window.key for window in held}:
        small_facts.write(FILE, (*held, closed), Windows, place.force_id, place.neighbourhood_id)


def _broken(force_id: str, neighbourhoods: list[str]) -> str:
    broken = [force_id] if small_facts.is_broken(FILE, OfForce, force_id) else []
    broken += [
        f"{force_id}/{id_}" for id_ in neighbourhoods if small_facts.is_broken(FILE, Windows, force_id, id_)
    ]
    return ", ".join(f"{FILE}.json of {whose}" for whose in broken)


def _neighbourhoods(force_id: str, counts: Counts) -> list[str]:
    return sorted({*places.names(force_id)} | {place for place, _quarter, _name, _value in counts})


def _of_force(force_id: str) -> OfForce:
    facts = small_facts.read(FILE, OfForce, force_id)
    return facts.value if facts else OfForce()
