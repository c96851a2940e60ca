"""Where a series rose or fell in one lasting step: a trend drawn through a step runs past the new level.

Shapes: P series, T months.
"""

import numpy as np
from numpy.typing import NDArray

from data_access.statistics.poisson_fit import Flags, Floats, pearson

# A new level is believed once it has lasted a year, beside so many months of the old one.
NEW_MONTHS, OLD_MONTHS = 12, 3
# How much better than one level or a trend two levels must fit: twice the log likelihood over the dispersion.
# As simulated (bench/expected_simulation.py), reached so rarely by chance that the error rates do not move.
MARGIN = 8.0


def new_level_from(counts: Floats, exposure: Floats, usable: Flags, stepless: Floats) -> NDArray[np.int64]:
    """(P,) the first month of the new level, as its position among the T; 0 where there was no lasting step.

    Two levels over `exposure` (P, T) are compared with `stepless` (P, T), what is expected without a step.
    """
    counts, exposure = np.where(usable, counts, 0), np.where(usable, exposure, 0)
    months, old_months = usable.sum(axis=1), _sum_before(usable)
    old_counts, old_exposure = _sum_before(counts), _sum_before(exposure)
    old = old_counts / np.maximum(old_exposure, 1e-9)
    new = (counts.sum(axis=1, keepdims=True) - old_counts) / np.maximum(
        exposure.sum(axis=1, keepdims=True) - old_exposure, 1e-9
    )
    told = usable & (old_months >= OLD_MONTHS) & (months[:, None] - old_months >= NEW_MONTHS)
    likelihood = old_counts * _log(old) + (counts.sum(axis=1, keepdims=True) - old_counts) * _log(new)
    first = np.where(told, likelihood, -np.inf).argmax(axis=1)
    row = np.arange(len(counts))
    is_new = np.arange(counts.shape[1]) >= first[:, None]
    expected = exposure * np.where(is_new, new[row, first, None], old[row, first, None])
    dispersion = np.maximum(1, pearson(counts, expected, usable.astype(float), np.maximum(months - 2, 0)))
    gain = 2 * (_likelihood(counts, expected) - _likelihood(counts, stepless)) * usable
    # Without the month that speaks most for it: one great month is an outbreak.
    gain = (gain.sum(axis=1) - gain.max(axis=1)) / dispersion
    return np.where(told[row, first] & (gain > MARGIN), first, 0)


def _sum_before(values: Floats | Flags) -> Floats:
    """(P, T) the sum of the months before each."""
    return np.asarray(np.cumsum(values, axis=1, dtype=float) - values)


def _log(values: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(values, 1e-9)))


def _likelihood(counts: Floats, expected: Floats) -> Floats:
    """(P, T) the Poisson log likelihood, but for what does not hang on the expectation."""
    return np.asarray(counts * _log(expected) - expected)
