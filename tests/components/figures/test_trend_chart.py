from datetime import date

import pandas as pd

from components.figures import trend_chart
from components.figures.chart_layout import MOST_TICKS
from components.figures.trend import Trend
from data_access.models import State
from data_access.months import month_range
from data_access.statistics.counts_table import Counts
from tests.support.counts import counts_of

MONTHS = month_range(date(2025, 10, 1), date(2026, 9, 1))
NO_RANGE = pd.DataFrame({"expected": [], "low": [], "high": []}, dtype=float)


def drawn(counts: Counts, usual: pd.DataFrame = NO_RANGE, flagged=(), below=(), moving: int = 2):
    marked = [*flagged], [*below]
    trend = Trend(counts.crime, counts.states, usual, *marked, moving, "", "", [], pd.DataFrame())
    return trend_chart.monthly_trend(trend)


def test_the_line_has_the_numbers_of_the_table_and_starts_at_nought():
    counts = counts_of({m: 10 + n for n, m in enumerate(MONTHS)})
    figure = drawn(counts)
    assert list(figure.data[0].y) == list(range(10, 22))
    assert figure.layout.yaxis.rangemode == "tozero"
    assert figure.layout.xaxis.type == "category"


def test_a_month_without_figure_is_a_gap_with_its_reason():
    values = dict.fromkeys(MONTHS, 10) | {MONTHS[5]: None, MONTHS[6]: None}
    counts = counts_of(values, gaps=dict.fromkeys(MONTHS[5:7], State.NOT_PUBLISHED))
    figure = drawn(counts)
    assert list(figure.data[0].y)[5:7] == [None, None]
    assert not figure.data[0].connectgaps
    assert [a.text for a in figure.layout.annotations] == ["not published", "may still change"]
    assert figure.layout.annotations[0].x == 5.5


def test_an_incomplete_month_is_a_hollow_point_and_breaks_the_line():
    counts = counts_of(dict.fromkeys(MONTHS, 10), gaps={MONTHS[3]: State.INCOMPLETE})
    figure = drawn(counts)
    assert figure.data[0].y[3] is None
    hollow = next(t for t in figure.data if t.marker.symbol == "circle-open")
    assert (list(hollow.x), list(hollow.y)) == (["Jan 2026"], [10])


def test_the_usual_range_and_flags_are_drawn_where_given():
    counts = counts_of(dict.fromkeys(MONTHS, 10))
    usual = pd.DataFrame({"expected": 10.0, "low": 4.0, "high": 17.0}, index=MONTHS[-2:])
    figure = drawn(counts, usual=usual, flagged=[MONTHS[-1]], below=[MONTHS[-2]])
    assert [t.fill for t in figure.data].count("tonexty") == 1
    flag = next(t for t in figure.data if t.marker.symbol == "triangle-up")
    assert list(flag.text) == ["Sept 2026"]
    low = next(t for t in figure.data if t.marker.symbol == "triangle-down")
    assert list(low.text) == ["Aug 2026"]


def test_an_axis_of_58_months_has_six_names_and_the_newest_is_one():
    months = month_range(date(2021, 3, 1), date(2025, 12, 1))
    counts = counts_of(dict.fromkeys(months, 1))
    axis = drawn(counts).layout.xaxis
    assert len(axis.tickvals) <= MOST_TICKS
    assert axis.ticktext[-1] == "Dec<br>2025"


def test_the_last_two_months_are_marked_as_still_moving():
    counts = counts_of(dict.fromkeys(MONTHS, 10))
    [shade] = drawn(counts).layout.shapes
    assert (shade.x0, shade.x1) == (9.5, 11.5)
    assert not drawn(counts, moving=0).layout.shapes


def test_an_axis_of_few_names_each_number_once():
    few = counts_of(dict.fromkeys(MONTHS, 1))
    assert drawn(few).layout.yaxis.dtick == 1
    many = counts_of(dict.fromkeys(MONTHS, 70))
    assert drawn(many).layout.yaxis.nticks == 6
    none = counts_of(dict.fromkeys(MONTHS))
    assert drawn(none).layout.yaxis.dtick == 1
