"""The staff's page at the wire: nobody frames or keeps it, and whoever signs in or out comes back to it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.addresses import home, page_path, page_route

HOME = page_route("staff")
# Streamlit's own: it sends everybody on to the first page, where somebody who is refused would see nothing.
ROUND_TRIP = {"/auth/login", "/auth/logout", "/oauth2callback"}


class SigningIn:
    """Sets the headers of the staff's page (`policy`: its Content-Security-Policy) and of the way to it."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "").rstrip("/")
        if scope["type"] != "http" or path not in {HOME, *ROUND_TRIP}:
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = "no-store"
                headers["Content-Security-Policy"] = self.policy
                if path in ROUND_TRIP and headers.get("Location") == home():
                    headers["Location"] = page_path("staff")
            await send(message)

        await self.app(scope, receive, send_with_headers)
