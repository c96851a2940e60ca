"""Figure, table and sentence of one window of survey results can never disagree, whatever was answered."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.figures import survey_chart, survey_shares
from components.words import survey_results
from components.words.language import number
from data_access.survey.questions import MODES, QUESTIONS
from data_access.survey.results.tally import HELD, MODE, Tally
from data_access.survey.results.window import Window, window
from tests.support.soak import rounds


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """A year or a quarter of any tally: small, large, one-sided, unknowing."""
    size = draw(st.sampled_from([0, 3, 12, 60, 900]))
    numbers = st.integers(0, size)
    found: Tally = {MODE: Counter({mode: draw(numbers) for mode in MODES}), HELD: Counter(held=draw(numbers))}
    for question in QUESTIONS:
        found[question.name] = Counter({value: draw(numbers) for value in question.values})
    by_quarter = draw(st.booleans())
    return window("2026-Q3" if by_quarter else "2025", found, of_force=by_quarter)


def seen(bars: list[survey_shares.Bar]) -> list[tuple[str, str]]:
    """What a reader sees in the figure: each bar's name, and the words at the end of its line."""
    figure = survey_chart.shares(bars)
    written = [note.text.replace("<br>", " ") for note in figure.layout.annotations]
    (drawn,) = figure.data
    for share, low, high in zip(drawn.x, drawn.error_x.arrayminus, drawn.error_x.array, strict=True):
        assert 0 <= share - low <= share <= share + high <= 1 + 1e-9
    heights = sorted(drawn.y)
    assert list(drawn.y) == heights
    assert all(b - a > survey_chart.BAR for a, b in pairwise(heights))
    return list(zip(written[::2], written[1::2], strict=True))


@pytest.mark.slow
@given(windows())
@settings(max_examples=rounds(25))
def test_figure_table_and_sentence_say_the_same(its: Window):
    bars, table = survey_shares.shares(its), survey_shares.table(its)
    assert len(table) == len(QUESTIONS)
    told = table[table.iloc[:, 1] != survey_shares.ONE_KIND]
    assert len(told) == len(its.asked) == len(bars)
    if bars:
        expected = [(row[0], f"{row[1]} of {row[3]}") for row in told.itertuples(index=False)]
        assert seen(bars) == expected
    for row, asked in zip(told.itertuples(index=False), its.asked, strict=True):
        # The rounded share lies in the rounded range.
        share, low, high = (
            float(re.sub(r"[^\d.]", "", n))
            for n in (row[1], row[2].split(" to ")[0], row[2].split(" to ")[1])
        )
        assert low - 1 <= share <= high + 1
        assert row[4] == ("–" if asked.dont_know is None else number(asked.dont_know))
        if asked.parts:
            steps = survey_shares.scale(asked)
            its_table = survey_shares.scale_table(asked).iloc[:-1]
            assert seen(steps) == [
                (r[0], f"{r[1]} of {number(asked.n)}") for r in its_table.itertuples(index=False)
            ]
            assert sum(step.count for step in steps) == asked.n
    last = survey_results.last_time([its])
    if its.n is None:
        assert last == []
        assert "we cannot show results" in survey_results.how_many(its, "Box")[0]
    elif bars:
        assert f"**{told.iloc[0, 1]}** of the {told.iloc[0, 3]} answers with a view" in last[0]
    else:
        assert f"{number(its.n)} answers" in last[0]
        assert "%" not in last[0]
    assert (its.n is None) == (last[1:] != [survey_results.CAVEAT])


@given(windows())
@settings(max_examples=rounds(25))
def test_no_sentence_of_a_window_holds_a_number_from_1_to_9(its: Window):
    said = [
        *survey_results.how_many(its, "Box"), survey_results.left_out(its), survey_results.ways(its),
        *(survey_results.unknown_words(asked) for asked in its.asked),
    ]  # fmt: skip
    numbers = [int(n.replace(",", "")) for sentence in said for n in re.findall(r"\d[\d,]*", sentence)]
    assert [n for n in numbers if 0 < n < 10] == []
