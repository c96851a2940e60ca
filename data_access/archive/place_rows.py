"""Which rows of an archive lie in which neighbourhood, and how many fell where, force by force."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_access.archive.boundary_files import Area
from data_access.geometry import place
from data_access.usual.force_counts import NO_PLACE, OUTSIDE

Indices = NDArray[np.intp]
NARROW = {"area": pa.int32(), "force": pa.int16(), "own": pa.bool_(), "mapped": pa.bool_()}


@dataclass(frozen=True)
class Fallen:
    """Rows of a force's own files that lie in a neighbourhood of its, outside all of them, or have no place;
    and rows of other files (British Transport Police, neighbouring forces) that lie in one. Each row is
    counted once, also where neighbourhoods overlap.
    """

    placed: int
    outside: int
    no_place: int
    others: int


class Tally:
    """Sorts rows into `areas` and remembers their numbers. `forces`: whose areas they are."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = areas
        self._shapes = [area.shape for area in areas]
        self.forces = sorted({area.place.force_id for area in areas})
        self._force_of = np.array([self.forces.index(area.place.force_id) for area in areas])
        bounds = np.array([shape.bounds for shape in self._shapes])
        self._box = (*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0))
        self._counted: dict[str, list[pa.Table]] = {"inside": [], "lost": [], "placed": [], "others": []}

    def concerned(self, rows: pa.Table) -> pa.Table:
        """The rows that may lie in an area: of a whole archive by far not all."""
        x, y = _coordinates(rows)
        west, south, east, north = self._box
        return rows.filter(pa.array((x >= west) & (x <= east) & (y >= south) & (y <= north)))

    def take(self, rows: pa.Table) -> tuple[pa.Table, Indices]:
        """The rows that lie in an area, once for each area, ordered by it; and the area of each."""
        x, y = _coordinates(rows)
        row, area = place(x, y, self._shapes)
        names = pa.array(self.forces, pa.string())
        reporter = pc.fill_null(pc.index_in(rows["reported_by"], value_set=names), -1).to_numpy()
        at_home = reporter[row] == self._force_of[area]
        self._note("inside", rows, row, area=area, force=self._force_of[area], own=at_home)
        own = np.unique(row[at_home])
        self._note("placed", rows, own, force=reporter[own])
        # A stranger's row in two forces' areas is one of each.
        strangers = np.unique(np.stack([row[~at_home], self._force_of[area[~at_home]]]), axis=1)
        self._note("others", rows, strangers[0], force=strangers[1])
        lost = np.setdiff1d(np.flatnonzero(reporter >= 0), own, assume_unique=True)
        self._note("lost", rows, lost, force=reporter[lost], mapped=np.isfinite(x[lost]))
        return rows.take(pa.array(row)), area

    def counts(self, force_id: str, months: Collection[date]) -> pd.DataFrame:
        """The force's counts of these months, as `force_counts` keeps them."""
        ids = [area.place.neighbourhood_id for area in self._areas]
        inside = self._of(force_id, months, "inside", ["area", "month", "category", "own"])
        inside["own"] = inside["count"].where(inside["own"], 0)
        inside = inside.groupby(["area", "month", "category"], as_index=False).sum()
        inside["neighbourhood"] = [ids[area] for area in inside.pop("area")]
        lost = self._of(force_id, months, "lost", ["mapped", "month", "category"])
        why = lost.pop("mapped").map({True: OUTSIDE, False: NO_PLACE})
        lost = lost.assign(neighbourhood=None, own=lost["count"], why=why)
        return pd.concat([inside.assign(why=None), lost])

    def fallen(self, force_id: str, months: Collection[date]) -> Fallen:
        """How many rows of these months fell where."""
        lost = self._of(force_id, months, "lost", ["mapped"]).set_index("mapped")["count"]
        placed, others = (self._of(force_id, months, w, [])["count"].sum() for w in ("placed", "others"))
        return Fallen(int(placed), int(lost.get(True, 0)), int(lost.get(False, 0)), int(others))

    def _note(self, group: str, rows: pa.Table, positions: Indices, **keys: NDArray[np.generic]) -> None:
        table = rows.select(["month", "category"]).take(pa.array(positions))
        # A whole country's have a million rows by the end: they are kept narrow.
        table = table.set_column(1, "category", table["category"].dictionary_encode())
        for name, values in keys.items():
            table = table.append_column(name, pa.array(values).cast(NARROW[name]))
        counted = table.group_by(table.column_names).aggregate([([], "count_all")])
        self._counted[group].append(counted.rename_columns([*table.column_names, "count"]))

    def _of(self, force_id: str, months: Collection[date], group: str, keys: list[str]) -> pd.DataFrame:
        table = pa.concat_tables(self._counted[group])
        in_months = pc.is_in(table["month"], pa.array(list(months), pa.date32()))
        of_force = pc.equal(table["force"], self.forces.index(force_id))
        table = table.filter(pc.and_(in_months, of_force)).unify_dictionaries()
        grouped = table.group_by([*keys, "force"])
        counted = grouped.aggregate([("count", "sum")]).rename_columns([*keys, "force", "count"])
        frame: pd.DataFrame = counted.drop_columns("force").to_pandas()
        return frame


def _coordinates(rows: pa.Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n,) longitudes and latitudes. 0, 0 is how the archive writes that no map point was near."""
    x, y = rows["longitude"].to_numpy(), rows["latitude"].to_numpy()
    nowhere = ~np.isfinite(x) | ~np.isfinite(y) | ((x == 0) & (y == 0))
    return np.where(nowhere, np.nan, x), np.where(nowhere, np.nan, y)
