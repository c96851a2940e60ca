"""Small areas beside the year before, in words: what stays, what is new, what rose.

Pure: `data_access.statistics.small_areas.compared` in, Markdown and marks out. Areas, never addresses.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.words.language import _, ngettext, number
from components.words.markdown import literal
from data_access.translation import N_

MOST_NAMED = 3
LEGEND = N_(
    "Busiest, outlined: the fewest areas that hold a quarter. New: not among those a year before. "
    "More: more than its share of a year before, with the areas around it; the map names the strongest."
)


def sentences(beside: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """Which of the busiest areas stay and which are new; where more than its share was recorded. `table` has
    the names of the cells.
    """
    said = [_staying(beside[beside["listed"]])] if beside["listed"].any() else []
    named = beside[beside["named"]].sort_values("p_high").head(MOST_NAMED)
    if named.empty:
        said.append(_("Nowhere was clearly more recorded than the share a year before would give."))
        return said
    names = dict(zip(table["cell"], table["name"], strict=True))
    said += [_more(names.get(str(cell), ""), row) for cell, row in named.iterrows()]
    said.append(_("Up to one in ten of the areas marked “more” may be chance."))
    return said


def words(beside: pd.DataFrame | None) -> dict[str, str]:
    """The marks of each cell that has any, for the table."""
    found = {cell: _marks(row, "stands_out") for cell, row in _rows(beside)}
    for cell, row in _rows(beside):
        if row["listed"]:
            found[cell] = [_("busiest"), *found[cell]]
    return {cell: ", ".join(marks) for cell, marks in found.items() if marks}


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


def _staying(listed: pd.DataFrame) -> str:
    stay, every = int(listed["listed_before"].sum()), len(listed)
    if stay == every:
        return ngettext(
            "It was among the busiest a year before too.",
            "These {n} were among the busiest a year before too.",
            every,
        )
    if not stay:
        return ngettext(
            "It was not among the busiest a year before.",
            "None of the {n} was among the busiest a year before.",
            every,
        )
    return ngettext(
        "{n} of them was among the busiest a year before too; {new} not.",
        "{n} of them were among the busiest a year before too; {new} not.",
        stay,
    ).format(new=number(every - stay))


def _rows(beside: pd.DataFrame | None) -> list[tuple[str, Mapping[str, Any]]]:
    rows: dict[Any, Any] = {} if beside is None else beside.to_dict("index")
    return [(str(cell), row) for cell, row in rows.items()]


def _more(name: str, row: Any) -> str:
    numbers = _("{n} recorded; that share would give about {expected}.").format(
        n=number(int(row["recorded"])), expected=number(round(row["expected"]))
    )
    if name:
        where = _("Around {street}, more was recorded than its share a year before:").format(
            street=literal(name)
        )
    else:
        where = _("Around an area without a known street, more was recorded than its share a year before:")
    return f"{where} {numbers}"
