"""Records of police.uk as tables: a row a record, columns of a fixed kind even when there is none."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from math import nan

import pandas as pd

from data_access import clean_text
from data_access.curated.categories import ALL_CRIME
from data_access.curated.stop_search_terms import STOP_FLAGS, STOP_TEXTS
from data_access.errors import BadAnswer, NotPublished
from data_access.http import json_fields
from data_access.http.json_fields import Record, part, point
from data_access.models import Point
from data_access.months import month_key
from data_access.police_api import input_checks, split_area
from data_access.police_api.ask import MONTH, Question, ask

# What the API once said by `false`: nothing was found.
NOTHING_FOUND = "A no further action disposal"


def street_level_crimes(boundary: Sequence[Point], month: date, category: str = ALL_CRIME) -> pd.DataFrame:
    """The crimes and anti-social behaviour of a month within a boundary; columns as `parse_crimes`.

    Only for months that `availability.published` names: police.uk answers a month to come with nothing.
    Raises NotPublished for one it holds no more, AreaTooLarge when no quartering helps.
    https://data.police.uk/docs/method/crime-street/
    """
    path = f"crimes-street/{input_checks.category(category)}"
    input_checks.area(boundary)
    return parse_crimes(split_area.quartered(boundary, partial(_in_area, path, month)), month)


def crimes_no_location(force_id: str, month: date) -> pd.DataFrame:
    """The crimes and anti-social behaviour of a force in a month that have no place; columns as below.

    Only for a force that there is, and a month it published: no record may mean that it was not.
    https://data.police.uk/docs/method/crimes-no-location/
    """
    whose = f"force={input_checks.force_id(force_id)}&date={month_key(month)}"
    path = f"crimes-no-location?category={ALL_CRIME}&{whose}"
    return parse_crimes(json_fields.records(ask(Question(path, missing=NotPublished, limits=MONTH))), month)


def parse_crimes(answer: Sequence[Record], month: date) -> pd.DataFrame:
    """Street-level crimes of `month`: month, category, persistent_id, latitude, longitude, street_name,
    reported_by (`btp`, or null: the API does not name the force), outcome, outcome_month.
    """
    _all_of(month, answer)
    outcomes = [part(crime, "outcome_status") for crime in answer]
    return pd.DataFrame(
        {
            "month": pd.Series([month] * len(answer), dtype=object),
            "category": _texts(_category(crime) for crime in answer),
            "persistent_id": _texts(crime.get("persistent_id") for crime in answer),
            **_places(answer),
            "reported_by": _texts("btp" if crime.get("location_type") == "BTP" else None for crime in answer),
            "outcome": _texts(outcome.get("category") for outcome in outcomes),
            "outcome_month": pd.Series(
                [json_fields.month(outcome.get("date")) for outcome in outcomes], dtype=object
            ),
        }
    )


def stops_street(boundary: Sequence[Point], month: date) -> pd.DataFrame:
    """The stops and searches of a month within a boundary; columns as `parse_stops`.

    Stops have no id, so that quarters could not be put together again: AreaTooLarge is final.
    https://data.police.uk/docs/method/stops-street/
    """
    return parse_stops(_in_area("stops-street", month, boundary), month)


def stops_force(force_id: str, month: date) -> pd.DataFrame:
    """All stops and searches of a force in a month, those without a place among them; columns as above.

    Only for a force that there is, and a month it published: police.uk answers others with nothing.
    https://data.police.uk/docs/method/stops-force/
    """
    path = f"stops-force?force={input_checks.force_id(force_id)}&date={month_key(month)}"
    return parse_stops(json_fields.records(ask(Question(path, missing=NotPublished, limits=MONTH))), month)


def parse_stops(answer: Sequence[Record], month: date) -> pd.DataFrame:
    """Stops and searches of `month`: month, datetime (UTC), place, and the API's own columns. A blank outcome
    is null: it does not mean that nothing came of it.
    """
    texts = {name: _texts(stop.get(name) for stop in answer) for name in STOP_TEXTS}
    flags = {name: _flags(stop.get(name) for stop in answer) for name in STOP_FLAGS}
    times = [str(stop.get("datetime")) for stop in answer]
    return pd.DataFrame(
        {
            "month": pd.Series([month] * len(answer), dtype=object),
            "datetime": pd.to_datetime(times, utc=True, errors="coerce", format="ISO8601"),
            **_places(answer),
            **texts,
            "outcome": _texts(_outcome(stop) for stop in answer),
            **flags,
        }
    )


def _in_area(path: str, month: date, ring: Sequence[Point]) -> list[Record]:
    form = {"poly": input_checks.area(ring), "date": month_key(month)}
    return json_fields.records(ask(Question(path, form, NotPublished, MONTH)))


def _all_of(month: date, answer: Sequence[Record]) -> None:
    """police.uk answers the newest month to a question it does not understand, and does not say so."""
    given = {json_fields.month(crime.get("month")) or month for crime in answer}
    if given - {month}:
        raise BadAnswer(f"asked for {month_key(month)}, given {', '.join(sorted(map(month_key, given)))}")


def _category(crime: Record) -> str:
    category = clean_text.plain(crime.get("category"))
    if not category:
        raise BadAnswer("a crime without a category")
    return category


def _outcome(stop: Record) -> object:
    return NOTHING_FOUND if stop.get("outcome") is False else stop.get("outcome")


def _places(items: Sequence[Record]) -> dict[str, pd.Series]:
    """Latitude, longitude (null for none, and for noughts in place of one) and the name of the street."""
    points = [point(item.get("location")) for item in items]
    streets = [part(part(item, "location"), "street") for item in items]
    return {
        "latitude": pd.Series([place.latitude if place else nan for place in points], dtype="float64"),
        "longitude": pd.Series([place.longitude if place else nan for place in points], dtype="float64"),
        "street_name": _texts(street.get("name") for street in streets),
    }


def _texts(values: Iterable[object]) -> pd.Series:
    """Plain text, null where there is none."""
    return pd.Series([clean_text.plain(value) or None for value in values], dtype="str")


def _flags(values: Iterable[object]) -> pd.Series:
    """True, false, or null."""
    return pd.Series([value if isinstance(value, bool) else pd.NA for value in values], dtype="boolean")
