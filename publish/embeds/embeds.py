"""Views for other sites' frames, `/embed/v1/{force}/{neighbourhood}/{view}`: no script or cookie needed."""

from starlette.requests import Request
from starlette.responses import Response

from components.content import survey_areas
from components.content.embed_views import VIEWS, EmbedView
from data_access.overviews.place import View
from publish.embeds import pictures
from publish.serving.document import TEMPLATES, Document, page
from publish.serving.message_pages import not_found
from publish.serving.place_content import PlaceContent
from publish.serving.place_endpoint import Endpoint, of_place
from publish.serving.request_options import PlaceQuery, oembed

OPTIONS = ("to", "category", "months", "lang", "heading")

# For the site around the frame; a stable address, as the views' are. Kept a day.
_height_js = Document(
    (TEMPLATES / "height.js").read_bytes(),
    "text/javascript; charset=utf-8",
    headers={"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"},
)


def _endpoint(embed_view: EmbedView) -> Endpoint:
    def embed(view: View, query: PlaceQuery) -> Document:
        return page(
            f"embed_{embed_view.name}.html",
            framed=True,
            embed_view=embed_view,
            title=embed_view.title(view.name),
            line=embed_view.line(view),
            place=PlaceContent(view, query),
            survey=embed_view.name == "survey" and survey_areas.runs_in(view.place),
            last_time=survey_areas.last_time(view.place) if embed_view.name == "survey" else [],
            oembed=oembed(query, embed_view.name),
        )

    return of_place(embed, *OPTIONS)


_ENDPOINTS = {
    **{name: _endpoint(embed_view) for name, embed_view in VIEWS.items()},
    "trend.svg": of_place(pictures.svg, *OPTIONS),
    "trend.png": of_place(pictures.png, *OPTIONS),
    "qr.svg": of_place(pictures.qr_svg),
    "qr.png": of_place(pictures.qr_png),
}


async def endpoint(request: Request) -> Response:
    """The view or picture that the address names; 404 for one there is not."""
    answer = _ENDPOINTS.get(request.path_params["view"])
    return await (answer(request) if answer else not_found(request))


async def height_js(request: Request) -> Response:
    """The script that fits frames to their content."""
    return _height_js.answer(request)
