"""For crawlers: robots.txt says what to leave alone, sitemap.xml what there is."""

from contextlib import suppress
from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from components.addresses import SITEMAP, finder, followed, kind_page, light_page, page_path
from components.menu import PAGES
from data_access.curated.categories import CATEGORIES
from data_access.store import held_places
from publish.serving.document import Document
from publish.serving.message_pages import wrong
from publish.serving.request_options import WrongOption, base

# The format's own bound (sitemaps.org).
MOST_ADDRESSES = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


async def robots(request: Request) -> Response:
    """The rules, the same for every crawler, and where the sitemap is."""
    shut = "".join(f"Disallow: {followed(path)}\n" for path in ("/_stcore/", "/media/"))
    rules = f"User-agent: *\n{shut}"
    with suppress(WrongOption):
        rules += f"\nSitemap: {base(request)}{followed(SITEMAP)}\n"
    return Document(rules.encode(), "text/plain; charset=utf-8").answer(request)


async def sitemap(request: Request) -> Response:
    """The pages of the menu, the finder, the kinds of crime, the light page of each held neighbourhood."""
    try:
        ours = base(request)
    except WrongOption as error:
        return wrong(request, str(error))
    return (await run_in_threadpool(_sitemap, ours)).answer(request)


def _sitemap(ours: str) -> Document:
    paths = [page_path(page.file) for page in PAGES if page.in_menu] + [finder()]
    paths += [kind_page(kind, None) for kind in CATEGORIES]
    paths += [light_page(place) for place in held_places.held()]
    lines = [f"<url><loc>{escape(f'{ours}{path}')}</loc></url>" for path in paths[:MOST_ADDRESSES]]
    body = "\n".join(
        ('<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{NAMESPACE}">', *lines, "</urlset>", "")
    )
    return Document(body.encode(), "text/xml; charset=utf-8")
