"""HTML as a tagged PDF (PDF/UA-1): one page of A4, fonts inside, nothing fetched from anywhere."""

import logging
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from anyio import CapacityLimiter

from components.figures import qr_code
from components.words.language import LANGUAGE, _
from data_access.curated.local_facts import slug
from data_access.overviews.place import View
from publish.serving.document import Document, message, render

log = logging.getLogger("yourpatch.paper")
# A page of paper takes most of a second of one core: a crowd of them must not hold up plain pages.
ONE_AT_A_TIME = CapacityLimiter(1)


class NoPaper(Exception):
    """There is no libpango on this machine, which lays out the letters of a PDF."""


def one_page(html_of: Callable[[Any], str], layouts: Sequence[Any]) -> bytes:
    """The PDF of `html_of(layout)` at the first of `layouts` (the roomiest first) at which it is one page.

    Raises NoPaper where Debian's libpango is not there.
    """
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise NoPaper
    # Pictures stand in the document itself; whatever else it may name is nobody's to fetch.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    for layout in layouts:
        laid_out = weasyprint.HTML(string=html_of(layout), url_fetcher=fetcher).render(pdf_tags=True)
        if len(laid_out.pages) == 1:
            break
    else:
        log.warning("a page laid out as %s still takes %s pages", layout, len(laid_out.pages))
    pdf: bytes = laid_out.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def image(media_type: str, content: str) -> str:
    """A picture as an address that holds it."""
    return f"data:{media_type};base64,{b64encode(content.encode()).decode()}"


def document(html_of: Callable[[Any], str], layouts: Sequence[Any], name: str) -> Document:
    """The PDF of `one_page`, to be shown and saved as `name`; 503 and a sentence where none can be."""
    try:
        body = one_page(html_of, layouts)
    except NoPaper:
        why = _("This site cannot make PDFs now. The page and the other files hold the same facts.")
        return message(503, _("No PDF for the time being"), why, headers={"Cache-Control": "no-store"})
    return Document(body, "application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def sheet(
    template: str, layouts: Sequence[Mapping[str, Any]], view: View, address: str, kind: str, **context: Any
) -> Document:
    """A page about a place with the QR code of `address`; `kind` ends the file's name. Of `layouts`, what the
    template takes beside `context`, it is the first that fits.
    """
    context |= {
        "view": view,
        "code": image("image/svg+xml", qr_code.svg(address)),
        "address": address,
        "shown_address": urlsplit(address).netloc + urlsplit(address).path,
        "language": LANGUAGE.replace("_", "-"),
    }
    name = f"{slug(view.name) or slug(view.place.neighbourhood_id)}-{kind}.pdf"
    return document(lambda layout: render(template, **layout, **context), layouts, name)


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    """The library; None where it does not load, which is told once."""
    try:
        import weasyprint  # slow to import, and only where its libraries are
    except OSError as error:
        log.error("PDFs need Debian's libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0: %s", error)
        return None
    # It tells of every rule of plain.css that is for screens only.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint
