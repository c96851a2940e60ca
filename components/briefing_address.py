"""Where the forms of a briefing are, for the page that offers them and for the forms themselves. Pure."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from components.menu import path_of
from data_access.curated.local_facts import slug
from data_access.models import NeighbourhoodRef
from data_access.months import month_key


def address(
    place: NeighbourhoodRef, form: str, months: int, to: date | None, group: str, also: Iterable[str]
) -> str:
    """The path of a form ("html", "pdf", "docx" or "txt"); a group names its neighbourhoods itself."""
    options = [("months", str(months))]
    options += [("to", month_key(to))] if to else []
    options += [("group", slug(group))] if group else [("also", id_) for id_ in also]
    return f"/briefing/{path_of(place)}.{form}?{urlencode(options)}"
