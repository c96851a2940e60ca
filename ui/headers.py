"""The headers every answer carries: what a page may load, who may frame it, what it may ask of the device."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    """Adds the headers to every HTTP answer; a route may set its own beforehand."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy,
            "Permissions-Policy": NOT_ASKED_FOR,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if "vary" in headers:
                    # Streamlit's compression names Accept-Encoding again.
                    headers["Vary"] = ", ".join(dict.fromkeys(headers["Vary"].split(", ")))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
