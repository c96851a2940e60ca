"""The trend as a picture that stands by itself: title, source and date travel in it. Pure.

For link previews, newsletters and site builders that take pictures only.
"""

import textwrap
from typing import Any

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from matplotlib.figure import Figure

from components.figures import colours
from components.figures.trend import Trend
from components.figures.trend_picture import AS_PNG, AS_SVG, POINTS, Size, as_element, draw, saved

TYPE = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif"
# About how wide a letter is, in the widest type.
PX_PER_LETTER, PX_PER_LETTER_OF_TITLE = 6.6, 10
# Title, what is drawn, and whose figures of when.
Words = tuple[str, str, str]


def svg(trend: Trend | None, size: Size, words: Words) -> str:
    """An SVG with `words` written into it; without a trend they say that there is none."""
    title, under, source = words
    drawn = saved(lambda: _standing(trend, size, words), **AS_SVG)
    element = as_element(fromstring(drawn), "trend", title, f"{under} {source}")
    own = f'width="{size.width}" height="{size.height}" font-family="{TYPE}" '
    return element.replace("<svg ", f"<svg {own}", 1)


def png(trend: Trend | None, size: Size, words: Words) -> bytes:
    """The same as a PNG of twice the size."""
    return saved(lambda: _standing(trend, size, words), **AS_PNG)


def _standing(trend: Trend | None, size: Size, words: Words) -> Figure:
    """The trend with a title over it and its source under it, so that it may travel without its page."""
    if trend is None:
        figure = Figure((size.width / POINTS, size.height / POINTS), dpi=POINTS, layout="constrained")
    else:
        figure = draw(trend, size)
    title, under, source = words
    left: Any = {"x": 0.015, "ha": "left"}
    heading = _lines(title, size.width / PX_PER_LETTER_OF_TITLE)
    figure.suptitle(heading, fontsize=15, fontweight="bold", color=colours.INK, **left)
    below = "\n".join(_lines(text, size.width / PX_PER_LETTER) for text in (under, source))
    figure.supxlabel(below, fontsize=11, color=colours.GREY, multialignment="left", **left)
    return figure


def _lines(text: str, letters: float) -> str:
    return textwrap.fill(text, int(letters))
