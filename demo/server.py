"""The stand-in: police.uk under `/api`, the postcode service at `/`, the tests' switches at `/_control`."""

import asyncio
import socket

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount, Router
from uvicorn.protocols.http.h11_impl import H11Protocol

from demo import areas, police, postcodes
from demo.answers import Refusal, refused
from demo.control import Control
from demo.gate import Gate, Settings, Switches
from demo.world import World

LONGEST_HEAD = 1_000_000  # our own limit on long addresses answers, not the HTTP parser's


def application(world: World, settings: Settings) -> Gate:
    """The ASGI application of one stand-in."""
    switches = Switches(settings)
    routes = [
        Mount("/_control", routes=Control(world, switches).routes()),
        Mount("/api", app=Router([*areas.ROUTES, *police.ROUTES], redirect_slashes=False)),
        *postcodes.ROUTES,
    ]
    compressed = [Middleware(GZipMiddleware, minimum_size=500, compresslevel=5)]
    app = Starlette(routes=routes, middleware=compressed, exception_handlers={Refusal: refused})
    app.state.world, app.state.switches = world, switches
    return Gate(app, switches)


class _Protocol(H11Protocol):
    """HTTP whose connection a fault can cut: the transport is left in the request's state."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class _Server(uvicorn.Server):
    """Says where it is when it accepts connections, and nothing else."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or []:
            port = listening.getsockname()[1]
            print(f"Demonstration on http://127.0.0.1:{port}", flush=True)  # noqa: T201 - its one word


def serve(world: World, port: int, latency: float) -> None:
    """Serve on loopback until told to stop; port 0 takes any free one."""
    # asyncio switches Nagle's algorithm off, 40 ms an answer, only where the protocol is named.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    config = uvicorn.Config(
        application(world, Settings(latency)),
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        # After uvicorn's own 5 s, about as long as our pauses, a question met a connection just closing.
        timeout_keep_alive=75,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )
    _Server(config).run(sockets=[listening])
