"""What is counted of requests, for `/metrics`: by the pattern of an address, never by the address."""

from collections.abc import Sequence
from time import perf_counter

from prometheus_client import Counter, Gauge, Histogram
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter("yourpatch_requests", "Requests answered", ["route", "status"])
SECONDS = Histogram(
    "yourpatch_request_seconds",
    "From a request to the end of its answer",
    ["route"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60),
)
SESSIONS = Gauge("yourpatch_sessions", "Visitors with a page open")


class Measured:
    """Counts and times every answer; outermost, so that whatever answered is counted."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = [route for route in routes if isinstance(route, Route)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            with SESSIONS.track_inprogress():
                return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        status, began = 500, perf_counter()

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            return await self.app(scope, receive, note_status)
        finally:
            route = self._pattern(scope)
            REQUESTS.labels(route, str(status)).inc()
            SECONDS.labels(route).observe(perf_counter() - began)

    def _pattern(self, scope: Scope) -> str:
        if scope["path"].startswith(("/static/", "/app/", "/_stcore/")):
            return "Streamlit's files"
        without_slash = {**scope, "path": scope["path"].rstrip("/") or "/"}
        for route in self.routes:
            if route.matches(without_slash)[0] is not Match.NONE:
                return route.path
        return "other"
