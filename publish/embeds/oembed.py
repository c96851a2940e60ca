"""`/oembed?url=`: how a program shows an address of ours (oembed.com, 1.0): WordPress, Drupal, Moodle."""

import json
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route

from components.addresses import EMBEDS, FINDER, home, page_route, routed
from components.content import embed_views
from components.content.embed_height import embed_height
from components.content.embed_views import EmbedView
from components.words.language import _
from data_access.overviews.place import View
from data_access.settings import settings
from publish.embeds.embeds import OPTIONS
from publish.serving.document import Document
from publish.serving.message_pages import not_found, wrong
from publish.serving.place_endpoint import Endpoint, of_place
from publish.serving.request_options import PlaceQuery, WrongOption, base, embed

KEEP_S = 86400
# Longer than any address of ours.
LONGEST = 2000
# The view that says in a frame what an interactive page says, by the page's path.
PAGES = {page_route(view.page): view.name for view in embed_views.VIEWS.values() if view.page}
# A frame is not wanted larger; a consumer may ask for less.
Sides = tuple[int | None, int | None]


async def endpoint(request: Request) -> Response:
    """404 for an address that is not one of ours, 501 for another format than JSON."""
    params = request.query_params
    if params.get("format", "json") != "json":
        return PlainTextResponse(_("Only format=json is answered."), 501)
    try:
        sides = _side(params.get("maxwidth")), _side(params.get("maxheight"))
        found = _view_of(params.get("url", "")[:LONGEST], base(request))
    except WrongOption as error:
        return wrong(request, str(error))
    except ValueError:
        found = None
    if found is None:
        return await not_found(request)
    embed_view, place, options = found
    inner = {**request.scope, "path_params": place, "query_string": options.encode()}
    return await _answer(embed_view, sides)(Request(inner, request.receive))


def content(view: View, query: PlaceQuery, embed_view: EmbedView, sides: Sides) -> dict[str, Any]:
    """The answer by key; `sides`: the consumer's largest width and height."""
    name = embed_view.title(view.name)
    width = min(embed_views.WIDTH, sides[0] or embed_views.WIDTH)
    tall = embed_height(embed_view, view, query.options).at(width)
    height = min(tall, sides[1] or tall)
    thumbnail = {
        "thumbnail_url": embed(query, "trend.png"),
        "thumbnail_width": embed_views.PICTURE_WIDTH,
        "thumbnail_height": embed_views.PICTURE_HEIGHT,
    }
    fits = (sides[0] or embed_views.PICTURE_WIDTH) >= embed_views.PICTURE_WIDTH and (
        sides[1] or embed_views.PICTURE_HEIGHT
    ) >= embed_views.PICTURE_HEIGHT
    return {
        "version": "1.0",
        "type": "rich",
        "title": name,
        "provider_name": settings().operator_name or _("Your Patch"),
        "provider_url": query.base + home().rstrip("/"),
        "cache_age": KEEP_S,
        "width": width,
        "height": height,
        "html": embed_views.quoted_frame(
            embed(query, embed_view.name), query.light_page, name, width, height
        ),
    } | (thumbnail if fits else {})


@lru_cache(maxsize=500)
def _answer(embed_view: EmbedView, sides: Sides) -> Endpoint:
    """One function for the same question: documents are kept by it."""

    def answer(view: View, query: PlaceQuery) -> Document:
        body = json.dumps(content(view, query, embed_view, sides), ensure_ascii=False)
        return Document(body.encode(), "application/json")

    return of_place(answer, *OPTIONS)


# What an address may be, as the routes have it.
_EMBED = Route(EMBEDS + "/{force}/{neighbourhood}/{view}", endpoint)
_LIGHT = Route(FINDER + "/{force}/{neighbourhood}", endpoint)


def _view_of(url: str, ours: str) -> tuple[EmbedView, dict[str, str], str] | None:
    """Which view of which place the address is about, and its options; None for an address not ours.

    Raises ValueError for what is no address.
    """
    parts = urlsplit(url)
    path = routed(parts.path)
    if path is None:
        return None
    # http or https: it may have been typed.
    if parts.scheme not in {"http", "https"} or parts.netloc.lower() != urlsplit(ours).netloc.lower():
        return None
    named = dict(parse_qsl(parts.query)) | {"view": PAGES.get("/" + path.strip("/"), "")}
    for route in (_EMBED, _LIGHT):
        match, found = route.matches({"type": "http", "method": "GET", "path": unquote(path)})
        if match is Match.FULL:
            named = {"view": "summary"} | found["path_params"]
    embed_view = embed_views.VIEWS.get(named["view"])
    if embed_view is None or not {"force", "neighbourhood"} <= named.keys():
        return None
    return embed_view, {name: named[name] for name in ("force", "neighbourhood")}, parts.query


def _side(text: str | None) -> int | None:
    """A largest width or height, in pixels; None for none. Raises WrongOption."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:6]) > 0):
        raise WrongOption(_("A width or height is a number of pixels."))
    return int(text[:6])
