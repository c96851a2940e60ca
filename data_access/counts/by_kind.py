"""A neighbourhood's counts set out for judging: a row a kind of crime, a column a month.

Kinds are "crime" (all but anti-social behaviour, which is no crime), then every category by its slug.
"""

from datetime import date

from data_access.counts.crimes import counts
from data_access.models import NeighbourhoodRef
from data_access.statistics.counts_table import ByKind, set_out
from data_access.store.cache import per_version


@per_version(500)
def by_kind(place: NeighbourhoodRef) -> ByKind:
    """The place's counts from the first month known to the newest that has a count; no months when none has.

    Shared by all who ask: never change it. Raises InvalidQuestion for an id that names no folder.
    """
    known = counts(place)
    return set_out(known.between(None, known.newest or date.min))
