import pytest

from data_access.counts import stop_and_search
from data_access.models import NeighbourhoodRef
from data_access.refresh import read_stops
from tests.support.page_text import text_of

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = pytest.mark.slow


def test_what_is_published_and_what_is_not_is_said(run):
    page = run("stop_and_search")
    assert not page.exception
    assert "It holds none for May 2025 and September 2026 (checked" in text_of(page)


@pytest.mark.slow
def test_a_whole_year_adds_up_and_small_numbers_are_hidden(run, names):
    place = NeighbourhoodRef("exampleshire", names["Market Ashby Town"])
    run("your_neighbourhood", place=place)
    read_stops.read(place)
    page = run("stop_and_search", place=place)
    assert not page.exception
    [year] = stop_and_search.years(place)[:1] or [None]
    assert year, "the demonstration's town has a year to tell"
    told = stop_and_search.year(place, year)
    assert f"**{told.searches:,}** searches of persons" in text_of(page)
    shown = [n for t in page.table for n in t.value.iloc[:, -1] if str(n).isdigit()]
    assert all(int(n) >= 10 or int(n) == 0 for n in shown)


def test_a_force_that_publishes_none_is_named(run, stand_in):
    page = run("stop_and_search", place=NeighbourhoodRef("fenmarsh", "FM01"))
    assert "publishes no stop and search on police.uk" in text_of(page)
