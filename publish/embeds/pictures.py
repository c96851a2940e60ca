"""The trend and the QR code as picture files under `/embed/v1/{force}/{neighbourhood}/`."""

from components.content import summary
from components.figures import qr_code
from components.figures.trend import Trend
from components.words import kinds
from components.words.language import _
from data_access.overviews.place import View
from publish.serving import markdown_html
from publish.serving.document import Document, content_security_policy
from publish.serving.request_options import PlaceQuery

SVG, PNG = "image/svg+xml", "image/png"


def svg(view: View, query: PlaceQuery) -> Document:
    """The trend with its title, source and date written into it."""
    # matplotlib takes half a second to import.
    from components.figures import standalone_picture, trend_picture

    trend = summary.trend(view, query.category, query.months)
    words = _words(view, query, trend)
    return _document(standalone_picture.svg(trend, trend_picture.PREVIEW, words).encode(), SVG)


def png(view: View, query: PlaceQuery) -> Document:
    """The same as a PNG, as large as link previews want it (1200 x 630)."""
    from components.figures import standalone_picture, trend_picture

    trend = summary.trend(view, query.category, query.months)
    words = _words(view, query, trend)
    return _document(standalone_picture.png(trend, trend_picture.PREVIEW, words), PNG)


def qr_svg(_view: View, query: PlaceQuery) -> Document:
    """A QR code of the light page's address."""
    return _document(qr_code.svg(query.light_page).encode(), SVG)


def qr_png(_view: View, query: PlaceQuery) -> Document:
    """The same as a PNG."""
    return _document(qr_code.png(query.light_page), PNG)


def _words(view: View, query: PlaceQuery, trend: Trend | None) -> tuple[str, str, str]:
    """Title, what is shown, and whose figures of when: a picture travels without its page."""
    kind = kinds.kind(query.category)
    headline = (trend.headline if trend else "") or kind
    place = _("{name}: {what}").format(name=view.name, what=headline)
    under = markdown_html.plain(trend.caption) if trend else _("There are no figures to draw.")
    return place, under, markdown_html.plain(summary.line(view))


def _document(body: bytes, media_type: str) -> Document:
    # Other sites show them, those that isolate themselves too.
    headers = {
        "Content-Security-Policy": content_security_policy("", framed=True),
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Document(body, media_type, headers=headers)
