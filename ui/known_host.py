"""By which names this site is reached. What it says of itself, and what caches hand on, carries no other."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette import status
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from data_access.settings import is_loopback, settings

# For whoever watches over processes, by whatever name.
ANY_NAME = {"/healthz", "/readyz"}
PORTS = {"http": 80, "https": 443}


class KnownHost:
    """With a public address, every request is as if it had come by that one: proxies rewrite the name at
    will. Without one, this machine alone is served; others get `misdirected`. A websocket is opened by pages
    of ours, and by programs that are no browser.
    """

    def __init__(self, app: ASGIApp, misdirected: Callable[[Request], Awaitable[Response]]) -> None:
        self.app = app
        self.misdirected = misdirected

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] in ANY_NAME:
            return await self.app(scope, receive, send)
        headers, public = Headers(scope=scope), urlsplit(settings().public_url)
        name = headers.get("host", "")
        served = bool(public.netloc) or is_loopback(_named("http", name)[0])
        if scope["type"] == "http" and not served:
            response = await self.misdirected(Request(scope, receive))
            return await response(scope, receive, send)
        if scope["type"] == "websocket" and not (served and _from_here(headers.get("origin"), name)):
            # Streamlit would ask outside for this machine's address, to compare, and everybody would wait.
            return await WebSocketClose(status.WS_1008_POLICY_VIOLATION)(scope, receive, send)
        if public.netloc:
            scheme = public.scheme if scope["type"] == "http" else public.scheme.replace("http", "ws")
            scope = {**scope, "scheme": scheme, "headers": list(scope["headers"])}
            rewritten = MutableHeaders(scope=scope)
            rewritten["host"] = public.netloc
            if scope["type"] == "websocket" and "origin" in rewritten:
                # Streamlit compares letter by letter.
                rewritten["origin"] = f"{public.scheme}://{public.netloc}"
        return await self.app(scope, receive, send)


def _from_here(origin: str | None, name: str) -> bool:
    """Whether a page of this site asks, or a program: by the public address, or by one of this machine."""
    if origin is None:
        return True
    public = urlsplit(settings().public_url)
    try:
        page = urlsplit(origin)
    except ValueError:
        return False
    asks, asked = _named(page.scheme, page.netloc), _named(page.scheme, name)
    known = {_named(public.scheme, public.netloc)} | ({asked} if is_loopback(asked[0]) else set())
    return bool(asks[0]) and asks in known


def _named(scheme: str, netloc: str) -> tuple[str, int | None]:
    """Name and port as the web compares them: in small letters, the scheme's own port where none is given."""
    try:
        parts = urlsplit(f"//{netloc}")
        return parts.hostname or "", parts.port or PORTS.get(scheme)
    except ValueError:
        return "", None
