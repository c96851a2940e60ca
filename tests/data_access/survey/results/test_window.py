"""What a window may say, and that its ranges are a second library's."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from data_access.survey.questions import BY_NAME, DONT_KNOW, Question
from data_access.survey.results.tally import HELD, MODE, Tally
from data_access.survey.results.window import Asked, change, share_range, window


def _one_of_each(question: Question) -> tuple[str, str]:
    """An answer that does not count as good, and one that does."""
    known = [value for value in question.values if value != DONT_KNOW]
    return next(v for v in known if v not in question.good), next(v for v in known if v in question.good)


def tally_of(n: int) -> Tally:
    """Half are content with everything, half with nothing."""
    found: Tally = {HELD: Counter(), MODE: Counter(web=n)}
    for name, question in BY_NAME.items():
        bad, good = _one_of_each(question)
        found[name] = Counter({bad: n // 2, good: n - n // 2})
    return found


@pytest.mark.parametrize(
    ("n", "shown", "asked"),
    [(0, None, 0), (9, None, 0), (10, 10, 0), (29, 29, 0), (30, 30, 6), (5000, 5000, 6)],
)
def test_how_much_is_told_depends_on_how_many_answered(n: int, shown: int | None, asked: int):
    told = window("2025", tally_of(n))
    assert (told.n, len(told.asked)) == (shown, asked)


@pytest.mark.parametrize(("other", "told"), [(4, False), (5, True), (0, False), (41, False), (40, True)])
def test_a_share_needs_five_on_each_side(other: int, told: bool):
    found = tally_of(45)
    for name, question in BY_NAME.items():
        bad, good = _one_of_each(question)
        found[name] = Counter({bad: other, good: 45 - other})
    assert {(one.n, one.good) for one in window("2025", found).asked} == (
        {(45, 45 - other)} if told else set()
    )


def test_a_forces_scale_has_ten_in_each_part_and_stays_on_its_side_of_the_share():
    question = BY_NAME["good_job"]
    excellent, good, fair, poor, very_poor = (value for value in question.values if value != DONT_KNOW)
    found = tally_of(200)
    found["good_job"] = Counter({excellent: 4, good: 90, fair: 60, poor: 40, very_poor: 6, DONT_KNOW: 9})
    asked = window("2025-Q4", found, of_force=True).about("good_job")
    assert asked is not None
    assert (asked.n, asked.good, asked.dont_know) == (200, 94, None)
    assert [(part.values, part.n) for part in asked.parts] == [
        ((excellent, good), 94),
        ((fair,), 60),
        ((poor, very_poor), 46),
    ]


def test_a_force_needs_a_hundred():
    assert window("2025-Q4", tally_of(99), of_force=True).n is None
    assert window("2025-Q4", tally_of(100), of_force=True).n == 100


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 400), st.integers(1, 400))
def test_ranges_are_a_second_librarys_on_random_samples(good: int, more: int, then: int, then_more: int):
    now, before = Asked("", good + more, good), Asked("", then + then_more, then)
    assert share_range(now.good, now.n) == pytest.approx(
        proportion_confint(now.good, now.n, method="wilson"), abs=1e-12
    )
    found = change(now, before)
    expected = confint_proportions_2indep(
        now.good, now.n, before.good, before.n, method="newcomb", compare="diff"
    )
    assert found == pytest.approx(expected, abs=1e-9)
