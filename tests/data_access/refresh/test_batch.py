import pytest

from data_access.models import NeighbourhoodRef
from data_access.refresh import progress
from data_access.refresh.batch import keep_warm
from data_access.store import held_places, places

FORCE = "fenmarsh"


class Enough(Exception):
    """The test has seen enough."""


def test_watched_forces_are_read_before_anybody_asks(stand_in):
    def stop(_seconds: float) -> None:
        raise Enough

    with pytest.raises(Enough):
        keep_warm([FORCE], pause=stop)
    listed = [NeighbourhoodRef(FORCE, n.id) for n in places.neighbourhoods(FORCE).value]
    assert held_places.held(FORCE) == sorted(listed)
    assert all(progress.held(place).failed == 0 for place in listed)


def test_a_watched_force_that_does_not_exist_is_a_line_in_the_log(stand_in, caplog):
    def stop(_seconds: float) -> None:
        raise Enough

    with pytest.raises(Enough):
        keep_warm(["nosuch"], pause=stop)
    assert "nosuch could not be kept warm" in caplog.text


def test_without_a_watched_force_it_ends():
    def stop(_seconds: float) -> None:
        raise Enough

    keep_warm((), pause=stop)
