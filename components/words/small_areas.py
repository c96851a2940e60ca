"""Small areas compared with the year before, in words: what stays, what is new, what rose.

Pure: `data_access.statistics.small_areas.compared` in, Markdown and marks out. Areas, never addresses.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from components.words import kinds
from components.words.judgement_rows import UNJUDGED, of_newest, verdict_of
from components.words.judgements import with_range
from components.words.language import _, month_words, months_listed, ngettext, number, share_words
from components.words.markdown import literal
from data_access.errors import NoUsableBoundary
from data_access.statistics import map_cells
from data_access.statistics.history import YEAR
from data_access.statistics.judgement_tables import Usual
from data_access.translation import N_

MOST_NAMED = 3
LEGEND = N_(
    "Black outline: the areas with the most records, which hold a quarter of all. "
    "“New”: not in that group a year earlier. "
    "“More”: a bigger share than a year earlier, with the areas around it."
)

RECORDED_IN_AN_AREA = N_("Recorded in a small area:")
WHERE = N_("Where it was recorded (approximate)")
NO_BOUNDARY = N_("We have not read this neighbourhood's boundary yet.")
HOW_TO_CHOOSE = N_("Choose a street, or a small area here or on the map, to see its months.")


def no_map(*, no_usable_boundary: bool) -> str:
    """Why there is no map."""
    return _(NoUsableBoundary.sentence) if no_usable_boundary else _(NO_BOUNDARY)


def spread(cells: pd.DataFrame, period: str, measure: str) -> str:
    """In how few of its small areas a quarter of what has a place was recorded. `period`: empty for months
    without a count.
    """
    if not period:
        return _("{what}: there are no figures for these months.").format(what=measure)
    if not len(cells):
        return _("{what}, {period}: nothing with a place was recorded.").format(what=measure, period=period)
    if len(cells) == 1:
        return _("{what}, {period}: all that has a place was recorded in one small area.").format(
            what=measure, period=period
        )
    few = map_cells.fewest_cells_holding(cells)
    count, base = int(few["count"].sum()), int(cells["count"].sum())
    return ngettext(
        "{what}, {period}: {n} of the {all} small areas with any record holds {share}.",
        "{what}, {period}: {n} of the {all} small areas with any record hold {share}.",
        len(few),
    ).format(
        what=measure,
        period=period,
        all=number(len(cells)),
        share=share_words(count, base) or _("{n} of {all} records").format(n=number(count), all=number(base)),
    )


def left_out(cells: pd.DataFrame, without_place: int) -> list[str]:
    """How many small areas are not drawn, and how many records have no place."""
    notes = []
    if few := len(cells) - len(map_cells.drawn_apart(cells)):
        notes.append(
            ngettext(
                "{n} small area with 1 or 2 records is not drawn.",
                "{n} small areas with 1 or 2 records are not drawn.",
                few,
            )
        )
    if without_place:
        notes.append(
            ngettext(
                "{n} record has no place and is not on the map.",
                "{n} records have no place and are not on the map.",
                without_place,
            )
        )
    return notes


def range_words(low: int, high: int) -> str:
    """`13 to 31`: the counts of a class."""
    if low == high:
        return number(low)
    return _("{low} to {high}").format(low=number(low), high=number(high))


def title(streets: str) -> str:
    """What stands over the months of one of them."""
    return _("Small area near {street}").format(street=streets) if streets else _("Small area")


def more_streets(more: int) -> str:
    """That other streets have such a name; empty for none."""
    if more <= 0:
        return ""
    return ngettext("{n} more. Type more of the name.", "{n} more. Type more of the name.", more)


def not_drawn(period: str, measure: str) -> str:
    """Why one of them is not shown apart."""
    return _(
        "{what}, {period}: fewer than 3 were recorded in that small area, so it is not shown apart."
    ).format(what=measure, period=period)


def cell_words(table: pd.DataFrame) -> Iterator[tuple[str, int, str]]:
    """Each cell's index, its count, and both in words."""
    for cell, count, name in zip(table["cell"], table["count"], table["name"], strict=True):
        where = _("near {street}").format(street=name) if name else name_of("")
        yield str(cell), int(count), f"{where}: " + ngettext("{n} recorded", "{n} recorded", int(count))


def name_of(streets: str) -> str:
    """A small area by the streets nearest to it."""
    return streets or _("(no street named by police.uk)")


def of_street(street: str, streets: str) -> str:
    """Which small area is shown for a street; `streets`: its name, "" for one not drawn apart."""
    if streets in ("", street):
        return _("This is the small area with the most records near {street}.").format(street=literal(street))
    return _("The small area with the most records near {street} is the one near {streets}.").format(
        street=literal(street), streets=literal(streets)
    )


def of_one(judged: Usual, kind: str, areas: int) -> list[str]:
    """What was recorded in one of so many small areas, in the newest month and over a year, and whether that
    is usual there, where that can be said.
    """
    row = of_newest(judged, kind)
    if row is None or judged.month is None:
        return []
    said = [_of_period(kind, row, month_words(judged.month))]
    rows = [found for found in judged.year_rows if found["kind"] == kind]
    rows = [found for found in rows if verdict_of(found) not in UNJUDGED]
    said += [_of_period(kind, found, months_listed(judged.compared(YEAR))) for found in rows]
    if areas > 1 and (rows or verdict_of(row) not in UNJUDGED):
        said.append(
            _("About one small area in a hundred looks high by chance alone, and this map has {n}.").format(
                n=number(areas)
            )
        )
    return said


def _of_period(kind: str, row: Mapping[str, Any], period: str) -> str:
    return _("{what}: **{n} recorded in {period}**, {verdict}.").format(
        what=kinds.kind(kind), n=number(int(row["recorded"])), period=period, verdict=with_range(row)
    )


def sentences(compared: pd.DataFrame, table: pd.DataFrame, earlier: str) -> list[str]:
    """Which of the areas with the most records stay and which are new; where there was more than a year
    before. `table` has the names of the cells; `earlier` names the months of the year before.
    """
    listed = compared[compared["listed"]]
    said = [_staying(listed, earlier)] if len(listed) else []
    named = compared[compared["named"]].sort_values("p_high").head(MOST_NAMED)
    if named.empty:
        said.append(_("No small area stands out more than it did in {months}.").format(months=earlier))
        return said
    names = dict(zip(table["cell"], table["name"], strict=True))
    said += [_more(names.get(str(cell), ""), row, earlier) for cell, row in named.iterrows()]
    said.append(_("Up to one in ten of the areas marked “more” may be chance."))
    return said


def words(beside: pd.DataFrame | None) -> dict[str, str]:
    """The marks of each cell that has any, for the table."""
    found = {cell: _marks(row, "stands_out") for cell, row in _rows(beside)}
    for cell, row in _rows(beside):
        if row["listed"]:
            found[cell] = [_("most records"), *found[cell]]
    return {cell: ", ".join(marks) for cell, marks in found.items() if marks}


def with_chosen(marks: Mapping[str, str], chosen: str) -> dict[str, str]:
    """The marks with that of the reader's choice; "" for none."""
    if not chosen:
        return dict(marks)
    return {**marks, chosen: ", ".join(filter(None, (_("chosen"), marks.get(chosen))))}


def marks(beside: pd.DataFrame | None) -> tuple[frozenset[str], dict[str, str]]:
    """The cells to be outlined in the map, and what is written on cells: "more" on the strongest of a cluster
    only, for words would cover each other.
    """
    rows = _rows(beside)
    written = {cell: _marks(row, "named") for cell, row in rows}
    outlined = frozenset(cell for cell, row in rows if row["listed"])
    return outlined, {cell: ", ".join(marks) for cell, marks in written.items() if marks}


def _marks(row: Mapping[str, Any], more_column: str) -> list[str]:
    new = row["listed"] and not row["listed_before"]
    return [_("new")] * bool(new) + [_("more")] * bool(row[more_column])


def _staying(listed: pd.DataFrame, earlier: str) -> str:
    stay, every = int(listed["listed_before"].sum()), len(listed)
    if stay == every:
        sentence = ngettext(
            "The area with the most records was also the one in {months}.",
            "All {n} areas with the most records were also among those in {months}.",
            every,
        )
    elif not stay:
        sentence = ngettext(
            "The area with the most records was not the one in {months}.",
            "None of the {n} areas with the most records was among those in {months}.",
            every,
        )
    else:
        sentence = ngettext(
            "{n} of the {all} areas with the most records was also among those in {months}.",
            "{n} of the {all} areas with the most records were also among those in {months}.",
            stay,
        )
    return sentence.format(months=earlier, all=number(every))


def _rows(beside: pd.DataFrame | None) -> list[tuple[str, Mapping[str, Any]]]:
    rows: dict[Any, Any] = {} if beside is None else beside.to_dict("index")
    return [(str(cell), row) for cell, row in rows.items()]


def _more(name: str, row: Any, earlier: str) -> str:
    recorded, more = int(row["recorded"]), round(row["recorded"] - row["expected"])
    sentence = (
        _("Around {street}: {n}, about {more} more than the pattern of {months} would suggest.")
        if name
        else _("Around one area: {n}, about {more} more than the pattern of {months} would suggest.")
    )
    return sentence.format(street=literal(name), n=number(recorded), more=number(more), months=earlier)
