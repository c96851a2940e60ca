"""What "is that usual?" costs: judging a force anew when its facts change, and a page that only reads.

python -m bench.usual_read
"""

import os
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from bench.machine import against, machine
from bench.warm_read import seconds
from data_access.counts import crimes
from data_access.curated import categories
from data_access.models import MonthState, Named, NeighbourhoodRef, State
from data_access.months import month_range
from data_access.settings import now
from data_access.store import places, small_facts, street_crime
from data_access.store.folders import force_folder
from data_access.usual import force_judgements
from data_access.usual.judged_place import usual

FORCE = "exampleshire"
PLACES = [NeighbourhoodRef(FORCE, f"W{number:03}") for number in range(100)]
MONTHS = month_range(date(2023, 10, 1), date(2026, 9, 1))
BUDGET_S = 0.025
# Each of the last 12 months, and the quarters that end there, and the year: 25 times a force's budget of 1 s.
MAKE_BUDGET_S = 25.0


def fill() -> None:
    """A force of 100 neighbourhoods, 36 months, 14 kinds."""
    chance = np.random.default_rng(7)
    state = MonthState(State.HELD, fetched_at=now())
    small_facts.write(
        "neighbourhoods",
        tuple(Named(p.neighbourhood_id, p.neighbourhood_id) for p in PLACES),
        places.Names,
        FORCE,
    )
    for place in PLACES:
        street_crime.write_months(place, {month: (records(chance), state) for month in MONTHS})


def records(chance: np.random.Generator) -> pd.DataFrame:
    """A month's records of a neighbourhood: some kinds one a month, some fifty."""
    number = chance.negative_binomial(np.resize([1, 4, 20, 100], len(categories.CATEGORIES)), 2 / 3)
    whole = pd.DataFrame({"category": np.repeat(categories.CATEGORIES, number)})
    empty = (
        "persistent_id",
        "latitude",
        "longitude",
        "street_name",
        "reported_by",
        "outcome",
        "outcome_month",
    )
    return whole.assign(**dict.fromkeys(empty))


def page() -> None:
    """What a page reads: 36 months' counts, and the ranges of the last 12."""
    counts, found = crimes.counts(PLACES[50]), usual(PLACES[50])
    assert found.rule == "force"
    assert found.table.shape[0] == 12 * 15
    assert counts.table.shape == (36, 14)


def replaced() -> None:
    """As if the ranges had just been written: nothing of them is in memory."""
    os.utime(force_folder(FORCE) / force_judgements.RANGES)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["YOURPATCH_DATA_DIR"] = folder
        fill()
        start = time.perf_counter()
        assert force_judgements.make(FORCE)
        made = time.perf_counter() - start
        warm, read = seconds(page, 200), seconds(page, 50, replaced)
        size = sum(
            Path(force_folder(FORCE) / name).stat().st_size
            for name in (force_judgements.RANGES, force_judgements.CHANGES)
        )
    print(machine())
    print(against("a page's counts and stored ranges, warm", warm, BUDGET_S))
    print(f"{'the same just after the ranges were written':60s} {read * 1000:8.1f} ms")
    print(against("judging a force of 100 places x 15 kinds, 25 times", made, MAKE_BUDGET_S))
    print(f"{'ranges and changes on the disk':60s} {size / 1e6:8.1f} MB")


if __name__ == "__main__":
    main()
