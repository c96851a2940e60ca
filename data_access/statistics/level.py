"""The one level of every range: 95 in 100 by chance within it, and 1 in 40 above. The words that say so are
held to it by `tests/agreement/test_one_level.py`.
"""

from statistics import NormalDist

LEVEL = 0.95
# Rounded, because 1 - 0.95 is not quite 0.05 in binary.
TAIL = round((1 - LEVEL) / 2, 6)
Z = NormalDist().inv_cdf(1 - TAIL)
