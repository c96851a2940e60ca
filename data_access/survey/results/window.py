"""What a window of answers comes to, each number of it fit for the public by itself.

A window is a calendar year (a neighbourhood, a named group) or a quarter (a force). Under 10 answers nothing
is told but that; under 30 no share; "don't know" is said apart (ONS' working rule for small counts). The
house adds that each side of a share must have 5 answers, and that the scale is shown for a force only, where
answers that fewer than 10 gave are joined with their neighbours on it. What windows tell beside each other is
looked after in `closing`.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from data_access.statistics.disclosure_control import THRESHOLD
from data_access.statistics.level import Z
from data_access.survey.questions import DONT_KNOW, MODES, QUESTIONS, Question
from data_access.survey.results.tally import HELD, MODE, Tally, answered

SHARE_FROM = 30  # answers to a question before a share of them is given
SIDE_FROM = 5  # answers on each side of a share
FORCE_FROM = 100  # answers of a whole force before a quarter is shown
MOSTLY = 0.75  # of the answers: from one neighbourhood, they hardly speak for the others


@dataclass(frozen=True)
class Part:
    """Answers told together, in the order of the scale, and how many gave one of them: 10 or more, or all on
    one side of a share.
    """

    values: tuple[str, ...]
    n: int


@dataclass(frozen=True)
class Asked:
    """A question whose share may be told: `good` of `n` answers that are not "don't know"; `n` is 30 or more.

    `dont_know` is None where fewer than 10 did not know, or for the sake of others. `parts`: a force's only.
    """

    name: str
    n: int
    good: int
    dont_know: int | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Window:
    """`key` is 2025 or 2026-Q3. `n` None: fewer than 10 answers (a force: 100), or kept back for the sake of
    other figures; nobody is told which. `asked` has only the questions that may be told of.

    `left_out` (a neighbourhood's and a group's only): how many were held back as too many at once; None for 1
    to 9. `ways` (a force's only): how answers came; `mostly` the id of the neighbourhood that over three
    quarters of them are from, or "".
    """

    key: str
    n: int | None
    left_out: int | None = None
    ways: tuple[Part, ...] = ()
    asked: tuple[Asked, ...] = ()
    mostly: str = ""

    def about(self, name: str) -> Asked | None:
        """The question of that name, where it may be told."""
        return next((one for one in self.asked if one.name == name), None)


def window(key: str, tally: Tally, of_force: bool = False) -> Window:
    """What may be said of a window by itself."""
    n = answered(tally)
    if n < (FORCE_FROM if of_force else THRESHOLD):
        return Window(key, None)
    asked = tuple(one for q in QUESTIONS if (one := _asked(q, tally[q.name], of_force)))
    if of_force:
        ways = _joined([mode for mode in MODES if tally[MODE][mode]], tally[MODE])
        return Window(key, n, ways=ways, asked=asked)
    held = tally[HELD].total()
    return Window(key, n, left_out=None if 0 < held < THRESHOLD else held, asked=asked)


def sides(question: Question, answers: Counter[str]) -> tuple[int, int]:
    """How many gave an answer that counts as good, and how many another; "don't know" is neither."""
    good = sum(answers[value] for value in question.good)
    known = sum(answers[value] for value in question.values if value != DONT_KNOW)
    return good, known - good


def _asked(question: Question, answers: Counter[str], of_force: bool) -> Asked | None:
    good, other = sides(question, answers)
    if good + other < SHARE_FROM or min(good, other) < SIDE_FROM:
        return None
    unknown = answers[DONT_KNOW]
    return Asked(
        question.name,
        good + other,
        good,
        unknown if unknown >= THRESHOLD else None,
        _scale(question, answers) if of_force else (),
    )


def _scale(question: Question, answers: Counter[str]) -> tuple[Part, ...]:
    """Never joined over the border of the share: with the share, the rest would be left open."""
    known = [value for value in question.values if value != DONT_KNOW]
    by_side = (list(side) for _good, side in groupby(known, lambda value: value in question.good))
    return tuple(
        part
        for side in by_side
        for part in _joined(side, answers) or (Part(tuple(side), sum(answers[value] for value in side)),)
    )


def _joined(values: Iterable[str], answers: Counter[str]) -> tuple[Part, ...]:
    """The values in their order, each with those after it until 10 gave one of them; none for under 10."""
    parts: list[Part] = []
    waiting: tuple[str, ...] = ()
    for value in values:
        waiting += (value,)
        if (n := sum(answers[one] for one in waiting)) >= THRESHOLD:
            parts.append(Part(waiting, n))
            waiting = ()
    if waiting and parts:
        last = parts.pop()
        parts.append(Part(last.values + waiting, last.n + sum(answers[one] for one in waiting)))
    return tuple(parts)


def share_range(count: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % range of a share, between 0 and 1; `n` is not nought."""
    share, z2 = count / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def change(now: Asked, before: Asked) -> tuple[float, float]:
    """Newcombe's 95 % range of a share less another, of 1, from two Wilson ranges."""
    share, then = now.good / now.n, before.good / before.n
    (low, high), (low_then, high_then) = share_range(now.good, now.n), share_range(before.good, before.n)
    down, up = math.hypot(share - low, high_then - then), math.hypot(high - share, then - low_then)
    return share - then - down, share - then + up
