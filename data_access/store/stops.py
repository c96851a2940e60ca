"""Stops and searches as the store holds them: `stops.parquet`, of a neighbourhood or of a whole force.

A row a stop, columns of SCHEMA (the API's own names); the state of each month in the metadata, as in
`crimes.parquet`. Months are replaced whole. Stops have no id: those of a neighbourhood and of its force are
never put together.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data_access.curated.stop_search_terms import STOP_FLAGS, STOP_TEXTS
from data_access.models import MonthState, NeighbourhoodRef
from data_access.store import atomic_write, monthly_parquet
from data_access.store.folders import force_folder, place_folder
from data_access.store.monthly_parquet import HeldMonths, MonthReading, cached_reader

FILE = "stops.parquet"
CACHE_BYTES = 48_000_000
SCHEMA = pa.schema(
    [
        ("month", pa.date32()),
        ("datetime", pa.timestamp("us", tz="UTC")),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("street_name", pa.string()),
        *((name, pa.string()) for name in (*STOP_TEXTS, "outcome")),
        *((name, pa.bool_()) for name in STOP_FLAGS),
        ("source", pa.string()),
    ]
)
# Whose stops: a neighbourhood's, or those of a whole force, by its id.
Whose = NeighbourhoodRef | str

_held_months = cached_reader(CACHE_BYTES, SCHEMA)


def folder(whose: Whose) -> Path:
    """Where the file stands. Raises InvalidQuestion for an id that names no folder."""
    return force_folder(whose) if isinstance(whose, str) else place_folder(whose)


def force_of(whose: Whose) -> str:
    """The id of the force."""
    return whose if isinstance(whose, str) else whose.force_id


def stops(whose: Whose) -> HeldMonths:
    """All stops held of the neighbourhood or force; no rows and no months when nothing is held."""
    return _held_months(folder(whose) / FILE)


def write_months(whose: Whose, months: Mapping[date, MonthReading]) -> None:
    """Put whole months in the place of what was held of them. A month that failed now, or that the force no
    longer names as published, does not displace one that was answered. OSError when the disk will not.
    """
    with atomic_write.writing(folder(whose)):
        path = folder(whose) / FILE
        held, before = monthly_parquet.read_or_set_aside(path, SCHEMA)
        new = {m: reading for m, reading in months.items() if not _worse(reading[1], before.get(m))}
        kept = held.filter(pc.invert(pc.is_in(held["month"], pa.array(list(new), pa.date32()))))
        tables = {
            m: monthly_parquet.month_table(m, frame, state.source, SCHEMA)
            for m, (frame, state) in new.items()
        }
        states = {m: replace(state, rows=tables[m].num_rows) for m, (_, state) in new.items()}
        monthly_parquet.write(path, pa.concat_tables([kept, *tables.values()]), {**before, **states})


def _worse(new: MonthState, old: MonthState | None) -> bool:
    return old is not None and old.counted and not new.counted
