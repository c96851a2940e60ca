"""Files `crimes.parquet` and `stops.parquet`: a row a record; in the metadata, what is known of each month.

Metadata key `yourpatch`: `{"version": 1, "months": {"2026-09": {"state", "rows", "fetched_at", "source",
"reason"}}}`, so that rows and states are replaced together or not at all.
"""

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_access.models import MonthState, State
from data_access.months import month_key, parse_month
from data_access.store import atomic_write
from data_access.store.cache import per_file

log = logging.getLogger("yourpatch.month_files")
VERSION = 1
# Columns whose few values repeat. Trying it on the others makes a file slower to write, and no smaller.
REPEATING = ["month", "category", "street_name", "reported_by", "outcome", "outcome_month", "source"]
States = dict[date, MonthState]
# What came of asking for one month; no frame is no rows.
MonthReading = tuple[pd.DataFrame | None, MonthState]


class BrokenFile(Exception):
    """The file is not whole, not one of ours, or of a version this software does not read."""


@dataclass(frozen=True)
class HeldMonths:
    """What is held: `frame` a row a record (columns of the file's schema, months as `date`), `months` what is
    known of each month asked for. Shared by all who read: never change either.
    """

    frame: pd.DataFrame
    months: States


def cached_reader(cache_bytes: int, schema: pa.Schema) -> Callable[[Path], HeldMonths]:
    """A reader of files of `schema`, each as it stood; no rows and no months where nothing is held. A broken
    file is left to the next writer: a page that reads never writes.
    """
    nothing = HeldMonths(_frame(schema.empty_table()), {})

    @per_file(cache_bytes, nothing, lambda held: int(held.frame.memory_usage().sum()) + 10_000)
    def held_months(path: Path) -> HeldMonths:
        try:
            table, states = read(path, schema)
        except (BrokenFile, OSError) as error:
            log.error("%s cannot be read and counts as not held: %s", path, error)
            return nothing
        return HeldMonths(_frame(table), states)

    return held_months


def _frame(table: pa.Table) -> pd.DataFrame:
    # Flags may be null, and then pandas would make objects of them.
    flags = [column.name for column in table.schema if pa.types.is_boolean(column.type)]
    frame: pd.DataFrame = table.to_pandas()
    return frame.astype(dict.fromkeys(flags, "boolean")) if flags else frame


def read_or_set_aside(path: Path, schema: pa.Schema) -> tuple[pa.Table, States]:
    """Rows and states for whoever writes them anew. A broken file is kept beside, for whoever wants to look;
    its months count as never asked for.
    """
    try:
        return read(path, schema)
    except FileNotFoundError:
        pass
    except BrokenFile as error:
        log.error("%s is broken (%s): moved aside, its months will be read again", path, error)
        os.replace(path, path.with_name(path.name + ".broken"))
    return schema.empty_table(), {}


def read(path: Path, schema: pa.Schema) -> tuple[pa.Table, States]:
    """Rows and states. Raises BrokenFile, OSError when the disk will not."""
    with _telling_broken():
        with pq.ParquetFile(path) as file:
            table = file.read(use_threads=False)  # it is small: threads cost more than they save
        states = _states(table.schema.metadata[b"yourpatch"])
    table = table.replace_schema_metadata(None)
    if not table.schema.equals(schema):
        raise BrokenFile("its columns are others")
    return table, states


def read_states(path: Path) -> States:
    """The states alone. Raises as `read`, but does not see whether the rows are whole."""
    with _telling_broken():
        return _states(pq.read_metadata(path).metadata[b"yourpatch"])


@contextmanager
def _telling_broken() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # pyarrow says "unexpected end of stream" by an OSError that no system call made.
        if error.errno is None:
            raise BrokenFile(str(error)) from error
        raise
    except (pa.ArrowException, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BrokenFile(str(error)) from error


def write(path: Path, table: pa.Table, states: States) -> None:
    """Replace the file. Only inside `atomic_write.writing` of its folder. OSError when the disk will not."""
    whole = table.sort_by("month").replace_schema_metadata({"yourpatch": _metadata(states)})
    content = pa.BufferOutputStream()
    # Nobody asks a file of one row group for its statistics.
    pq.write_table(whole, content, compression="zstd", use_dictionary=REPEATING, write_statistics=False)
    atomic_write.replace(path, lambda file: file.write(content.getvalue()))


def month_table(month: date, frame: pd.DataFrame | None, source: str, schema: pa.Schema) -> pa.Table:
    """One month's rows in the file's shape; `frame` needs its columns but `month` and `source`."""
    if frame is None or frame.empty:
        return schema.empty_table()
    whole = frame.assign(month=month, source=source)[schema.names]
    return pa.Table.from_pandas(whole, schema=schema, preserve_index=False).replace_schema_metadata(None)


def _states(metadata: bytes) -> States:
    content = json.loads(metadata)
    if content["version"] != VERSION:
        raise BrokenFile(f"version {content['version']}")
    return {parse_month(key): _state(value) for key, value in content["months"].items()}


def _state(value: dict[str, Any]) -> MonthState:
    fetched_at = datetime.fromisoformat(value["fetched_at"]) if value["fetched_at"] else None
    return MonthState(State(value["state"]), value["rows"], fetched_at, value["source"], value["reason"])


def _metadata(states: Mapping[date, MonthState]) -> str:
    months = {
        month_key(month): {
            "state": state.state,
            "rows": state.rows,
            "fetched_at": state.fetched_at and state.fetched_at.isoformat(),
            "source": state.source,
            "reason": state.reason,
        }
        for month, state in sorted(states.items())
    }
    return json.dumps({"version": VERSION, "months": months})
