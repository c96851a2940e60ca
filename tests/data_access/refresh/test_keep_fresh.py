"""Looking after what is held, beside a page view."""

from datetime import timedelta

import pytest

from data_access.errors import PoliceUnavailable
from data_access.refresh import first_visit, on_demand, police_uk_status
from tests.support.police_uk_reading import CLOSED, Clock, asked, counted, looked_after, visited
from tests.support.records import PLACE
from tests.support.stand_in import StandIn

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("settled")]


@pytest.mark.slow
def test_a_later_visit_asks_police_uk_nothing(stand_in: StandIn) -> None:
    visited()
    stand_in.control("faults", [])
    before = len(asked(stand_in))
    assert first_visit.is_held(PLACE)
    assert visited().held == 36
    looked_after()
    on_demand.reference("exampleshire")
    assert len(asked(stand_in)) == before


@pytest.mark.slow
def test_when_police_uk_is_gone_the_store_answers_and_says_why(
    stand_in: StandIn, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited()
    whole = counted()
    monkeypatch.setenv("YOURPATCH_POLICE_API", CLOSED)
    clock(timedelta(hours=2))
    looked_after()
    trouble = police_uk_status.trouble()
    assert trouble is not None
    assert isinstance(trouble.error, PoliceUnavailable)
    assert first_visit.is_held(PLACE)
    assert (counted(), visited().held) == (whole, 36)
    monkeypatch.setenv("YOURPATCH_POLICE_API", stand_in.police_api)
    clock(timedelta(hours=3))
    looked_after()
    assert police_uk_status.trouble() is None
