"""The last 1, 2, 3 or 12 months of a neighbourhood as one: what was recorded, and whether that is usual."""

from datetime import date
from typing import Any

import pandas as pd

from data_access.counts.by_kind import by_kind
from data_access.models import NeighbourhoodRef
from data_access.months import month_range, shift
from data_access.statistics.counts_table import CRIME, Counts
from data_access.statistics.judgement_tables import OWN, SPANS, Span, Usual
from data_access.statistics.verdict import of_place
from data_access.store.cache import per_version


def span(place: NeighbourhoodRef, counts: Counts, usual: Usual, last: int) -> Span | None:
    """The `last` months of `counts` to its newest, judged; None where no month has a count.

    `usual` is the place's as of the same month. Sums of 2 months are not stored: they are judged here, by the
    place's own past. Raises ValueError for a span that is not judged.
    """
    if last not in SPANS:
        raise ValueError(f"a span of {last} months is not judged: 1, 2, 3 or 12")
    newest = counts.newest
    if newest is None:
        return None
    months = month_range(shift(newest, 1 - last), newest)
    part = counts.between(months[0], newest)
    table = part.table.assign(**{CRIME: part.crime})
    sums = table.sum(min_count=1).dropna()
    counted = {m for m, state in part.states.items() if state.counted}
    return Span(
        months=months,
        recorded={str(kind): int(n) for kind, n in sums.items()},
        without=[m for m in months if m not in counted],
        states=part.states,
        judged=_judged(place, usual, newest, last),
        rule=OWN if last == 2 else usual.rule,
    )


def _judged(place: NeighbourhoodRef, usual: Usual, newest: date, last: int) -> dict[str, dict[str, Any]]:
    if usual.month != newest:
        return {}
    if last == 2:
        frame = _two_months(place, newest)
    elif last == 1:
        frame = usual.table[usual.table.index.get_level_values("month") == newest].droplevel("month")
    else:
        frame = usual.lasting if last == 3 else usual.year
    rows: Any = frame.to_dict("index")
    return {str(kind): row for kind, row in rows.items() if pd.notna(row["recorded"])}


@per_version(200)
def _two_months(place: NeighbourhoodRef, newest: date) -> pd.DataFrame:
    known = by_kind(place).until(newest)
    return of_place(known.table, known.months, known.usable, last=2)
