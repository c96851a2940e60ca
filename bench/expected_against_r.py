"""Our limits at 1 % beside those of R's `surveillance` (farringtonFlexible), where there is no trend.

    python -m bench.expected_against_r        (Debian: r-base-core, r-cran-surveillance; about a minute)

farringtonFlexible knows one series, no days in the month, and, on 36 months, no trend; so the two are
compared on flat and seasonal worlds, by the median limit of the places at each mean, within 5 % or one
record. Writes a small part, counts and R's bounds, to surveillance_bounds.csv beside the tests of
data_access.statistics; one of them reads it without R.
"""

import itertools
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from bench.expected_simulation import LENGTH, WORLDS, simulate
from data_access.statistics.history import history
from data_access.statistics.own_rule import own
from data_access.statistics.pooled_rule import pooled

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "tests" / "data_access" / "statistics" / "surveillance_bounds.csv"
# So many forces a world, ending in different months of the year, with so many places at each mean.
FORCES, PLACES = 30, 20
KEPT_FORCES, KEPT_PLACES = 12, 5


def simulated() -> pd.DataFrame:
    """A row a series: its world, force, mean, number and first month, then 36 counts."""
    rng = np.random.default_rng(20)
    parts = []
    for letter, force in itertools.product("ABC", range(FORCES)):
        made = simulate(WORLDS[letter], rng, PLACES)
        table = pd.DataFrame(made.counts, columns=[str(month) for month in range(LENGTH)])
        table.insert(0, "first", f"{made.months[0]:%Y-%m}")
        table.insert(0, "force", force)
        table.insert(0, "place", np.arange(len(table)) % PLACES)
        table.insert(0, "mean", made.means)
        table.insert(0, "world", letter)
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def bounds_of_r(table: pd.DataFrame) -> pd.Series:
    """What farringtonFlexible makes of the same counts."""
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder, "counts.csv"), Path(folder, "bounds.csv")
        counts_of(table).to_csv(given, index=False)
        subprocess.run(["Rscript", HERE / "expected_against_r.R", given, found], check=True)  # noqa: S607
        return pd.read_csv(found)["bound"]


def counts_of(table: pd.DataFrame) -> pd.DataFrame:
    return table[[str(month) for month in range(LENGTH)]]


def compared(table: pd.DataFrame) -> pd.DataFrame:
    """Median limit at 1 % per world and mean: R's, ours by the force's pattern, ours by the place's own."""
    parts = [_with_our_bounds(part) for _, part in table.groupby(["world", "force"])]
    return pd.concat(parts).groupby(["world", "mean"])[["bound", "pooled", "own"]].median()


def agree(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    """Within 5 %, or within one record: limits are whole numbers, and 18 and 19 are 5.3 % apart."""
    return (ours - theirs).abs() <= np.maximum(1, 0.05 * theirs)


def _with_our_bounds(part: pd.DataFrame) -> pd.DataFrame:
    from scipy.stats import nbinom

    months = pd.date_range(part["first"].iloc[0], periods=LENGTH, freq="MS")
    asked = history(counts_of(part), months)
    ours = {}
    for name, rule in (("pooled", pooled), ("own", own)):
        mean, variance, _ = rule(asked)
        ours[name] = nbinom.ppf(0.99, mean**2 / (variance - mean), mean / variance)
    return part.assign(**ours)


def main() -> None:
    """Ask R, keep a part, print the comparison of the whole."""
    table = simulated()
    table.insert(5, "bound", bounds_of_r(table))
    kept = table[(table["force"] < KEPT_FORCES) & (table["place"] < KEPT_PLACES)]
    kept.drop(columns="place").to_csv(TABLE, index=False)
    found = compared(table)
    for name in ("pooled", "own"):
        found[f"{name} to R"] = (found[name] / found["bound"]).round(3)
    print(found)
    assert agree(found["pooled"], found["bound"]).all(), "more than 5 % and a record apart"


if __name__ == "__main__":
    main()
