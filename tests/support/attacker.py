"""Whoever reads all results and tries to work out what is not in them: a solver of whole numbers.

It knows that in every neighbourhood and quarter each question's answers, with those who skipped it, are as
many as the answers in all; that fewer than 10 answered where nothing is told, unless it was kept back; and
all that is published. It is slow, and shares nothing with what it attacks but the shape of a window.
"""

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from data_access.survey.questions import BY_NAME, DONT_KNOW
from data_access.survey.results.window import MOSTLY, Window

SKIPPED = ""
Sum = list[int]


class Attacker:
    """`questions`: those that anybody answered."""

    def __init__(self, places: Sequence[str], quarters: Sequence[str], questions: Sequence[str]) -> None:
        self.places, self.quarters, self.questions = places, quarters, questions
        cells = (
            (p, q, name, v) for p, q in product(places, quarters) for name in questions for v in values(name)
        )
        self.cells = {cell: n for n, cell in enumerate(cells)}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        for place, quarter, name in product(places, quarters, questions[1:]):
            row = dict.fromkeys(self.of([place], [quarter], name), 1.0)
            row |= dict.fromkeys(self.of([place], [quarter], questions[0]), -1.0)
            self.rows.append((row, 0, 0))

    def of(
        self, places: Iterable[str], quarters: Iterable[str], name: str, given: Iterable[str] | None = None
    ) -> Sum:
        """The cells of a sum; of all answers where none are given."""
        wanted = product(places, quarters, [name], values(name) if given is None else given)
        return [self.cells[cell] for cell in wanted]

    def reads(self, its: Window, places: Sequence[str], quarters: Sequence[str], most: float) -> None:
        """A window; `most` answers where it tells nothing."""
        if its.n is None:
            self._learns(self.of(places, quarters, self.questions[0]), 0, most)
            return
        self._learns(self.of(places, quarters, self.questions[0]), its.n)
        if len(quarters) == 1:
            # A force's quarter names the neighbourhood that most of it is from, where there is one.
            for place in places:
                of_place = self.of([place], quarters, self.questions[0])
                most = MOSTLY * its.n
                self._learns(of_place, *((most + 0.25, its.n) if place == its.mostly else (0, most)))
        for name in self.questions:
            if asked := its.about(name):
                known = {v for v in BY_NAME[name].values if v != DONT_KNOW}
                self._learns(self.of(places, quarters, name, known), asked.n)
                self._learns(self.of(places, quarters, name, BY_NAME[name].good), asked.good)
                for part in asked.parts:
                    self._learns(self.of(places, quarters, name, part.values), part.n)
                if asked.dont_know is not None:
                    self._learns(self.of(places, quarters, name, [DONT_KNOW]), asked.dont_know)

    def _learns(self, cells: Sum, low: float, high: float | None = None) -> None:
        self.rows.append((dict.fromkeys(cells, 1.0), low, low if high is None else high))

    def knows(self, cells: Sum) -> int | None:
        """What these come to, where all that was read leaves one number only."""
        low, high = self._solve(cells, 1), self._solve(cells, -1)
        return low if low == high else None

    def _solve(self, cells: Sum, sign: int) -> int:
        matrix = np.zeros((len(self.rows), len(self.cells)))
        for n, (row, _low, _high) in enumerate(self.rows):
            matrix[n, list(row)] = list(row.values())
        aim = np.zeros(len(self.cells))
        aim[cells] = sign
        known = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        found = milp(aim, integrality=np.ones(len(aim)), bounds=Bounds(0, 1000), constraints=known)
        assert found.success, found.message
        return round(sign * found.fun)


def values(name: str) -> list[str]:
    return [*BY_NAME[name].values, SKIPPED]
