"""The stand-in without its pace, asked over HTTP; and a world of the test's own to compare with."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from demo.world import World

Ask = Callable[..., requests.Response]


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture
def ask(stand_in: Any) -> Iterator[Ask]:
    """Ask for an address: parameters by GET, `form` by POST."""
    stand_in.control("settings", {"pace": False})
    with requests.Session() as session:

        def asking(path: str, form: Any = None, **params: Any) -> requests.Response:
            method = "GET" if form is None else "POST"
            return session.request(method, stand_in.address + path, params=params, data=form, timeout=30)

        yield asking


@pytest.fixture
def polygon(ask: Ask) -> Callable[[str, str], str]:
    """A neighbourhood's published boundary as police.uk wants it back."""

    def joined(force: str, neighbourhood: str) -> str:
        corners = ask(f"/api/{force}/{neighbourhood}/boundary").json()
        return ":".join(f"{float(p['latitude']):.6f},{float(p['longitude']):.6f}" for p in corners)

    return joined
