"""The counts as a file that a spreadsheet opens rightly: `/feeds/{force}/{neighbourhood}/crimes.csv`."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from components.words import _
from data_access import crimes, places
from data_access.categories import category_name
from data_access.crimes import Counts
from data_access.errors import InvalidQuestion
from data_access.models import NeighbourhoodRef
from data_access.months import month_key, parse_month
from data_access.settings import settings
from publish.not_found import not_found

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
LICENCE = "Open Government Licence v3.0"
INVENTED = "invented for the demonstration"
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = re.compile(r"^[=+\-@\t\r\n]")


async def crimes_csv(request: Request) -> Response:
    """The file of a held place, up to the month of `?to=`; 404 for a place that is not held."""
    place = NeighbourhoodRef(request.path_params["force"], request.path_params["neighbourhood"])
    try:
        to = parse_month(request.query_params["to"]) if "to" in request.query_params else None
        counts = await run_in_threadpool(crimes.counts, place, to)
    except (InvalidQuestion, ValueError):
        return await not_found(request)
    if counts.newest is None:
        return await not_found(request)
    return Response(
        await run_in_threadpool(body, place, counts),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(place, counts)}"',
            "Cache-Control": "public, max-age=300, stale-if-error=604800",
        },
    )


def body(place: NeighbourhoodRef, counts: Counts) -> str:
    """A row a month and category, every text quoted; with a mark in front so that Excel reads UTF-8."""
    file = io.StringIO()
    rows = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows(_rows(place, counts))
    return "\ufeff" + file.getvalue()


def file_name(place: NeighbourhoodRef, counts: Counts) -> str:
    """`market-ashby-crime-2023-10-to-2026-09.csv`."""
    name = unicodedata.normalize("NFKD", places.name_of(place) or place.neighbourhood_id)
    plain = re.sub(r"[^a-z0-9]+", "-", name.encode("ascii", "ignore").decode().lower()).strip("-")
    months = list(counts.table.index)
    invented = "demonstration-" if settings().demonstration else ""
    return f"{invented}{plain or 'neighbourhood'}-crime-{month_key(months[0])}-to-{month_key(months[-1])}.csv"


def _rows(place: NeighbourhoodRef, counts: Counts) -> Iterator[tuple[str | int, ...]]:
    held = places.force(place.force_id)
    force, name = _cell(held.value.name if held else place.force_id), _cell(places.name_of(place) or "")
    note = _(
        "Counts of records inside today's boundary. Anti-social behaviour is not crime. "
        "Not official statistics."
    )
    for month, row in counts.table.iterrows():
        state = counts.states.get(month)  # type: ignore[call-overload]
        read = f"{state.fetched_at:%Y-%m-%d}" if state and state.fetched_at else ""
        for slug, count in row.items():
            yield (
                force,
                _cell(place.neighbourhood_id),
                name,
                month_key(month),
                _cell(category_name(str(slug))),
                # A month without a count has an empty cell, never nought.
                int(count) if state and state.counted else "",
                state.state.value if state else "not_read_yet",
                read,
                INVENTED if settings().demonstration else "data.police.uk",
                INVENTED if settings().demonstration else LICENCE,
                note,
            )


def _cell(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text
