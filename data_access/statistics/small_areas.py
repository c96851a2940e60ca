"""Which small areas stay on the list, which are new, and where more was recorded than the place's own past
would give. Areas, never addresses; a share of this place, never a rank between places.
"""

import h3
import numpy as np
import pandas as pd

from data_access.statistics.expected import chances
from data_access.statistics.map_cells import COARSE, cells, drawn_apart, fewest_cells_holding
from data_access.statistics.verdict import AT_LEAST, benjamini_hochberg


def staying(
    now: pd.DataFrame, before: pd.DataFrame, resolution: int = COARSE, share: float = 0.25
) -> pd.DataFrame:
    """The fewest cells that hold `share` of the records of `now`, as `cells` gives them, and `listed_before`:
    whether they were among the fewest in `before`. Both are records of a year, the later and the earlier.
    """
    listed = fewest_cells_holding(cells(now, resolution), share)
    earlier = fewest_cells_holding(cells(before, resolution), share)
    return listed.assign(listed_before=listed["cell"].isin(earlier["cell"]))


def risen(
    now: pd.DataFrame, before: pd.DataFrame, resolution: int = COARSE, dispersion: float = 1.0
) -> pd.DataFrame:
    """Each cell that holds records now, taken with its six neighbours, against its share of the place before:
    `cell`, `recorded` and `expected` of the seven, `p_high`, and `stands_out` (10 % of those may be chance).

    A place that recorded more everywhere has no risen cell. `before` may be longer than `now`; `dispersion`
    is the place's, as `judge_newest` gives it. Seven cells, because records hop over a cell's edge.
    """
    later, earlier = (cells(frame, resolution).set_index("cell")["count"] for frame in (now, before))
    recorded = np.array([_with_neighbours(later, cell) for cell in later.index], dtype=float)
    held = np.array([_with_neighbours(earlier, cell) for cell in later.index], dtype=float) + 0.5
    expected = held * later.sum() / (earlier.sum() + 0.5)
    # The share is itself counted: few records before, little known.
    variance = dispersion * (expected + expected**2 / held)
    found = chances(recorded, expected, variance, index=later.index)
    stands_out = benjamini_hochberg(found["p_high"]) & (recorded >= AT_LEAST)
    table = found[["expected", "p_high"]].assign(recorded=recorded, stands_out=stands_out)
    return table.reset_index()[["cell", "recorded", "expected", "p_high", "stands_out"]]


def compared(
    now: pd.DataFrame, before: pd.DataFrame, resolution: int = COARSE, dispersion: float = 1.0
) -> pd.DataFrame:
    """Each cell that holds records now beside the year before, by `cell`: `listed`, among the fewest that
    hold a quarter, and `listed_before`; the columns of `risen`; `named`, the strongest of each cluster that
    stands out. A cell that is not drawn apart never stands out.
    """
    found = risen(now, before, resolution, dispersion).set_index("cell")
    listed = staying(now, before, resolution).set_index("cell")["listed_before"]
    drawn = drawn_apart(cells(now, resolution))["cell"]
    found["stands_out"] &= found.index.isin(drawn)
    strongest: list[str] = []
    for cell in found[found["stands_out"]].sort_values("p_high").index:
        if not any(cell in h3.grid_disk(other, 2) for other in strongest):
            strongest.append(cell)
    return found.assign(
        listed=found.index.isin(listed.index),
        listed_before=found.index.isin(listed.index[listed]),
        named=found.index.isin(strongest),
    )


def _with_neighbours(counts: "pd.Series[int]", cell: str) -> int:
    return int(sum(counts.get(near, 0) for near in h3.grid_disk(cell, 1)))
