"""Small areas compared with the year before, in words: what stays, what is new, what rose.

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
    "Black outline: the areas with the most records, which hold a quarter of all. "
    "“New”: not in that group a year earlier. "
    "“More”: a bigger share than a year earlier, with the areas around it."
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
