"""What a page says before Streamlit's script has arrived: of a held place its title, preview and three
sentences; where no place is named yet, the form that finds one.

On a slow phone the script takes half a minute. All stands inside `#root`, where React replaces it.
"""

import re
from html import escape

from starlette.requests import Request

from components import addresses
from components.content import what_happened
from components.menu import Page
from components.words.language import _
from data_access.errors import InvalidQuestion
from data_access.find_neighbourhood import POSTCODE
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View
from publish.light import light_page
from publish.serving.document import Document, render
from publish.serving.place_content import PlaceContent
from publish.serving.place_endpoint import Render, held
from publish.serving.request_options import PlaceQuery, WrongOption, read_options

STYLESHEET = re.compile(r'\s*<link rel="stylesheet"[^>]*>')
TITLE = re.compile(r"<title>.*?</title>")
PREVIEW = re.compile(r'<meta (?:name="description"|property="og:[a-z]+") content="[^"]*">')
NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
ROOT = '<div id="root"></div>'
# The browser asks each time and is told "the same" in a hundred bytes: the script's name may have changed.
HEADERS = {"Cache-Control": "no-cache"}


def painter(page: Page, shell: str) -> Render:
    """What makes the document of a held place out of the page's shell."""

    def paint(view: View, query: PlaceQuery) -> Document:
        return Document(_painted(page, shell, view, query).encode(), "text/html; charset=utf-8", 200, HEADERS)

    return paint


async def of_held_place(paint: Render, request: Request) -> Document | None:
    """The shell with the words of the place in the address; None where it names none, or none that is held:
    Streamlit answers those, and nothing is set off here.
    """
    named = request.query_params
    place = NeighbourhoodRef(named.get("force", "").strip(), named.get("neighbourhood", "").strip())
    try:
        return await held(paint, read_options(place, request, frozenset({"to"})))
    except (InvalidQuestion, WrongOption):
        return None


def finder(page: Page, shell: str) -> str:
    """The shell of a page that asks for a place, with the plain finder's form: it works without a script."""
    title = _("Find your neighbourhood") if page.url_path else _("What is going on around you?")
    # The form needs no script, so nobody has to be sent elsewhere for want of one.
    shell = NOSCRIPT.sub("", shell)
    kinds = {"question": _(what_happened.QUESTION), "choices": what_happened.choices(None)}
    return _in_root(shell, render("first_paint_finder.html", title=title, promise=_(POSTCODE), **kinds))


def _in_root(shell: str, content: str) -> str:
    # A stylesheet in the head would keep the words from the screen until it has come.
    sheets = "".join(STYLESHEET.findall(shell))
    return STYLESHEET.sub("", shell).replace(ROOT, f'<div id="root">{content}</div>{sheets}', 1)


def _painted(page: Page, shell: str, view: View, query: PlaceQuery) -> str:
    document = PREVIEW.sub("", shell)
    title = " · ".join(
        part for part in (_(page.title) * bool(page.url_path), view.name, _("Your Patch")) if part
    )
    head = f"<title>{escape(title)}</title>" + _preview(title, view, query)
    # A text as it is: re.sub would read backslashes in it.
    document = TITLE.sub(lambda _title: head, document, count=1)
    # Where a reader without JavaScript is sent.
    finder_link, place_link = (
        f'<a href="{to}">' for to in (addresses.finder(), addresses.light_page(view.place))
    )
    document = document.replace(finder_link, place_link, 1)
    return _in_root(document, render("first_paint.html", place=PlaceContent(view, query)))


def _preview(title: str, view: View, query: PlaceQuery) -> str:
    """What search engines and messengers show of the page."""
    description = escape(light_page.description(view))
    told = {
        "title": escape(title),
        "description": description,
        "type": "website",
        "url": escape(query.full_page),
        "image": escape(addresses.embed(query.base, query.place, "trend.png")),
    }
    tags = "".join(f'<meta property="og:{name}" content="{words}">' for name, words in told.items())
    canonical = escape(query.light_page)
    return f'<meta name="description" content="{description}"><link rel="canonical" href="{canonical}">{tags}'
