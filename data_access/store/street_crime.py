"""Street-level crime of a neighbourhood as the store holds it: months are replaced whole, never in part."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from threading import Lock

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_access.freshness import is_ahead
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.settings import now
from data_access.store import atomic_write, monthly_parquet, revisions, small_facts
from data_access.store.folders import force_folder, inside, place_folder
from data_access.store.monthly_parquet import BrokenFile, HeldMonths, MonthReading, States, cached_reader

FILE = "crimes.parquet"
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
CACHE_BYTES = 64_000_000
# What proves that a force published a month: fewer records, or a smaller share of the usual, may be stray.
FEWEST_ROWS = 3
LEAST_SHARE = 0.25
_noting = Lock()  # neighbourhoods of one force are written at once
NO_ANSWER = {State.FAILED, State.OUTSIDE}
ANSWERED = {State.HELD, State.EMPTY, State.INCOMPLETE, State.UNKNOWN_EMPTY}
_held_months = cached_reader(CACHE_BYTES, SCHEMA)


def crimes(place: NeighbourhoodRef) -> HeldMonths:
    """All street-level crime held of the place; no rows and no months when nothing is held."""
    return _held_months(place_folder(place) / FILE)


def states(place: NeighbourhoodRef) -> States:
    """What is known of each month, without the rows: for many places at once. Empty when nothing is held."""
    try:
        return monthly_parquet.read_states(place_folder(place) / FILE)
    except (BrokenFile, OSError):
        return {}


def write_months(place: NeighbourhoodRef, months: Mapping[date, MonthReading]) -> States:
    """Put whole months in the place of what was held of them: the younger state of police.uk wins, an answer
    of its API or an archive, whichever comes first.

    A frame has a row a record and SCHEMA's columns but `month` and `source`; None is no rows. A month that
    failed now, or has left police.uk's window, does not displace one that was answered before, nor does an
    archive that has no file of it. Counts that changed go to the revisions. Returns what is now known of each
    month. OSError when the disk will not; then the old file stands.
    """
    rows = pa.concat_tables([SCHEMA.empty_table(), *(_rows(m, *reading) for m, reading in months.items())])
    known = write_rows(place, rows, {m: state for m, (_, state) in months.items()})
    note_published(place.force_id, _proven(place, rows, known))
    return known


def write_rows(place: NeighbourhoodRef, rows: pa.Table, states: States) -> States:
    """The same for many months at once: `rows` in the file's shape (SCHEMA), all of months in `states`.

    Which months the force published is left to say to `note_published`, once for all its neighbourhoods.
    """
    folder = place_folder(place)
    with atomic_write.writing(folder):
        held, before = monthly_parquet.read_or_set_aside(folder / FILE, SCHEMA)
        accepted = {m: new for m, new in states.items() if not worse(new, before.get(m))}
        if not accepted:
            return before
        new = rows if len(accepted) == len(states) else rows.filter(_of_months(rows, accepted))
        number = {n["values"]: n["counts"] for n in new["month"].value_counts().to_pylist()}
        after = {m: _with_rows(state, number.get(m, 0)) for m, state in accepted.items()}
        displaced = _of_months(held, accepted)
        _note_revisions(folder, held.filter(displaced), before, new, after)
        merged = pa.concat_tables([held.filter(pc.invert(displaced)), new])
        monthly_parquet.write(folder / FILE, merged, {**before, **after})
    return {**before, **after}


def note_published(force_id: str, months: Iterable[date]) -> None:
    """Remember that the force published these months. OSError when the disk will not."""
    with _noting:
        known, new = months_of_force(force_id), frozenset(months)
        if new - known:
            small_facts.write("published", tuple(sorted(known | new)), tuple[date, ...], force_id)


def restate(place: NeighbourhoodRef, states: States) -> None:
    """Say anew what is known of months whose rows stand. A month read again since `states` is left alone."""
    folder = place_folder(place)
    with atomic_write.writing(folder):
        held, before = monthly_parquet.read_or_set_aside(folder / FILE, SCHEMA)
        same = {m: s for m, s in states.items() if m in before and before[m].fetched_at == s.fetched_at}
        if same:
            monthly_parquet.write(folder / FILE, held, {**before, **same})


def months_of_force(force_id: str) -> frozenset[date]:
    """The months the force is known to have published: some neighbourhood of it holds rows of them."""
    facts = small_facts.read("published", tuple[date, ...], force_id)
    return frozenset(facts.value) if facts else frozenset()


def worse(new: MonthState, old: MonthState | None) -> bool:
    """Whether what is held of a month stands: an archive fills what is missing or was read before its day."""
    if old is None:
        return False
    if new.source == "archive":
        if new.counted and old.counted:
            return read_at(new) < read_at(old)
        if new.state is State.NOT_PUBLISHED:
            return old.counted
    return new.state in NO_ANSWER and old.state not in NO_ANSWER


def read_at(state: MonthState) -> datetime:
    """When it was read, by a clock that can be believed; else before everything."""
    read = state.fetched_at
    return read if read and not is_ahead(read, now()) else datetime.min.replace(tzinfo=UTC)


def _rows(month: date, frame: pd.DataFrame | None, state: MonthState) -> pa.Table:
    rows = None if state.state is State.FAILED else frame
    return monthly_parquet.month_table(month, rows, state.source, SCHEMA)


def _of_months(table: pa.Table, months: Iterable[date]) -> pa.ChunkedArray:
    return pc.is_in(table["month"], pa.array(list(months), pa.date32()))


def _with_rows(state: MonthState, number: int) -> MonthState:
    return state if state.rows == number else replace(state, rows=number)


def _note_revisions(
    folder: Path, old_rows: pa.Table, old_states: States, new_rows: pa.Table, new_states: States
) -> None:
    again = sorted(m for m in new_states if m in old_states and old_states[m].counted)
    if not again or all(old_rows[name].equals(new_rows[name]) for name in ("month", "category")):
        return
    old, new = _counts(old_rows), _counts(new_rows)
    for month in again:
        changed = revisions.changed_counts(month, old.get(month, {}), new.get(month, {}), new_states[month])
        revisions.append(folder, changed)


def _counts(table: pa.Table) -> dict[date, dict[str, int]]:
    counts: dict[date, dict[str, int]] = {}
    grouped = table.group_by(["month", "category"], use_threads=False)
    for row in grouped.aggregate([([], "count_all")]).to_pylist():
        counts.setdefault(row["month"], {})[row["category"]] = row["count_all"]
    return counts


def usual_rows(states: States) -> float:
    """How many records a month of the place usually has: the median of those that have any; 0 without one."""
    return median([state.rows for state in states.values() if state.rows] or [0])


def _proven(place: NeighbourhoodRef, rows: pa.Table, known: States) -> set[date]:
    """The months that the force published, by the place's own new `rows` or by those of all that are held.

    A few records prove nothing: a neighbouring force's lie across the line, a station's are the transport
    police's. It takes a plausible share of what is usual where the month has been read.
    """
    by_force = pc.fill_null(pc.equal(rows["reported_by"], place.force_id), True)
    number = {n["values"]: n["counts"] for n in rows["month"].filter(by_force).value_counts().to_pylist()}
    usual = usual_rows(known)
    alone = {month for month, rows_of_month in number.items() if is_plausible(rows_of_month, usual)}
    doubtful = number.keys() - alone - months_of_force(place.force_id)
    return alone | (_proven_together(place.force_id, doubtful) if doubtful else set())


def _proven_together(force_id: str, months: Iterable[date]) -> set[date]:
    here = [states(NeighbourhoodRef(force_id, id_)) for id_, _folder in inside(force_folder(force_id))]
    held = [(known, usual_rows(known)) for known in here]
    found = set()
    for month in months:
        read = [
            (known[month].rows, usual)
            for known, usual in held
            if month in known and known[month].state in ANSWERED
        ]
        if is_plausible(sum(n for n, _usual in read), sum(usual for _n, usual in read)):
            found.add(month)
    return found


def is_plausible(rows: int, usual: float) -> bool:
    """Whether so many records of a month can be more than stray ones, where `usual` many are usual."""
    return rows >= FEWEST_ROWS and rows >= usual * LEAST_SHARE
