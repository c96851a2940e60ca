"""Counts as the store would give them, built by hand."""

from datetime import UTC, date, datetime

import pandas as pd

from data_access.curated.categories import ASB, CATEGORIES
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import month_range
from data_access.overviews.place import View
from data_access.statistics.counts_table import Counts
from data_access.statistics.judgement_tables import Usual

READ = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def counts_of(crime: dict[date, int | None], asb: int = 64, gaps: dict[date, State] | None = None) -> Counts:
    """All crime in one category, `asb` incidents every month; None where there is no figure."""
    months = month_range(min(crime), max(crime))
    index = pd.Index(months, dtype=object, name="month")
    table = pd.DataFrame(0, index=index, columns=list(CATEGORIES)).astype("Int64")
    states = {}
    for month in months:
        count = crime.get(month)
        state = (gaps or {}).get(month, State.HELD)
        states[month] = MonthState(state, count or 0, READ)
        table.loc[month] = pd.NA if count is None else 0
        if count is not None:
            table.loc[month, ["shoplifting", ASB]] = [count, asb]
    return Counts(table, states)


def view_of(counts: Counts, judged: Usual, to: date | None = None) -> View:
    """A view of these counts and judgements, with nothing read from a store."""
    view = View(NeighbourhoodRef("exampleshire", "AB12"), "Market Ashby", counts, to, "")
    view.__dict__.update(usual=judged, force_name="Exampleshire Police")
    return view
