"""Counts into Plotly figures. Pure: data in, figure out; nothing is counted here.

Every axis of months is a category axis (Plotly reads `2026-01` as a date and ticks by the week), and every
axis of counts starts at nought.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import colours
from components.sentences import GAP_LABELS
from components.words import _, month_short, month_words, number
from data_access.models import MonthState, State

# No toolbar, and a finger on the chart scrolls the page.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
MOST_TICKS = 6
# The newest months, which forces still correct and whose outcomes still come in.
MOVING_MONTHS = 2
# Small charts side by side.
COLUMNS = 2


def monthly_trend(
    series: pd.Series,
    states: Mapping[date, MonthState],
    usual: pd.DataFrame | None = None,
    flagged: Sequence[date] = (),
    moving: int = MOVING_MONTHS,
    height: int = 320,
) -> go.Figure:
    """The line of one count over the months, with its gaps as gaps.

    `series` is indexed by month, missing where there is no figure; `usual` has columns expected, low, high
    for the months that have a range; `flagged` months get a triangle and their name; the newest
    `moving` months are shaded, because forces still correct them and their outcomes still come in.
    """
    months = list(series.index)
    incomplete = {m for m in months if m in states and states[m].state is State.INCOMPLETE}
    figure = go.Figure(layout=_layout(months, height))
    if usual is not None and len(usual):
        _draw_usual(figure, usual)
    line = series.where(~series.index.isin(incomplete)).astype("Float64")
    figure.add_trace(_line(months, line))
    if incomplete:
        figure.add_trace(_hollow({m: series[m] for m in months if m in incomplete}))
    if flagged:
        figure.add_trace(_flags({m: series[m] for m in flagged}))
    _name_gaps(figure, series, states)
    if moving and len(series) > moving:
        _shade_moving(figure, len(series), moving)
    _point_out_last(figure, line)
    return figure


def small_multiples(table: pd.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """One small line a category over the same months, each with its own scale from nought."""
    from plotly.subplots import make_subplots

    rows = -(-len(names) // COLUMNS)
    months = list(table.index)
    figure = make_subplots(
        rows=rows,
        cols=COLUMNS,
        subplot_titles=list(names.values()),
        vertical_spacing=0.45 / rows,
        horizontal_spacing=0.14,
    )
    for n, slug in enumerate(names):
        trace = _line(months, table[slug].astype("Float64"), markers=False)
        figure.add_trace(trace, row=n // COLUMNS + 1, col=n % COLUMNS + 1)
    figure.update_layout(**_layout(months, 120 * rows + 60, axes=False))
    figure.update_xaxes(**_month_axis(months, ticks=2))
    figure.update_yaxes(**_count_axis(), nticks=3)
    figure.update_annotations(font={"size": 14, "color": colours.INK, "family": FONT})
    return figure


def strip(changes: pd.DataFrame, here: str, name: str) -> go.Figure:
    """Every neighbourhood's change against its force as a light tick, this one marked and named; no ranks.

    `changes` is indexed by neighbourhood id with columns ratio, low, high (1 is the force's own change).
    """
    figure = go.Figure()
    others = changes.drop(index=here, errors="ignore")["ratio"].dropna()
    figure.add_trace(
        go.Scatter(
            x=list(others),
            y=[0] * len(others),
            mode="markers",
            marker={"symbol": "line-ns", "size": 22, "line": {"width": 2, "color": colours.USUAL}},
            hoverinfo="skip",
        )
    )
    ratio, low, high = changes.loc[here, ["ratio", "low", "high"]].astype(float)
    figure.add_vrect(x0=low, x1=high, fillcolor=colours.USUAL, opacity=0.3, line_width=0, layer="below")
    figure.add_trace(
        go.Scatter(
            x=[ratio],
            y=[0],
            mode="markers+text",
            text=[name],
            textposition="top center",
            textfont={"color": colours.PLACE, "size": 15},
            marker={"symbol": "diamond", "size": 14, "color": colours.PLACE},
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    figure.update_layout(**_layout([], 170, axes=False))
    figure.update_yaxes(visible=False, range=[-1, 1.4], fixedrange=True)
    figure.update_xaxes(
        type="log",
        tickvals=[0.5, 0.67, 0.8, 1, 1.25, 1.5, 2],
        ticktext=[
            _("half"),
            _("a third<br>less"),
            _("a fifth<br>less"),
            _("as the<br>force"),
            _("a quarter<br>more"),
            _("half<br>more"),
            _("twice"),
        ],
        tickfont={"color": colours.GREY},
        gridcolor=colours.RULE,
        fixedrange=True,
    )
    return figure


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
    figure.update_layout(**_layout([], 30 + 52 * len(names), axes=False))
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


def _layout(months: Sequence[date], height: int, axes: bool = True) -> dict[str, Any]:
    layout: dict[str, Any] = {
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
        layout["xaxis"] = _month_axis(months)
        layout["yaxis"] = _count_axis() | {"nticks": 6}
    return layout


def _count_axis() -> dict[str, Any]:
    return {
        "rangemode": "tozero",
        "gridcolor": colours.RULE,
        "zerolinecolor": colours.RULE,
        "tickfont": {"color": colours.GREY},
        "tickformat": ",d",
        "fixedrange": True,
    }


def _month_axis(months: Sequence[date], ticks: int = MOST_TICKS) -> dict[str, Any]:
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


def _line(months: Sequence[date], values: pd.Series, markers: bool = True) -> go.Scatter:
    return go.Scatter(
        x=[month_short(m) for m in months],
        y=[None if pd.isna(v) else int(v) for v in values],
        mode="lines+markers" if markers else "lines",
        line={"color": colours.PLACE, "width": 2},
        marker={"color": colours.PLACE, "size": 6},
        connectgaps=False,
        customdata=[_hover(m, v) for m, v in zip(months, values, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hover(month: date, value: Any) -> str:
    return (
        ""
        if pd.isna(value)
        else _("{month}: {n} recorded").format(month=month_words(month), n=number(int(value)))
    )


def _hollow(points: Mapping[date, Any]) -> go.Scatter:
    return go.Scatter(
        x=[month_short(m) for m in points],
        y=list(points.values()),
        mode="markers",
        marker={"symbol": "circle-open", "color": colours.GREY, "size": 8, "line": {"width": 2}},
        customdata=[
            _("{month}: {n} recorded, but fewer records than usual were published").format(
                month=month_words(m), n=number(int(v))
            )
            for m, v in points.items()
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _flags(points: Mapping[date, Any]) -> go.Scatter:
    return go.Scatter(
        x=[month_short(m) for m in points],
        y=list(points.values()),
        mode="markers+text",
        text=[month_short(m) for m in points],
        textposition="top center",
        textfont={"color": colours.ABOVE},
        marker={"symbol": "triangle-up", "color": colours.ABOVE, "size": 13},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _draw_usual(figure: go.Figure, usual: pd.DataFrame) -> None:
    x = [month_short(m) for m in usual.index]
    shared: dict[str, Any] = {"x": x, "mode": "lines", "hoverinfo": "skip"}
    figure.add_trace(go.Scatter(y=list(usual["high"]), line={"width": 0}, **shared))
    figure.add_trace(
        go.Scatter(
            y=list(usual["low"]),
            line={"width": 0},
            fill="tonexty",
            fillcolor="rgba(168,179,189,0.4)",
            **shared,
        )
    )
    figure.add_trace(
        go.Scatter(
            y=list(usual["expected"]), line={"color": colours.EXPECTED, "width": 1, "dash": "dash"}, **shared
        )
    )


def _name_gaps(figure: go.Figure, series: pd.Series, states: Mapping[date, MonthState]) -> None:
    """Write into each gap why it is one, in small grey letters."""

    def reason(month: date) -> State | None:
        return states[month].state if month in states else None

    missing = [(n, m) for n, m in enumerate(series.index) if pd.isna(series[m])]
    for _key, run in groupby(missing, key=lambda pair: (reason(pair[1]), pair[0] - missing.index(pair))):
        places = list(run)
        label = _(GAP_LABELS.get(reason(places[0][1]), GAP_LABELS[None]))
        figure.add_annotation(
            x=(places[0][0] + places[-1][0]) / 2,
            y=0.5,
            yref="paper",
            text=label,
            textangle=0 if len(places) * 3 > len(series) / 2 else -90,
            showarrow=False,
            font={"size": 12, "color": colours.GREY},
        )


def _shade_moving(figure: go.Figure, months: int, moving: int) -> None:
    figure.add_vrect(
        x0=months - moving - 0.5,
        x1=months - 0.5,
        fillcolor=colours.RULE,
        opacity=0.35,
        line_width=0,
        layer="below",
    )
    figure.add_annotation(
        x=months - 0.5,
        y=0,
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        text=_("still moving"),
        showarrow=False,
        font={"size": 12, "color": colours.GREY},
    )


def _point_out_last(figure: go.Figure, line: pd.Series) -> None:
    held = line.dropna()
    if len(held):
        figure.add_trace(
            go.Scatter(
                x=[month_short(held.index[-1])],
                y=[int(held.iloc[-1])],
                mode="markers+text",
                text=[f"<b>{number(int(held.iloc[-1]))}</b>"],
                textposition="top center",
                marker={"color": colours.PLACE, "size": 10},
                hoverinfo="skip",
                cliponaxis=False,
            )
        )
