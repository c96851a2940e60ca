"""Records that police.uk holds several times in one month: counted as often, and said."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data_access.models import NeighbourhoodRef
from data_access.store import street_crime
from data_access.store.cache import per_version

# Two alike happen (one crime, two victims); of three and more there were 1 in 127,000 records of Wiltshire.
FEWEST = 3
# One record: the same id, of the same kind at the same map point. Ids that differ in place are no repeats.
SAME = ["month", "persistent_id", "category", "latitude", "longitude", "street_name"]


@dataclass(frozen=True)
class Repeated:
    """A record of `month` that stands there `times`."""

    month: date
    category: str
    times: int


@per_version(500)
def repeated(place: NeighbourhoodRef) -> tuple[Repeated, ...]:
    """The records held of the place that stand in one month more often than chance has it, newest first."""
    return repeats(street_crime.crimes(place).frame)


def repeats(frame: pd.DataFrame) -> tuple[Repeated, ...]:
    """The same of any records, with the columns of `crimes.parquet`. What has no id says nothing: incidents
    of anti-social behaviour have none, and many are alike.
    """
    known = frame[frame["persistent_id"].fillna("") != ""]
    times = known.groupby(SAME, dropna=False).size()
    many = times[times >= FEWEST].reset_index(name="times")
    found = [
        Repeated(*row) for row in many[["month", "category", "times"]].itertuples(index=False, name=None)
    ]
    return tuple(sorted(found, key=lambda r: (r.month, r.times), reverse=True))
