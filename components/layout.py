"""How every chart is laid out: no legend, grid for counts only, months as categories, counts from nought."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from components import colours
from components.words import month_short

# No toolbar, and a finger on the chart scrolls the page.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
MOST_TICKS = 6


def layout(months: Sequence[date], height: int, axes: bool = True) -> dict[str, Any]:
    """The layout of a chart so high; with the axes of months and counts, unless it has its own."""
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
    if axes:
        laid["xaxis"] = month_axis(months)
        laid["yaxis"] = count_axis() | {"nticks": 6}
    return laid


def count_axis() -> dict[str, Any]:
    """Counts, from nought."""
    return {
        "rangemode": "tozero",
        "gridcolor": colours.RULE,
        "zerolinecolor": colours.RULE,
        "tickfont": {"color": colours.GREY},
        "tickformat": ",d",
        "fixedrange": True,
    }


def month_axis(months: Sequence[date], ticks: int = MOST_TICKS) -> dict[str, Any]:
    """Months as categories (Plotly reads `2026-01` as a date and ticks by the week), the newest named."""
    step = max(1, -(-len(months) // ticks))
    # Counted back from the newest month, which always has its name.
    shown = list(months)[::-1][::step][::-1]
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
