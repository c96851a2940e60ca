"""Counts into Plotly figures. Pure: data in, figure out; nothing is counted here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.figures import colours
from components.figures.chart_layout import gaps, layout
from components.figures.trend import Trend
from components.words.language import _, month_short, month_words, number
from data_access.models import MonthState, State


def monthly_trend(trend: Trend, height: int = 320) -> go.Figure:
    """The line of one count over the months, with its gaps as gaps.

    Flagged months get a triangle and their name; the newest are shaded, because forces still correct them and
    their outcomes still come in.
    """
    series, states = trend.series, trend.states
    months = list(series.index)
    incomplete = {m for m in months if m in states and states[m].state is State.INCOMPLETE}
    figure = go.Figure(layout=layout(months, height, pd.concat([series, trend.usual["high"]])))
    if len(trend.usual):
        _draw_usual(figure, trend.usual)
    drawn = series.where(~series.index.isin(incomplete)).astype("Float64")
    figure.add_trace(line(months, drawn))
    if incomplete:
        figure.add_trace(_hollow({m: series[m] for m in months if m in incomplete}))
    for marked, symbol, words_stand in (
        (trend.flagged, "triangle-up", "top center"),
        (trend.below, "triangle-down", "bottom center"),
    ):
        if marked:
            figure.add_trace(_flags({m: series[m] for m in marked}, symbol, words_stand))
    _name_gaps(figure, series, states)
    if trend.moving and len(series) > trend.moving:
        _shade_moving(figure, len(series), trend.moving)
    _point_out_last(figure, drawn)
    return figure


def line(months: Sequence[date], values: pd.Series) -> go.Scatter:
    """The solid line of counts, broken where a month has none."""
    return go.Scatter(
        x=[month_short(m) for m in months],
        y=[None if pd.isna(v) else int(v) for v in values],
        mode="lines+markers",
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


def _flags(points: Mapping[date, Any], symbol: str, words_stand: str) -> go.Scatter:
    return go.Scatter(
        x=[month_short(m) for m in points],
        y=list(points.values()),
        mode="markers+text",
        text=[month_short(m) for m in points],
        textposition=words_stand,
        textfont={"color": colours.UNUSUAL},
        marker={"symbol": symbol, "color": colours.UNUSUAL, "size": 13},
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
    for first, last, label in gaps(series, states):
        figure.add_annotation(
            x=(first + last) / 2,
            y=0.5,
            yref="paper",
            text=label,
            textangle=0 if (last - first + 1) * 3 > len(series) / 2 else -90,
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
        text=_("may still change"),
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
