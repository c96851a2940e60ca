"""The page that makes a briefing: what it shows is what the files hold, and the address keeps the choices."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from data_access.counts import crimes
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import view_of
from data_access.settings import settings
from publish.paper import briefings
from publish.serving import markdown_html
from publish.serving.request_options import PlaceQuery
from tests.support.page_text import text_of


def links(page) -> dict[str, str]:
    """The addresses behind the buttons, by their words."""
    return {element.proto.label: element.proto.url for element in page.get("link_button")}


def test_it_shows_the_sum_of_the_months_that_the_address_names(run, held):
    page = run("briefing", months="3")
    assert not page.exception
    counts = crimes.counts(held[1])
    total = int(counts.crime.iloc[-3:].sum())
    assert f"In July to September 2026, **{total:,} crimes** were recorded here" in text_of(page)
    assert not page.table


def test_the_files_are_of_the_same_choices(run, held, names):
    other = list(names.values())[1]
    page = run("briefing", months="2", also=f"nosuch,{other}", to="2026-06")
    assert not page.exception
    found = links(page)
    paragraph = found.pop("The paragraph as a text file")
    assert parse_qs(urlsplit(paragraph).query)["words"] == ["120"]
    assert list(found) == ["Open the page to print", "PDF", "Word"]
    for address in found.values():
        assert unquote(urlsplit(address).path).startswith(
            f"/briefing/exampleshire/{held[1].neighbourhood_id}."
        )
        assert parse_qs(urlsplit(address).query) == {"months": ["2"], "to": ["2026-06"], "also": [other]}
    # The other one is being read: its row is there from the beginning.
    called = {id_: name for name, id_ in names.items()}
    assert page.table[0].value.index.tolist() == [called[held[1].neighbourhood_id], called[other]]


def test_the_paragraph_on_the_page_is_the_one_in_the_file(run, held, monkeypatch):
    monkeypatch.setenv("YOURPATCH_PUBLIC_URL", "https://patch.example")
    for name, value in {"NAME": "Exampleshire Police", "CONTACT": "a@b.example", "ROLE": "force"}.items():
        monkeypatch.setenv(f"YOURPATCH_OPERATOR_{name}", value)
    settings.cache_clear()
    page = run("briefing", months="3")
    query = PlaceQuery(held[1], "https://patch.example", months=3)
    file = briefings.as_txt(view_of(held[1]), query).body.decode().strip()
    assert file in [markdown_html.plain(str(element.value)) for element in page.markdown]
    assert "More: patch.example/neighbourhood/" in file


def test_a_choice_goes_into_the_address(run):
    page = run("briefing")
    page.radio(key="months").set_value("12").run()
    assert not page.exception
    assert page.query_params["months"] == "12"
    assert parse_qs(urlsplit(links(page)["PDF"]).query)["months"] == ["12"]


@pytest.mark.slow
def test_a_group_is_offered_where_the_neighbourhood_is_in_one(run):
    page = run("briefing", place=NeighbourhoodRef("exampleshire", "AB12"))
    groups = page.selectbox(key="group")
    assert len(groups.options) == 2
    groups.set_value("the-durnleys-and-hollow-down").run()
    assert not page.exception
    assert page.query_params["group"] == "the-durnleys-and-hollow-down"
    assert parse_qs(urlsplit(links(page)["Word"]).query)["group"] == ["the-durnleys-and-hollow-down"]
    assert "Little Durnley" in page.table[0].value.to_string()


def test_nonsense_in_the_address_is_nobodys_choice(run):
    page = run("briefing", months="-1", group="<script>", also="../..,%00")
    assert not page.exception
    assert page.radio(key="months").value == "1"
