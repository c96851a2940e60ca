"""The counts of one kind for programs, `/feeds/{force}/{neighbourhood}/trend.json`: see docs/feeds.md.

Version 1 keeps its meaning: keys may be added, none is renamed, dropped or reused.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd

from components.content import summary
from components.words import judgement_rows, kinds
from components.words.attribution import LICENCE_ADDRESS, licence_name, source_name
from components.words.language import _
from data_access.months import month_key
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME
from data_access.store import places
from publish.serving.document import Document
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery

VERSION = 1


def trend_json(view: View, query: PlaceQuery) -> Document:
    """The newest `?months=` of a `?category=`, up to `?to=`."""
    body = json.dumps(content(view, query), ensure_ascii=False, indent=1, allow_nan=False)
    return Document(body.encode() + b"\n", "application/json")


endpoint = of_place(trend_json, "to", "category", "months")


def content(view: View, query: PlaceQuery) -> dict[str, Any]:
    """What the file says, by key."""
    return {
        "version": VERSION,
        "force": {"id": view.place.force_id, "name": view.force_name},
        "neighbourhood": {
            "id": view.place.neighbourhood_id,
            "name": view.name,
            "listed": places.listed(view.place) is not False,
        },
        "kind": {"id": query.category, "name": kinds.kind(query.category)},
        "as_at": _moment(summary.saved(view)),
        "newest_month": month_key(view.counts.newest) if view.counts.newest else None,
        "compared_with": view.usual.rule if view.usual.month else None,
        "source": source_name(),
        "licence": {
            "name": licence_name(),
            "url": None if licence_name() == source_name() else LICENCE_ADDRESS,
        },
        "note": _(
            "Counts of records inside today's boundary. Anti-social behaviour is not crime. "
            "Not official statistics."
        ),
        "page": query.light_page,
        "months": list(_months(view, query)),
    }


def _months(view: View, query: PlaceQuery) -> Iterator[dict[str, Any]]:
    """A month a row, oldest first. A count that there is not is null, never nought."""
    whole = view.counts.crime if query.category == CRIME else view.counts.table[query.category]
    usual = judgement_rows.band(view.usual, query.category).to_dict("index")
    for month, count in whole.iloc[-query.months :].items():
        state = view.counts.states.get(month)  # type: ignore[call-overload]
        yield {
            "month": month_key(month),
            "count": None if pd.isna(count) else int(count),
            "state": state.state.value if state else "not_read_yet",
            "usual": _usual(usual[month]) if month in usual else None,
            "source": source_name(),
            "licence": licence_name(),
            "as_at": _moment(state.fetched_at if state else None),
        }


def _usual(row: dict[Any, Any]) -> dict[str, Any]:
    """What was to be expected, and the range in which 95 months of 100 lie by chance."""
    return {"expected": round(float(row["expected"]), 1), "low": int(row["low"]), "high": int(row["high"])}


def _moment(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None
