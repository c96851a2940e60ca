"""Months for which a force sent police.uk only part of its records, or some of them twice.

Such a month looks like a fall in crime, not like a gap, so it is found by its total: under 80 % or over
130 % of what the force's own robust pattern expects (level, days in the month, time of year, trend). The
pattern is fitted on logarithms with Tukey's bisquare weights instead of the Poisson fit with down-weighted
shocks that judges single neighbourhoods: months sent at a tenth drag that fit along, and on simulated forces
with four such months in 36 it called one ordinary month in six incomplete; this one called none.

What it cannot do: a part supply of a year or more looks like a real change, and is left alone (a lasting
change of level is never flagged wholesale); such gaps stand in the hand-kept `SENT_IN_PART`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data_access.curated.categories import ASB
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import days_in
from data_access.statistics.poisson_fit import Floats, design
from data_access.statistics.without_place import swings
from data_access.store import held_places, street_crime
from data_access.store.monthly_parquet import States
from data_access.usual import force_counts

LOW, HIGH = 0.80, 1.30
FEWEST_MONTHS = 18
# A ratio counts only outside this many times the ordinary scatter, which is at least what chance makes of
# such a number: 9 incidents where 12 are usual say nothing. For most forces' totals 80 % is the wider bound.
CLEARLY = 4.0
LEAST_SCATTER = 0.04
DISPERSION = 1.5  # the variance of real counts over their mean, about (`expected.py` estimates it closely)
BISQUARE = 4.685  # Tukey's constant: 95 % as efficient as least squares where nothing is wrong
MAD_TO_SD = 1.4826
# How far time of year and trend (a year) may ordinarily move a force's total, on the log scale. It holds
# the fit still where months are few: 18 of them cannot tell the one from the other.
USUAL_SEASON = USUAL_TREND = 0.10
# Restrictions on going out, from March 2020 to 19 July 2021, emptied city centres: real falls, which say
# nothing about supply and nothing about what is usual.
PANDEMIC = (date(2020, 3, 1), date(2021, 7, 1))


def incomplete_months(totals: pd.Series) -> dict[date, float]:
    """The months whose total is out of the pattern, each as a share of what the pattern expects.

    `totals`: records a month, index `date` (first days) in any order; missing months are left out or NaN.
    Empty with fewer than 18 months: there is no telling.
    """
    first, last = PANDEMIC
    known = totals.dropna()
    months = [m for m in known.index if not first <= m <= last]
    if len(months) < FEWEST_MONTHS:
        return {}
    counts = known[months].to_numpy(dtype=float)
    residual, scatter = _residuals(months, counts)
    ratio = np.exp(residual)
    chance = np.sqrt(DISPERSION * ratio / np.maximum(counts, 0.5))
    odd = ((ratio < LOW) | (ratio > HIGH)) & (np.abs(residual) > CLEARLY * np.maximum(scatter, chance))
    return {months[i]: float(ratio[i]) for i in np.flatnonzero(odd)}


def reasons(counts: pd.DataFrame) -> dict[date, str]:
    """Why each incomplete month of a force counts as such; `counts` as in `force_counts`.

    All records, crimes, and anti-social behaviour are judged apart: one can be sent without the other. What
    others recorded here is left out: whether they sent theirs says nothing of this force.
    """
    used = force_counts.told_by_all(counts)
    months = pd.Index(sorted(counts["month"].unique()))
    asb = used["category"] == ASB
    found: dict[date, str] = {}
    for what, chosen in (
        ("anti-social behaviour incidents", used[asb]),
        ("crimes", used[~asb]),
        ("records", used),
    ):
        totals = chosen.groupby("month")["own"].sum().reindex(months, fill_value=0)
        for month, ratio in incomplete_months(totals).items():
            found[month] = f"{ratio:.0%} of the usual number of {what}".replace("%", " %")
    return swings(*force_counts.without_place(counts)) | found


def judged(state: MonthState, reason: str | None) -> MonthState:
    """The month's state given why the force's month is incomplete (None: it is not)."""
    if not state.counted:
        return state
    if reason:
        return replace(state, state=State.INCOMPLETE, reason=reason)
    if state.state is not State.INCOMPLETE:
        return state
    return replace(state, state=State.HELD if state.rows else State.EMPTY, reason="")


def refresh_states(force_id: str) -> dict[date, str]:
    """Count the force anew from its neighbourhoods and let the months' states follow; the reasons found.

    To be called when all neighbourhoods of the force are held: a part of them is no total. Raises OSError
    when the disk will not.
    """
    incomplete = reasons(force_counts.recount(force_id))
    for place in held_places.held(force_id):
        follow(place, street_crime.states(place), incomplete)
    return incomplete


def follow(place: NeighbourhoodRef, states: States, incomplete: Mapping[date, str]) -> None:
    """Bring the place's `states` in line with the force's incomplete months."""
    changed = {m: new for m, state in states.items() if (new := judged(state, incomplete.get(m))) != state}
    if changed:
        street_crime.restate(place, changed)


def _residuals(months: list[date], counts: Floats) -> tuple[Floats, float]:
    """(T,) how far each month lies from the pattern, on the log scale, and the months' ordinary scatter."""
    terms = design(np.array([m.year * 12 + m.month for m in months]), harmonics=2)
    days = np.array([days_in(m) for m in months])
    # Half a record where there is none: a month without any is as odd as a month can be.
    target = np.log(np.maximum(counts, 0.5) / days)
    hold = np.diag([0.0, *[USUAL_SEASON**-2] * 4, USUAL_TREND**-2])
    fitted = np.zeros(terms.shape[1])
    fitted[0] = np.median(target)
    for _ in range(60):
        residual = target - terms @ fitted
        scatter = max(LEAST_SCATTER, MAD_TO_SD * float(np.median(np.abs(residual))))
        weight = np.maximum(1 - (residual / (BISQUARE * scatter)) ** 2, 0) ** 2 / scatter**2
        fitted = np.linalg.solve((terms.T * weight) @ terms + hold, terms.T @ (weight * target))
    return target - terms @ fitted, scatter
