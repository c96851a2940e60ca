"""What is usual in one place by its own past alone: used where no force is held to compare with.

A Poisson log-linear fit of level, time of year (one harmonic) and trend, or a lasting step where that fits
far better, over the days in the month; past outbreaks weighted down once; the spread widened by the place's
own dispersion and by what a fit on so few months cannot know. About 1.2 to 1.4 false alarms in 100 at a
nominal 1 (docs: about the data).
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data_access.statistics.history import History
from data_access.statistics.lasting_step import new_level_from
from data_access.statistics.poisson_fit import (
    Fit,
    Floats,
    design,
    fit,
    pearson,
    seasonal,
    without_outbreaks,
)


def own(history: History) -> tuple[Floats, Floats, Floats]:
    """(P,) the expected count of the judged period, its variance, and the dispersion (1 = Poisson)."""
    found = np.empty((3, len(history.counts)))
    steps = _steps(history)
    for step in np.unique(steps):
        rows = steps == step
        found[:, rows] = _expected(history.rows(rows), int(step))
    mean, variance, dispersion = found
    return mean, variance, dispersion


def _steps(history: History) -> NDArray[np.int64]:
    terms, offset = design(history.months, harmonics=1), np.log(history.days)
    trend = fit(history.counts, terms, offset, history.before.astype(float))
    return new_level_from(history.counts, seasonal(trend, terms, offset), history.before, trend.expected)


def _expected(history: History, step: int) -> tuple[Floats, Floats, Floats]:
    terms = design(history.months, harmonics=1, step=step)
    mean, variance, dispersion = _judged(history, terms)
    # A trend or a season that is known no better than to its own size says nothing: then the level alone,
    # since the step if there was one. (Otherwise a series of 3 records in one month foretells thousands for
    # the next.)
    vague = variance - dispersion * mean > mean**2
    if vague.any():
        since = replace(history, before=history.before & (np.arange(len(history.months)) >= step))
        mean[vague], variance[vague], dispersion[vague] = _judged(since.rows(vague), terms, level_only=True)
    return mean, variance, dispersion


def _judged(history: History, terms: Floats, *, level_only: bool = False) -> tuple[Floats, Floats, Floats]:
    counts, usable, offset = history.counts, history.before, np.log(history.days)
    weights = usable.astype(float)
    first = fit(counts, terms, offset, weights, level_only=level_only)
    spread = np.maximum(1, pearson(counts, first.expected, weights, first.free))
    weights = without_outbreaks(counts, first.expected, _leverage(first, terms), spread, usable)
    second = fit(counts, terms, offset, weights, level_only=level_only)
    dispersion = np.maximum(1, pearson(counts, second.expected, weights, second.free))
    expected = np.where(history.judged, second.expected, 0)
    slope = expected @ terms
    doubt = np.einsum("pi,pij,pj->p", slope, second.covariance, slope)
    mean = expected.sum(axis=1)
    return mean, dispersion * (mean + doubt), dispersion


def _leverage(first: Fit, terms: Floats) -> Floats:
    """(P, T) how far each month pulls its own fitted value."""
    return np.asarray(first.expected * np.einsum("ti,pij,tj->pt", terms, first.covariance, terms))
