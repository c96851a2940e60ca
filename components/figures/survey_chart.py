"""Shares of the survey as figures. Pure: shares in, figure out."""

from collections.abc import Sequence
from itertools import accumulate
from textwrap import wrap

import plotly.graph_objects as go

from components.figures import colours
from components.figures.chart_layout import layout
from components.figures.survey_shares import Bar, percent, range_words
from components.words.language import _, number

# Letters of a line over a bar, so that it fits a phone.
LETTERS = 42
# Pixels: a bar, a line of its name over it, what is left free above that.
BAR, LINE, FREE = 18, 18, 20


def shares(bars: Sequence[Bar]) -> go.Figure:
    """A bar for each share, from 0 to 100%, its range as a line, and share and base at the line's end."""
    names = [wrap(bar.words, LETTERS) for bar in bars]
    # The axis counts pixels, so that a name of two lines has its room.
    bottoms = list(accumulate(FREE + LINE * len(name) + BAR for name in names))
    middles = [bottom - BAR / 2 for bottom in bottoms]
    figure = go.Figure(_bars(bars, middles))
    figure.update_layout(**layout([], bottoms[-1] + 12 + 34))
    figure.update_layout(margin={"l": 6, "r": 96, "t": 4, "b": 30}, hovermode=False)
    figure.update_xaxes(
        range=[0, 1],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        tickformat=".0%",
        tickfont={"color": colours.GREY},
        gridcolor=colours.RULE,
        zerolinecolor=colours.RULE,
        fixedrange=True,
    )
    figure.update_yaxes(visible=False, fixedrange=True, range=[bottoms[-1] + 12, 0])
    shared = {"showarrow": False, "xanchor": "left", "borderpad": 0, "bgcolor": "white"}
    for bar, name, middle in zip(bars, names, middles, strict=True):
        over = {"x": 0, "xref": "paper", "y": middle - BAR / 2 - 2, "yanchor": "bottom", "align": "left"}
        figure.add_annotation(text="<br>".join(name), **over, **shared)
        said = _("{share} of {n}").format(share=percent(bar), n=number(bar.n))
        figure.add_annotation(text=said, x=bar.reach[1], xshift=8, y=middle, yanchor="middle", **shared)
    return figure


def _bars(bars: Sequence[Bar], middles: Sequence[float]) -> go.Bar:
    return go.Bar(
        x=[bar.share for bar in bars],
        y=list(middles),
        orientation="h",
        width=BAR,
        marker={"color": colours.CLASSES[0], "line": {"color": colours.PLACE, "width": 1}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [bar.reach[1] - bar.share for bar in bars],
            "arrayminus": [bar.share - bar.reach[0] for bar in bars],
            "color": colours.PLACE,
            "thickness": 2,
            "width": 5,
        },
        hoverinfo="skip",
    )


def in_words(bars: Sequence[Bar]) -> str:
    """The figure for those who cannot see it: what it is, and where the numbers stand."""
    first = bars[0]
    return _(
        "Bars of shares with their ranges, the first {share} ({range}). All stand in the table below."
    ).format(share=percent(first), range=range_words(first))
