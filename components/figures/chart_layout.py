"""How every chart is laid out: no legend, grid for counts only, months as categories, counts from nought."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from components.figures import colours
from components.words.crime import GAP_LABELS
from components.words.language import _, month_short
from data_access.models import MonthState, State

# No toolbar, and a finger on the chart scrolls the page.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
MOST_TICKS = 6


def layout(months: Sequence[date], height: int, counts: "pd.Series[int] | None" = None) -> dict[str, Any]:
    """The layout of a chart so high; with the axes of months and of `counts`, unless it has its own."""
    laid: dict[str, Any] = {
        "height": height,
        "margin": {"l": 44, "r": 16, "t": 28, "b": 48},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x",
        "font": {"family": FONT, "size": 14, "color": colours.INK},
        "hoverlabel": {"bgcolor": "white", "bordercolor": colours.PLACE, "font": {"color": colours.INK}},
    }
    if counts is not None:
        laid["xaxis"] = month_axis(months)
        laid["yaxis"] = count_axis(counts)
    return laid


def count_axis(values: "pd.Series[int]", ticks: int = 6) -> dict[str, Any]:
    """Counts, from nought. Small ones are told one by one: halves would be written as whole numbers twice."""
    top = values.max() if values.notna().any() else 0
    steps: dict[str, Any] = {"nticks": ticks} if top > ticks else {"dtick": 1}
    return steps | {
        "rangemode": "tozero",
        "gridcolor": colours.RULE,
        "zerolinecolor": colours.RULE,
        "tickfont": {"color": colours.GREY},
        "tickformat": ",d",
        "fixedrange": True,
    }


def month_axis(months: Sequence[date], ticks: int = MOST_TICKS) -> dict[str, Any]:
    """Months as categories (Plotly reads `2026-01` as a date and ticks by the week), the newest named."""
    shown = named_months(months, ticks)
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [month_short(m) for m in months],
        "tickvals": [month_short(m) for m in shown],
        "ticktext": [month_short(m).replace(" ", "<br>") for m in shown],
        "tickangle": 0,
        "tickfont": {"color": colours.GREY},
        "showgrid": False,
        "fixedrange": True,
        "range": [-0.5, len(months) - 0.5],
    }


def named_months(months: Sequence[date], ticks: int = MOST_TICKS) -> list[date]:
    """Those whose names stand at the axis, counted back from the newest, which always has its name."""
    step = max(1, -(-len(months) // ticks))
    return list(months)[::-1][::step][::-1]


def gaps(series: "pd.Series[int]", states: Mapping[date, MonthState]) -> list[tuple[int, int, str]]:
    """The runs of months without a figure: first and last position, and in two words why they have none."""

    def reason(month: date) -> State | None:
        return states[month].state if month in states else None

    missing = [(n, reason(m)) for n, m in enumerate(series.index) if pd.isna(series[m])]
    alike = groupby(enumerate(missing), key=lambda pair: (pair[1][1], pair[1][0] - pair[0]))
    runs = [(why, [place for _nth, (place, _why) in run]) for (why, _shift), run in alike]
    return [(places[0], places[-1], _(GAP_LABELS.get(why, GAP_LABELS[None]))) for why, places in runs]
