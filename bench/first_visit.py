"""The first visit to a neighbourhood nobody has asked for, police.uk answering in 0.45 s.

python -m bench.first_visit
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import Any
from urllib.request import urlopen

from bench.machine import against, machine
from data_access.models import NeighbourhoodRef
from data_access.refresh import first_visit
from data_access.settings import HOUSE, settings

LATENCY_S = 0.45
READY_BUDGET_S, ALL_BUDGET_S = 3.0, 6.0
VISITS = 3
PLACE = NeighbourhoodRef("exampleshire", "AB12")


def control(address: str, what: str, value: Any = None) -> Any:
    """Ask the stand-in's own switches."""
    data = None if value is None else json.dumps(value).encode()
    with urlopen(f"{address}/_control/{what}", data) as answer:  # noqa: S310 - loopback
        return json.load(answer)


def visit() -> tuple[float, float]:
    """Seconds until the newest year and until all 36 months are there, in an empty store."""
    start, ready = time.perf_counter(), 0.0
    while not (progress := first_visit.visit(PLACE)).finished:
        if progress.ready and not ready:
            ready = time.perf_counter() - start
        time.sleep(0.01)
    assert progress.held == progress.total == 36, progress
    return ready, time.perf_counter() - start


def main() -> None:
    """Print the figures, and how the stand-in saw them."""
    child = subprocess.Popen(
        [sys.executable, "-m", "demo", "--port", "0", "--latency", str(LATENCY_S)],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+", child.stdout.readline() if child.stdout else "")
        assert found, "the stand-in did not start"
        visits, pace = [], {"most_in_flight": 0, "over": 0}
        for _ in range(VISITS):
            with tempfile.TemporaryDirectory() as folder:
                os.environ |= {"YOURPATCH_DATA_DIR": folder, "YOURPATCH_POLICE_API": f"{found[0]}/api"}
                settings.cache_clear()
                control(found[0], "reset", {})
                visits.append(visit())
                seen = control(found[0], "pace")
                pace = {name: max(most, seen[name]) for name, most in pace.items()}
    finally:
        child.terminate()
        child.wait(10)
    print(machine())
    print(against("the newest 12 months, from nothing", median(v[0] for v in visits), READY_BUDGET_S))
    print(against("all 36 months", median(v[1] for v in visits), ALL_BUDGET_S))
    print(f"at most {pace['most_in_flight']} requests in flight, {pace['over']} over the pace")


if __name__ == "__main__":
    main()
