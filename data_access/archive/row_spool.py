"""Rows waiting for their neighbourhood's file while an archive is read month by month.

In memory while they are few; beyond that on disk, in layers sorted by area, in files that have no
name and so leave nothing behind however we end.
"""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_access.store.street_crime import SCHEMA

# About 40 MB of rows: an ordinary force's archive never touches the disk.
ROWS_IN_MEMORY = 200_000
_NO_ROWS = pa.RecordBatch.from_pylist([], schema=SCHEMA)


class Spool:
    """Rows by area (0 to `areas` - 1). `add` all, then ask for the `rows` of each area."""

    def __init__(self, areas: int, scratch: Path, rows_in_memory: int = ROWS_IN_MEMORY) -> None:
        """`scratch`: a folder on a disk (a temporary folder may itself be memory)."""
        self._edges = np.arange(areas + 1)
        self._scratch, self._limit = scratch, rows_in_memory
        self._pieces: list[tuple[pa.Table, NDArray[np.intp]]] = []
        self._layers: list[pa.RecordBatchFileReader] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, rows: pa.Table, area: NDArray[np.intp]) -> None:
        """Keep `rows` (SCHEMA), ordered by their `area`."""
        self._pieces.append((rows, np.searchsorted(area, self._edges)))
        if sum(piece.num_rows for piece, _ in self._pieces) > self._limit:
            self._to_disk()

    def rows(self, area: int) -> pa.Table:
        """Every row of the area, in the order they were added."""
        on_disk = [pa.Table.from_batches([layer.get_batch(area)]) for layer in self._layers]
        return pa.concat_tables([SCHEMA.empty_table(), *on_disk, *self._in_memory(area)])

    def _in_memory(self, area: int) -> list[pa.Table]:
        return [rows.slice(start[area], start[area + 1] - start[area]) for rows, start in self._pieces]

    def _to_disk(self) -> None:
        """One layer: a batch an area, so that any one is read alone."""
        file = self._open.enter_context(tempfile.TemporaryFile(dir=self._scratch))  # noqa: SIM115 - it is
        packed = pa.ipc.IpcWriteOptions(compression="lz4")
        with pa.ipc.new_file(file, SCHEMA, options=packed) as layer:
            for area in range(len(self._edges) - 1):
                rows = pa.concat_tables([SCHEMA.empty_table(), *self._in_memory(area)]).combine_chunks()
                layer.write_batch(next(iter(rows.to_batches()), _NO_ROWS))
        self._pieces.clear()
        self._layers.append(pa.ipc.open_file(file))
