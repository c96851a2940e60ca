"""What happened to you? A page on each kind of crime, without a script: `/kind/{kind}` in general, and
`/neighbourhood/{force}/{neighbourhood}/kind/{kind}` of a place.
"""

from starlette.requests import Request
from starlette.responses import Response

from components import addresses
from components.content import what_happened
from components.content.what_happened import KindOfCrime
from components.words.language import _
from data_access.curated.categories import CATEGORIES
from data_access.overviews.place import View
from publish.serving.document import Document, page
from publish.serving.message_pages import not_found, wrong
from publish.serving.place_content import PlaceContent
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery, WrongOption, base


def kind_page(view: View, query: PlaceQuery) -> Document:
    """The kind in a held place."""
    address = query.base + addresses.kind_page(query.category, query.place)
    return _page(KindOfCrime(query.category, view), address, PlaceContent(view, query))


async def in_general(request: Request) -> Response:
    """The kind anywhere, with the finder."""
    slug = request.path_params["kind"]
    if slug not in CATEGORIES:
        return await not_found(request)
    try:
        address = base(request) + addresses.kind_page(slug, None)
    except WrongOption as error:
        return wrong(request, str(error))
    return _page(KindOfCrime(slug), address, None).answer(request)


def _page(kind: KindOfCrime, address: str, place: PlaceContent | None) -> Document:
    return page(
        "kind_page.html",
        kind=kind,
        place=place,
        address=address,
        question=_(what_happened.QUESTION),
        choices=what_happened.choices(place.view.place if place else None, kind.slug),
    )


endpoint = of_place(kind_page, "to", "lang", "looked_for")
