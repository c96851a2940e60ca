"""The numbers of a window in the making, and what it takes to tell one of them no more."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from data_access.statistics.disclosure_control import THRESHOLD
from data_access.survey.questions import DONT_KNOW, QUESTIONS, Question
from data_access.survey.results.count_answers import Tally, answered
from data_access.survey.results.sums import Number
from data_access.survey.results.window import Asked, Window, sides


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
    def hide(its: Window) -> Window:
        def of(one: Asked) -> Asked:
            return replace(one, dont_know=None) if one.name == name else one

        return replace(its, asked=tuple(map(of, its.asked)))

    return hide
