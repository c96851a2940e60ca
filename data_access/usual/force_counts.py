"""Counts of a whole force: `facts/<force>/counts.parquet`, a row a neighbourhood, month and category.

Columns `neighbourhood` (id; null for records in none, then `why` is `outside` or `no_place`), `month` (date),
`category` (slug), `count`, and `own`: those of them not known to be another force's or the transport
police's. A month that stands in the table is whole: what has no row had none.
"""

import logging
from collections.abc import Iterable
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_access.models import NeighbourhoodRef
from data_access.store import atomic_write, held_places, places, street_crime
from data_access.store.folders import force_folder

log = logging.getLogger("yourpatch.force_counts")
FILE = "counts.parquet"
OUTSIDE, NO_PLACE = "outside", "no_place"
SCHEMA = pa.schema(
    [
        ("neighbourhood", pa.string()),
        ("month", pa.date32()),
        ("category", pa.string()),
        ("count", pa.int32()),
        ("own", pa.int32()),
        ("why", pa.string()),
    ]
)


def read(force_id: str) -> pd.DataFrame:
    """The force's counts, columns of SCHEMA; no rows when the force was never loaded."""
    try:
        counts: pd.DataFrame = pq.read_table(force_folder(force_id) / FILE, schema=SCHEMA).to_pandas()
        return counts
    except FileNotFoundError:
        pass
    except (pa.ArrowException, OSError, ValueError) as error:
        log.error("the counts of %s cannot be read and count as not held: %s", force_id, error)
    nothing: pd.DataFrame = SCHEMA.empty_table().to_pandas()
    return nothing


def write(force_id: str, counts: pd.DataFrame, months: Iterable[date]) -> pd.DataFrame:
    """Put `months` of the force, whole, in the place of what was counted of them; the new table.

    Raises OSError when the disk will not.
    """
    folder = force_folder(force_id)
    with atomic_write.writing(folder):
        held = read(force_id)
        merged = pd.concat([held[~held["month"].isin(list(months))], counts], ignore_index=True)
        merged = merged.sort_values(["month", "neighbourhood", "category"], ignore_index=True)
        table, before = (
            pa.Table.from_pandas(frame[SCHEMA.names], schema=SCHEMA, preserve_index=False)
            for frame in (merged, held)
        )
        # A file written anew is a new version of every neighbourhood: all would be counted and drawn again.
        if table != before:
            atomic_write.replace(folder / FILE, lambda file: pq.write_table(table, file, compression="zstd"))
    return merged


def without_place(counts: pd.DataFrame) -> tuple["pd.Series[int]", "pd.Series[int]"]:
    """How many of the force's own records have no place, and how many there are, by month: of the months that
    came from the archive. The API does not tell of records without a place.
    """
    from_archive = counts[counts["neighbourhood"].isna()]["month"].unique()
    own = counts[counts["month"].isin(from_archive)]
    everything = own.groupby("month")["own"].sum()
    without = own[own["why"] == NO_PLACE].groupby("month")["own"].sum()
    return without.reindex(everything.index, fill_value=0), everything


def recount(force_id: str) -> pd.DataFrame:
    """Count the force anew from the files of its neighbourhoods, and keep that; records in none stay."""
    found = [of_place(place) for place in held_places.held(force_id) if places.listed(place) is not False]
    held = read(force_id)
    months = set[date]().union(*(months for _, months in found))
    lost = held[held["neighbourhood"].isna() & held["month"].isin(months)]
    return write(force_id, pd.concat([lost, *(counts for counts, _ in found)]), months)


def of_place(place: NeighbourhoodRef) -> tuple[pd.DataFrame, set[date]]:
    """Counts of a neighbourhood, and the months it has a count of."""
    held = street_crime.crimes(place)
    months = {m for m, state in held.months.items() if state.counted}
    rows = held.frame[held.frame["month"].isin(months)]
    by = rows["reported_by"]
    rows = rows.assign(own=by.isna() | (by == place.force_id))
    counts = rows.groupby(["month", "category"])["own"].agg(count="size", own="sum").reset_index()
    return counts.assign(neighbourhood=place.neighbourhood_id, why=None), months
