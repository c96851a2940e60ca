"""The tests' ground: a folder of their own for each test, and the stand-in for police.uk over real HTTP."""

import functools
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from streamlit.components.v2 import manifest_scanner

from data_access import settings as settings_module
from data_access.settings import HOUSE
from tests.support import soak
from tests.support.client import Client
from tests.support.clock import NOW
from tests.support.plain_site import plain_site
from tests.support.serving import is_the_machines
from tests.support.stand_in import StandIn, end_background_work, read_settings_anew


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every property that Hypothesis tries is part of `make soak`."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.soak)


SHARED_DATA = HOUSE.parent / "shared" / "data"

# How long an example takes is the machine's affair, not the code's.
hypothesis.settings.register_profile("test", deadline=None, derandomize=True)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=soak.rounds(100), print_blob=True)
hypothesis.settings.load_profile("test" if soak.TIMES == 1 else "soak")

# Each AppTest looks for components in every installed package: the same each time, a tenth of a second.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def stand_in_process() -> Iterator[StandIn]:
    server = StandIn()
    yield server
    server.stop()


@pytest.fixture
def stand_in(stand_in_process: StandIn, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The stand-in, without faults, and our settings pointing at it."""
    stand_in_process.reset()
    monkeypatch.setenv("YOURPATCH_POLICE_API", stand_in_process.police_api)
    monkeypatch.setenv("YOURPATCH_POSTCODES_API", stand_in_process.address)
    read_settings_anew()
    yield stand_in_process
    # Servers that a whole session shares ask it too.
    stand_in_process.reset()


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder and default settings, whatever the machine's environment says."""
    for name in filter(is_the_machines, list(os.environ)):
        monkeypatch.delenv(name)
    monkeypatch.setenv("YOURPATCH_DATA_DIR", str(tmp_path / "var"))
    settings_module.settings.cache_clear()
    yield tmp_path / "var"
    end_background_work()
    settings_module.settings.cache_clear()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real police.uk data, beside the repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real data is not beside this repository")
    return SHARED_DATA


@pytest.fixture
def held_facts(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store; nobody outside is asked; the demonstration, so that the clock can stand still."""
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "1")
    monkeypatch.setenv("YOURPATCH_NOW", NOW)
    settings_module.settings.cache_clear()
    return data_dir


@pytest.fixture(scope="session")
def public_routes() -> Iterator[Client]:
    """Every public route, served for real, from whatever store the test has set up."""
    with plain_site() as client:
        yield client
