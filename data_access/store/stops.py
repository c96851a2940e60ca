"""Stops and searches as the store holds them: `stops.parquet`, of a neighbourhood or of a whole force.

A row a stop, columns of SCHEMA (the API's own names); the state of each month in the metadata, as in
`crimes.parquet`. Months are replaced whole. Stops have no id: those of a neighbourhood and of its force are
never put together.
"""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_access.curated.stop_search_terms import STOP_FLAGS, STOP_TEXTS
from data_access.models import MonthState, NeighbourhoodRef
from data_access.store import atomic_write, monthly_parquet
from data_access.store.cache import per_file
from data_access.store.folders import force_folder, place_folder
from data_access.store.monthly_parquet import BrokenFile, States

log = logging.getLogger("yourpatch.stop_files")
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
Reading = tuple[pd.DataFrame | None, MonthState]


@dataclass(frozen=True)
class Stops:
    """What is held: `frame` a row a stop (columns of SCHEMA), `months` what is known of each month asked for.
    Shared by all who read: never change either.
    """

    frame: pd.DataFrame
    months: States


NOTHING = Stops(SCHEMA.empty_table().to_pandas().astype(dict.fromkeys(STOP_FLAGS, "boolean")), {})


def folder(whose: Whose) -> Path:
    """Where the file stands. Raises InvalidQuestion for an id that names no folder."""
    return force_folder(whose) if isinstance(whose, str) else place_folder(whose)


def force_of(whose: Whose) -> str:
    """The id of the force."""
    return whose if isinstance(whose, str) else whose.force_id


def stops(whose: Whose) -> Stops:
    """All stops held of the neighbourhood or force; no rows and no months when nothing is held."""
    return _stops(folder(whose) / FILE)


def write_months(whose: Whose, months: Mapping[date, Reading]) -> None:
    """Put whole months in the place of what was held of them. A month that failed now, or that the force no
    longer names as published, does not displace one that was answered. OSError when the disk will not.
    """
    with atomic_write.writing(folder(whose)):
        path = folder(whose) / FILE
        held, before = _read_or_set_aside(path)
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


def _read_or_set_aside(path: Path) -> tuple[pa.Table, States]:
    try:
        return monthly_parquet.read(path, SCHEMA)
    except FileNotFoundError:
        pass
    except BrokenFile as error:
        log.error("%s is broken (%s): moved aside, its months will be read again", path, error)
        os.replace(path, path.with_name(path.name + ".broken"))
    return SCHEMA.empty_table(), {}


@per_file(CACHE_BYTES, NOTHING, lambda found: int(found.frame.memory_usage().sum()) + 10_000)
def _stops(path: Path) -> Stops:
    try:
        table, states = monthly_parquet.read(path, SCHEMA)
    except (BrokenFile, OSError) as error:
        log.error("%s cannot be read and counts as not held: %s", path, error)
        return NOTHING
    # Flags may be null, and then pandas would make objects of them.
    return Stops(table.to_pandas().astype(dict.fromkeys(STOP_FLAGS, "boolean")), states)
