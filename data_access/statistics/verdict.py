"""Which words the evidence carries, and no more: the rules are fixed, there is no setting.

The words themselves stand in components; here is only what may be said of a count.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from data_access.statistics.expected import POOLED_FROM, each_of_last_year, judge_period, until
from data_access.statistics.history import YEAR, Counts, Months, history
from data_access.statistics.poisson_fit import Flags

# Usable months before the judged period without which nothing is judged; a year's sum, as simulated
# (bench/expected_simulation.py), is no more often wrong from 19 on than from 24.
JUDGED_FROM, YEAR_JUDGED_FROM = 24, 19
# Under so many no range is given.
RANGE_FROM = 13
# Records a month: under it a month's count stands without a judgement (a doubling is found 1 time in 10).
TOO_FEW_UNDER = 2.0
# Higher than usual: past 1 %, and at least so many records.
PAST, AT_LEAST = 0.01, 5


class Verdict(StrEnum):
    """What may be said of a count, from "nothing" to "stands out across the whole force"."""

    WITHIN = "within"
    A_LITTLE_ABOVE = "a_little_above"
    HIGHER = "higher"
    EXCEPTIONALLY_HIGH = "exceptionally_high"
    A_LITTLE_BELOW = "a_little_below"
    LOWER = "lower"
    TOO_FEW = "too_few"
    NOT_JUDGED = "not_judged"


def judged_from(last: int) -> int:
    """How many usable months before the sum of the `last` months it takes to judge it."""
    return YEAR_JUDGED_FROM if last == YEAR else JUDGED_FROM


def verdict(evidence: Mapping[Any, Any], *, last: int = 1, stands_out: bool = False) -> Verdict:
    """The verdict on one count, from a row of `evidence`. `last` is the length of the judged period in
    months; `stands_out` says that it survived `benjamini_hochberg` over the whole force.
    """
    recorded = evidence["recorded"]
    if (
        not evidence["whole"]
        or evidence["usable_months"] < judged_from(last)
        or not np.isfinite(evidence["p_high"])
    ):
        return Verdict.NOT_JUDGED
    # A series averaging under 2 a month is judged on 12 months, if they are 2 at least, or not at all.
    if (evidence["expected"] if last == YEAR else evidence["mean"]) < TOO_FEW_UNDER:
        return Verdict.TOO_FEW
    if recorded > evidence["high"]:
        if evidence["p_high"] >= PAST or recorded < AT_LEAST:
            return Verdict.A_LITTLE_ABOVE
        return Verdict.EXCEPTIONALLY_HIGH if stands_out else Verdict.HIGHER
    if recorded < evidence["low"]:
        return Verdict.LOWER if evidence["p_low"] < PAST else Verdict.A_LITTLE_BELOW
    return Verdict.WITHIN


def benjamini_hochberg(p: ArrayLike, rate: float = 0.10) -> Flags:
    """Which of many tests stand out when at most `rate` of those named may be chance; NaN is no test."""
    from scipy.stats import false_discovery_control  # slow to import

    values = np.asarray(p, dtype=float)
    tested = np.isfinite(values)
    found = np.zeros(values.shape, dtype=bool)
    if tested.any():
        found[tested] = false_discovery_control(values[tested], axis=None) <= rate
    return found


def evidence(
    counts: Counts,
    months: Months,
    usable: ArrayLike | None = None,
    *,
    last: int = 1,
    pooled: bool | None = None,
) -> pd.DataFrame:
    """`judge_period` with what the rules ask for beside it: `recorded`; `usable_months` before the period;
    their `mean` a month; `whole`, whether each month of the period is usable, of a year nine. No range under
    13 months.
    """
    asked = history(counts, months, usable, last=last)
    usable_months = asked.before.sum(axis=1)
    judged = judge_period(counts, months, usable, last=last, pooled=pooled)
    judged.loc[usable_months < RANGE_FROM] = np.nan
    mean = (asked.counts * asked.before).sum(axis=1) / np.maximum(usable_months, 1)
    return judged.assign(recorded=asked.recorded, usable_months=usable_months, mean=mean, whole=asked.whole)


def of_place(
    counts: Counts, months: Months, usable: ArrayLike | None = None, *, last: int = 1
) -> pd.DataFrame:
    """`evidence` and `verdict` for each kind of crime (row) of one place, by the place's own rule."""
    found = evidence(counts, months, usable, last=last, pooled=False)
    return found.assign(verdict=_verdicts(found, last, np.zeros(len(found), dtype=bool)))


def of_force(
    counts: Mapping[str, pd.DataFrame], months: Months, usable: ArrayLike | None = None, *, last: int = 1
) -> pd.DataFrame:
    """The same for a whole force: `counts` maps each kind of crime to its places x months.

    Index: kind of crime and place. What could be judged is tested together, so that "exceptionally high"
    means standing out among all of them; with under ten places there is no force to compare with.
    """
    tables = {kind: evidence(table, months, usable, last=last) for kind, table in counts.items()}
    found = pd.concat(tables, names=["category", "place"])
    nobody = np.zeros(len(found), dtype=bool)
    alone = _verdicts(found, last, nobody)
    judged = ~alone.isin([Verdict.TOO_FEW, Verdict.NOT_JUDGED])
    enough = max((len(table) for table in counts.values()), default=0) >= POOLED_FROM
    stands_out = benjamini_hochberg(found["p_high"].where(judged)) if enough else nobody
    return found.assign(verdict=_verdicts(found, last, stands_out))


def last_year_of_place(counts: pd.DataFrame, months: Months, usable: ArrayLike | None = None) -> pd.DataFrame:
    """`of_place` for each of the last 12 months, each judged by the months before it. Index: row, month."""
    return each_of_last_year(
        lambda so_far: of_place(counts.iloc[:, :so_far], months[:so_far], until(usable, so_far)), months
    )


def last_year_of_force(
    counts: Mapping[str, pd.DataFrame], months: Months, usable: ArrayLike | None = None, *, last: int = 1
) -> pd.DataFrame:
    """`of_force` for each of the last 12 months, or for the periods that end there. Index: category, place,
    month.
    """

    def judge(so_far: int) -> pd.DataFrame:
        then = {kind: table.iloc[:, :so_far] for kind, table in counts.items()}
        return of_force(then, months[:so_far], until(usable, so_far), last=last)

    return each_of_last_year(judge, months)


def _verdicts(judged: pd.DataFrame, last: int, stands_out: Flags) -> "pd.Series[Any]":
    rows = zip(judged.to_dict("records"), stands_out, strict=True)
    words = [verdict(row, last=last, stands_out=bool(out)) for row, out in rows]
    return pd.Series(words, index=judged.index, dtype=object)
