"""What a browser's tab must not meet."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page


@dataclass
class Trouble:
    """What a tab has met: requests to the outside, and errors in its console. Both must stay empty."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self._note_request(request.url))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def frame_refused(self, page: Page) -> bool:
        """Whether the page's only frame was refused for its ancestors, once known; the error is forgotten."""
        for _ in range(200):
            frame = page.frames[1]
            if frame.url.startswith("chrome-error:") and any("frame-ancestors" in e for e in self.errors):
                self.errors.clear()
                return True
            if frame.url.startswith("http") and frame.evaluate("document.readyState") == "complete":
                return False
            page.wait_for_timeout(100)
        raise AssertionError((page.frames[1].url, self.errors))

    def _note_request(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname != "127.0.0.1":
            self.outside.append(url)
