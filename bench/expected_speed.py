"""How long judging takes, beside its budgets (and beside one bare pass over the same counts, for the ratio).

python -m bench.expected_speed
"""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from data_access.statistics.expected import judge_newest
from data_access.statistics.verdict import last_year_of_force, last_year_of_place, of_force

MONTHS = pd.date_range("2023-10-01", periods=36, freq="MS")
KINDS = [f"kind {number}" for number in range(15)]


def counts(rows: int) -> pd.DataFrame:
    """Over-dispersed counts of small and large places."""
    rng = np.random.default_rng(rows)
    mean = np.resize([0.5, 2, 10, 56], rows)[:, None] * (1 + 0.25 * np.cos(np.arange(36) / 12 * 2 * np.pi))
    return pd.DataFrame(rng.negative_binomial(2 * mean, 2 / 3), columns=MONTHS)


def seconds(job: Callable[[], object], times: int = 5) -> float:
    """The median of a few runs, after one to warm up."""
    job()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def main() -> None:
    """Print a line a job: seconds, budget, and how many bare passes that is."""
    thousand, force, place = counts(1000), {kind: counts(100) for kind in KINDS}, counts(15)
    bare = seconds(lambda: [table.to_numpy().mean(axis=1) for table in force.values()], 50)
    jobs: list[tuple[str, float, Callable[[], object]]] = [
        ("1,000 series, pooled", 0.3, lambda: judge_newest(thousand, MONTHS, pooled=True)),
        ("1,000 series, own rule", 0.3, lambda: judge_newest(thousand, MONTHS, pooled=False)),
        ("force of 100 places x 15 kinds, with verdicts", 1, lambda: of_force(force, MONTHS)),
        ("the same for each of the last 12 months", 12, lambda: last_year_of_force(force, MONTHS)),
        ("one place x 15 kinds, each of the last 12 months", 0.3, lambda: last_year_of_place(place, MONTHS)),
    ]
    for name, budget, job in jobs:
        taken = seconds(job)
        word = "within" if taken <= budget else "OVER"
        print(f"{name:50s} {taken:7.3f} s  {word} {budget:g} s  ({taken / bare:,.0f} bare passes)")


if __name__ == "__main__":
    main()
