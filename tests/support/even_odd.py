"""Where a point lies, by the slow rule in plain Python."""

from collections.abc import Sequence
from itertools import pairwise

Ring = Sequence[tuple[float, float]]


def inside(x: float, y: float, rings: Sequence[Ring]) -> bool:
    """The even-odd rule over all rings, a crossing at a time."""
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                odd = not odd
    return odd
