"""The page that carries Streamlit: its index.html with our language, title, words and Exit this page.

Streamlit writes neither title nor language of ours, and tells a reader without JavaScript about its interface
for programs. The page is rewritten once a page of the menu, at start, from the installed file.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.addresses import finder, home, static
from components.menu import PAGES, Page
from components.words import attribution
from components.words.language import _
from publish.serving.document import Document
from ui import first_paint

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
STATIC = Path(__file__).resolve().parent / "static"
STYLES = ("house.css", "exit.css")
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# Without a place in the address these begin with the finder.
ASKS_FOR_A_PLACE = ("your_neighbourhood", "find")
# The Design System's default: well known, and it shows nobody anything about who looks.
EXIT_TO = "https://www.bbc.co.uk/weather"


def html(page: Page) -> str:
    """The whole document for a page. Raises ValueError when Streamlit's index.html is not as we know it."""
    document = INDEX.read_text(encoding="utf-8")
    for pattern, replacement in (
        (r'<html lang="en">', '<html lang="en-GB">'),
        (r'<link rel="shortcut icon"[^>]*>', _head(page)),
        # The page is set in the reader's own type: 170 kB less.
        (r'<link\s+rel="preload"[^>]*\.woff2"[^>]*>', ""),
        (r"<title>Streamlit</title>", f"<title>{escape(title(page))}</title>"),
        (r'<!--\s+Machine-readable pointer.*?-->\s*<link rel="service-desc"[^>]*>', ""),
        # After Streamlit's stylesheet, so that ours have the last word.
        (r"</head>", "".join(f'<link rel="stylesheet" href="{_static(n)}">' for n in STYLES) + "</head>"),
        (r"<noscript>.*?</noscript>", f"<noscript>{_without_javascript()}</noscript>"),
        (first_paint.ROOT, _exit(first_paint.ROOT)),
    ):
        document, found = re.subn(pattern, replacement, document, flags=re.DOTALL)
        if found != 1:
            raise ValueError(
                f"Streamlit's index.html has changed: {pattern!r} is there {found} times, not once"
            )
    return document


def title(page: Page) -> str:
    """`Crime trends · Your Patch`, until the page itself knows the place's name."""
    return f"{_(page.title)} · {_('Your Patch')}" if page.url_path else _("Your Patch")


def script_hashes() -> tuple[str, ...]:
    """`sha256-...` of each script that stands in the document itself, for the Content-Security-Policy."""
    scripts = INLINE_SCRIPT.findall(html(PAGES[0]))
    return tuple(f"sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}" for s in scripts)


def _head(page: Page) -> str:
    description = escape(_(page.description))
    return (
        f'<link rel="icon" href="{_static("favicon.svg")}" type="image/svg+xml">'
        f'<link rel="apple-touch-icon" href="{_static("favicon.png")}">'
        f'<meta name="description" content="{description}">'
        f'<meta property="og:title" content="{escape(title(page))}">'
        f'<meta property="og:description" content="{description}">'
        '<meta property="og:type" content="website">'
        '<meta name="theme-color" content="#1d4f91">'
        f'<script src="{_static("backend.js")}" defer></script>'
        f'<script src="{_static("exit.js")}" defer></script>'
        f'<script src="{_static("structure.js")}" defer></script>'
        f'<script src="{_static("focus.js")}" defer></script>'
    )


def _static(name: str) -> str:
    """The file's address, with a mark of its content, so that a browser may keep it."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"{static(name)}?v={mark}"


def _without_javascript() -> str:
    sentences = (
        _("Your Patch needs JavaScript to show its pages."),
        _('<a href="{finder}">The simple version</a> has the same facts and does without.').format(
            finder=finder()
        ),
        _("In an emergency call 999. To reach the police at other times call 101."),
    )
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def _exit(root: str) -> str:
    """Plain links round Streamlit's part of the page: they work before it loads and without JavaScript."""
    link = f'href="{EXIT_TO}" rel="nofollow noreferrer"'
    return (
        f'<a id="exit-skip-link" {link}>{escape(_("Exit this page"))}</a>{root}'
        f'<div id="exit"><a id="exit-home" href="{home()}">{escape(_("Your Patch"))}</a>'
        f'<a id="exit-button" {link} role="button" draggable="false">'
        f'<span class="exit-hidden">{escape(_("Emergency"))} </span>{escape(_("Exit this page"))}</a></div>'
    )


def routes() -> list[Route]:
    """A route a page."""
    return [Route(f"/{page.url_path}", _endpoint(page)) for page in PAGES]


def _endpoint(page: Page) -> Callable[[Request], Awaitable[Response]]:
    document = html(page)
    plain = Document(document.encode(), "text/html; charset=utf-8", 200, first_paint.HEADERS)
    paint = first_paint.painter(page, document)

    @lru_cache(maxsize=4)
    def front(_notice: str) -> Document:
        return Document(first_paint.finder(page, document).encode(), plain.media_type, 200, plain.headers)

    async def shell(request: Request) -> Response:
        asks = page.file in ASKS_FOR_A_PLACE and not {"force", "neighbourhood"} & request.query_params.keys()
        # Whether all is invented is known only when the demonstration runs.
        empty = front(attribution.demonstration()) if asks else plain
        return (await first_paint.of_held_place(paint, request) or empty).answer(request)

    return shell
