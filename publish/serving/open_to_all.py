"""What scripts on any other site may read (CORS): public facts, asked for without a cookie."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.addresses import FEEDS, FRAMED, OEMBED, SITEMAP, STATUS_JSON

OPEN = (FEEDS, FRAMED, OEMBED, SITEMAP, STATUS_JSON)


class OpenToAll(CORSMiddleware):
    """Says so with every answer of an OPEN address: 202, 304, 404 and 503 too.

    And to whoever asks: a cache that kept the answer to one site hands it to the next.
    """

    def __init__(self, app: ASGIApp) -> None:
        asked_with, told = ["If-None-Match"], ["ETag", "Retry-After"]
        super().__init__(app, ["*"], ["GET", "HEAD"], asked_with, expose_headers=told, max_age=86400)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_open = scope["type"] == "http" and scope["path"].startswith(OPEN)
        await (super().__call__ if is_open else self.app)(scope, receive, send)

    async def send(self, message: Message, send: Send, request_headers: Headers) -> None:  # noqa: ARG002 - its own
        """Hand on a part of the answer."""
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(self.simple_headers)
        await send(message)
