"""Which addresses exist. Streamlit answers any unknown one with its shell and 200; here it is a real 404."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from components.addresses import followed

# What Streamlit itself serves, and answers with a 404 of its own where it has nothing. Left out, and so not
# there: figures on its inside, uploads, and driving it by program. (Its websocket is no HTTP request.)
STREAMLIT = ("/_stcore/bidi-components/", "/app/static/", "/component/", "/media/", "/static/")
STREAMLIT_EXACTLY = {
    *("/_stcore/health", "/_stcore/host-config"),
    # Signing in (st.login): without secrets they lead to the staff's page, which says so.
    *("/auth/login", "/auth/logout", "/oauth2callback"),
}
# Of a file: a longer one is an error of the disk, not a file that is not there.
LONGEST_NAME = 200


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
        if scope["type"] == "websocket":
            return await self._streamlit(scope, receive, send)
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path: str = scope["path"]
        # Streamlit redirects an address with a slash at its end to the one without.
        without_slash = path.rstrip("/") or "/"
        if _too_long(path) or not (_is_streamlits(path) or self._is_ours(scope, without_slash)):
            return await (await self.not_found(Request(scope, receive)))(scope, receive, send)
        answer = self._streamlit if _is_streamlits(path) or path != without_slash else self.app
        return await answer(scope, receive, send)

    async def _streamlit(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit's routes know the path of the public address (app.py); ours do not."""
        await self.app({**scope, "path": followed(scope["path"])}, receive, send)

    def _is_ours(self, scope: Scope, path: str) -> bool:
        asked = {**scope, "path": path}
        return any(route.matches(asked)[0] is not Match.NONE for route in self.routes)


def _too_long(path: str) -> bool:
    return max(map(len, path.split("/"))) > LONGEST_NAME


def _is_streamlits(path: str) -> bool:
    return path.startswith(STREAMLIT) or path in STREAMLIT_EXACTLY
