"""The headers every answer carries: what a page may load, who may frame it, what it may ask of the device."""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("yourpatch.answers")
Fault = Callable[[Request, Exception], Awaitable[Response]]

# Devices and signals that no page of ours asks for.
NOT_ASKED_FOR = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def content_security_policy(
    script_hashes: tuple[str, ...], map_style: str = "none", framed_by: str = "'self'"
) -> str:
    """What a page may load: our own files only, and the base map's when the operator chose one.

    `'wasm-unsafe-eval'` lets Streamlit start its WebAssembly; Streamlit, Plotly and deck.gl set styles inline
    and draw with blob: images and workers. Inline scripts are let in by their hash alone.
    """
    base_map = _origin(map_style)
    hashes = "".join(f" '{value}'" for value in script_hashes)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval'{hashes}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob:{base_map}",
            f"font-src 'self' data:{base_map}",
            f"connect-src 'self'{base_map}",
            "worker-src 'self' blob:",
            # The embed builder's preview.
            "frame-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
            f"frame-ancestors {framed_by}",
        )
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""


class SecurityHeaders:
    """Adds the headers to every HTTP answer; a route may set its own beforehand. What goes wrong is answered
    here by `fault`: further out, it would be answered without them.
    """

    def __init__(self, app: ASGIApp, policy: str, fault: Fault) -> None:
        self.app, self.fault = app, fault
        self.headers = {
            "Content-Security-Policy": policy,
            "Permissions-Policy": NOT_ASKED_FOR,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if "vary" in headers:
                    # Streamlit's compression names Accept-Encoding again.
                    headers["Vary"] = ", ".join(dict.fromkeys(headers["Vary"].split(", ")))
            await send(message)

        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        try:
            await self.app(scope, receive, send_with_headers)
        except Exception as error:
            if begun:
                raise
            log.exception("an address could not be answered")
            answer = await self.fault(Request(scope), error)
            await answer(scope, receive, send_with_headers)
