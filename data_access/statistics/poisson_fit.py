"""Poisson log-linear fits of many series at once: iteratively reweighted least squares in batches.

Shapes: S series, T months, K terms. Agrees with statsmodels' GLM to 1e-6 (a test compares them).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Above this a residual is an outbreak (99.5 % of a normal spread): Noufaily et al., Stat Med 32:1206 (2013).
OUTBREAK = 2.58
# A year of months cannot tell a season from a trend: with fewer than 13 only the level is fitted.
FULL_FROM = 13
# exp(30) is past any count; the bound keeps a series of noughts, whose level runs away, within numbers.
BOUND = 30.0


@dataclass(frozen=True)
class Fit:
    """`expected` (S, T) for every month, fitted or not; `terms` (S, K) and their `covariance` (S, K, K)
    for a dispersion of 1; `free` (S,) the months left over for judging the spread.
    """

    expected: Floats
    terms: Floats
    covariance: Floats
    free: Floats


def design(months: NDArray[np.int64], *, harmonics: int, step: int = 0) -> Floats:
    """(T, 2 + 2 x harmonics): level, time of year, and trend in years, for calendar `months` (12 a year);
    instead of the trend a new level from the month at position `step` on, if that is not 0.
    """
    angle = 2 * np.pi * months[:, None] * np.arange(1, harmonics + 1) / 12
    years = (months - months.mean()) / 12
    moved = np.arange(len(months)) >= step if step else years
    return np.column_stack([np.ones(len(months)), np.cos(angle), np.sin(angle), moved])


def fit(counts: Floats, terms: Floats, offset: Floats, weights: Floats, *, level_only: bool = False) -> Fit:
    """Fit each row of `counts` (S, T) on `terms` (T, K); a weight of nought masks a month."""
    series, width = len(counts), terms.shape[1]
    products = np.einsum("ti,tj->tij", terms, terms).reshape(len(terms), -1)
    used = weights.sum(axis=1)
    mean = (weights * counts).sum(axis=1) / np.maximum(used, 1)
    full = ((weights > 0).sum(axis=1) >= FULL_FROM) & (not level_only)
    eta = np.log((counts + mean[:, None]) / 2 + 1e-3)
    for _ in range(50):
        expected = np.exp(eta)
        working = weights * expected
        information = (working @ products).reshape(series, width, width) + _hold(working, full, width)
        target = (working * (eta - offset) + weights * (counts - expected)) @ terms
        solved = np.linalg.solve(information, target[..., None])[..., 0]
        before, eta = eta, np.clip(solved @ terms.T + offset, -BOUND, BOUND)
        # Every series to its own end, or to the bound: no answer may hang on which others are asked with it.
        if (np.abs(eta - before) * (weights > 0)).max(initial=0) < 1e-10:
            break
    free = (weights > 0).sum(axis=1) - np.where(full, width, 1)
    return Fit(np.exp(eta), solved, np.linalg.inv(information), np.maximum(free, 0).astype(float))


def seasonal(found: Fit, terms: Floats, offset: Floats) -> Floats:
    """(S, T) the fit's time of year over the offset, without its level and its trend."""
    return np.asarray(np.exp(found.terms[:, 1:-1] @ terms[:, 1:-1].T + offset))


def pearson(counts: Floats, expected: Floats, weights: Floats, free: Floats) -> Floats:
    """(S,) the dispersion: how much wider than Poisson the counts scatter; 1 where nothing is left over."""
    scatter = (weights * (counts - expected) ** 2 / np.maximum(expected, 1e-9)).sum(axis=1)
    return np.asarray(np.where(free > 0, scatter / np.maximum(free, 1), 1.0))


def without_outbreaks(
    counts: Floats, expected: Floats, leverage: Floats, dispersion: Floats, usable: Flags
) -> Floats:
    """(S, T) weights that keep past outbreaks from hiding the next: r^-2 where the Anscombe residual r
    passes 2.58, else 1, rescaled to a mean of 1 over the usable months. `dispersion` is (S,).
    """
    expected = np.maximum(expected, 1e-9)
    spread = expected ** (1 / 6) * np.sqrt(dispersion[:, None] * np.maximum(1 - leverage, 1e-3))
    residual = 1.5 * (counts ** (2 / 3) - expected ** (2 / 3)) / spread
    weights = np.where(usable, np.maximum(residual, OUTBREAK) ** -2.0, 0)
    weights = np.where(usable & (residual <= OUTBREAK), 1.0, weights)
    return np.asarray(weights * (usable.sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9))[:, None])


def _hold(working: Floats, full: Flags, width: int) -> Floats:
    """What is added to the information: next to nothing, so that an impossible fit (a series of noughts, a
    season never seen) still has an answer; and for short series so much that only the level moves.
    """
    scale = np.maximum(working.sum(axis=1), 1e-9)
    held = np.where(full, 1e-12, 1e9)[:, None] * np.ones(width)
    held[:, 0] = 1e-12
    return np.asarray((scale[:, None] * held)[:, :, None] * np.eye(width))
