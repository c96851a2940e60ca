"""Figures that set things side by side: kinds over the months, neighbourhoods, outcomes. Pure."""

import math
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.figures import colours
from components.figures.chart_layout import FONT, count_axis, layout, month_axis
from components.words.language import _, month_short, number
from data_access.translation import N_

# Small charts side by side, and the share of the width that lies between them.
COLUMNS = 2
BETWEEN = 0.14
# Heights in pixels: a title of four lines, the line, the names of its months.
TITLE, LINE, MONTHS = 76, 76, 44
# Letters of a name in a line, so that two charts side by side fit a phone.
NARROW = 16


def small_multiples(table: pd.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """One small line a category over the same months, each with its own scale from zero; its title says how
    high that goes.
    """
    rows, months = -(-len(names) // COLUMNS), list(table.index)
    x = [month_short(m) for m in months]
    # One dictionary, not a call a chart: on every rerun that was 150 ms.
    traces, axes, titles = [], {}, []
    for n, (slug, name) in enumerate(names.items()):
        left, right, bottom, top = _cell(n, rows)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x,
                "y": [None if pd.isna(v) else int(v) for v in table[slug]],
                "xaxis": f"x{n + 1}",
                "yaxis": f"y{n + 1}",
                "line": {"color": colours.PLACE, "width": 2},
                "hoverinfo": "skip",
            }
        )
        axes[f"xaxis{n + 1}"] = month_axis(months, 2) | {"domain": [left, right], "anchor": f"y{n + 1}"}
        axes[f"yaxis{n + 1}"] = count_axis(table[slug], 3) | {"domain": [bottom, top], "anchor": f"x{n + 1}"}
        highest = _("up to {n}").format(n=number(int(table[slug].max())))
        titles.append(_title([*wrap(name, NARROW), highest], (left + right) / 2, top))
    return go.Figure(
        {
            "data": traces,
            "layout": layout(months, (TITLE + LINE + MONTHS) * rows)
            | axes
            | {"annotations": titles, "margin": {"l": 44, "r": 16, "t": 0, "b": 0}},
        }
    )


def _cell(n: int, rows: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of the n-th small chart, as shares of the figure."""
    width, pixel = (1 - BETWEEN * (COLUMNS - 1)) / COLUMNS, 1 / (rows * (TITLE + LINE + MONTHS))
    left, below = (n % COLUMNS) * (width + BETWEEN), (n // COLUMNS) / rows
    top = 1 - below - TITLE * pixel
    return left, left + width, top - LINE * pixel, top


def _title(lines: Sequence[str], x: float, y: float) -> dict[str, Any]:
    return {
        "text": "<br>".join(lines),
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "center",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14, "color": colours.INK, "family": FONT},
    }


# Where the axis of changes is named.
RATIOS = {
    0.5: N_("half"),
    0.67: N_("a third<br>less"),
    0.8: N_("a fifth<br>less"),
    1: N_("as the<br>force"),
    1.25: N_("a quarter<br>more"),
    1.5: N_("half<br>more"),
    2: N_("twice"),
}


def strip(changes: pd.DataFrame, neighbourhood_id: str, name: str) -> go.Figure:
    """Every neighbourhood's change against its force as a light tick, this one marked and named; no ranks.

    `changes` is indexed by neighbourhood id with columns ratio, low, high (1 is the force's own change).
    """
    figure = go.Figure()
    others = changes.drop(index=neighbourhood_id, errors="ignore")["ratio"].dropna()
    figure.add_trace(
        go.Scatter(
            x=list(others),
            y=[0] * len(others),
            mode="markers",
            marker={"symbol": "line-ns", "size": 22, "line": {"width": 2, "color": colours.USUAL}},
            hoverinfo="skip",
        )
    )
    ratio, low, high = (float(changes[name][neighbourhood_id]) for name in ("ratio", "low", "high"))
    figure.add_vrect(x0=low, x1=high, fillcolor=colours.USUAL, opacity=0.3, line_width=0, layer="below")
    figure.add_trace(
        go.Scatter(
            x=[ratio],
            y=[0],
            mode="markers+text",
            text=["<br>".join(wrap(name, NARROW))],
            # Towards the middle: a phone has no room beyond the edge.
            textposition="top left" if ratio > 1 else "top right",
            textfont={"color": colours.PLACE, "size": 15},
            marker={"symbol": "diamond", "size": 14, "color": colours.PLACE},
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    figure.update_layout(**layout([], 190))
    figure.update_yaxes(visible=False, range=[-1, 1.4], fixedrange=True)
    figure.update_xaxes(**_ratio_axis([low, high, ratio, *others]))
    return figure


def _ratio_axis(drawn: Sequence[float]) -> dict[str, Any]:
    # At least from a fifth less to a quarter more, so that it says which way is which.
    seen = [*drawn, 0.75, 1.33]
    return {
        "type": "log",
        "range": [math.log10(min(seen) * 0.97), math.log10(max(seen) * 1.03)],
        "tickvals": list(RATIOS),
        "ticktext": [_(words) for words in RATIOS.values()],
        "tickfont": {"color": colours.GREY},
        "gridcolor": colours.RULE,
        "fixedrange": True,
    }


def bars(names: Sequence[str], counts: Sequence[int]) -> go.Figure:
    """Horizontal bars in the order given, each with its number."""
    figure = go.Figure(
        go.Bar(
            x=list(counts),
            y=list(names),
            orientation="h",
            text=[number(n) for n in counts],
            textposition="outside",
            marker={"color": colours.PLACE},
            width=0.4,
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    figure.update_layout(**layout([], 30 + 52 * len(names)))
    figure.update_layout(margin={"l": 4, "r": 60, "t": 24, "b": 4})
    figure.update_xaxes(visible=False, rangemode="tozero", fixedrange=True)
    figure.update_yaxes(visible=False, autorange="reversed", fixedrange=True)
    for place, name in enumerate(names):
        # Above its bar: beside it, a long name leaves a phone no room for bars.
        figure.add_annotation(
            text=name,
            x=0,
            y=place,
            xref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=10,
            showarrow=False,
        )
    return figure
