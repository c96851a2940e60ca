"""The public routes as a site of their own: real HTTP to a real server, and no Streamlit anywhere near."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from data_access.models import Force, Neighbourhood, NeighbourhoodRef
from data_access.police_api import neighbourhoods
from data_access.settings import settings
from data_access.store import places, small_facts
from publish.routes import ROUTES
from publish.serving.message_pages import fault, not_found
from publish.serving.open_to_all import OpenToAll
from tests.support import exampleshire
from tests.support.client import Client
from tests.support.clock import NOW
from tests.support.stand_in import StandIn, end_background_work


@contextmanager
def plain_site() -> Iterator[Client]:
    """A server of publish.routes alone, in this process, with this test's store."""
    proxies = Middleware(ProxyHeadersMiddleware, trusted_hosts=settings().trusted_proxies)  # as app.py has it
    app = Starlette(
        routes=ROUTES,
        middleware=[proxies, Middleware(OpenToAll)],
        exception_handlers={404: not_found, 500: fault},
    )
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="error", lifespan="off", proxy_headers=False)
    )
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Client(f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(10)


def read_small_facts(place: NeighbourhoodRef) -> None:
    """Put the place's own page, team, priorities and events into the store, by the real reader."""
    for name, ask, type_ in (
        ("profile", neighbourhoods.neighbourhood, Neighbourhood),
        ("team", neighbourhoods.team, places.Team),
        ("priorities", neighbourhoods.priorities, places.Priorities),
        ("events", neighbourhoods.events, places.Events),
        ("boundary", neighbourhoods.boundary, places.Ring),
    ):
        found = ask(place)
        value = tuple(found) if isinstance(found, list) else found
        small_facts.write(name, value, type_, place.force_id, place.neighbourhood_id)
    small_facts.write("force", neighbourhoods.force(place.force_id), Force, place.force_id)


@contextmanager
def demonstration(
    stand_in: StandIn, folder: Path, *held: NeighbourhoodRef, reads_on: bool = False
) -> Iterator[Client]:
    """The site with the demonstration on and these places in its store, where nothing changes any more unless
    it `reads_on`.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "YOURPATCH_DATA_DIR": str(folder),
            "YOURPATCH_POLICE_API": stand_in.police_api,
            "YOURPATCH_POSTCODES_API": stand_in.address,
            "YOURPATCH_DEMONSTRATION": "1",
            "YOURPATCH_NOW": NOW,
        }.items():
            patch.setenv(name, value)
        settings.cache_clear()
        stand_in.reset()
        exampleshire.hold(stand_in, *held)
        for place in held:
            read_small_facts(place)
        if not reads_on:
            stand_in.control("faults", [{"path": "/api/", "status": 500}])
        with plain_site() as client:
            yield client
        end_background_work()
    settings.cache_clear()
    # Servers that a whole session shares ask the same stand-in.
    stand_in.reset()
