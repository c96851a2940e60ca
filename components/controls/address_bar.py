"""The place, the months and the choices in the address: read with suspicion, written back whole.

`bind="query-params"` is not used for the place: it writes labels and drops the place when options are not
there yet (docs/decisions.md). A postcode never comes here.
"""

from datetime import date
from urllib.parse import urlsplit

import streamlit as st

from data_access.errors import InvalidQuestion
from data_access.models import NeighbourhoodRef
from data_access.months import month_key, parse_month
from data_access.settings import settings
from data_access.store.folders import check_id


def place_in_address() -> NeighbourhoodRef | None:
    """The place of `?force=...&neighbourhood=...`, or the one this visitor chose before; None without.

    Raises InvalidQuestion for an address that no place can have.
    """
    force_id, neighbourhood_id = _text("force"), _text("neighbourhood")
    if not force_id and not neighbourhood_id:
        place: NeighbourhoodRef | None = st.session_state.get("place")
        if place:
            write(place)
        return place
    if not force_id or not neighbourhood_id:
        return None
    place = NeighbourhoodRef(check_id(force_id), check_id(neighbourhood_id))
    st.session_state["place"] = place
    return place


def place_for_links() -> NeighbourhoodRef | None:
    """The place that links carry on: the address's or the one chosen before; None also for a wrong address.

    A link without it would lead to an address that the page then completes: a step in the history that Back
    cannot get past.
    """
    try:
        return place_in_address()
    except InvalidQuestion:
        return None


def force_in_address() -> str | None:
    """The force alone, where the address has one, so that the finder can start with it."""
    return _text("force") or None


def to_in_address() -> date | None:
    """The month of `?to=2026-09`: show the page as of that month. Raises InvalidQuestion for nonsense."""
    text = _text("to")
    if not text:
        return None
    try:
        return parse_month(text)
    except ValueError as error:
        raise InvalidQuestion("month in address refused") from error


def looked_for_in_address() -> str:
    """The parish, town or village that the finder was asked for, as anybody may have written it there."""
    return _text("looked_for")


def choice_in_address(name: str, options: list[str]) -> str:
    """The option that the address names, or the first."""
    chosen = _text(name)
    return chosen if chosen in options else options[0]


def is_no_choice(name: str, options: list[str]) -> bool:
    """Whether the address names an option that there is not."""
    return _text(name) not in ("", *options)


def parameters(place: NeighbourhoodRef | None, **choices: str) -> dict[str, str]:
    """What an address must hold so that whoever opens it sees the same."""
    found: dict[str, str] = {}
    if place:
        found = {"force": place.force_id, "neighbourhood": place.neighbourhood_id}
    if to := _text("to"):
        found["to"] = to
    return found | {name: value for name, value in choices.items() if value}


def write(place: NeighbourhoodRef, **choices: str) -> None:
    """Put the place and the choices into the address, in one step."""
    st.query_params.from_dict(parameters(place, **choices))


def public_base() -> str:
    """The host by which the public reaches us: as the operator says, else as this page was reached."""
    if known := settings().public_origin:
        return known
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else ""


def month_text(month: date | None) -> str:
    """A month for the address; empty for none."""
    return month_key(month) if month else ""


def _text(name: str) -> str:
    value = st.query_params.get(name, "")
    return value.strip() if isinstance(value, str) else ""
