"""What rooms of data_access share."""

import pytest

from data_access.police_api import neighbourhoods
from data_access.refresh import read_stops
from data_access.store import places, small_facts
from tests.support.stand_in import StandIn
from tests.support.stops import FORCE, TOWN


@pytest.fixture
def town_read(stand_in: StandIn) -> None:
    small_facts.write(
        "boundary", tuple(neighbourhoods.boundary(TOWN)), places.Ring, FORCE, TOWN.neighbourhood_id
    )
    read_stops.read(TOWN)
