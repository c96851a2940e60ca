"""20 answers a second into the survey on SQLite for a minute, while visitors read the dashboard: none lost.

python -m bench.survey [answers a second] [seconds]

Answers are sent at set times, each with a token of its own, and counted in the database afterwards.
"""

import asyncio
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

import requests
from sqlalchemy import create_engine, func, select

from bench.machine import machine
from bench.serving import ADDRESS, start, wait
from bench.visitors import quiet, visit, visitors
from data_access.models import NeighbourhoodRef
from data_access.survey.answering import form_tokens
from data_access.survey.database import tables

PLACE = NeighbourhoodRef("exampleshire", "AB12")
RATE, SECONDS, READERS, PAUSE_S, HANDS = 20, 60, 20, 4.0, 16
SECRET = "a secret of this measure alone"  # noqa: S105 - protects nothing


def send(at: float) -> tuple[float, bool]:
    """Send one sheet when it is due; seconds from then until it is acknowledged, and whether it is."""
    time.sleep(max(0.0, at - time.perf_counter()))
    form = {"good_job": "good", "fair": "neither", "token": form_tokens.ripe(PLACE, "tablet"), "go": "send"}
    path = f"/survey-form/{PLACE.force_id}/{PLACE.neighbourhood_id}"
    answer = requests.post(ADDRESS + path, data=form, timeout=60)
    return time.perf_counter() - at, answer.ok and "have been received" in answer.text


async def read(seconds: float, taken: list[tuple[float, int]]) -> None:
    """So many visitors, each of whom opens a page every few seconds."""
    until = time.monotonic() + seconds
    await asyncio.gather(*(visit(PAUSE_S, until, taken) for _ in range(READERS)))


def stored(folder: Path) -> int:
    """Answers in the database of the open quarter, invented ones of earlier quarters left out."""
    engine = create_engine(f"sqlite:///{folder / 'demo' / 'survey.sqlite'}")
    with engine.connect() as connection:
        mine = select(func.count()).where(
            tables.answers.c.mode == "tablet", tables.answers.c.fair == "neither"
        )
        last = select(func.max(tables.answers.c.quarter)).scalar_subquery()
        return connection.scalar(mine.where(tables.answers.c.quarter == last)) or 0


def main(rate: int = RATE, seconds: float = SECONDS) -> None:
    """Print a line a measure; exit code 1 where an answer was lost."""
    os.environ["YOURPATCH_SECRET"] = SECRET
    os.environ["YOURPATCH_DEMO"] = "always"
    with tempfile.TemporaryDirectory() as folder:
        server = start(folder)
        try:
            wait("/readyz")
            asyncio.run(visitors(4, 15))  # the place is read from police.uk, the charts are drawn once
            quiet(server)
            reading: list[tuple[float, int]] = []
            readers = threading.Thread(target=lambda: asyncio.run(read(seconds, reading)))
            readers.start()
            begun = time.perf_counter() + 0.5
            with ThreadPoolExecutor(HANDS) as hands:
                taken = list(hands.map(send, (begun + n / rate for n in range(int(rate * seconds)))))
            took = time.perf_counter() - begun
            readers.join()
        finally:
            server.terminate()
            server.wait(10)
        kept, acknowledged = stored(Path(folder)), sum(well for _seconds, well in taken)
    cuts = quantiles([one for one, _well in taken], n=100)
    print(f"{len(taken)} answers in {took:.0f} s ({len(taken) / took:.1f} a second), {machine()}")
    print(f"acknowledged {acknowledged}, stored {kept}, lost {acknowledged - kept}")
    print(f"acknowledged after: median {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms")
    print(f"meanwhile {len(reading)} pages were read by {READERS} visitors")
    if not acknowledged == kept == len(taken):
        sys.exit(1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
