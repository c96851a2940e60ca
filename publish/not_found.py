"""Plain pages for an address that does not exist and for a fault of ours: the house's hand, no scripts."""

from html import escape
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from components.menu import page
from components.words import _

DOCUMENT = Template("""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="/app/static/favicon.svg" type="image/svg+xml">
<title>$title · $site</title>
<style>
body { margin: 0; color: #1b1f23; background: #fff;
  font: 18px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header { border-bottom: 1px solid #d5dae0; padding: 1rem; font-weight: 600; }
main { max-width: 35rem; padding: 1.5rem 1rem 3rem; }
h1 { margin: 0 0 1rem; font-size: 2.2rem; line-height: 1.2; }
a { color: #1d4f91; }
a:focus-visible { outline: 3px solid #1b1f23; outline-offset: 2px; }
</style>
</head>
<body>
<header><a href="/">$site</a></header>
<main>
<h1>$title</h1>
$paragraphs
</main>
</body>
</html>
""")


async def not_found(request: Request, _error: Exception | None = None) -> Response:
    """404: the sentence, and the way to the finder."""
    return _answer(
        request,
        404,
        _("Page not found"),
        _("If you typed the address, check it is right. If you pasted it, check you copied all of it."),
        _finder_link(),
    )


async def fault(request: Request, _error: Exception) -> Response:
    """500: ours, not the reader's."""
    return _answer(
        request,
        500,
        _("Sorry, there is a problem"),
        _("Please try again in a few minutes. We have noted what went wrong."),
        _("In an emergency call 999. To reach the police at other times call 101."),
    )


def _finder_link() -> str:
    finder = page("find")
    return f'<a href="/{finder.url_path}">{escape(_(finder.title))}</a>'


def _answer(request: Request, status: int, title: str, *paragraphs: str) -> Response:
    """HTML for a browser, a line of text for a program."""
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(title, status_code=status)
    body = DOCUMENT.substitute(
        title=escape(title),
        site=escape(_("Your Patch")),
        paragraphs="\n".join(f"<p>{p}</p>" for p in paragraphs),
    )
    return HTMLResponse(body, status_code=status, headers={"Cache-Control": "no-store"})
