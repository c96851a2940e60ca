"""The last months as one: counted by hand, judged by the rule that judges sums."""

from datetime import date

import pytest

from data_access.counts.by_kind import by_kind
from data_access.models import State
from data_access.months import shift
from data_access.overviews.place import view_of
from data_access.statistics.judgement_tables import SPANS, Span
from data_access.statistics.verdict import of_place
from data_access.usual.several_months import span
from tests.support import facts

# Judging 36 months anew takes half a second.
pytestmark = pytest.mark.slow
RATES = {"violent-crime": 12, "shoplifting": 9, facts.ASB: 7}
NEWEST = facts.NEWEST


def asked(last: int, **told) -> tuple[Span, facts.Months]:
    months = facts.random_months(21, RATES)
    place = facts.hold("EX01", "Market Ashby", months, **told)
    view = view_of(place)
    found = span(place, view.counts, view.usual, last)
    assert found
    return found, months


@pytest.mark.parametrize("last", SPANS)
def test_a_span_counts_its_months_and_no_other(last, data_dir):
    found, months = asked(last)
    wanted = [shift(NEWEST, -n) for n in reversed(range(last))]
    assert found.months == wanted
    assert found.recorded["shoplifting"] == sum(months[m]["shoplifting"] for m in wanted)
    assert found.recorded["crime"] == sum(
        n for m in wanted for kind, n in months[m].items() if kind != facts.ASB
    )
    assert found.without == []


@pytest.mark.parametrize("last", SPANS)
def test_it_is_judged_as_a_sum_by_the_places_own_past(last, data_dir):
    found, _months = asked(last)
    known = by_kind(facts.place("EX01"))
    expected = of_place(known.table, known.months, known.usable, last=last)
    assert {kind: row["verdict"] for kind, row in found.judged.items()} == dict(expected["verdict"])
    crime = found.judged["crime"]
    assert (crime["low"], crime["high"]) == tuple(expected.loc["crime", ["low", "high"]])
    assert crime["recorded"] == found.recorded["crime"]
    assert found.rule == "own"


def test_a_month_without_a_count_is_left_out_named_and_nothing_is_judged(data_dir):
    august = date(2026, 8, 1)
    found, months = asked(3, states={august: State.FAILED})
    crimes = [sum(n for k, n in months[m].items() if k != facts.ASB) for m in (shift(NEWEST, -2), NEWEST)]
    assert found.recorded["crime"] == sum(crimes)
    assert found.without == [august]
    assert {row["verdict"] for row in found.judged.values()} <= {"not_judged"}


def test_a_place_without_a_count_has_no_span(data_dir):
    months = {NEWEST: {}}
    place = facts.hold("EX01", "Market Ashby", months, states={NEWEST: State.FAILED})
    view = view_of(place)
    assert span(place, view.counts, view.usual, 3) is None


def test_a_span_that_no_rule_judges_is_refused(data_dir):
    place = facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=3))
    view = view_of(place)
    with pytest.raises(ValueError, match="a span of 5 months"):
        span(place, view.counts, view.usual, 5)
