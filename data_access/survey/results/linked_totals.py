"""The numbers of a window in the making, and what it takes to tell one of them no more."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from data_access.statistics.disclosure_control import THRESHOLD
from data_access.survey.questions import DONT_KNOW, QUESTIONS, Question
from data_access.survey.results.tally import Tally, answered
from data_access.survey.results.window import Asked, Window, sides

OPEN_BY = 2  # how far apart the least and the greatest possible value of a number not told must be


class Number(NamedTuple):
    """One number of a sum, as it is told, or None. Not told, it lies between 0 and `most`; where it is
    `guarded`, nobody may work it out.
    """

    told: int | None
    most: float
    guarded: bool


def pinned(parts: Sequence[Number], wholes: Sequence[Number]) -> bool:
    """Whether somebody who knows that parts and wholes add up to the same, and what of them is told, is left
    with fewer than three values for a guarded one (with fewer than all, where it has no three).
    """
    signed = [*((1, number) for number in parts), *((-1, number) for number in wholes)]
    known = -sum(sign * number.told for sign, number in signed if number.told is not None)
    hidden = [(sign, number) for sign, number in signed if number.told is None]
    least = [min(0, sign * number.most) for sign, number in hidden]
    greatest = [max(0, sign * number.most) for sign, number in hidden]
    for at, (sign, number) in enumerate(hidden):
        others_least = sum(least[:at] + least[at + 1 :])
        others_greatest = sum(greatest[:at] + greatest[at + 1 :])
        ends = sorted((sign * (known - others_least), sign * (known - others_greatest)))
        low, high = max(0, ends[0]), min(number.most, ends[1])
        if number.guarded and high - low < min(OPEN_BY, number.most):
            return True
    return False


@dataclass
class Piece:
    """A window in the making, what stands in it, whether it is published, and how many answers it needs."""

    its: Window
    found: Tally
    fixed: bool = False
    least: int = THRESHOLD


Read = Callable[[Piece], Number]
Hide = Callable[[Window], Window]


def statistics() -> Iterator[tuple[list[Read], Hide]]:
    """Numbers that are told or not together, and what it takes to tell them no more."""
    yield [_all], lambda its: Window(its.key, None)
    for question in QUESTIONS:
        yield [_side(question, 0), _side(question, 1)], _without(question.name)
        yield [_unknown(question)], _without_unknown(question.name)


def _all(piece: Piece) -> Number:
    n = answered(piece.found)
    # Where few answered it is known that they are few; of a window that is kept back, nothing.
    return Number(piece.its.n, piece.least - 1 if n < piece.least else math.inf, guarded=n > 0)


# Below it is supposed to be known how many answered, and what they said of anything else: often it nearly is.


def _side(question: Question, which: int) -> Read:
    def read(piece: Piece) -> Number:
        asked, n = piece.its.about(question.name), answered(piece.found)
        told = None if asked is None else (asked.good, asked.n - asked.good)[which]
        # Nought is guarded too: it tells what everybody said.
        return Number(told, n, guarded=n > 0)

    return read


def _unknown(question: Question) -> Read:
    def read(piece: Piece) -> Number:
        asked = piece.its.about(question.name)
        most = answered(piece.found) - sum(sides(question, piece.found[question.name]))
        told = None if asked is None else asked.dont_know
        return Number(told, most, guarded=piece.found[question.name][DONT_KNOW] > 0)

    return read


def _without(name: str) -> Hide:
    return lambda its: replace(its, asked=tuple(one for one in its.asked if one.name != name))


def _without_unknown(name: str) -> Hide:
    def hide(window: Window) -> Window:
        def of(question: Asked) -> Asked:
            return replace(question, dont_know=None) if question.name == name else question

        return replace(window, asked=tuple(map(of, window.asked)))

    return hide
