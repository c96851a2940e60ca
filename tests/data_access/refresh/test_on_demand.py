"""Reading police.uk on demand: only what is not held, once for all who wait, nothing offline."""

import threading

import pytest

from data_access import settings
from data_access.errors import PoliceUnavailable
from data_access.models import NeighbourhoodRef
from data_access.refresh import on_demand
from data_access.refresh.progress import Progress
from data_access.store import places
from tests.support.police_uk_reading import (
    STREET,
    asked,
    looked_after,
    visited,
)
from tests.support.records import PLACE
from tests.support.stand_in import StandIn

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("settled")]


def test_a_refresh_asks_only_for_what_is_not_held(stand_in: StandIn) -> None:
    stand_in.control("faults", [{"path": STREET, "date": "2025-02", "body": "not-json-shape"}])
    assert on_demand.refresh_place(PLACE).failed == 1
    stand_in.reset()
    steps: list[Progress] = []
    progress = on_demand.refresh_place(PLACE, steps.append)
    assert asked(stand_in) == ["2025-02"]
    assert (progress.held, progress.failed, progress.finished) == (36, 0, True)
    assert [step.done for step in (steps[0], steps[-1])] == [35, 36]


def test_offline_nothing_is_asked_and_what_is_held_is_shown(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_demand.refresh_place(PLACE)
    stand_in.reset()
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    settings.settings.cache_clear()
    looked_after()
    assert visited().held == 36
    assert isinstance(visited(NeighbourhoodRef("exampleshire", "EX02")).error, PoliceUnavailable)
    with pytest.raises(PoliceUnavailable):
        on_demand.reference("eastwold")
    assert asked(stand_in) == []


def test_a_list_is_asked_for_once_by_all_who_wait(stand_in: StandIn) -> None:
    stand_in.control("settings", {"latency": 0.2})
    visitors = [threading.Thread(target=on_demand.reference, args=("eastwold",)) for _ in range(6)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert asked(stand_in, "/api/eastwold") == ["/api/eastwold/neighbourhoods"]
    assert places.neighbourhoods("eastwold")
