import json

from data_access.counts import crimes
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


def test_anti_social_behaviour_stands_apart(run, held):
    page = run("crime_trends", category="anti-social-behaviour", months="12")
    counts = crimes.counts(held[1])
    assert page.table[0].value.iloc[0, 0] == f"{int(counts.asb.iloc[-1]):,}"
