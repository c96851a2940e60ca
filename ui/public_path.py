"""Under which path of its host this site lies (https://council.example/policing). No route knows of it."""

import re

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.addresses import home, routed
from data_access.settings import settings

# A cookie for the whole host. Streamlit ends its old ones there too (Max-Age=0), which may stay so.
WHOLE_HOST = re.compile(rb"(?i)^(?!.*;\s*max-age=0)(.*;\s*path=)/(?=;|$)")


class PublicPath:
    """Takes the path of the public address off what is asked, and keeps cookies to that path. What comes
    without it is left as it is, so that whoever watches over the process itself asks for /healthz.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        ours = settings().public_path
        if not ours or scope["type"] not in {"http", "websocket"}:
            return await self.app(scope, receive, send)
        path = routed(scope["path"])
        if path == "" and scope["type"] == "http":
            # Streamlit's page names its files as lying beside it.
            query = scope["query_string"].decode("latin-1")
            response = RedirectResponse(home() + (f"?{query}" if query else ""))
            return await response(scope, receive, send)

        async def send_with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, WHOLE_HOST.sub(rb"\1" + ours.encode(), value) if name == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        # In place: a fault is answered further out, and looks at it too.
        scope["path"] = path or scope["path"]
        return await self.app(scope, receive, send_with_cookies)
