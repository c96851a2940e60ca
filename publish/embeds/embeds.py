"""Views for other sites' frames, `/embed/v1/{force}/{neighbourhood}/{view}`: no script or cookie needed."""

from starlette.requests import Request
from starlette.responses import Response

from components.content import embed_views, summary, survey_areas
from data_access.overviews.place import View
from data_access.settings import now
from publish.embeds import pictures
from publish.serving.document import TEMPLATES, Document, page
from publish.serving.message_pages import not_found
from publish.serving.place_endpoint import Endpoint, no_longer_listed, of_place
from publish.serving.request_options import Asked, oembed

OPTIONS = ("to", "category", "months", "lang", "heading")

# For the site around the frame; a stable address, as the views' are. Kept a day.
_height_js = Document(
    (TEMPLATES / "height.js").read_bytes(),
    "text/javascript; charset=utf-8",
    headers={"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"},
)


def _render(what: str) -> Endpoint:
    def embed(view: View, asked: Asked) -> Document:
        return page(
            "embed.html",
            framed=True,
            what=what,
            title=embed_views.title(what, view.name),
            line=_line(view, what),
            view=view,
            asked=asked,
            now=now(),
            gone=no_longer_listed(view.place),
            survey=what == "survey" and survey_areas.runs_in(view.place),
            last_time=survey_areas.last_time(view.place) if what == "survey" else [],
            shown=summary.trend(view, asked.category, asked.months) if what == "trend" else None,
            oembed=oembed(asked, what),
        )

    return of_place(embed, *OPTIONS)


def _line(view: View, what: str) -> str:
    """Whose and as at when: of the months, or of what the view shows instead."""
    facts = {"priorities": "priorities", "team": "team", "events": "events"}
    if what in facts:
        return summary.line_of(view, getattr(view, facts[what]))
    return summary.line_of_survey(view) if what == "survey" else summary.line(view)


_ENDPOINTS = {
    **{what: _render(what) for what in embed_views.VIEWS},
    "trend.svg": of_place(pictures.svg, *OPTIONS),
    "trend.png": of_place(pictures.png, *OPTIONS),
    "qr.svg": of_place(pictures.qr_svg),
    "qr.png": of_place(pictures.qr_png),
}


async def endpoint(request: Request) -> Response:
    """The view or picture that the address names; 404 for one there is not."""
    found = _ENDPOINTS.get(request.path_params["view"])
    return await (found(request) if found else not_found(request))


async def height_js(request: Request) -> Response:
    """The script that fits frames to their content."""
    return _height_js.answer(request)
