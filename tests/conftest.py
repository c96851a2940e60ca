"""The tests' ground: a folder of their own for each test, and the stand-in for police.uk over real HTTP."""

import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import requests
from streamlit.components.v2 import manifest_scanner

from data_access import hands
from data_access import settings as settings_module

HOUSE = Path(__file__).resolve().parent.parent
SHARED_DATA = HOUSE.parent / "shared" / "data"

# How long an example takes is the machine's affair, not the code's.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# Each AppTest looks for components in every installed package: the same each time, a tenth of a second.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


class StandIn:
    """A running `python -m demo`, its faults and its log of requests."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "demo", "--port", "0", *arguments],
            cwd=HOUSE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", self.process.stdout.readline())
        assert found, "the stand-in did not start"
        self.address = found[0]
        self._session = requests.Session()
        self._session.trust_env = False  # a test may name a proxy

    @property
    def police_api(self) -> str:
        return self.address + "/api"

    def control(self, what: str, value: Any = None) -> Any:
        """Talk to `/_control/`: GET without a value, POST with one."""
        address = f"{self.address}/_control/{what}"
        if value is None:
            answer = self._session.get(address, timeout=30)
        else:
            answer = self._session.post(address, data=json.dumps(value), timeout=30)
        answer.raise_for_status()
        return answer.json()

    def reset(self) -> None:
        """No fault, no latency, no log."""
        self.control("reset", {})

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


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


def read_settings_anew() -> None:
    """Settings as the environment has them now: a thread of another test's may have kept those before."""
    settings_module.settings.cache_clear()
    # A first call answers with what it read itself, also when another thread's is what is kept: ask twice.
    settings_module.settings()
    while settings_module.settings() != settings_module.Settings():
        settings_module.settings.cache_clear()
        settings_module.settings()


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder and default settings, whatever the machine's environment says."""
    for name in [n for n in os.environ if n.startswith("YOURPATCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("YOURPATCH_DATA_DIR", str(tmp_path / "var"))
    settings_module.settings.cache_clear()
    yield tmp_path / "var"
    end_background_work()
    settings_module.settings.cache_clear()


def end_background_work() -> None:
    """What a test began beside ends with it, lest it asks for, or writes into, what is the next one's.

    A hand may still ask again for a reading that has ended, and would ask police.uk itself in a moment.
    """
    hands.end(5)
    hands.ending.clear()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real police.uk data, beside the repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real data is not beside this repository")
    return SHARED_DATA
