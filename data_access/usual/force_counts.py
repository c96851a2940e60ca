"""Counts of a whole force: `facts/<force>/counts.parquet`, a row a neighbourhood, month and category.

What lies in no neighbourhood comes from an archive, or for those without a place from the API, whichever is
the younger (`no_location`).

Columns `neighbourhood` (id; null for records in none, then `why` is `outside` or `no_place`), `month` (date),
`category` (slug), `count`, and `own`: those of them not known to be another force's or the transport
police's. A month that stands in the table is whole: what has no row had none.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_access.models import NeighbourhoodRef
from data_access.store import atomic_write, held_places, no_location, places, small_facts, street_crime
from data_access.store.folders import force_folder

log = logging.getLogger("yourpatch.force_counts")
FILE = "counts.parquet"
OUTSIDE, NO_PLACE = "outside", "no_place"
# The API tells what has no place of a force; what has one must be read of nearly all its neighbourhoods.
NEARLY_ALL = 0.9
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
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
    tell. An empty answer of the API does not.
    """
    telling = counts[counts["neighbourhood"].isna()]["month"].unique()
    own = told_by_all(counts[counts["month"].isin(telling)])
    everything = own.groupby("month")["own"].sum()
    without = own[own["why"] == NO_PLACE].groupby("month")["own"].sum()
    return without.reindex(everything.index, fill_value=0), everything


def told_by_all(counts: pd.DataFrame) -> pd.DataFrame:
    """`counts` without the records in no neighbourhood of which only some of its months tell: of those that
    lie outside all the API never does.
    """
    lost, outside = counts["neighbourhood"].isna(), counts["why"] == OUTSIDE
    months = counts["month"]
    if months[lost].nunique() < months.nunique():
        return counts[~lost]
    return counts if months[outside].nunique() == months.nunique() else counts[~outside]


def recount(force_id: str) -> pd.DataFrame:
    """Count the force anew from the files of its neighbourhoods, and keep that; records in none stay as an
    archive told, or are as the API told since.
    """
    found = [of_place(place) for place in held_places.held(force_id) if places.listed(place) is not False]
    held = read(force_id)
    number = Counter(month for _, months in found for month in months)
    lost = held[held["neighbourhood"].isna() & held["month"].isin(list(number))]
    # What the API alone told stands in its answers; an archive's word has no other home.
    answered = {m for m, answer in no_location.answers(force_id).items() if answer.counts}
    by_api_alone = lost["month"].isin(list(answered - archive_days(force_id).keys()))
    lost = lost[(lost["why"] == OUTSIDE) | ~by_api_alone]
    counts = pd.concat([lost, *(counts for counts, _ in found)])
    most = {m for m, n in number.items() if n >= NEARLY_ALL * max(number.values())}
    return write(force_id, with_answers(force_id, counts, most), number)


def with_answers(force_id: str, counts: pd.DataFrame, months: Collection[date]) -> pd.DataFrame:
    """`counts`, in which records without a place are as the API told of these `months`, where it did so after
    the day of the archive that told of them.
    """
    days = archive_days(force_id)
    rows = [
        {"month": month, "category": category, "count": n, "own": n, "why": NO_PLACE}
        for month, answer in no_location.answers(force_id).items()
        if month in months and street_crime.read_at(answer.state) > days.get(month, BEFORE_ALL)
        for category, n in answer.counts.items()
    ]
    if not rows:
        return counts
    told = pd.DataFrame(rows).assign(neighbourhood=None)
    older = (counts["why"] == NO_PLACE) & counts["month"].isin(told["month"].unique())
    return pd.concat([counts[~older], told])


def archive_days(force_id: str) -> dict[date, datetime]:
    """The day of the archive that told last of the force's records in no neighbourhood, by month."""
    facts = small_facts.read("unplaced", dict[date, datetime], force_id)
    return facts.value if facts else {}


def of_place(place: NeighbourhoodRef) -> tuple[pd.DataFrame, set[date]]:
    """Counts of a neighbourhood, and the months it has a count of."""
    held = street_crime.crimes(place)
    months = {m for m, state in held.months.items() if state.counted}
    rows = held.frame[held.frame["month"].isin(months)]
    by = rows["reported_by"]
    rows = rows.assign(own=by.isna() | (by == place.force_id))
    counts = rows.groupby(["month", "category"])["own"].agg(count="size", own="sum").reset_index()
    return counts.assign(neighbourhood=place.neighbourhood_id, why=None), months
