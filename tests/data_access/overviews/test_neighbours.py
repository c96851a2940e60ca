"""Who lies around a place, by the boundaries that are held."""

from data_access.models import Named, NeighbourhoodRef, Point
from data_access.overviews import neighbours
from data_access.store import places, small_facts

HERE = NeighbourhoodRef("exampleshire", "A")


def square(west: float, south: float) -> list[tuple[float, float]]:
    return [(west, south), (west, south + 0.1), (west + 0.1, south + 0.1), (west + 0.1, south), (west, south)]


def hold(**boundaries: list[tuple[float, float]]) -> None:
    names = tuple(Named(id_, f"Ward {id_}") for id_ in [*boundaries, "unread"])
    small_facts.write("neighbourhoods", names, places.Names, "exampleshire")
    for id_, corners in boundaries.items():
        ring = tuple(Point(y, x) for x, y in corners)
        small_facts.write("boundary", ring, places.Ring, "exampleshire", id_)


def test_those_that_meet_it_are_around_it_and_no_others(data_dir):
    # D crosses itself and runs out into a spike, as published boundaries do.
    crossing = [(-2, 51.1), (-1.9, 51.2), (-1.9, 51.1), (-2, 51.2), (-2, 51.3), (-2, 51.1)]
    hold(A=square(-2, 51), B=square(-1.9, 51), C=square(-1.5, 51), D=crossing)
    around = neighbours.around(HERE)
    assert set(around) == {"Ward B", "Ward D"}
    assert all(area.boundary.length > 0 for area in around.values())


def test_without_a_boundary_nothing_is_around_it(data_dir):
    hold(B=square(-1.9, 51))
    assert neighbours.around(HERE) == {}
