"""Where it was recorded: small areas, what is said of them, how they are drawn, and one of them by itself.

The page's map, the light page and paper take it from here. Areas, never addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached

from components.figures import map_drawing, tables
from components.figures.map_drawing import Drawing
from components.words import crime, judgement_rows, kinds, small_areas
from components.words.language import _, months_listed
from data_access.counts import crimes, small_area
from data_access.months import month_range, shift
from data_access.overviews import neighbours
from data_access.overviews.place import View
from data_access.statistics import map_cells
from data_access.statistics.counts_table import CRIME, ByKind, set_out
from data_access.statistics.history import OF_A_YEAR
from data_access.statistics.small_areas import compared
from data_access.usual.judged_place import by_own_past


@dataclass(frozen=True)
class Where:
    """A kind of crime over months. `cells`: `map_cells.cells`, of which those with few records are not drawn
    apart; `resolution`: of them. `period`: the months that have a count, in words; empty for none.
    `sentences` (Markdown) say how it is spread and what changed in a year, `notes` what is not on the map.
    `marks`: by cell. `drawing`: None without a boundary.
    """

    cells: pd.DataFrame
    resolution: int
    period: str
    sentences: list[str]
    notes: list[str]
    marks: Mapping[str, str]
    compared: bool
    drawing: Drawing | None

    @property
    def listed(self) -> pd.DataFrame:
        """The cells that are drawn apart."""
        return map_cells.drawn_apart(self.cells)

    def table(self, chosen: str = "") -> pd.DataFrame:
        """The same cells as words, most records first, one of them marked as the reader's choice."""
        return tables.cells_table(self.cells, small_areas.with_chosen(self.marks, chosen))


def _of_version(view: View, *choice: object) -> tuple[object, ...]:
    return view.key, *choice


@cached(LRUCache(200), key=_of_version, condition=Condition())
def where(view: View, category: str, first: date, last: date) -> Where:
    """The records of a kind, or of all crime, from `first` to `last`. Shared: never change it."""
    records = crimes.records(view.place, first, last, None if category == CRIME else category)
    resolution = map_cells.resolution_for(records, len(month_range(first, last)))
    cells = map_cells.cells(records, resolution)
    period = _counted(view, first, last)
    beside = _beside_the_year_before(view, first, last, category, records)
    sentences = [small_areas.spread(cells, period, kinds.kind(category))]
    if beside is not None:
        earlier = _counted(view, shift(first, -12), shift(last, -12))
        sentences += small_areas.sentences(beside, cells, earlier)
    outlined, written = small_areas.marks(beside)
    drawing = None
    if view.boundary and view.boundary.value:
        drawing = map_drawing.drawing(
            view.boundary.value,
            cells,
            small_area.streets(view.place),
            neighbours.around(view.place),
            outlined,
            written,
        )
    return Where(
        cells=cells,
        resolution=resolution,
        period=period,
        sentences=sentences,
        notes=[_(crime.APPROXIMATE), *small_areas.left_out(cells, map_cells.without_place(records))],
        marks=small_areas.words(beside),
        compared=bool(outlined or written),
        drawing=drawing,
    )


def _counted(view: View, first: date, last: date) -> str:
    """Those of these months that have a count, in words; empty for none."""
    states = crimes.counts(view.place).states
    return months_listed([m for m in month_range(first, last) if m in states and states[m].counted])


def street_names(view: View) -> list[str]:
    """The streets that a record of the place names, by the alphabet."""
    return sorted(small_area.streets(view.place)["street"].unique(), key=str.casefold)


def streets_like(view: View, text: str) -> list[str]:
    """The street that is called so, or those whose name holds the words."""
    names, wanted = street_names(view), " ".join(text.casefold().split())
    exact = [name for name in names if name.casefold() == wanted]
    return exact or [name for name in names if wanted in name.casefold()]


@dataclass(frozen=True)
class OneArea:
    """A small area by itself. `sentences` (Markdown): what was recorded and, where numbers allow, whether
    that is usual; `table`: its months, under `title`. One with too few records to be drawn apart has a
    sentence only.
    """

    title: str
    sentences: list[str]
    table: pd.DataFrame | None = None


@cached(LRUCache(200), key=_of_version, condition=Condition())
def one_area(view: View, category: str, first: date, last: date, cell: str, street: str = "") -> OneArea:
    """A cell of the map of these months, by all the view's months. `street`: what was looked for. Shared."""
    found = where(view, category, first, last)
    if not found.period:
        return OneArea("", found.sentences)
    names = dict(zip(found.listed["cell"], found.listed["name"], strict=True))
    start = [small_areas.of_street(street, names.get(cell, ""))] if street else []
    if cell not in names:
        return OneArea("", [*start, small_areas.not_drawn(found.period, kinds.kind(category))])
    counts = small_area.counts_in(cell, view.place, view.counts)
    series = counts.crime if category == CRIME else counts.table[category]
    by_kind = set_out(counts)
    judged = by_own_past(ByKind(by_kind.table.loc[[category]], by_kind.months, by_kind.usable))
    ranges = judgement_rows.ranges(judged, category)
    return OneArea(
        small_areas.title(names[cell]),
        [*start, *small_areas.of_one(judged, category, len(names))],
        tables.months_table(series, counts.states, kinds.kind(category), ranges),
    )


def _beside_the_year_before(
    view: View, first: date, last: date, category: str, records: pd.DataFrame
) -> pd.DataFrame | None:
    """`small_areas.compared` for a year and its `records`; None unless enough months of it and of the one
    before are held.
    """
    years = (first, last), (shift(first, -12), shift(last, -12))
    usable = [m for m, state in crimes.counts(view.place).states.items() if state.usable]
    if last != shift(first, 11) or any(
        sum(start <= m <= end for m in usable) < OF_A_YEAR for start, end in years
    ):
        return None
    then = crimes.records(view.place, *years[1], None if category == CRIME else category)
    spread = judgement_rows.dispersion(view.usual, category)
    return compared(records, then, map_cells.resolution_for(records, 12), spread)
