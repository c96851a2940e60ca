"""The share of a force's records that police.uk gives no place for: no neighbourhood counts them.

Where that share swings, every neighbourhood of the force falls or rises and nothing happened: whole forces
went from 2 % to 15 % for a year or more. Such months are not compared.
"""

from datetime import date

import numpy as np
import pandas as pd

# What a month's state says of it (`MonthState.reason` begins so).
REASON = "records without a place"
# A share counts as swung where it is this far from the usual one, which moves counts by as much, and further
# than chance goes: so many standard errors, of counts that scatter as real ones do.
MOVES_COUNTS = 0.05
CLEARLY = 4.0
DISPERSION = 1.5
FEWEST_MONTHS = 6


def shares(without: "pd.Series[int]", everything: "pd.Series[int]") -> "pd.Series[float]":
    """The share a month; both series have an index of months, `everything` counts all records."""
    return (without / everything.where(everything > 0)).dropna().astype(float)


def swings(without: "pd.Series[int]", everything: "pd.Series[int]") -> dict[date, str]:
    """The months whose share departs from the usual one, the median, and why; none under six months."""
    found = shares(without, everything)
    if len(found) < FEWEST_MONTHS:
        return {}
    usual = float(found.median())
    error = np.sqrt(DISPERSION * max(usual * (1 - usual), 1e-4) / everything[found.index].astype(float))
    away = (found - usual).abs()
    odd = (away >= MOVES_COUNTS) & (away > CLEARLY * error)
    months: list[date] = list(found.index[odd])
    return {month: f"{REASON}: {found[month]:.0%}, usually {usual:.0%}" for month in months}
