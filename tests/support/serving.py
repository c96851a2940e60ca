"""A server of our own for tests: a real process, started as an operator starts it."""

import os
import resource
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests

from data_access.settings import HOUSE
from tests.support.client import Client


@dataclass
class Site(Client):
    """A running server, its data folder and log, and the stand-in for police.uk behind it, if any."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    log: Path
    stand_in: Any = None

    def url(self, path: str = "/") -> str:
        """The whole address of a path."""
        return self.address + path

    def stop(self) -> int:
        """End it as an operator does; its exit code."""
        self.process.terminate()
        return self.process.wait(15)


OF_THE_NETWORK = (
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
)


def is_the_machines(name: str) -> bool:
    """Whether a variable says how this machine is set up: a test begins without."""
    return name.startswith("YOURPATCH_") or name.upper() in OF_THE_NETWORK


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_site(
    data_dir: Path,
    command: tuple[str, ...] = ("-m", "ui.serve"),
    cwd: Path = HOUSE,
    until: str = "/readyz",
    keep_packed: bool = True,
    descriptors: tuple[int, int] | None = None,
    **environment: str,
) -> Site:
    """Start `python <command>` ({port} is filled in) and wait until it answers 200 to `until`.

    `descriptors` are the soft and the hard limit under which it starts.
    """
    port = environment.setdefault("PORT", str(free_port()))
    data_dir.mkdir(parents=True, exist_ok=True)
    if keep_packed:
        # Streamlit's files are compressed once for all tests.
        (HOUSE / "var" / "static-cache").mkdir(parents=True, exist_ok=True)
        (data_dir / "static-cache").symlink_to(HOUSE / "var" / "static-cache")
    log = data_dir / "server.log"
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("YOURPATCH_") and name not in OF_THE_NETWORK
    }
    ours = {"YOURPATCH_DATA_DIR": str(data_dir), "PYTHONWARNINGS": "ignore"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *(word.format(port=port) for word in command)],
            cwd=cwd,
            env=inherited | ours | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=descriptors and partial(resource.setrlimit, resource.RLIMIT_NOFILE, descriptors),
        )
    site = Site(f"http://127.0.0.1:{port}", process, data_dir, log)
    _wait(site, until)
    return site


def _wait(site: Site, path: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and site.process.poll() is None:
        try:
            if site.get(path).status_code == 200:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.05)
    site.process.kill()
    pytest.fail(f"the server did not answer {path} within 60 seconds:\n{site.log.read_text()}")
