"""The trend as it is shown: one object for figure, table and text."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data_access.models import MonthState


@dataclass(frozen=True)
class Trend:
    """One count over the months, for a figure, its words and its table.

    `series`: index months, missing where there is no figure. `usual`: columns expected, low, high of the
    months that are judged. `flagged`: months past 1 % above it,
    `below`: months past 1 % below. `moving`: how many of the newest are not settled.
    `headline` is empty where nothing is judged; `caption` gives measure, place, period, source; `notes` are
    sentences under the figure; `table` has the same numbers in words, newest first.
    """

    series: "pd.Series[int]"
    states: dict[date, MonthState]
    usual: pd.DataFrame
    flagged: list[date]
    below: list[date]
    moving: int
    headline: str
    caption: str
    notes: list[str]
    table: pd.DataFrame
