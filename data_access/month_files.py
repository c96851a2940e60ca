"""Street-level crime of a neighbourhood as the store holds it: months are replaced whole, never in part."""

import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Condition, Lock

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from cachetools import LRUCache, cached

from data_access import atomic, crime_file, fact_files, revisions
from data_access.crime_file import FILE, SCHEMA, BrokenFile, States
from data_access.folders import Stamp, place_folder, stamp
from data_access.models import MonthState, NeighbourhoodRef, State

log = logging.getLogger("yourpatch.month_files")
CACHE_BYTES = 64_000_000
BRITISH_TRANSPORT_POLICE = "btp"
_noting = Lock()  # neighbourhoods of one force are written at once
NO_ANSWER = {State.FAILED, State.OUTSIDE}
Reading = tuple[pd.DataFrame | None, MonthState]


@dataclass(frozen=True)
class Crimes:
    """What is held of a place: `frame` a row a record (columns of `crime_file.SCHEMA`, months as `date`),
    `months` what is known of each month asked for. Shared by all who read: never change either.
    """

    frame: pd.DataFrame
    months: States


NOTHING = Crimes(SCHEMA.empty_table().to_pandas(), {})


def crimes(place: NeighbourhoodRef) -> Crimes:
    """All street-level crime held of the place; no rows and no months when nothing is held."""
    path = place_folder(place) / FILE
    written = stamp(path)
    return _crimes(path, written) if written else NOTHING


def states(place: NeighbourhoodRef) -> States:
    """What is known of each month, without the rows: for many places at once. Empty when nothing is held."""
    try:
        return crime_file.read_states(place_folder(place) / FILE)
    except (BrokenFile, OSError):
        return {}


def write_months(place: NeighbourhoodRef, months: Mapping[date, Reading]) -> States:
    """Put whole months in the place of what was held of them: the later reading wins, API or archive.

    A frame has a row a record and SCHEMA's columns but `month` and `source`; None is no rows. A month that
    failed now, or has left police.uk's window, does not displace one that was answered before, nor does an
    archive that has no file of it. Counts that changed go to the revisions. Returns what is now known of each
    month. OSError when the disk will not; then the old file stands.
    """
    tables = [_rows(month, *reading) for month, reading in months.items()]
    return write_rows(
        place, pa.concat_tables([SCHEMA.empty_table(), *tables]), {m: s for m, (_, s) in months.items()}
    )


def write_rows(place: NeighbourhoodRef, rows: pa.Table, states: States) -> States:
    """The same for many months at once: `rows` in the file's shape (SCHEMA), all of months in `states`."""
    folder = place_folder(place)
    with atomic.writing(folder):
        held, before = _read_or_set_aside(folder / FILE)
        accepted = {m: new for m, new in states.items() if not _worse(new, before.get(m))}
        if not accepted:
            return before
        new = rows.filter(_of_months(rows, accepted))
        number = {n["values"]: n["counts"] for n in new["month"].value_counts().to_pylist()}
        after = {m: replace(state, rows=number.get(m, 0)) for m, state in accepted.items()}
        _note_revisions(folder, (held, before), new, after)
        merged = pa.concat_tables([held.filter(pc.invert(_of_months(held, accepted))), new])
        crime_file.write(folder / FILE, merged, {**before, **after})
    _note_published(place.force_id, new)
    return {**before, **after}


def restate(place: NeighbourhoodRef, states: States) -> None:
    """Say anew what is known of months whose rows stand. A month read again since `states` is left alone."""
    folder = place_folder(place)
    with atomic.writing(folder):
        held, before = _read_or_set_aside(folder / FILE)
        same = {m: s for m, s in states.items() if m in before and before[m].fetched_at == s.fetched_at}
        if same:
            crime_file.write(folder / FILE, held, {**before, **same})


def months_of_force(force_id: str) -> frozenset[date]:
    """The months the force is known to have published: some neighbourhood of it holds rows of them."""
    facts = fact_files.read("published", tuple[date, ...], force_id)
    return frozenset(facts.value) if facts else frozenset()


def _worse(new: MonthState, old: MonthState | None) -> bool:
    if old is None:
        return False
    if new.state is State.NOT_PUBLISHED and new.source == "archive":
        return old.counted
    return new.state in NO_ANSWER and old.state not in NO_ANSWER


def _rows(month: date, frame: pd.DataFrame | None, state: MonthState) -> pa.Table:
    return crime_file.month_table(month, None if state.state is State.FAILED else frame, state.source)


def _of_months(table: pa.Table, months: Iterable[date]) -> pa.ChunkedArray:
    return pc.is_in(table["month"], pa.array(list(months), pa.date32()))


def _note_revisions(folder: Path, held: tuple[pa.Table, States], new: pa.Table, after: States) -> None:
    rows, before = held
    again = sorted(m for m in after if m in before and before[m].counted)
    was, is_ = (_counts(rows), _counts(new)) if again else ({}, {})
    for month in again:
        changed = revisions.changed_counts(month, was.get(month, {}), is_.get(month, {}), after[month])
        revisions.append(folder, changed)


def _counts(table: pa.Table) -> dict[date, dict[str, int]]:
    counts: dict[date, dict[str, int]] = {}
    for row in (
        table.group_by(["month", "category"], use_threads=False).aggregate([([], "count_all")]).to_pylist()
    ):
        counts.setdefault(row["month"], {})[row["category"]] = row["count_all"]
    return counts


def _note_published(force_id: str, rows: pa.Table) -> None:
    """A station's records say nothing about what the force published: they are the transport police's."""
    by_force = pc.fill_null(pc.not_equal(rows["reported_by"], BRITISH_TRANSPORT_POLICE), True)
    found = set(rows["month"].filter(by_force).unique().to_pylist())
    with _noting:
        known = months_of_force(force_id)
        if found - known:
            fact_files.write("published", tuple(sorted(known | found)), tuple[date, ...], force_id)


def _read_or_set_aside(path: Path) -> tuple[pa.Table, States]:
    try:
        return crime_file.read(path)
    except FileNotFoundError:
        pass
    except BrokenFile as error:
        # Kept beside for whoever wants to look; its months count as never asked for.
        log.error("%s is broken (%s): moved aside, its months will be read again", path, error)
        os.replace(path, path.with_name(path.name + ".broken"))
    return SCHEMA.empty_table(), {}


@cached(
    LRUCache(CACHE_BYTES, getsizeof=lambda found: int(found.frame.memory_usage().sum()) + 10_000),
    condition=Condition(),
)
def _crimes(path: Path, written: Stamp) -> Crimes:  # noqa: ARG001 - part of the key
    """The file as it stood. A broken one is left to the next writer: a page that reads never writes."""
    try:
        table, states = crime_file.read(path)
    except (BrokenFile, OSError) as error:
        log.error("%s cannot be read and counts as not held: %s", path, error)
        return NOTHING
    return Crimes(table.to_pandas(), states)
