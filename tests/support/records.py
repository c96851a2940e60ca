"""Records of our own making for the store's tests: the columns of crimes.parquet less month and source."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.store import folders, street_crime

PLACE = NeighbourhoodRef("exampleshire", "AB12")
READ_AT = datetime(2026, 11, 3, 9, 12, tzinfo=UTC)


def month(key: str) -> date:
    return date.fromisoformat(f"{key}-01")


SEP, AUG, JUL = month("2026-09"), month("2026-08"), month("2026-07")


def records(counts: Mapping[str, int], reported_by: str | None = None) -> pd.DataFrame:
    """A frame with so many records of each category, as the client hands it over."""
    rows = [
        {
            "category": category,
            "persistent_id": None if category == "anti-social-behaviour" else f"{category}{n:064}"[-64:],
            "latitude": 51.5,
            "longitude": None if n else -2.1,
            "street_name": "On or near Bath Road",
            "reported_by": reported_by,
            "outcome": "Under investigation" if n else None,
            "outcome_month": date(2026, 8, 1) if n else None,
        }
        for category, number in counts.items()
        for n in range(number)
    ]
    names = "category persistent_id latitude longitude street_name reported_by outcome outcome_month"
    return pd.DataFrame(rows, columns=names.split())


def reading(
    counts: Mapping[str, int], state: State = State.HELD, source: str = "api", at: datetime = READ_AT
) -> tuple[pd.DataFrame, MonthState]:
    return records(counts), MonthState(state, fetched_at=at, source=source)


def nothing(state: State, reason: str = "", at: datetime = READ_AT) -> tuple[None, MonthState]:
    return None, MonthState(state, fetched_at=at, reason=reason)


def crime_path() -> Path:
    return folders.place_folder(PLACE) / "crimes.parquet"


def counted(when: date) -> dict[str, int]:
    frame = street_crime.crimes(PLACE).frame
    return frame[frame["month"] == when]["category"].value_counts().to_dict()
