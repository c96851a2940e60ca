"""Plain pages for what is not there, not there yet, or not right: the house's hand, no scripts."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components import menu
from components.addresses import FRAMED, finder, page_path
from components.words.language import _
from publish.serving import document

AGAIN_S = 5


async def not_found(request: Request, _error: Exception | None = None) -> Response:
    """404: the sentence, and the way to the finder."""
    return _answer(
        request,
        404,
        _("Page not found"),
        _("If you typed the address, check it is right. If you pasted it, check you copied all of it."),
        _finder_link(),
        _("[Find it without JavaScript]({finder})").format(finder=finder()),
    )


async def not_allowed(request: Request, error: Exception) -> Response:
    """405: an address that is only read was posted to, or the like."""
    answer = _answer(
        request,
        405,
        _("We could not do that"),
        _("This address shows a page and takes nothing in. Open it in your browser instead."),
    )
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


async def fault(request: Request, _error: Exception) -> Response:
    """500: ours, not the reader's."""
    return _answer(
        request,
        500,
        _("Sorry, there is a problem"),
        _("Please try again in a few minutes. We have noted what went wrong."),
        _("In an emergency call 999. To reach the police at other times call 101."),
    )


async def misdirected(request: Request) -> Response:
    """421: asked by a name that is not ours."""
    return _answer(
        request,
        421,
        _("This site does not know that address"),
        _("Whoever runs it has not said by which address others reach it (YOURPATCH_PUBLIC_URL)."),
        _("On the machine itself it is open under 127.0.0.1 and localhost."),
    )


def wrong(request: Request, sentence: str) -> Response:
    """400: an option in the address that we do not know."""
    return _answer(request, 400, _("We could not make sense of that address."), sentence)


def coming(request: Request) -> Response:
    """202: the place is being read for the first time; the page looks again by itself."""
    return _answer(
        request,
        202,
        _("We are getting this neighbourhood"),
        _("Nobody has asked for it before. Getting its figures from police.uk takes about ten seconds."),
        _("This page looks again by itself."),
        again=AGAIN_S,
    )


def coming_list(request: Request) -> Response:
    """202: a force's list is being read for the first time."""
    return _answer(
        request,
        202,
        _("We are getting the list of neighbourhoods"),
        _("Nobody has asked for this police force before. Getting its list takes a few seconds."),
        _("This page looks again by itself."),
        again=AGAIN_S,
    )


def unavailable(request: Request, sentence: str, again: int) -> Response:
    """503: it is not held and cannot be had now."""
    return _answer(
        request,
        503,
        _("We do not hold this neighbourhood yet"),
        sentence,
        _("In an emergency call 999. To reach the police at other times call 101."),
        retry=again,
    )


def busy(request: Request, again: int) -> Response:
    """503: too many ask for what takes long."""
    return _answer(
        request,
        503,
        _("Many people are asking for this now"),
        _("Please try again in half a minute. The page itself holds the same facts."),
        retry=again,
    )


def _finder_link() -> str:
    return f"[{_(menu.page('find').title)}]({page_path('find')})"


def _answer(
    request: Request, status: int, title: str, *paragraphs: str, again: int = 0, retry: int = 0
) -> Response:
    """HTML for a browser, a line of text for a program. `paragraphs` are Markdown."""
    headers = {"Cache-Control": "no-store"}
    if again or retry:
        headers["Retry-After"] = str(again or retry)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(title, status_code=status, headers=headers)
    framed = request.url.path.startswith(FRAMED)
    if framed:
        # Nobody there presses a button to try again.
        again = again or retry
    page = document.message(status, title, *paragraphs, again=again, framed=framed, headers=headers)
    return page.answer(request)
