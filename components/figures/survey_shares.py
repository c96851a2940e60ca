"""Shares of the survey as rows of a figure and of its table, which therefore say the same. Pure."""

from dataclasses import dataclass

import pandas as pd

from components.words.language import _, capital, either, number, share_words
from data_access.survey.questions import BY_NAME, QUESTIONS, Question
from data_access.survey.results.window import Asked, Part, Window, share_range
from data_access.translation import N_

ONE_KIND = N_("too few answers of one kind, or kept back")


@dataclass(frozen=True)
class Bar:
    """One share for a figure: what it is of, how many of how many."""

    words: str
    count: int
    n: int

    @property
    def share(self) -> float:
        """Of 1."""
        return self.count / self.n

    @property
    def reach(self) -> tuple[float, float]:
        """Wilson's range, of 1."""
        return share_range(self.count, self.n)


def shares(window: Window) -> list[Bar]:
    """The headline shares that may be told, in the order of the questions."""
    return [
        Bar(capital(_(question.share)), asked.good, asked.n)
        for question in QUESTIONS
        if (asked := window.about(question.name))
    ]


def scale(asked: Asked) -> list[Bar]:
    """Each step of a question's scale, in its order; steps that few chose are told together."""
    return [Bar(part_words(BY_NAME[asked.name], part), part.n, asked.n) for part in asked.parts]


def part_words(question: Question, part: Part) -> str:
    """`Good`, or `Poor or Very poor`."""
    words = {option.value: _(option.words) for option in question.options}
    return either([words[value] for value in part.values])


def percent(bar: Bar) -> str:
    """`62%`."""
    return share_words(bar.count, bar.n)


def range_words(bar: Bar) -> str:
    """`55% to 69%`."""
    low, high = bar.reach
    return _("{low} to {high}").format(low=f"{low:.0%}", high=f"{high:.0%}")


def table(window: Window) -> pd.DataFrame:
    """Every question in a row: share, range, answers, don't knows."""
    rows = []
    for question in QUESTIONS:
        asked = window.about(question.name)
        words = capital(_(question.share))
        if asked is None:
            rows.append((words, _(ONE_KIND), "–", "–", "–"))
            continue
        bar = Bar(words, asked.good, asked.n)
        rows.append((words, percent(bar), range_words(bar), number(asked.n), unknown(asked)))
    return pd.DataFrame(
        rows, columns=[_("Of the answers with a view"), _("Share"), _("Range"), _("Answers"), _("Don't know")]
    )


def scale_table(asked: Asked) -> pd.DataFrame:
    """One question, a row each step, "don't know" apart."""
    rows = [(bar.words, percent(bar), range_words(bar), number(bar.count)) for bar in scale(asked)]
    rows.append((_("Don't know"), "–", "–", unknown(asked)))
    return pd.DataFrame(rows, columns=[_("Answer"), _("Share"), _("Range"), _("Answers")])


def unknown(asked: Asked) -> str:
    """How many did not know; a dash where that is not told."""
    return "–" if asked.dont_know is None else number(asked.dont_know)
