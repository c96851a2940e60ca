"""Which addresses exist. Streamlit answers any unknown one with its shell and 200; here it is a real 404."""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from starlette import status
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

# What Streamlit itself serves, and answers with a 404 of its own where it has nothing. Left out, and so not
# there: figures on its inside, uploads, and driving it by program. (Its websocket is no HTTP request.)
STREAMLIT = ("/_stcore/bidi-components/", "/app/static/", "/component/", "/media/", "/static/")
STREAMLIT_EXACTLY = {
    *("/_stcore/health", "/_stcore/host-config"),
    # Signing in (st.login): without secrets they lead to the staff's page, which says so.
    *("/auth/login", "/auth/logout", "/oauth2callback"),
}


class KnownAddresses:
    """Lets through our own routes and Streamlit's; answers everything else with `not_found`."""

    def __init__(
        self,
        app: ASGIApp,
        routes: Sequence[BaseRoute],
        not_found: Callable[[Request], Awaitable[Response]],
    ) -> None:
        self.app = app
        self.routes = routes
        self.not_found = not_found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket" and not _from_here(scope):
            # Streamlit would ask outside for this machine's address, to compare, and everybody would wait.
            await WebSocketClose(status.WS_1008_POLICY_VIOLATION)(scope, receive, send)
            return
        if scope["type"] != "http" or self._known(scope):
            await self.app(scope, receive, send)
            return
        response = await self.not_found(Request(scope, receive))
        await response(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        path: str = scope["path"]
        if path.startswith(STREAMLIT) or path in STREAMLIT_EXACTLY:
            return True
        # Streamlit redirects an address with a slash at its end to the one without.
        without_slash = {**scope, "path": path.rstrip("/") or "/"}
        return any(route.matches(without_slash)[0] is not Match.NONE for route in self.routes)


def _from_here(scope: Scope) -> bool:
    """Whether a page of this site opens the session, or a program that is no browser."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
