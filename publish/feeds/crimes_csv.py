"""The counts as a file that a spreadsheet opens rightly: `/feeds/{force}/{neighbourhood}/crimes.csv`."""

import csv
import io
from collections.abc import Iterator

from components.words.attribution import licence_name, source_name
from components.words.language import _
from data_access.clean_text import cell, exact_cell
from data_access.curated.categories import category_name
from data_access.curated.local_facts import slug
from data_access.models import NeighbourhoodRef
from data_access.months import month_key
from data_access.overviews.place import View
from data_access.settings import settings
from data_access.statistics.counts_table import Counts
from data_access.store import places
from publish.serving.document import Document
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery

COLUMNS = (
    "force",
    "neighbourhood_id",
    "neighbourhood",
    "month",
    "category",
    "count",
    "month_state",
    "read_on",
    "source",
    "licence",
    "note",
)


def crimes_csv(view: View, query: PlaceQuery) -> Document:  # noqa: ARG001 - what is asked is in the view
    """The file of a held place, up to the month of `?to=`."""
    return Document(
        body(view.place, view.counts).encode(),
        "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(view.place, view.counts)}"'},
    )


endpoint = of_place(crimes_csv, "to")


def body(place: NeighbourhoodRef, counts: Counts) -> str:
    """A row a month and category, every text quoted; with a mark in front so that Excel reads UTF-8."""
    file = io.StringIO()
    rows = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows(_rows(place, counts))
    return "\ufeff" + file.getvalue()


def file_name(place: NeighbourhoodRef, counts: Counts) -> str:
    """`market-ashby-crime-2023-10-to-2026-09.csv`."""
    name = slug(places.name_of(place)) or "neighbourhood"
    months = list(counts.table.index)
    invented = "demonstration-" if settings().demonstration else ""
    span = f"-{month_key(months[0])}-to-{month_key(months[-1])}" if months else ""
    return f"{invented}{name}-crime{span}.csv"


def _rows(place: NeighbourhoodRef, counts: Counts) -> Iterator[tuple[str | int, ...]]:
    force, name = cell(places.force_name(place.force_id)), exact_cell(places.name_of(place))
    note = _(
        "Counts of records inside today's boundary. Anti-social behaviour is not crime. "
        "Not official statistics."
    )
    for month, row in counts.table.iterrows():
        state = counts.states.get(month)  # type: ignore[call-overload]
        read = f"{state.fetched_at:%Y-%m-%d}" if state and state.fetched_at else ""
        for kind, count in row.items():
            yield (
                force,
                exact_cell(place.neighbourhood_id),
                name,
                month_key(month),
                cell(category_name(str(kind))),
                # A month without a count has an empty cell, never nought.
                int(count) if state and state.counted else "",
                state.state.value if state else "not_read_yet",
                read,
                source_name(),
                licence_name(),
                note,
            )
