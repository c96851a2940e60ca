"""The file format `crimes.parquet`: a row a record, and in the metadata what is known of each month.

Metadata key `yourpatch`: `{"version": 1, "months": {"2026-09": {"state", "rows", "fetched_at", "source",
"reason"}}}`, so that rows and states are replaced together or not at all.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_access.models import MonthState, State
from data_access.months import month_key, parse_month
from data_access.store import atomic_write

FILE = "crimes.parquet"
VERSION = 1
# Fixed: an empty month otherwise infers null types, and two files of one store would differ.
SCHEMA = pa.schema(
    [
        ("month", pa.date32()),
        ("category", pa.string()),
        ("persistent_id", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("street_name", pa.string()),
        ("reported_by", pa.string()),
        ("outcome", pa.string()),
        ("outcome_month", pa.date32()),
        ("source", pa.string()),
    ]
)
# Columns whose few values repeat. Trying it on the others makes a file slower to write, and no smaller.
REPEATING = ["month", "category", "street_name", "reported_by", "outcome", "outcome_month", "source"]
States = dict[date, MonthState]


class BrokenFile(Exception):
    """The file is not whole, not one of ours, or of a version this software does not read."""


def read(path: Path, schema: pa.Schema = SCHEMA) -> tuple[pa.Table, States]:
    """Rows and states; `schema` is another for stops. Raises BrokenFile, OSError when the disk will not."""
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


def month_table(month: date, frame: pd.DataFrame | None, source: str, schema: pa.Schema = SCHEMA) -> pa.Table:
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
