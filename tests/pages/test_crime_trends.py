import json

from data_access.counts import crimes
from data_access.curated.categories import ASB
from data_access.settings import settings
from tests.support import facts
from tests.support.page_text import text_of


def spec(page, n=0):
    return json.loads(page.get("plotly_chart")[n].proto.spec)


def test_the_line_has_every_month_that_is_held(run, held):
    page = run("crime_trends", months="36")
    assert not page.exception
    series = crimes.counts(held[1]).crime
    assert len(series) == 36
    assert "In September 2026" in text_of(page)
    assert page.get("plotly_chart")[0].proto.alt


def test_the_address_chooses_kind_and_months(run, held):
    page = run("crime_trends", category="burglary", months="12")
    assert page.selectbox(key="category").value == "burglary"
    assert page.radio(key="months").value == "12"
    table = page.table[0].value
    burglary = crimes.counts(held[1]).table["burglary"]
    assert table.iloc[0, 0] == f"{int(burglary.iloc[-1]):,}"
    assert len(table) == 12


def test_a_choice_that_does_not_exist_is_the_first(run):
    page = run("crime_trends", category="../etc", months="-1")
    assert not page.exception
    assert page.selectbox(key="category").value == "crime"


def test_choosing_writes_the_address(run):
    page = run("crime_trends")
    page.selectbox(key="category").set_value("drugs").run()
    assert dict(page.query_params) == {
        "force": "exampleshire",
        "neighbourhood": page.query_params["neighbourhood"],
        "category": "drugs",
        "months": "all",
    }


def test_in_a_small_place_the_year_stands_for_kinds_with_too_few_a_month(run, data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "1")
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    settings.cache_clear()
    rates = {"burglary": 0.5, "vehicle-crime": 0.4, "shoplifting": 9, ASB: 0.6}
    place = facts.hold("EX01", "Hollow Down", facts.random_months(3, rates))
    page = run("crime_trends", place=place)
    assert not page.exception
    by_month, by_year = (table.value for table in page.table[1:])
    assert list(by_month.index) == ["Shoplifting"]
    assert {"Burglary", "Vehicle crime", "Robbery", "Anti-social behaviour (incidents)"} <= set(by_year.index)
    assert "too few a month to say" not in {cell for row in by_month.to_numpy() for cell in row}
    assert len(spec(page, 1)["data"]) == 1
    assert "Too few a month to be drawn: bicycle theft, burglary" in text_of(page)
    assert "Too few a month to judge: October 2025 to September 2026" in text_of(page)


def test_anti_social_behaviour_stands_apart(run, held):
    page = run("crime_trends", category="anti-social-behaviour", months="12")
    counts = crimes.counts(held[1])
    assert page.table[0].value.iloc[0, 0] == f"{int(counts.asb.iloc[-1]):,}"
