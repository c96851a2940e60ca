"""A store of our own for what is published: no stand-in, no network, a clock that stands still."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import requests
import uvicorn
from starlette.applications import Starlette

from data_access.settings import settings
from publish.routes import ROUTES

NOW = "2026-11-18T12:00:00"


@pytest.fixture
def held_facts(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store; nobody outside is asked; the demonstration, so that the clock can stand still."""
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "1")
    monkeypatch.setenv("YOURPATCH_NOW", NOW)
    settings.cache_clear()
    return data_dir


class Client:
    """Asks a running server."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(self.address + path, headers=headers, timeout=60, allow_redirects=False)


@pytest.fixture(scope="session")
def public_routes() -> Iterator[Client]:
    """Every public route, served for real, from whatever store the test has set up."""
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES), port=0, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Client(f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(10)
