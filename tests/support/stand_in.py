"""The stand-in for police.uk as a process of its own, and settings that point at it."""

import json
import re
import subprocess
import sys
from typing import Any

import requests

from data_access import settings as settings_module
from data_access.background import worker_threads
from data_access.settings import HOUSE


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


def read_settings_anew() -> None:
    """Settings as the environment has them now: a thread of another test's may have kept those before."""
    settings_module.settings.cache_clear()
    # A first call answers with what it read itself, also when another thread's is what is kept: ask twice.
    settings_module.settings()
    while settings_module.settings() != settings_module.Settings():
        settings_module.settings.cache_clear()
        settings_module.settings()


def end_background_work() -> None:
    """What a test began beside ends with it, lest it asks for, or writes into, what is the next one's.

    A thread may still ask again for a reading that has ended, and would ask police.uk itself in a moment.
    """
    worker_threads.end(5)
    worker_threads.ending.clear()
