"""What the store says of places: as it was written, dated, or None."""

import pytest

from data_access.errors import InvalidQuestion
from data_access.models import Named, Neighbourhood, NeighbourhoodRef
from data_access.store import places, small_facts
from tests.support.records import PLACE, READ_AT

pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.mark.parametrize(
    "read", [places.neighbourhood, places.boundary, places.team, places.priorities, places.events]
)
def test_what_nobody_wrote_is_none_and_not_empty(read: object) -> None:
    assert callable(read)
    assert read(PLACE) is None


def test_no_forces_no_list_no_months() -> None:
    assert (places.forces(), places.force("exampleshire"), places.neighbourhoods("exampleshire")) == (
        None,
    ) * 3
    assert places.published_months() == ()
    assert places.listed(PLACE) is None


def test_a_place_is_named_by_the_list_and_else_by_its_own_page() -> None:
    assert places.name_of(PLACE) == PLACE.neighbourhood_id
    profile = Neighbourhood("AB12", "Abton and Holm")
    small_facts.write("profile", profile, Neighbourhood, "exampleshire", "AB12", READ_AT)
    assert places.name_of(PLACE) == "Abton and Holm"
    small_facts.write("neighbourhoods", (Named("AB12", "Abton"),), places.Names, "exampleshire")
    assert places.name_of(PLACE) == "Abton"
    facts = places.neighbourhood(PLACE)
    assert facts is not None
    assert (facts.value, facts.fetched_at) == (profile, READ_AT)


def test_a_place_is_listed_by_its_exact_id() -> None:
    small_facts.write("neighbourhoods", (Named("AB12", "Abton"),), places.Names, "exampleshire")
    assert places.listed(PLACE)
    assert places.listed(NeighbourhoodRef("exampleshire", "ab12")) is False


def test_an_id_that_names_no_folder_is_refused() -> None:
    with pytest.raises(InvalidQuestion):
        places.team(NeighbourhoodRef("exampleshire", ".."))
