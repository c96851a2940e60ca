"""What is usual in every neighbourhood of a force that is held whole: made when facts change, read by pages.

    facts/<force>/ranges.parquet    what `judging.Force.judgements` says
    facts/<force>/changes.parquet   what `judging.Force.changes` says

The metadata of the ranges says which counts each neighbourhood had when they were made (`facts`, by
`ByKind.fingerprint`): a page whose counts are others does not use them.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path
from time import monotonic

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from data_access.background.task_queue import line
from data_access.counts.by_kind import by_kind
from data_access.errors import QueueFull
from data_access.models import NeighbourhoodRef
from data_access.statistics.counts_table import ByKind
from data_access.statistics.expected import POOLED_FROM
from data_access.statistics.judge import Force
from data_access.statistics.verdict import Verdict
from data_access.statistics.year_on_year import Direction
from data_access.store import atomic_write, held_places, places
from data_access.store.cache import per_file
from data_access.store.folders import force_folder, inside
from data_access.usual import mark_incomplete

log = logging.getLogger("yourpatch.force_ranges")
RANGES, CHANGES = "ranges.parquet", "changes.parquet"
VERSION = 3
# A force in which one place after another is read anew is judged anew now and then, not for each.
AGAIN_AFTER_S = 900.0
_EVIDENCE = ("expected", "low", "high", "p_high", "p_low", "dispersion", "recorded", "usable_months", "mean")
_CHANGE = ("now", "before", "pairs", "ratio", "low", "high")
_KEYS = [("neighbourhood", pa.string()), ("kind", pa.string()), ("month", pa.date32())]
RANGES_SCHEMA = pa.schema(
    [
        *_KEYS,
        ("last", pa.int8()),
        *((name, pa.float64()) for name in (*_EVIDENCE, "last_year")),
        *(("whole", pa.bool_()), ("verdict", pa.string()), ("disagrees", pa.bool_())),
    ]
)
CHANGES_SCHEMA = pa.schema(
    [
        *_KEYS,
        *((name, pa.float64()) for name in _CHANGE),
        ("direction", pa.string()),
    ]
)
NO_RANGES = RANGES_SCHEMA.empty_table().to_pandas()
NO_CHANGES = CHANGES_SCHEMA.empty_table().to_pandas()

_tried: dict[Path, float] = {}


def members(force_id: str) -> list[NeighbourhoodRef]:
    """The neighbourhoods the force lists, when all of them are held and there are ten at least; else none."""
    names = places.names(force_id)
    if len(names) < POOLED_FROM or len(inside(force_folder(force_id))) < len(names):
        return []
    found = [NeighbourhoodRef(force_id, id_) for id_ in names]
    return found if all(map(held_places.is_held, found)) else []


def make(force_id: str) -> bool:
    """Judge the force anew, now, if any count has changed since; False when it is not held whole, or another
    process is at it.

    Months that look incomplete are found first, because they are masked. OSError when the disk will not.
    """
    whole = members(force_id)
    if not whole:
        return False
    with suppress(Timeout), FileLock(force_folder(force_id) / ".ranges.lock", timeout=0):
        if _facts(force_folder(force_id) / RANGES) == _fingerprints(_counts(whole)):
            return True
        mark_incomplete.refresh_states(force_id)
        counts = _counts(whole)
        if not any(place.months for place in counts.values()):
            return False
        force = Force(counts)
        judgements = force.judgements()
        _write(force_id, judgements, force.changes(judgements), _fingerprints(counts))
        return True
    return False


def make_beside(force_id: str) -> None:
    """Have it done in the background, at most every quarter of an hour; returns at once."""
    folder = force_folder(force_id)
    if monotonic() - _tried.get(folder, -AGAIN_AFTER_S) >= AGAIN_AFTER_S and members(force_id):
        _tried[folder] = monotonic()
        with suppress(QueueFull):
            line("ranges", 1, 20).join(folder, lambda: make(force_id))


def of_place(place: NeighbourhoodRef, counts: ByKind) -> pd.DataFrame | None:
    """The place's judgements by the force's pattern; None when there are none made from these `counts`.

    Shared by all who ask, as everything that is read here: never change it.
    """
    file = force_folder(place.force_id) / RANGES
    if (_facts(file) or {}).get(place.neighbourhood_id) != counts.fingerprint:
        return None
    return _rows(file, "neighbourhood", place.neighbourhood_id)


def changes(force_id: str, column: str, value: str) -> pd.DataFrame:
    """The changes against the force (`Force.changes`) of which `column` (neighbourhood, kind) is `value`; no
    rows when the force is not held whole.
    """
    found = _rows(force_folder(force_id) / CHANGES, column, value)
    return NO_CHANGES if found is None else found


def _counts(places: Iterable[NeighbourhoodRef]) -> dict[str, ByKind]:
    return {place.neighbourhood_id: by_kind(place) for place in places}


def _fingerprints(counts: Mapping[str, ByKind]) -> dict[str, str]:
    return {id_: place.fingerprint for id_, place in counts.items()}


def _write(force_id: str, judgements: pd.DataFrame, changes: pd.DataFrame, facts: Mapping[str, str]) -> None:
    """A neighbourhood's rows stand together, so that one can be read without the others."""
    folder = force_folder(force_id)
    with atomic_write.writing(folder):
        for name, frame, schema in ((CHANGES, changes, CHANGES_SCHEMA), (RANGES, judgements, RANGES_SCHEMA)):
            whole = frame.sort_values("neighbourhood", kind="stable")
            table = pa.Table.from_pandas(whole[schema.names], schema=schema, preserve_index=False)
            about = {"yourpatch": json.dumps({"version": VERSION, "facts": facts})}
            put = partial(
                pq.write_table,
                table.replace_schema_metadata(about),
                compression="zstd",
                row_group_size=len(frame) // len(facts),
            )
            atomic_write.replace(folder / name, put)


@per_file(100, missing=None)
def _facts(path: Path) -> dict[str, str] | None:
    """The fingerprints of the counts that the ranges were made from; None when there are no ranges."""
    try:
        about = json.loads(pq.read_schema(path).metadata[b"yourpatch"])
        return dict(about["facts"]) if about["version"] == VERSION else None
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError) as error:
        log.warning("%s cannot be read and counts as not there: %s", path, error)
        return None


@per_file(500, missing=None)
def _rows(path: Path, column: str, value: str) -> pd.DataFrame | None:
    """The rows of a file in which `column` is `value`; None when there is no file."""
    schema = RANGES_SCHEMA if path.name == RANGES else CHANGES_SCHEMA
    try:
        table = pq.read_table(path, schema=schema, filters=[(column, "=", value)], use_threads=False)
    except (pa.ArrowException, OSError) as error:
        log.warning("%s cannot be read and counts as not there: %s", path, error)
        table = schema.empty_table()
    frame: pd.DataFrame = table.to_pandas()
    words: type[StrEnum]
    for name, words in (("verdict", Verdict), ("direction", Direction)):
        if name in frame:
            frame[name] = pd.Series([words(word) for word in frame[name]], index=frame.index, dtype=object)
    return frame
