"""Reading police.uk into the store as a visitor causes it, and what the stand-in saw of it."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from data_access.counts import crimes
from data_access.models import NeighbourhoodRef, State
from data_access.refresh import first_visit, keep_fresh
from data_access.refresh.progress import Progress
from tests.support.records import PLACE
from tests.support.stand_in import StandIn

STREET = "/api/crimes-street/all-crime"
CLOSED = "http://127.0.0.1:9/api"
Clock = Callable[[timedelta], None]


def until(true: Callable[[], Any], patience_s: float = 60) -> None:
    end = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def visited(place: NeighbourhoodRef = PLACE, patience_s: float = 60) -> Progress:
    end = time.monotonic() + patience_s
    while not (progress := first_visit.visit(place)).finished:
        assert time.monotonic() < end, f"{progress} after {patience_s} s"
        time.sleep(0.01)
    return progress


def looked_after(place: NeighbourhoodRef = PLACE) -> None:
    keep_fresh.beside(place)
    until(lambda: not any(thread.name == "line" for thread in threading.enumerate()))


def counted(place: NeighbourhoodRef = PLACE) -> dict[str, dict[str, int]]:
    table = crimes.counts(place).table
    return {f"{m:%Y-%m}": {c: int(n) for c, n in table.loc[m].dropna().items() if n} for m in table.index}


def truth(stand_in: StandIn, place: NeighbourhoodRef = PLACE) -> dict[str, dict[str, int]]:
    query = f"truth?force={place.force_id}&neighbourhood={place.neighbourhood_id}"
    return {m: {c: n for c, n in counts.items() if n} for m, counts in stand_in.control(query).items()}


def asked(stand_in: StandIn, path: str = "/api/") -> list[str]:
    """What was asked for, in order: the month for crimes, else the path."""
    log = [r for r in stand_in.control("log") if r["path"].startswith(path)]
    return [r["params"].get("date", r["path"]) for r in sorted(log, key=lambda r: r["at"])]


def states(place: NeighbourhoodRef = PLACE) -> dict[str, State]:
    return {f"{m:%Y-%m}": s.state for m, s in crimes.counts(place).states.items()}
