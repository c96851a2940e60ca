"""What a page reads of a neighbourhood that is held: 36 months, 14 categories, what is known of the place.

python -m bench.warm_read
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from statistics import median

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from bench.machine import against, machine
from data_access.counts import crimes
from data_access.curated import categories
from data_access.models import (
    MonthState,
    Named,
    Neighbourhood,
    NeighbourhoodRef,
    Officer,
    Point,
    Priority,
    State,
)
from data_access.months import month_range
from data_access.settings import now
from data_access.store import folders, places, revisions, small_facts, street_crime

BUDGET_S = 0.025
PLACE = NeighbourhoodRef("exampleshire", "AB12")
MONTHS = month_range(date(2023, 10, 1), date(2026, 9, 1))
RECORDS_A_MONTH = 300  # a town centre


def fill() -> None:
    """A store with one place in it."""
    chance = np.random.default_rng(36)
    ring = tuple(Point(51 + np.sin(n / 300), -2 + np.cos(n / 300)) for n in range(2000))
    ids = (PLACE.force_id, PLACE.neighbourhood_id)
    small_facts.write("months", {m: frozenset({"exampleshire"}) for m in MONTHS}, places.Published)
    small_facts.write(
        "neighbourhoods", tuple(Named(f"AB{n}", f"Ward {n}") for n in range(120)), places.Names, ids[0]
    )
    small_facts.write("profile", Neighbourhood("AB12", "Abton"), Neighbourhood, *ids)
    small_facts.write("boundary", ring, places.Ring, *ids)
    small_facts.write("team", tuple(Officer(f"PC {n}") for n in range(8)), places.Team, *ids)
    small_facts.write(
        "priorities", tuple(Priority(f"<p>Issue {n}</p>") for n in range(5)), places.Priorities, *ids
    )
    state = MonthState(State.HELD, fetched_at=now())
    street_crime.write_months(PLACE, {m: (records(chance), state) for m in MONTHS})


def records(chance: np.random.Generator) -> pd.DataFrame:
    """A month's records."""
    number = RECORDS_A_MONTH
    return pd.DataFrame(
        {
            "category": chance.choice(categories.CATEGORIES, number),
            "persistent_id": [chance.bytes(32).hex() for _ in range(number)],
            "latitude": chance.normal(51.5, 0.01, number).round(6),
            "longitude": chance.normal(-2.1, 0.01, number).round(6),
            "street_name": [f"On or near Street {n % 90}" for n in range(number)],
            "reported_by": None,
            "outcome": chance.choice(["Under investigation", "Unable to prosecute suspect"], number),
            "outcome_month": MONTHS[0],
        }
    )


def page() -> None:
    """What a page asks of the store."""
    counts = crimes.counts(PLACE)
    assert counts.newest == MONTHS[-1]
    assert counts.crime.notna().all()
    assert counts.table.shape == (36, 14)
    for fact in (places.neighbourhood, places.boundary, places.team, places.priorities):
        assert fact(PLACE)
    assert places.name_of(PLACE)
    revisions.revisions(PLACE)


def replaced() -> None:
    """As if the months had just been written: nothing of them is in memory."""
    os.utime(folders.place_folder(PLACE) / "crimes.parquet")


def seconds(job: Callable[[], object], times: int, before: Callable[[], None] = lambda: None) -> float:
    """The median of so many runs, after one to warm up."""
    taken = []
    for _ in range(times + 1):
        before()
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return median(taken[1:])


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["YOURPATCH_DATA_DIR"] = folder
        fill()
        bare = seconds(lambda: pq.read_table(folders.place_folder(PLACE) / "crimes.parquet"), 20)
        warm, read = seconds(page, 200), seconds(page, 50, replaced)
    print(machine())
    print(against("a page's facts, 36 months x 14 categories, warm", warm, BUDGET_S))
    print(against("the same just after the months were written", read, BUDGET_S))
    print(f"{'a bare pyarrow read of the same file':60s} {bare * 1000:8.1f} ms  (x {read / bare:.1f} in all)")


if __name__ == "__main__":
    main()
