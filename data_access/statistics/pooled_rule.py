"""What is usual in each place of a force: the place's level times the force's time of year and trend.

One kind of crime in one force; the dispersion is shared among places of like volume. The steps are
numbered as in the method's description (docs: about the data), where its error rates are given.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data_access.statistics.history import History, last_usable
from data_access.statistics.lasting_step import new_level_from
from data_access.statistics.poisson_fit import (
    OUTBREAK,
    Fit,
    Flags,
    Floats,
    design,
    fit,
    pearson,
    seasonal,
    without_outbreaks,
)

LEVEL_MONTHS = 24
PASSES = 5
# Volume bands, records a month, within which the dispersion is shared; and the weight of the sharing.
BANDS = (5.0, 25.0)
SHARED = 40.0


@dataclass(frozen=True)
class Pattern:
    """The force's days in the month x time of year x trend: `shape` (T,), of no particular size, from
    `terms` (T, K) known to within `covariance` (K, K).
    """

    shape: Floats
    terms: Floats
    covariance: Floats


def pooled(history: History) -> tuple[Floats, Floats, Floats]:
    """(P,) the expected count of the judged period, its variance, and the dispersion (1 = Poisson)."""
    usable = last_usable(history.before, LEVEL_MONTHS)
    pattern = force_pattern(history)
    shape = pattern.shape / np.average(pattern.shape, weights=usable.sum(axis=0))
    usable = _since_step(history.counts, shape, usable)
    level, weights = _levels(history.counts, shape, usable)
    dispersion = _shared_dispersion(history.counts, level, shape, weights)
    exposure = weights @ shape
    ahead = (history.judged * shape).sum(axis=1)
    mean = level * ahead
    doubt = ahead**2 * (weights**2 * level[:, None] * shape).sum(axis=1) / exposure**2
    # Beyond the method as described: the pattern is an estimate too. Next to nothing in a force of 60 places;
    # in one of 10 small ones it keeps a year's forecast honest.
    step = (history.judged * shape) @ pattern.terms - (ahead / exposure)[:, None] * (
        (weights * shape) @ pattern.terms
    )
    unsure = level**2 * np.einsum("pi,ij,pj->p", step, pattern.covariance, step)
    return mean, dispersion * (mean + doubt) + unsure, dispersion


def force_pattern(history: History) -> Pattern:
    """Step 1, from the force's totals. Months in which some places are masked are compared with what the
    other places usually have.
    """
    months = np.maximum(history.before.sum(axis=1), 1)
    usual = (history.counts * history.before).sum(axis=1) / months + 1e-9
    present = usual @ history.before / usual.sum()
    held = (present > 0).astype(float)[None]
    total = (history.counts * history.before).sum(axis=0)[None]
    terms = design(history.months, harmonics=2)
    offset = np.log(history.days) + np.log(np.where(present > 0, present, 1))
    found, covariance = _without_shocks(total, terms, offset, held)
    step = new_level_from(total, seasonal(found, terms, offset), held > 0, found.expected)[0]
    if step:
        terms = design(history.months, harmonics=2, step=int(step))
        found, covariance = _without_shocks(total, terms, offset, held)
    centre = np.average(terms, axis=0, weights=found.expected[0] * held[0])
    ahead = terms[history.judged.any(axis=0)] - centre
    # As in the own rule: a season or trend known no better than to its own size says nothing.
    if np.einsum("ti,ij,tj->t", ahead, covariance, ahead).max() > 1:
        found, covariance = _without_shocks(total, terms, offset, held, level_only=True)
    return Pattern(found.expected[0] / np.exp(offset) * history.days, terms, covariance)


def _without_shocks(
    total: Floats, terms: Floats, offset: Floats, usable: Floats, *, level_only: bool = False
) -> tuple[Fit, Floats]:
    """The fit to the force's total (1, T), months of a whole-force shock weighing less, and how well its
    terms are known (K, K).
    """
    weights = usable
    for _ in range(PASSES):
        found = fit(total, terms, offset, weights, level_only=level_only)
        residual = np.abs(total - found.expected) / np.sqrt(np.maximum(found.expected, 1e-9))
        # The usual size of a residual, not their mean square: a shock must not hide itself.
        scale = max(1.0, 1.4826 * float(np.median(residual[usable > 0])))
        weights = usable * np.minimum(1, (OUTBREAK * scale / np.maximum(residual, 1e-9)) ** 2)
    spread = np.maximum(1, pearson(total, found.expected, weights, found.free))
    return found, spread[0] * found.covariance[0]


def _since_step(counts: Floats, shape: Floats, usable: Flags) -> Flags:
    """(P, T) without the months before a lasting step of the place's own."""
    level = _level(counts, shape, usable.astype(float))[:, None] * shape
    step = new_level_from(counts, np.broadcast_to(shape, counts.shape), usable, level)
    return usable & (np.arange(len(shape)) >= step[:, None])


def _levels(counts: Floats, shape: Floats, usable: Flags) -> tuple[Floats, Floats]:
    """Steps 2 and 3: the level of each place (P,), and the weights (P, T) that hold past outbreaks down."""
    weights = usable.astype(float)
    level = _level(counts, shape, weights)
    middle = np.nanmedian(np.where(usable, counts / shape, np.nan), axis=1)
    level = np.where((level >= 3) & (middle > 0), middle, level)
    for _ in range(PASSES):
        leverage = weights * shape / (weights @ shape)[:, None]
        own = _dispersion(counts, level, shape, weights)
        spread = np.maximum(1, _by_band(np.median, own, level))
        weights = without_outbreaks(counts, level[:, None] * shape, leverage, spread, usable)
        level = _level(counts, shape, weights)
    return level, weights


def _level(counts: Floats, shape: Floats, weights: Floats) -> Floats:
    """The half keeps a place of noughts from an expectation of none (a gamma(1/2) prior)."""
    return np.asarray(((weights * counts).sum(axis=1) + 0.5) / (weights @ shape))


def _shared_dispersion(counts: Floats, level: Floats, shape: Floats, weights: Floats) -> Floats:
    """Step 4: each place's own dispersion, drawn towards that of places of like volume."""
    own = _dispersion(counts, level, shape, weights)
    free = np.maximum(weights.sum(axis=1) - 1, 0)
    shared = (SHARED * _by_band(_trimmed_mean, own, level) + free * own) / (SHARED + free)
    return np.asarray(np.maximum(1, shared))


def _dispersion(counts: Floats, level: Floats, shape: Floats, weights: Floats) -> Floats:
    free = np.maximum(weights.sum(axis=1) - 1, 0)
    return pearson(counts, level[:, None] * shape, weights, free)


def _by_band(summary: Callable[[Floats], float], values: Floats, level: Floats) -> Floats:
    """The summary of each place's volume band, given to each place of the band."""
    band = np.digitize(level, BANDS)
    found = {number: summary(values[band == number]) for number in np.unique(band)}
    return np.array([found[number] for number in band])


def _trimmed_mean(values: Floats) -> float:
    """The mean without the lowest and the highest tenth."""
    cut = len(values) // 10
    return float(np.sort(values)[cut : len(values) - cut].mean())
