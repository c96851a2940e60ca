"""Is that usual? What a month's count, or a sum of months, is expected to be, with its 95 % range.

Pure functions over counts. Two rules with one face: `pooled_rule` where a force's places are held (ten or
more), `own_rule` where only the place is. They always return probabilities; whether a judgement may be
drawn from them, and in which words, is `verdict`'s.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from data_access.statistics.history import Counts, Months, history
from data_access.statistics.level import TAIL
from data_access.statistics.own_rule import own
from data_access.statistics.pooled_rule import pooled as pooled_rule

POOLED_FROM = 10
COLUMNS = ["expected", "dispersion", "low", "high", "p_high", "p_low"]


def judge_newest(
    counts: Counts, months: Months, usable: ArrayLike | None = None, *, pooled: bool | None = None
) -> pd.DataFrame:
    """Judge the newest month by the months before it: one row a place (or kind of crime).

    `counts` is places x months (array or frame; NaN or <NA> where there is no count), `months` their first
    days, `usable` (months,) or (places, months) masks months missing or supplied in part. `pooled` says
    whether the rows are places of one force and one kind of crime; None: yes from 10 rows on, so say False
    for the kinds of crime of one place.

    Columns: `expected`; `dispersion` (variance over mean, 1 = Poisson); `low` and `high`, the 95 % range;
    `p_high` = P(X >= x) and `p_low` = P(X <= x). NaN where there is no count or nothing to compare with.
    """
    return judge_period(counts, months, usable, last=1, pooled=pooled)


def judge_period(
    counts: Counts,
    months: Months,
    usable: ArrayLike | None = None,
    *,
    last: int = 1,
    pooled: bool | None = None,
) -> pd.DataFrame:
    """The same for the sum of the last 1, 2, 3 or 12 months, by the months before them.

    Masked months of the period are left out of the count and of what is expected alike.
    """
    if last not in (1, 2, 3, 12):
        raise ValueError(f"a period of {last} months is not judged: 1, 2, 3 or 12")
    asked = history(counts, months, usable, last=last)
    teachable = np.asarray(asked.before.any(axis=1))
    found = np.full((3, len(asked.counts)), np.nan)
    if teachable.any():
        pooled = len(asked.counts) >= POOLED_FROM if pooled is None else pooled
        rule = pooled_rule if pooled else own
        found[:, teachable] = rule(asked.rows(teachable))
    mean, variance, dispersion = found
    judged = chances(asked.recorded, mean, variance, index=asked.places)
    return judged.assign(dispersion=dispersion).reindex(columns=COLUMNS)


def each_of_last_year(judge: Callable[[int], pd.DataFrame], months: Months) -> pd.DataFrame:
    """`judge(n)`, which judges by the first n months, for each of the last 12; month is the last level."""
    running = history(np.empty((0, len(months))), months).months
    ends = [int(end) for end in np.flatnonzero(running > running[-1] - 12)]
    found: pd.DataFrame = pd.concat({months[end]: judge(end + 1) for end in ends}, names=["month"])
    return found.reorder_levels([*range(1, found.index.nlevels), 0])


def until(usable: ArrayLike | None, so_far: int) -> ArrayLike | None:
    """A mask of months, (T,) or (P, T), cut to the first so many."""
    return None if usable is None else np.asarray(usable, dtype=bool)[..., :so_far]


def chances(recorded: ArrayLike, mean: ArrayLike, variance: ArrayLike, *, index: Any = None) -> pd.DataFrame:
    """The 95 % range of a negative-binomial count with this mean and variance, and how likely one at
    least as high, and one at most as high, as `recorded` is.
    """
    from scipy.stats import nbinom  # half a second to import: only when something is judged

    x, m, v = (np.asarray(part, dtype=float) for part in (recorded, mean, variance))
    m = np.maximum(m, 1e-9)
    size = m**2 / np.maximum(v - m, 1e-9 * m)
    spread = nbinom(size, size / (size + m))
    columns = {
        "expected": m,
        # A range that leaves out the expected count itself would read as a mistake (means under 0.03).
        "low": np.minimum(np.maximum(spread.ppf(TAIL), 0), np.floor(m)),
        "high": np.maximum(spread.ppf(1 - TAIL), np.ceil(m)),
        "p_high": spread.sf(x - 1),
        "p_low": spread.cdf(x),
    }
    return pd.DataFrame(columns, index=index)
