import json
import re
import threading
from urllib.parse import parse_qs

import pytest

from components import addresses
from components.menu import PAGES
from data_access.counts import crimes
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.refresh import on_demand
from data_access.settings import settings
from data_access.statistics.map_cells import cells, drawn_apart
from data_access.store import places, street_crime
from tests.support.page_text import ABOUT_A_PLACE, text_of
from tests.support.records import READ_AT, SEP, records


@pytest.mark.parametrize("name", [page.file for page in PAGES])
def test_each_page_opens_alone_and_cold(run, name):
    page = run(name)
    assert not page.exception
    # What a failure is looked into with: it has been seen once, and nobody could bring it back.
    assert page.title, (text_of(page), settings(), threading.enumerate())
    assert "**[999](tel:999)**" in text_of(page)


def test_readers_are_sent_to_a_contact_only_where_there_is_one(run, monkeypatch):
    sent = "The contact is at the foot of every page."
    assert sent not in text_of(run("accessibility"))
    for name, value in {"NAME": "Wiltshire Police", "CONTACT": "team@wilts.example"}.items():
        monkeypatch.setenv(f"YOURPATCH_OPERATOR_{name}", value)
    settings.cache_clear()
    told = text_of(run("accessibility"))
    assert sent in told
    assert "Contact: team@wilts.example." in told.replace("\\", "")


@pytest.mark.parametrize("name", ["your_neighbourhood", "about_the_data"])
def test_the_menu_carries_the_place_from_the_very_first_run(run, held, name):
    page = run(name)
    menu = [link.proto for link in page.get("page_link") if link.proto.label in {p.title for p in PAGES}]
    wanted = {"force": [held[1].force_id], "neighbourhood": [held[1].neighbourhood_id]}
    assert menu
    assert [link for link in menu if parse_qs(link.query_string) != wanted] == []


@pytest.mark.parametrize("name", ABOUT_A_PLACE)
def test_each_page_without_a_place_is_the_finder(run, name):
    page = run(name, place=None)
    assert not page.exception
    assert page.text_input, (text_of(page), settings(), threading.enumerate())


def test_the_map_counts_what_the_records_say(run, held):
    page = run("crime_map", category="crime", **{"from": "2026-09", "until": "2026-09"})
    assert not page.exception
    month = crimes.counts(held[1]).newest
    table = drawn_apart(cells(crimes.records(held[1], month, month)))
    deck = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    assert {d["cell"] for d in deck["layers"][0]["data"]} == set(table["cell"])
    assert page.table[0].value.iloc[0, 0] == f"{int(table['count'].iloc[0]):,}"


def test_months_the_wrong_way_round_are_put_right(run):
    page = run("crime_map", **{"from": "2026-09", "until": "2026-03"})
    assert not page.exception
    assert "March to September 2026" in text_of(page)


def test_the_team_page_shows_each_address_once(run, held):
    text = text_of(run("local_team", place=held[1]))
    shown = re.findall(r"\]\(([^)]+)\)", text)
    assert any(address.startswith("mailto:") for address in shown)
    assert len([address for address in shown if address.endswith("/on/facebook")]) == 1
    assert [address for address in shown if shown.count(address) > 1] == []


def test_the_team_page_shows_no_foreign_markup(run, held):
    page = run("local_team")
    shown = " ".join(str(e.proto.body) for e in page.get("html"))
    for forbidden in ("<script", "<img", "<form", "<iframe", "onerror", "javascript:"):
        assert forbidden not in shown
    assert len(places.priorities(held[1]).value) > 0


def test_the_data_page_holds_every_count(run, held):
    page = run("about_the_data")
    counts = crimes.counts(held[1])
    table = next(t.value for t in page.table if "Burglary" in t.value.columns)
    assert len(table) == len(counts.table) == 36
    shown = sum(int(n.replace(",", "")) for n in table.iloc[0])
    assert shown == int(counts.all_crime.iloc[-1])


@pytest.mark.parametrize("name", ["your_neighbourhood", "local_team"])
def test_a_feed_is_linked_where_people_look_with_what_it_is_for(run, held, name):
    page = run(name)
    address = addresses.feed(held[1], "priorities.rss")
    assert f"[Priorities as a feed \\(RSS\\)]({address}): a feed reader" in text_of(page)


def test_nothing_stands_on_figures_that_a_force_does_not_publish(run, stand_in):
    on_demand.reference("fenmarsh")
    place = NeighbourhoodRef("fenmarsh", next(iter(places.names("fenmarsh"))))
    figures = {"All kinds of crime, and more months", "Open the map", "What became of these crimes"}
    for name in ("your_neighbourhood", "crime_trends", "crime_map", "outcomes"):
        page = run(name, place=place)
        assert not page.exception, name
        assert "publishes no" in text_of(page), name
        assert not page.selectbox, name
        assert not page.radio, name
        assert not page.get("plotly_chart"), name
        assert not any("csv" in link.proto.url for link in page.get("link_button")), name
        assert not figures & {link.proto.label for link in page.get("page_link")}, name


def test_a_record_that_stands_many_times_is_told_on_about_the_data(run, held):
    page = run("about_the_data")
    assert "holds the same record" not in text_of(page)
    frame = records({"drugs": 1}).loc[[0] * 13]
    street_crime.write_months(held[1], {SEP: (frame, MonthState(State.HELD, fetched_at=READ_AT))})
    told = text_of(run("about_the_data"))
    assert "For September 2026, police.uk holds the same record (Drugs) 13 times." in told
