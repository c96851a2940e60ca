"""Which addresses exist. Streamlit answers any unknown one with its shell and 200; here it is a real 404."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

# What Streamlit itself serves.
STREAMLIT = ("/_stcore/", "/app/static/", "/component/", "/media/", "/static/")
# Parts of it that nobody outside has business with: figures on its inside, uploads, driving it by program.
SHUT = ("/_stcore/agent/", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/upload_file")


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
        if scope["type"] != "http" or self._known(scope):
            await self.app(scope, receive, send)
            return
        response = await self.not_found(Request(scope, receive))
        await response(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        path: str = scope["path"]
        if path.startswith(STREAMLIT):
            return not path.startswith(SHUT)
        # Streamlit redirects an address with a slash at its end to the one without.
        without_slash = {**scope, "path": path.rstrip("/") or "/"}
        return any(route.matches(without_slash)[0] is not Match.NONE for route in self.routes)
