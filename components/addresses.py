"""Every public address of ours, built in one place. Pure: no screen, no store.

The constants are paths as our routes know them. What the functions make is what a reader follows: it begins
with the path of the public address (YOURPATCH_PUBLIC_URL), where that has one.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import quote, urlencode

from components.menu import page
from data_access.curated.local_facts import slug
from data_access.models import NeighbourhoodRef
from data_access.months import month_key
from data_access.settings import settings

FINDER = "/neighbourhood"
STATUS, STATUS_JSON = "/status", "/status.json"
# Of all that other sites may frame, in whatever version.
FRAMED = "/embed/"
EMBEDS = f"{FRAMED}v1"
HEIGHT_SCRIPT = f"{EMBEDS}/height.js"
OEMBED = "/oembed"
FEEDS = "/feeds/"
SITEMAP = "/sitemap.xml"


def followed(route: str) -> str:
    """A path as our routes know it, as a reader follows it."""
    return settings().public_path + route


def routed(path: str) -> str | None:
    """The other way round; None for a path not under ours, empty where the first page's slash is missing."""
    ours = settings().public_path
    return path.removeprefix(ours) if f"{path}/".startswith(f"{ours}/") else None


def home() -> str:
    """The path of the first page."""
    return followed("/")


def finder() -> str:
    """The path of the finder without JavaScript."""
    return followed(FINDER)


def status() -> str:
    """The path of the page on how this site does."""
    return followed(STATUS)


def status_json() -> str:
    """The path of the same for programs."""
    return followed(STATUS_JSON)


def static(file: str) -> str:
    """The path of a file in ui/static."""
    return followed(f"/app/static/{file}")


def page_route(file: str) -> str:
    """The interactive page of that file in pages/, as our routes know it."""
    return f"/{page(file).url_path}"


def page_path(file: str) -> str:
    """The path of the interactive page of that file in pages/, without a place."""
    return followed(page_route(file))


def path_of(place: NeighbourhoodRef) -> str:
    """`wiltshire/chippenham%20town`: the place as two parts of a public route's path."""
    return f"{quote(place.force_id, safe='')}/{quote(place.neighbourhood_id, safe='')}"


def briefing(place: NeighbourhoodRef, form: str) -> str:
    """The path of the place's own briefing in a form: "html", "pdf", "docx" or "txt"."""
    return followed(f"/briefing/{path_of(place)}.{form}")


def briefing_path(
    place: NeighbourhoodRef,
    form: str,
    months: int,
    to: date | None,
    group: str,
    also: Iterable[str],
    words: int = 0,
) -> str:
    """The same with its months and further neighbourhoods; a group names its neighbourhoods itself.

    `words`: of the paragraph for a magazine, where they are chosen.
    """
    options = [("months", str(months))]
    options += [("to", month_key(to))] if to else []
    options += [("group", slug(group))] if group else [("also", id_) for id_ in also]
    options += [("words", str(words))] if words else []
    return f"{briefing(place, form)}?{urlencode(options)}"


def poster(place: NeighbourhoodRef) -> str:
    """The path of the poster for a notice board."""
    return followed(f"/poster/{path_of(place)}.pdf")


def feed(place: NeighbourhoodRef, file: str) -> str:
    """The path of a file for programs: crimes.csv, events.ics, priorities.rss or trend.json."""
    return followed(f"{FEEDS}{path_of(place)}/{file}")


def subscription(base: str, place: NeighbourhoodRef) -> str:
    """Where a calendar program asks for the team's events again and again."""
    return f"webcal:{base.partition(':')[2]}{feed(place, 'events.ics')}"


def place_page(place: NeighbourhoodRef, to: date | None) -> str:
    """The path of the interactive page of the place, as of a month."""
    asked = {"force": place.force_id, "neighbourhood": place.neighbourhood_id}
    asked |= {"to": month_key(to)} if to else {}
    return f"{page_path('your_neighbourhood')}?{urlencode(asked, quote_via=quote)}"


def kind_trends(place: NeighbourhoodRef, kind: str, to: date | None) -> str:
    """The path of the charts of a kind of crime in the place, as of a month."""
    asked = {"force": place.force_id, "neighbourhood": place.neighbourhood_id, "category": kind}
    asked |= {"to": month_key(to)} if to else {}
    return f"{page_path('crime_trends')}?{urlencode(asked, quote_via=quote)}"


def results_page(place: NeighbourhoodRef) -> str:
    """The path of the results, with the place in it."""
    at = urlencode({"force": place.force_id, "neighbourhood": place.neighbourhood_id})
    return f"{page_path('survey_results')}?{at}"


def plain_form(place: NeighbourhoodRef, ending: str = "") -> str:
    """The path of the form without JavaScript, or with `.pdf` of the one on paper."""
    return followed(f"/survey-form/{path_of(place)}{ending}")


def light_page(place: NeighbourhoodRef, looked_for: str = "") -> str:
    """The path of the neighbourhood's page without JavaScript, with what the finder was asked for."""
    return f"{finder()}/{path_of(place)}{_asked(looked_for)}"


def kind_page(kind: str, place: NeighbourhoodRef | None, looked_for: str = "") -> str:
    """The path of the page on a kind of crime: in a place, or in general; likewise."""
    within = light_page(place) if place else followed("")
    return f"{within}/kind/{quote(kind, safe='')}{_asked(looked_for)}"


def _asked(looked_for: str) -> str:
    return f"?{urlencode({'looked_for': looked_for})}" if looked_for else ""


def force_list(force_id: str) -> str:
    """The path of the list of a force's neighbourhoods."""
    return f"{finder()}/{quote(force_id, safe='')}"


def embed(base: str, place: NeighbourhoodRef, what: str, options: Mapping[str, str] | None = None) -> str:
    """Where a view is, or with `what` "trend.png" a picture. `options` are those that are not the default."""
    query = f"?{urlencode(options)}" if options else ""
    return f"{base}{followed(EMBEDS)}/{path_of(place)}/{what}{query}"


def embed_script(base: str) -> str:
    """Where the script is that fits frames to their content."""
    return f"{base}{followed(HEIGHT_SCRIPT)}"


def oembed(base: str, view: str) -> str:
    """Where a program that is given a view's address reads how to show it (oembed.com)."""
    return f"{base}{followed(OEMBED)}?{urlencode({'url': view, 'format': 'json'})}"
