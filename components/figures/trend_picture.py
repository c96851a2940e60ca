"""The trend as a still picture, for pages without scripts and for paper. Pure: data in, SVG or PNG out.

Drawn by matplotlib with the marks that components.figures.trend_chart draws on the screen.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import pandas as pd
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from components.figures import colours
from components.figures.chart_layout import gaps, named_months
from components.figures.trend import Trend
from components.words.language import _, month_name, month_short, number
from data_access.models import State

# A share of the width for each named month, so that names never touch.
PX_PER_TICK = 75
# matplotlib reckons in points of 1/72 inch; at this many a point is a pixel.
POINTS = 72
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
# Letters stay letters: they can be read, found, and set in the reader's own type.
STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "your-patch", "font.size": 12}
# matplotlib keeps its styles and fonts once for the whole process.
_drawing = Lock()
AS_SVG: Any = {"format": "svg", "metadata": {"Date": None, "Creator": None}}
AS_PNG: Any = {"format": "png", "dpi": 2 * POINTS}


@dataclass(frozen=True)
class Size:
    """Of a picture, in pixels at its natural size."""

    width: int
    height: int


# From 481 px on, and below: letters are 10 px high on the narrowest of either.
WIDE = Size(560, 290)
NARROW = Size(280, 230)
# On a page that holds much else.
FLAT = Size(640, 190)
# What a link preview shows (Open Graph): 1.91 to 1.
PREVIEW = Size(600, 315)


def trend_svg(trend: Trend, size: Size, title: str, description: str) -> str:
    """The trend as an SVG element with a name and a description, as wide as what it stands in.

    It carries no style of its own: attributes alone, so that a strict Content-Security-Policy lets it be.
    """
    drawn = saved(lambda: draw(trend, size), **AS_SVG)
    return as_element(fromstring(drawn), f"trend{size.width}", title, description)


def trend_png(trend: Trend, size: Size) -> bytes:
    """The trend as a PNG of twice the size."""
    return saved(lambda: draw(trend, size), **AS_PNG)


def saved(make: Callable[[], Figure], **form: Any) -> bytes:
    """The file of a figure that is made in our style; one at a time."""
    file = io.BytesIO()
    with _drawing, rc_context(STYLE):
        make().savefig(file, **form)
    return file.getvalue()


def draw(trend: Trend, size: Size) -> Figure:
    """The marks, as a matplotlib figure, for `saved` to keep."""
    figure = Figure((size.width / POINTS, size.height / POINTS), dpi=POINTS, layout="constrained")
    axes = figure.add_subplot()
    months = list(trend.series.index)
    at = {month: place for place, month in enumerate(months)}
    incomplete = [m for m in months if m in trend.states and trend.states[m].state is State.INCOMPLETE]
    line = trend.series.astype("Float64").mask(trend.series.index.isin(incomplete))
    if trend.moving and len(months) > trend.moving:
        _shade_moving(axes, line, trend.moving)
    if len(trend.usual):
        x = [at[m] for m in trend.usual.index]
        axes.fill_between(x, trend.usual["low"], trend.usual["high"], color=colours.USUAL, alpha=0.5, lw=0)
        axes.plot(x, trend.usual["expected"], color=colours.EXPECTED, lw=1, ls=(0, (4, 3)))
    y = line.to_numpy(dtype=float, na_value=float("nan"))
    axes.plot(range(len(months)), y, color=colours.PLACE, lw=2, marker="o", ms=4)
    if incomplete:
        _marks(axes, trend.series, incomplete, marker="o", mfc="none", mec=colours.GREY, ms=6)
    for marked, marker, under in ((trend.flagged, "^", False), (trend.below, "v", True)):
        if marked:
            _marks(axes, trend.series, marked, marker=marker, color=colours.UNUSUAL, ms=9)
        for month in marked:
            name = month_name(month)
            _write(axes, at[month], int(trend.series[month]), name, colours.UNUSUAL, under=under)
    for first, last, label in gaps(trend.series, trend.states):
        upright = (last - first + 1) * 3 <= len(months) / 2
        axes.text(
            (first + last) / 2, 0.5, label, rotation=90 if upright else 0, ha="center", va="center",
            color=colours.GREY, transform=axes.get_xaxis_transform(),
        )  # fmt: skip
    _lay_out(axes, months, max(2, size.width // PX_PER_TICK))
    held = line.dropna()
    if len(held) and held.index[-1] not in (*trend.flagged, *trend.below):
        newest, value = held.index[-1], int(held.iloc[-1])
        _write(axes, at[newest], value, number(value), colours.INK, weight="bold")
    return figure


def _lay_out(axes: Axes, months: Sequence[date], ticks: int) -> None:
    """Counts from nought with a light grid, months by name, no frame."""
    at = {month: place for place, month in enumerate(months)}
    named = named_months(months, ticks)
    axes.set_xticks([at[m] for m in named], [month_short(m).replace(" ", "\n") for m in named])
    axes.set_xlim(-0.5, len(months) - 0.3)
    axes.margins(y=0.12)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _place: number(int(value)))
    axes.grid(axis="y", color=colours.RULE, lw=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=colours.GREY)
    axes.spines[:].set_visible(False)


def _shade_moving(axes: Axes, line: "pd.Series[float]", moving: int) -> None:
    months = len(line)
    axes.axvspan(months - moving - 0.5, months - 0.5, color=colours.RULE, alpha=0.35, lw=0)
    # Where the line is not.
    counted = line.fillna(0)
    low = counted.iloc[-moving - 1 :].max() < counted.max() / 2
    axes.text(
        months - 0.5, 0.98 if low else 0.01, _("may still change"), ha="right", va="top" if low else "bottom",
        color=colours.GREY, transform=axes.get_xaxis_transform(),
    )  # fmt: skip


def _marks(axes: Axes, series: "pd.Series[int]", months: Sequence[date], **look: Any) -> None:
    places = [place for place, month in enumerate(series.index) if month in months]
    axes.plot(places, [int(series.iloc[place]) for place in places], ls="none", **look)


def _write(
    axes: Axes, x: float, y: float, words: str, colour: str, weight: str = "normal", *, under: bool = False
) -> None:
    axes.annotate(
        words, (x, y), (0, -7 if under else 7), textcoords="offset points", ha="center",
        va="top" if under else "bottom", color=colour, weight=weight, annotation_clip=False,
    )  # fmt: skip


def as_element(svg: ElementTree.Element, prefix: str, title: str, description: str) -> str:
    """Named, described, its ids its own in the page, and its styles as attributes."""
    for parent in list(svg.iter()):
        for child in list(parent):
            if child.tag in {f"{SVG}metadata", f"{SVG}style"}:
                parent.remove(child)
    for element in svg.iter():
        for rule in element.attrib.pop("style", "").split(";"):
            name, _colon, value = rule.partition(":")
            if name.strip() == "font":
                # "bold 11px 'DejaVu Sans'": the type is the page's own.
                words = value.split("'")[0].split()
                element.set("font-size", next(w for w in words if w.endswith("px")))
                if "bold" in words or "700" in words:
                    element.set("font-weight", "bold")
            elif value:
                element.set(name.strip(), value.strip())
        _rename_ids(element, prefix)
        # Names without namespaces: what stands for one is a list that the whole process shares, and
        # WeasyPrint strikes ours off it.
        element.tag = element.tag.removeprefix(SVG)
    for name in ("width", "height"):
        svg.attrib.pop(name, None)
    svg.attrib |= {"xmlns": SVG.strip("{}"), "xmlns:xlink": XLINK.strip("{}")}
    svg.attrib |= {"role": "img", "aria-labelledby": f"{prefix}-title {prefix}-desc"}
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        child = ElementTree.Element(tag, id=f"{prefix}-{tag}")
        child.text = text
        svg.insert(place, child)
    return ElementTree.tostring(svg, encoding="unicode")


def _rename_ids(element: ElementTree.Element, prefix: str) -> None:
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif name == f"{XLINK}href" and value.startswith("#"):
            del element.attrib[name]
            element.set("xlink:href", f"#{prefix}-{value[1:]}")
        elif value.startswith("url(#"):
            element.set(name, f"url(#{prefix}-{value[5:]}")
