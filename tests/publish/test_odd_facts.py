"""Facts as thin, strange or broken as they come: every route of a place still answers with a document."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from components.content.embed_views import VIEWS
from data_access.models import Event, Force, Named, Neighbourhood, NeighbourhoodRef, Priority, State
from data_access.settings import settings
from data_access.store import small_facts, street_crime
from data_access.store.places import Events, Names, Priorities, Team
from publish.routes import ROUTES
from tests.support.client import HTML
from tests.support.plain_site import plain_site
from tests.support.records import month, nothing, reading

pytestmark = pytest.mark.slow

PLACE = NeighbourhoodRef("wiltshire", "EX01")
WRITTEN = (PLACE.force_id, PLACE.neighbourhood_id)


def only_failures() -> None:
    street_crime.write_months(PLACE, {month("2026-07"): nothing(State.FAILED, "500")})


def nothing_published() -> None:
    street_crime.write_months(PLACE, {month("2026-07"): nothing(State.NOT_PUBLISHED)})


def a_single_empty_month() -> None:
    street_crime.write_months(PLACE, {month("2026-07"): nothing(State.EMPTY)})


def a_kind_new_to_us() -> None:
    street_crime.write_months(PLACE, {month("2026-07"): reading({"dragon-riding": 3})})


def years_apart() -> None:
    street_crime.write_months(
        PLACE, {month("2011-01"): reading({"burglary": 3}), month("2026-07"): reading({"drugs": 1})}
    )


def words_without_words() -> None:
    street_crime.write_months(PLACE, {month("2026-07"): reading({"burglary": 3})})
    small_facts.write(
        "priorities", (Priority(""), Priority("<p></p>", action="<p> </p>")), Priorities, *WRITTEN
    )
    small_facts.write(
        "events", (Event(""), Event("", datetime(2026, 1, 1), datetime(2025, 1, 1))), Events, *WRITTEN
    )
    small_facts.write("team", (), Team, *WRITTEN)
    small_facts.write("profile", Neighbourhood("EX01", ""), Neighbourhood, *WRITTEN)
    small_facts.write("force", Force("wiltshire", ""), Force, "wiltshire")


def an_endless_name() -> None:
    street_crime.write_months(PLACE, {month("2026-07"): reading({"burglary": 3})})
    small_facts.write("neighbourhoods", (Named("EX01", "Ashby " * 500),), Names, "wiltshire")


@pytest.mark.parametrize(
    "facts",
    [
        *(only_failures, nothing_published, a_single_empty_month, a_kind_new_to_us, years_apart),
        *(words_without_words, an_endless_name),
    ],
)
def test_every_route_answers(facts: Callable[[], None], data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    # A survey runs, so that its paper is there too.
    for name, value in {"NAME": "Wiltshire Police", "CONTACT": "team@wilts.example", "ROLE": "force"}.items():
        monkeypatch.setenv(f"YOURPATCH_OPERATOR_{name}", value)
    settings.cache_clear()
    facts()
    with plain_site() as client:
        for path in (route.path for route in ROUTES if "{neighbourhood}" in route.path):
            for view in VIEWS if "{view}" in path else ("",):
                address = re.sub("{force}", "wiltshire", re.sub("{neighbourhood}", "EX01", path))
                address = address.replace("{view}", view).replace("{kind}", "burglary")
                if "{" not in address:
                    for option in ("", "?to=2026-07", "?to=1990-01"):
                        assert client.get(address + option, **HTML).status_code == 200, address + option
