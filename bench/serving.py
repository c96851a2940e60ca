"""How soon the server is healthy, and how many bytes a first visit takes.

python -m bench.serving
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from bench.machine import against, machine
from data_access.settings import HOUSE
from ui import compressed_assets

STARTS = 5
START_BUDGET_S = 3.0
PLACE = "?force=exampleshire&neighbourhood=AB12"
PAGES = (("without a chart", "/find", 1.2), ("with a chart", f"/crime_trends{PLACE}", 2.3))
with socket.socket() as _probe:
    # One that is free: a server of somebody else's on a fixed port would be measured in our place.
    _probe.bind(("127.0.0.1", 0))
    PORT = str(_probe.getsockname()[1])
ADDRESS = f"http://127.0.0.1:{PORT}"


def start(folder: str) -> subprocess.Popen[bytes]:
    """The server with the demonstration, its log thrown away, Streamlit's files compressed beforehand."""
    packed, ours = HOUSE / "var" / "static-cache", Path(folder) / "static-cache"
    compressed_assets.compress(packed / compressed_assets.cache_folder().name)
    if not ours.exists():
        ours.symlink_to(packed)
    environment = {"PORT": PORT, "YOURPATCH_DATA_DIR": folder, "YOURPATCH_DEMO": "always"}
    return subprocess.Popen(
        [sys.executable, "-m", "ui.serve"], cwd=HOUSE, env=os.environ | environment, stderr=subprocess.DEVNULL
    )


def wait(path: str) -> None:
    """Until the server answers 200."""
    while True:
        try:
            urlopen(ADDRESS + path).close()  # noqa: S310 - loopback
        except (URLError, ConnectionError):
            time.sleep(0.01)
        else:
            return


def healthy(folder: str) -> float:
    """Seconds from the command to the first answer."""
    begun = time.perf_counter()
    server = start(folder)
    wait("/healthz")
    taken = time.perf_counter() - begun
    server.terminate()
    server.wait(10)
    return taken


def megabytes(browser: Browser, path: str) -> float:
    """What a browser with an empty cache receives for a page, websocket included."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = [0]
    session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        lambda e: received.append(len(e["response"]["payloadData"]) * 3 // 4),
    )
    page.goto(ADDRESS + path)
    page.get_by_text("Relay UK").last.wait_for(timeout=60_000)
    page.wait_for_timeout(2000)
    context.close()
    return sum(received) / 1e6


def main() -> None:
    """Print a line a measure."""
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        starts = [healthy(folder) for _ in range(STARTS)]
        print(against("healthy after a start", median(starts), START_BUDGET_S))
        server = start(folder)
        wait("/readyz")
        executable = shutil.which("chromium")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            for name, path, budget in PAGES:
                megabytes(browser, path)  # the place is read from police.uk once
                size = megabytes(browser, path)
                word = "within" if size <= budget else "OVER"
                print(f"{'first visit, ' + name:60s} {size:8.2f} MB  {word} {budget} MB")
            browser.close()
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
