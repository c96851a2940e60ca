"""Stops and searches put into the store, and the neighbourhood of the demonstration they are of."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.police_api import records
from data_access.store import stops as stops_store
from tests.support.records import READ_AT

FORCE = "exampleshire"
TOWN = NeighbourhoodRef(FORCE, "XD_NORTH")
NEWEST = date(2026, 9, 1)
Facts = Mapping[str, Any]
STATE = MonthState(State.HELD, fetched_at=READ_AT)


def put(
    whose: stops_store.Whose, months: Mapping[date, list[Facts] | None], state: State = State.NOT_PUBLISHED
) -> None:
    """These months; None stands for a month in `state`."""
    found = {
        month: (None, MonthState(state, fetched_at=READ_AT))
        if held is None
        else (records.parse_stops(held, month), STATE)
        for month, held in months.items()
    }
    stops_store.write_months(whose, found)
