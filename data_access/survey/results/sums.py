"""What a sum gives away of the numbers in it that are not told."""

from collections.abc import Sequence
from typing import NamedTuple

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
