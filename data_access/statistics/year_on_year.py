"""Change over a year: the last 12 months against the 12 before, alone and against the force.

Never a bare percentage: with nothing changed, a neighbourhood of 10 records a month moves by more than 10 %
in about half of all years. So a ratio comes with its 95 % range, widened by the dispersion, and "up" and
"down" are said only when the range leaves 1 out.
"""

from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from data_access.statistics.expected import judge_newest
from data_access.statistics.history import OF_A_YEAR, Counts, Months, history
from data_access.statistics.level import Z
from data_access.statistics.poisson_fit import Flags, Floats
from data_access.statistics.verdict import Verdict

# A place that holds more than this share of its force is left out of the force it is compared with.
LARGE_SHARE = 0.10


class Direction(StrEnum):
    """What may be said of a change."""

    UP = "up"
    DOWN = "down"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_COMPARED = "not_compared"


def rolling(
    counts: Counts, months: Months, usable: ArrayLike | None = None, dispersion: ArrayLike | None = None
) -> pd.DataFrame:
    """The last 12 months against the 12 before: one row a place, `now`, `before`, `pairs`, `ratio`, its
    95 % range `low` to `high`, and `direction`.

    Like is compared with like: a month counts only if it and the same month a year before are usable, and
    `pairs` (of 12) says how many do. `dispersion` is that of `judge_newest`, asked for when not given.
    """
    asked, pairs = _pairs(counts, months, usable)
    now, before = (asked * pairs).sum(axis=2)
    spread = _dispersion(counts, months, usable, dispersion)
    ratio = (now + 0.5) / (before + 0.5)
    error = np.sqrt(spread * (1 / (now + 0.5) + 1 / (before + 0.5)))
    return _compared(counts, now, before, pairs.sum(axis=1), ratio, error)


def against_force(
    counts: Counts, months: Months, usable: ArrayLike | None = None, dispersion: ArrayLike | None = None
) -> pd.DataFrame:
    """The same change as a multiple of the force's: `counts` holds every place of the force.

    `ratio` 1.25 means a quarter more than the force's own change would give. A place with more than a
    tenth of the force's records is compared with the rest of it.
    """
    asked, pairs = _pairs(counts, months, usable)
    held = asked * pairs
    now, before = held.sum(axis=2)
    # The force in the same months: what its usable places recorded, in the pairs each place has.
    force = np.einsum("km,pm->kp", held.sum(axis=1), pairs.astype(float))
    large = now + before > LARGE_SHARE * force.sum(axis=0)
    force_now, force_before = np.where(large, force - np.array([now, before]), force)
    spread = _dispersion(counts, months, usable, dispersion)
    parts = [np.maximum(part, 0.5) for part in (now, before, force_now, force_before)]
    ratio = parts[0] / parts[1] * parts[3] / parts[2]
    error = np.sqrt(spread * sum(1 / part for part in parts))
    # A place that is its whole force has nothing to be compared with.
    compared = np.where(force_now + force_before > 0, pairs.sum(axis=1), 0)
    return _compared(counts, now, before, compared, ratio, error)


def last_year_disagrees(recorded: float, last_year: float, dispersion: float, verdict: Verdict) -> bool:
    """Whether last year's month alone would say something else than the verdict: then the page says why.

    Read as an analyst would: 2 (sqrt(now) - sqrt(then)) over its spread, past `Z` (Wheeler 2016).
    """
    if verdict in {Verdict.TOO_FEW, Verdict.NOT_JUDGED} or not np.isfinite(last_year):
        return False
    z = 2 * (np.sqrt(recorded) - np.sqrt(last_year)) / np.sqrt(2 * dispersion)
    above = verdict in {Verdict.A_LITTLE_ABOVE, Verdict.HIGHER, Verdict.EXCEPTIONALLY_HIGH}
    below = verdict in {Verdict.A_LITTLE_BELOW, Verdict.LOWER}
    return bool((z > Z) != above or (z < -Z) != below)


def _pairs(counts: Counts, months: Months, usable: ArrayLike | None) -> tuple[Floats, Flags]:
    """The last 12 months and the 12 before, (2, P, 12), and the pairs (P, 12) of which both are usable."""
    asked = history(counts, months, usable, last=0)
    running = asked.months[-1] - np.arange(24).reshape(2, 12)
    where = np.searchsorted(asked.months, running)
    there = asked.months[where] == running
    years = np.moveaxis(asked.counts[:, where], 1, 0)
    return years, np.asarray((asked.before[:, where] & there).all(axis=1))


def _dispersion(
    counts: Counts, months: Months, usable: ArrayLike | None, dispersion: ArrayLike | None
) -> Floats:
    found = judge_newest(counts, months, usable)["dispersion"] if dispersion is None else dispersion
    return np.asarray(np.nan_to_num(np.asarray(found, dtype=float), nan=1.0))


def _compared(
    counts: Any, now: Floats, before: Floats, pairs: Any, ratio: Floats, error: Floats
) -> pd.DataFrame:
    # Pairs of a month and the same month a year before, both usable.
    enough = pairs >= OF_A_YEAR
    low, high = ratio * np.exp(-Z * error), ratio * np.exp(Z * error)
    direction = np.select(
        [~enough, low > 1, high < 1],
        [Direction.NOT_COMPARED, Direction.UP, Direction.DOWN],
        Direction.NO_CLEAR_CHANGE,
    )
    columns = {"now": now, "before": before, "pairs": pairs, "ratio": ratio, "low": low, "high": high}
    table = pd.DataFrame(columns, index=counts.index if isinstance(counts, pd.DataFrame) else None)
    table.loc[~enough, ["ratio", "low", "high"]] = np.nan
    # As objects: pandas would otherwise turn the enum into plain text.
    words = pd.Series([Direction(word) for word in direction], index=table.index, dtype=object)
    return table.assign(direction=words)
