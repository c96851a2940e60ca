"""The bulk way in: the archive's rows into the neighbourhoods' files, as if each had been asked for.

What lies in a neighbourhood's polygon counts, whoever recorded it (British Transport Police, a neighbouring
force), as in police.uk's own answers. A force's rows outside all its neighbourhoods, or without a place, are
kept in its counts. What is held from a later day than the archive's stays: the order of loading does not
matter. The archive is read a member at a time and each file is written once; loaded again, it comes to the
same.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_access.archive import known_areas
from data_access.archive.boundary_files import Area
from data_access.archive.bulk_zip import Archive, StreetFile, read, unpack
from data_access.archive.place_rows import Fallen, Tally
from data_access.archive.row_spool import Spool
from data_access.archive.zip_safety import Unreadable
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import month_range
from data_access.store import held_places, small_facts, street_crime
from data_access.store.folders import facts_folder
from data_access.store.monthly_parquet import States
from data_access.store.street_crime import SCHEMA
from data_access.usual import force_counts, mark_incomplete

# Rows placed at a time: enough that a force's distinct points are placed once, few enough for 50 MB.
ROWS_AT_A_TIME = 150_000
Progress = Callable[[int, int], None]
Step = Callable[[], None]


@dataclass(frozen=True)
class ForceLoaded:
    """What came of a force: the months it had files of, how many rows fell where, which months look
    incomplete, with the reason, and in which some neighbourhood keeps what was read on a later day.
    """

    months: tuple[date, ...]
    fallen: Fallen
    incomplete: dict[date, str]
    kept: tuple[date, ...] = ()


@dataclass
class Loaded:
    """What came of it: by force; forces the archive has no readable file of; and a line for each member that
    could not be read.
    """

    forces: dict[str, ForceLoaded] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def load(path: Path, areas: Sequence[Area], progress: Progress = lambda _done, _all: None) -> Loaded:
    """Read the archive at `path` into the files of `areas`; `progress` hears of files read and written.

    Raises Unreadable when it is no zip, OSError when the disk will not.
    """
    loaded = Loaded()
    facts_folder().mkdir(parents=True, exist_ok=True)
    with Archive(path, facts_folder()) as archive, Spool(len(areas), facts_folder()) as spool:
        step = _steps(progress, len(archive.files) + len(areas))
        reading, tally = _Reading(archive, loaded.broken, step), Tally(areas)
        for rows in reading.batches(tally):
            spool.add(*tally.take(rows))
        for force_id in tally.forces:
            states = reading.states(force_id)
            if not any(state.counted for state in states.values()):
                loaded.absent.append(force_id)
                continue
            mine = {i: area for i, area in enumerate(areas) if area.place.force_id == force_id}
            loaded.forces[force_id] = _load_force(force_id, mine, states, tally, spool, step)
    return loaded


def _load_force(
    force_id: str, areas: Mapping[int, Area], states: States, tally: Tally, spool: Spool, step: Step
) -> ForceLoaded:
    """Write one force: `areas` by their number in `tally` and `spool`."""
    months = tuple(month for month, state in states.items() if state.counted)
    kept = {area.place: younger for area in areas.values() if (younger := _younger(area, states))}
    fallen = _beside_younger(tally.counts(force_id, months), kept)
    fallen = force_counts.with_answers(force_id, _with_younger_lost(force_id, fallen, states), months)
    counts = force_counts.write(force_id, fallen, months)
    incomplete = mark_incomplete.reasons(counts)
    known_areas.introduce_force(force_id, [area for area in areas.values() if not area.held])
    street_crime.note_published(force_id, _proven(counts, months))
    for i, area in areas.items():
        _write(area, spool.rows(i), states, incomplete)
        step()
    for place in set(held_places.held(force_id)) - {area.place for area in areas.values()}:
        mark_incomplete.follow(place, street_crime.states(place), incomplete)
    some_kept = tuple(sorted(set[date]().union(*kept.values())))
    return ForceLoaded(months, tally.fallen(force_id, months), incomplete, some_kept)


def _proven(counts: pd.DataFrame, months: Sequence[date]) -> list[date]:
    """The months whose file holds a plausible share of what is usual: a few rows prove nothing."""
    totals = counts.groupby("month")["own"].sum()
    return [m for m in months if street_crime.is_plausible(totals.get(m, 0), totals.median())]


def _younger(area: Area, states: States) -> list[date]:
    """The months of which the neighbourhood holds a later state than the archive's."""
    held = street_crime.states(area.place)
    return [m for m, state in states.items() if state.counted and street_crime.worse(state, held.get(m))]


def _beside_younger(counts: pd.DataFrame, kept: Mapping[NeighbourhoodRef, list[date]]) -> pd.DataFrame:
    """The archive's counts, in the place of some of which stand those that the neighbourhoods keep."""
    parts = [counts]
    for place, months in kept.items():
        here = parts[0]["neighbourhood"] == place.neighbourhood_id
        parts[0] = parts[0][~(here & parts[0]["month"].isin(months))]
        held, _months = force_counts.of_place(place)
        parts.append(held[held["month"].isin(months)])
    return pd.concat(parts)


def _with_younger_lost(force_id: str, counts: pd.DataFrame, states: States) -> pd.DataFrame:
    """The counts, with the records in no neighbourhood as the youngest archive had them. Remembers which."""
    known = force_counts.archive_days(force_id)
    new = {m: s.fetched_at for m, s in states.items() if s.counted and s.fetched_at}
    stay = [m for m, day in new.items() if m in known and known[m] > day]
    if after := {m: day for m, day in new.items() if m not in stay and known.get(m) != day}:
        small_facts.write("unplaced", {**known, **after}, dict[date, datetime], force_id)
    if not stay:
        return counts
    held = force_counts.read(force_id)
    older = counts["neighbourhood"].isna() & counts["month"].isin(stay)
    return pd.concat([counts[~older], held[held["neighbourhood"].isna() & held["month"].isin(stay)]])


class _Reading:
    """Reads an archive's files one by one, and remembers which month of which force was there."""

    def __init__(self, archive: Archive, broken: list[str], step: Step) -> None:
        self._archive, self._broken, self._step = archive, broken, step
        self._broken.extend(archive.troubles)
        self._states: dict[tuple[str, date], MonthState] = {}

    def batches(self, tally: Tally) -> Iterator[pa.Table]:
        """All rows that matter to the forces, some hundred thousand at a time, by month."""
        waiting = [SCHEMA.empty_table()]
        for file, rows in self._read_ahead():
            waiting.append(rows if file.force_id in tally.forces else tally.concerned(rows))
            if sum(table.num_rows for table in waiting) >= ROWS_AT_A_TIME:
                yield pa.concat_tables(waiting)
                waiting = [SCHEMA.empty_table()]
            self._step()
        yield pa.concat_tables(waiting)

    def states(self, force_id: str) -> States:
        """What the archive says of each month from its first to its last; empty when it says nothing."""
        if not any(f == force_id and state.counted for (f, _), state in self._states.items()):
            return {}
        months = month_range(self._archive.files[0].month, self._archive.files[-1].month)
        missing = self._state(State.NOT_PUBLISHED, "the archive holds no file of this month")
        states = {m: self._states.get((force_id, m), missing) for m in months}
        return {m: replace(s, reason=self._lacks(m)) if s.counted else s for m, s in states.items()}

    def _lacks(self, month: date) -> str:
        """Whose records a count of the month may lack: a few of them lie in any force's neighbourhoods."""
        broken = [f for (f, m), state in self._states.items() if m == month and state.state is State.FAILED]
        return f"without the archive's file of {', '.join(sorted(broken))}" if broken else ""

    def _read_ahead(self) -> Iterator[tuple[StreetFile, pa.Table]]:
        """Each file with its rows, in order; the next one is unpacked meanwhile, and no more, for memory."""
        files, coming = self._archive.files, deque[Future[bytes]]()
        with ThreadPoolExecutor(1) as pool:
            coming.extend(pool.submit(unpack, file) for file in files[:1])
            for number, file in enumerate(files, 1):
                coming.extend(pool.submit(unpack, file) for file in files[number : number + 1])
                yield self._read(file, coming.popleft())

    def _read(self, file: StreetFile, content: Future[bytes]) -> tuple[StreetFile, pa.Table]:
        try:
            rows = read(file, content.result())
        except Unreadable as error:
            self._broken.append(f"{file.name}: {error}")
            self._states[file.force_id, file.month] = self._state(State.FAILED, f"{file.name}: {error}")
            return file, SCHEMA.empty_table()
        if rows.num_rows:
            self._states[file.force_id, file.month] = self._state(State.HELD)
        else:  # it publishes nothing
            self._broken.append(f"{file.name}: it holds no record.")
            self._states[file.force_id, file.month] = self._state(
                State.NOT_PUBLISHED, "the archive's file of this month holds no record"
            )
        return file, rows

    def _state(self, state: State, reason: str = "") -> MonthState:
        return MonthState(state, fetched_at=self._archive.as_of, source="archive", reason=reason)


def _steps(progress: Progress, total: int) -> Step:
    done = count(1)
    return lambda: progress(next(done), total)


def _write(area: Area, rows: pa.Table, states: States, incomplete: Mapping[date, str]) -> None:
    """The neighbourhood's files. Rows of a month that its force has no file of are no count of the month."""
    rows = rows.filter(
        pc.is_in(rows["month"], pa.array([m for m, s in states.items() if s.counted], pa.date32()))
    )
    number = {n["values"]: n["counts"] for n in rows["month"].value_counts().to_pylist()}
    known = {m: _known(state, number.get(m, 0), incomplete.get(m)) for m, state in states.items()}
    with held_places.writing(area.place):
        if not area.held:
            known_areas.introduce(area)
        after = street_crime.write_rows(area.place, rows, known)
        # Months that were held before may look otherwise beside the new ones.
        others = {m: state for m, state in after.items() if state != known.get(m)}
        mark_incomplete.follow(area.place, others, incomplete)


def _known(state: MonthState, rows: int, incomplete: str | None) -> MonthState:
    if not state.counted:
        return state
    return mark_incomplete.judged(
        replace(state, state=State.HELD if rows else State.EMPTY, rows=rows), incomplete
    )
