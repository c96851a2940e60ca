"""Before any answer: pace, latency, faults, the log, and the web server's own limit on long addresses."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_REQUEST_LINE = 4_094  # gunicorn's, as police.uk shows it
BODIES = {
    "empty": (b"", "text/html"),
    "html": (b"<html><body><h1>Bad Gateway</h1></body></html>", "text/html"),
    "text": (b"Service temporarily unavailable", "text/plain"),
    "no-items": (b"[]", "application/json"),
    "not-json-shape": (b'{"unexpected": ["shape"]}', "application/json"),
}
WHOLE = {None, "truncated"}  # the real answer is made, then altered


@dataclass
class Fault:
    """A rule: which requests (path prefix, date, text in the parameters), and what happens to them."""

    path: str = "/"
    date: str | None = None
    contains: str | None = None
    status: int | None = None
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    times: int | None = None

    def __post_init__(self) -> None:
        if self.body not in {*BODIES, *WHOLE, "none"}:
            raise ValueError(f"no such body: {self.body!r}")

    def meets(self, path: str, params: dict[str, str]) -> bool:
        """Whether the rule is for this request."""
        text = "&".join(f"{key}={value}" for key, value in params.items())
        return (
            self.times != 0
            and path.startswith(self.path)
            and self.date in (None, params.get("date"))
            and (self.contains or "") in text
        )


@dataclass
class Pace:
    """police.uk's bucket: 30 requests at once, refilled at 15 a second; beyond it 429."""

    burst: float = 30.0
    a_second: float = 15.0
    left: float = 30.0
    at: float = field(default_factory=time.monotonic)
    over: int = 0
    in_flight: int = 0
    most_in_flight: int = 0

    def take(self) -> bool:
        """Whether one more request is within the pace."""
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.a_second)
        self.at = now
        if self.left < 1:
            self.over += 1
            return False
        self.left -= 1
        return True


@dataclass
class Settings:
    """What can be set while the stand-in runs. `cap` None answers however many crimes an area has."""

    latency: float = 0.0
    cap: int | None = 10_000
    pace: bool = True


@dataclass
class Switches:
    """Everything that can be set about one running stand-in, and what it noted."""

    settings: Settings
    faults: list[Fault] = field(default_factory=list)
    pace: Pace = field(default_factory=Pace)
    log: list[dict[str, Any]] = field(default_factory=list)


class Gate:
    """The outermost layer. Parameters of query and form are left in `request.state.params`."""

    def __init__(self, app: ASGIApp, switches: Switches) -> None:
        self.app, self.switches = app, switches

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or not."""
        if scope["type"] != "http" or scope["path"].startswith("/_control/"):
            await self.app(scope, receive, send)
            return
        params = await _params(Request(scope, receive))
        scope.setdefault("state", {})["params"] = params
        await self._noted(scope, receive, send, params)

    async def _noted(self, scope: Scope, receive: Receive, send: Send, params: dict[str, str]) -> None:
        """Count the request in and out, and write it down."""
        police, pace = scope["path"].startswith("/api/"), self.switches.pace
        pace.in_flight += police
        pace.most_in_flight = max(pace.most_in_flight, pace.in_flight)
        note: dict[str, Any] = {
            "at": time.monotonic(), "ended": None, "method": scope["method"], "path": scope["path"],
            "params": params, "status": None, "in_flight": pace.in_flight,
        }  # fmt: skip
        self.switches.log.append(note)

        async def noting(message: Message) -> None:
            note["status"] = message.get("status", note["status"])
            await send(message)

        try:
            if police and not pace.take() and self.switches.settings.pace:
                await Response(status_code=429, media_type="text/html")(scope, receive, noting)
            else:
                await self._answer(scope, receive, noting, params)
        finally:
            note["ended"] = time.monotonic()
            pace.in_flight -= police

    async def _answer(self, scope: Scope, receive: Receive, send: Send, params: dict[str, str]) -> None:
        fault = next((f for f in self.switches.faults if f.meets(scope["path"], params)), Fault())
        fault.times = None if fault.times is None else fault.times - 1
        await asyncio.sleep(self.switches.settings.latency + fault.delay)
        if fault.body == "none":
            await _hang_up(scope, receive)
        elif (line := _request_line(scope)) > LONGEST_REQUEST_LINE and scope["path"].startswith("/api/"):
            await _too_long(line)(scope, receive, send)
        elif fault.body in WHOLE and (fault.body or not fault.status):
            await _altered(self.app, fault, scope, receive, send)
        else:
            body, media_type = BODIES[fault.body or "empty"]
            answer = Response(body, fault.status or 200, fault.headers, media_type)
            await answer(scope, receive, send)


async def _params(request: Request) -> dict[str, str]:
    """Query and form together; a JSON body gives nothing, as at police.uk."""
    form = await request.form() if request.method == "POST" else FormData()
    return {**request.query_params, **{key: str(value) for key, value in form.items()}}


def _request_line(scope: Scope) -> int:
    query = scope["query_string"]
    return len(scope["method"]) + len(scope["raw_path"]) + len(query) + bool(query) + len("  HTTP/1.1")


def _too_long(line: int) -> Response:
    words = f"Request Line is too large ({line} &gt; {LONGEST_REQUEST_LINE})"
    return Response(
        f"<html><head><title>Bad Request</title></head><body><h1>Bad Request</h1>{words}</body></html>",
        status_code=400,
        media_type="text/html",
    )


async def _hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection without a word."""
    scope["state"]["transport"].abort()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _altered(app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """The real answer, with other headers, another status, or half its body."""
    if fault.body == "truncated":  # half a JSON, not half a gzip
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    start: Message = {}

    async def altering(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            start["status"] = fault.status or message["status"]
            return
        headers = MutableHeaders(scope=start)
        headers.update(fault.headers)
        if fault.body == "truncated":
            message["body"] = message["body"][: len(message["body"]) // 2]
            headers["content-length"] = str(len(message["body"]))
        await send(start)
        await send(message)

    await app(scope, receive, altering)
