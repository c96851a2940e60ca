"""What a record of the invented force is."""

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from demo.snap_points import SnapPoint

Counts = npt.NDArray[np.int64]


ASB = "anti-social-behaviour"


class Crime(NamedTuple):
    """One record. `outcome` is the code it ends with after `lag` months; "" while it has none."""

    id: int
    month: date
    category: str
    force_id: str
    point: SnapPoint | None
    outcome: str
    lag: int
