"""What happened to you? A page on each kind of crime: what to do, who helps, whether it is usual."""

import re
from collections.abc import Iterator

import pytest

from components.content import outcomes as outcome_sentences
from components.content import summary
from components.content.what_happened import choices
from components.words.kinds import kind
from data_access.counts.outcomes import outcomes
from data_access.curated.categories import ASB, CATEGORIES
from data_access.curated.kinds_explained import MEANINGS, WHAT_HAPPENED
from data_access.models import State
from data_access.overviews.place import view_of
from tests.support import facts, reading
from tests.support.client import HTML, Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration

PLACE = "/neighbourhood/exampleshire/EX01"
HELPLINES = {"England": "0808 2000 247", "Wales": "0808 80 10 800", "Northern Ireland": "0808 802 1414"}


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    with demonstration(stand_in_process, tmp_path_factory.mktemp("kinds"), TOWN) as running:
        yield running


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, **HTML)
    assert answer.status_code == 200, path
    return reading.of_html(answer.content)


def test_seven_choices_lead_to_kinds_of_police_uk(client):
    assert len(WHAT_HAPPENED) == 7
    assert set(WHAT_HAPPENED) <= set(CATEGORIES)
    for place in (None, TOWN):
        assert [client.get(choice.path, **HTML).status_code for choice in choices(place)] == [200] * 7
    assert [choice.path for choice in choices(TOWN, "robbery") if choice.is_here] == [f"{PLACE}/kind/robbery"]


def test_every_kind_is_explained_in_two_sentences():
    assert set(MEANINGS) == set(CATEGORIES)
    assert [
        slug for slug, meaning in MEANINGS.items() if len(re.split(r"(?<!police)\. ", meaning)) != 2
    ] == []


@pytest.mark.parametrize("slug", CATEGORIES)
def test_it_says_what_the_trends_and_the_outcomes_say(slug, client):
    text, view = text_of(client, f"{PLACE}/kind/{slug}"), view_of(TOWN)
    shown = summary.trend(view, slug, 24)
    assert shown is not None
    assert text.startswith("Skip to main content Demonstration")
    assert f"{kind(slug)} in Market Ashby Town" in text
    assert shown.headline in text
    for row in shown.table.itertuples(index=False):
        assert " ".join(map(str, row)) in text
    if slug == ASB:
        assert "no outcomes of anti-social behaviour" in text
    else:
        found = outcomes(TOWN)
        age = outcome_sentences.age_told_first(found)
        counted = outcome_sentences.counts_by_age(found, slug)[age]
        said = outcome_sentences.told(counted, age, found.months_of(age))
        assert reading.of_markdown(said) in text


def test_as_of_an_earlier_month(client):
    text = text_of(client, f"{PLACE}/kind/burglary?to=2026-03")
    shown = summary.trend(view_of(TOWN, shown_to := view_of(TOWN).counts.table.index[-7]), "burglary", 24)
    assert shown is not None
    assert f"{shown_to:%Y-%m}" == "2026-03"
    assert shown.headline in text
    assert "as of March 2026" in text
    assert "September 2026" not in text


def test_how_to_report_it_and_how_to_prevent_it_are_the_forces_own(client):
    burglary, bicycle, drugs = (
        text_of(client, f"{PLACE}/kind/{slug}") for slug in ("burglary", "bicycle-theft", "drugs")
    )
    for text in (burglary, bicycle, drugs):
        assert "Tell Exampleshire Police online" in text
        assert "In an emergency call 999. Otherwise call 101." in text
    assert "Keep your shed and garage safe" in burglary
    assert "Mark your bicycle" in bicycle
    assert "Mark your bicycle" not in burglary
    assert "How to prevent it" not in drugs


def test_the_council_is_named_where_not_all_is_for_the_police(client):
    assert "Exampleshire Council" in text_of(client, f"{PLACE}/kind/{ASB}")
    assert "Exampleshire Council" not in text_of(client, f"{PLACE}/kind/burglary")
    assert "usually for your council" in text_of(client, f"/kind/{ASB}")


def test_helplines_are_those_of_the_country_and_of_the_kind(client):
    here = text_of(client, f"{PLACE}/kind/violent-crime")
    assert [country for country, number in HELPLINES.items() if number in here] == ["England"]
    anywhere = text_of(client, "/kind/violent-crime")
    assert [country for country, number in HELPLINES.items() if number in anywhere] == [*HELPLINES]
    assert "0808" not in text_of(client, "/kind/burglary")
    assert "116 123" in text_of(client, "/kind/burglary")


def test_without_a_place_it_asks_for_one(client):
    page = client.get("/kind/bicycle-theft", **HTML)
    assert '<input type="hidden" name="kind" value="bicycle-theft">' in page.text
    assert "Is it usual here?" not in page.text


def test_one_landmark_of_choices_no_script_and_a_title(client):
    for path in (f"{PLACE}/kind/other-crime", "/kind/other-crime", PLACE, "/neighbourhood"):
        answer = client.get(path, **HTML)
        assert answer.text.count("<nav") == 1
        assert "script-src 'none'" in answer.headers["content-security-policy"]
        assert answer.text.count("<h1") == 1
        assert "set-cookie" not in answer.headers
    assert (
        "<title>Burglary in Market Ashby Town · Your Patch</title>"
        in client.get(f"{PLACE}/kind/burglary", **HTML).text
    )
    assert {kind(slug) for slug in CATEGORIES if slug not in WHAT_HAPPENED} <= {
        choice.words for choice in choices(TOWN, "other-crime")
    }


def test_the_light_page_offers_the_choices_after_its_sentences(client):
    text = text_of(client, PLACE)
    assert (
        text.index("or call 101")
        < text.index("What happened to you or near you?")
        < text.index("Recorded crime, month by")
    )


def test_where_a_force_publishes_nothing_no_figure_and_no_link_stands_on_it(held_facts, public_routes):
    facts.hold("EX01", "Market Ashby", {facts.NEWEST: {}}, states={facts.NEWEST: State.NOT_PUBLISHED})
    text = text_of(public_routes, f"{PLACE}/kind/burglary")
    assert "police.uk holds no crime figures for this neighbourhood." in text
    assert "In an emergency call 999" in text
    for absent in ("What became of it", "gives no outcomes", "with all its charts", "no figures to draw"):
        assert absent not in text
