"""Every public address of ours, built in one place. Pure: no screen, no store."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import quote, urlencode

from components.menu import page
from data_access.curated.local_facts import slug
from data_access.models import NeighbourhoodRef
from data_access.months import month_key


def path_of(place: NeighbourhoodRef) -> str:
    """`wiltshire/chippenham%20town`: the place as two parts of a public route's path."""
    return f"{quote(place.force_id, safe='')}/{quote(place.neighbourhood_id, safe='')}"


def briefing_path(
    place: NeighbourhoodRef, form: str, months: int, to: date | None, group: str, also: Iterable[str]
) -> str:
    """The path of a form ("html", "pdf", "docx" or "txt"); a group names its neighbourhoods itself."""
    options = [("months", str(months))]
    options += [("to", month_key(to))] if to else []
    options += [("group", slug(group))] if group else [("also", id_) for id_ in also]
    return f"/briefing/{path_of(place)}.{form}?{urlencode(options)}"


def results_page(place: NeighbourhoodRef) -> str:
    """The path of the results, with the place in it."""
    at = urlencode({"force": place.force_id, "neighbourhood": place.neighbourhood_id})
    return f"/{page('survey_results').url_path}?{at}"


def plain_form(place: NeighbourhoodRef, ending: str = "") -> str:
    """The path of the form without JavaScript, or with `.pdf` of the one on paper."""
    return f"/survey-form/{path_of(place)}{ending}"


def light_page(place: NeighbourhoodRef) -> str:
    """The path of the neighbourhood's page without JavaScript."""
    return f"/neighbourhood/{path_of(place)}"


def embed(base: str, place: NeighbourhoodRef, what: str, options: Mapping[str, str] | None = None) -> str:
    """Where a view is, or with `what` "trend.png" a picture. `options` are those that are not the default."""
    query = f"?{urlencode(options)}" if options else ""
    return f"{base}/embed/v1/{path_of(place)}/{what}{query}"


def embed_script(base: str) -> str:
    """Where the script is that fits frames to their content."""
    return f"{base}/embed/v1/height.js"


def oembed(base: str, view: str) -> str:
    """Where a program that is given a view's address reads how to show it (oembed.com)."""
    return f"{base}/oembed?{urlencode({'url': view, 'format': 'json'})}"
