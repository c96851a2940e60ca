"""One neighbourhood, many views, the same figures: page, embeds, light page, briefing in four forms, CSV.

Facts are drawn by chance and counted here, by hand. Every view must carry the newest month, its count, the
count of anti-social behaviour and the usual range, where there is one.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.words import judgements
from components.words.language import month_words, number
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import view_of
from data_access.settings import HOUSE
from data_access.store import small_facts
from data_access.survey.results import publish
from publish.serving import place_endpoint
from tests.support import facts, reading
from tests.support.client import Client
from tests.support.soak import SEED, rounds
from tests.support.windows import window_of

pytestmark = pytest.mark.slow
TOWN = {"violent-crime": 70, "shoplifting": 60, "burglary": 20, facts.ASB: 50}
FACTS = {
    "a town": (1, TOWN),
    "a city of thousands": (2, {"violent-crime": 800, "shoplifting": 260, facts.ASB: 1040}),
    "a village, too few to judge": (3, {"burglary": 0.5, "vehicle-crime": 0.4, facts.ASB: 0.6}),
    "a suburb": (4, {"vehicle-crime": 14, "drugs": 3, facts.ASB: 9}),
}


@dataclass(frozen=True)
class Figures:
    """What all must carry, as it is written."""

    month: str
    crimes: str
    incidents: str
    usually: str

    @property
    def incidents_said(self) -> tuple[str, str]:
        """The two ways in which views speak of anti-social behaviour."""
        n = self.incidents
        said = one(n, "incident")
        return f"In {self.month}, {said} of anti-social behaviour", f"adds the {n} anti-social"


def figures(place: NeighbourhoodRef, months: facts.Months) -> Figures:
    newest = max(months)
    crimes = sum(n for kind, n in months[newest].items() if kind != facts.ASB)
    row = view_of(place).usual.of("crime")
    assert row is not None
    judged = row["verdict"] not in {"too_few", "not_judged"}
    usually = f"{number(int(row['low']))} to {number(int(row['high']))}" if judged else ""
    return Figures(month_words(newest), number(crimes), number(months[newest][facts.ASB]), usually)


def as_text(body: bytes) -> str:
    return reading.tidy(body.decode())


def counted_in_csv(body: bytes) -> tuple[str, str]:
    """Crimes and incidents of the newest month, summed as somebody with a spreadsheet would."""
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    newest = [r for r in rows if r["month"] == max(r["month"] for r in rows)]
    incidents = [int(r["count"]) for r in newest if "Anti-social" in r["category"]]
    crimes = [int(r["count"]) for r in newest if "Anti-social" not in r["category"]]
    return number(sum(crimes)), number(sum(incidents))


# What says it in a sentence, and where the figures stand in a row of a table. A new view is one line here.
SENTENCES: dict[str, Callable[[bytes], str]] = {
    "embed/v1/{place}/summary": reading.of_html,
    "neighbourhood/{place}": reading.of_html,
    "briefing/{place}.html": reading.of_html,
    "briefing/{place}.pdf": reading.of_pdf,
    "briefing/{place}.docx": reading.of_docx,
    "briefing/{place}.txt": as_text,
}
ROWS = {"embed/v1/{place}/trend": reading.of_html, "neighbourhood/{place}": reading.of_html}
KIND_PAGE = "neighbourhood/{place}/kind/{kind}"
# What gives numbers to count with: the crimes and the incidents of the newest month.
COUNTED = {"feeds/{place}/crimes.csv": counted_in_csv}
OUTCOMES = re.compile(r"Of [\d,]+ crimes? recorded in .*? on police\.uk\.|No crime of this kind .*?\.")
BRIEFINGS = [path for path in SENTENCES if path.startswith("briefing")]


def read(client: Client, path: str, place: NeighbourhoodRef, options: str = "") -> str:
    """The words of a view."""
    answer = client.get(f"/{path.format(place=f'{place.force_id}/{place.neighbourhood_id}')}{options}")
    assert answer.status_code == 200
    return {**ROWS, **SENTENCES}[path](answer.content)


def kind_page(client: Client, place: NeighbourhoodRef, kind: str) -> str:
    """The words of the page on a kind of crime."""
    path = KIND_PAGE.format(place=f"{place.force_id}/{place.neighbourhood_id}", kind=kind)
    answer = client.get(f"/{path}")
    assert answer.status_code == 200
    return reading.of_html(answer.content)


def newest_in_json(client: Client, place: NeighbourhoodRef, kind: str) -> dict[str, Any]:
    """The newest month of trend.json that has a count."""
    path = f"/feeds/{place.force_id}/{place.neighbourhood_id}/trend.json?category={kind}"
    counted = [m for m in client.get(path).json()["months"] if m["count"] is not None]
    return dict(counted[-1])


def page_text(name: str, place: NeighbourhoodRef, **choices: str) -> str:
    ran = AppTest.from_file(str(HOUSE / "pages" / f"{name}.py"), default_timeout=90)
    ran.query_params.update(force=place.force_id, neighbourhood=place.neighbourhood_id, **choices)
    ran.run()
    assert not ran.exception
    texts = [str(e.value) for kind in (ran.markdown, ran.caption) for e in kind]
    tables = [" ".join(map(str, row)) for t in ran.table for row in t.value.reset_index().to_numpy().tolist()]
    return reading.of_markdown(" ".join([*texts, *tables]))


def one(n: str, what: str) -> str:
    return f"{n} {what}" if n == "1" else f"{n} {what}s"


@pytest.mark.parametrize("seed_and_rates", FACTS.values(), ids=FACTS)
def test_every_view_carries_the_same_figures(seed_and_rates, held_facts, public_routes):
    months = facts.random_months(*seed_and_rates)
    place = facts.hold("EX01", "Market Ashby", months)
    expected = figures(place, months)
    sentences = {path: read(public_routes, path, place) for path in SENTENCES}
    rows = {path: read(public_routes, path, place) for path in ROWS}
    pages = {name: page_text(name, place) for name in ("your_neighbourhood", "crime_trends")}
    said = f"In {expected.month}, {one(expected.crimes, 'crime')} "
    for name, text in {**sentences, **pages}.items():
        assert said in text, name
        assert expected.usually in text, name
        assert any(sentence in text for sentence in expected.incidents_said), name
    # Several neighbourhoods have a row each, in every form of the briefing.
    facts.hold("EX02", "Castle Green", months)
    for path in ("briefing/{place}.html", "briefing/{place}.pdf", "briefing/{place}.docx"):
        several = read(public_routes, path, place, "?also=EX02")
        for name in ("Market Ashby", "Castle Green"):
            assert f"{name} {expected.crimes} {expected.usually or '–'} " in several, (path, name)
    row = f"{expected.month} {expected.crimes} {expected.usually}".strip()
    for name, text in {**rows, **pages}.items():
        assert row in text, name
    for path, count in COUNTED.items():
        answer = public_routes.get(f"/{path.format(place=f'{place.force_id}/{place.neighbourhood_id}')}")
        assert count(answer.content) == (expected.crimes, expected.incidents), path
    crimes, incidents = (newest_in_json(public_routes, place, kind) for kind in ("crime", facts.ASB))
    assert (number(crimes["count"]), number(incidents["count"])) == (expected.crimes, expected.incidents)
    usual = crimes["usual"]
    assert (f"{usual['low']} to {usual['high']}" if usual else "") == expected.usually.replace(",", "")


@pytest.mark.parametrize("seed_and_rates", FACTS.values(), ids=FACTS)
def test_the_page_of_a_kind_says_what_its_charts_and_outcomes_say(seed_and_rates, held_facts, public_routes):
    months = facts.random_months(*seed_and_rates)
    place = facts.hold("EX01", "Market Ashby", months)
    for kind in [*seed_and_rates[1], "drugs"]:
        row = view_of(place).usual.of(kind)
        assert row is not None
        count = number(months[max(months)].get(kind, 0))
        said = f"{count} in September 2026, {reading.of_markdown(judgements.with_range(row))}"
        of_the_kind = kind_page(public_routes, place, kind)
        assert said in of_the_kind, kind
        assert said in read(public_routes, "embed/v1/{place}/trend", place, f"?category={kind}"), kind
        assert said in page_text("crime_trends", place, category=kind), kind
        assert newest_in_json(public_routes, place, kind)["count"] == months[max(months)].get(kind, 0)
        if kind != facts.ASB:
            became = OUTCOMES.search(page_text("outcomes", place, category=kind))
            assert became is not None
            assert became[0] in of_the_kind, kind


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SEED, SEED + rounds(2)))
def test_what_three_months_say_beyond_the_newest_is_on_every_view(seed, held_facts, public_routes):
    """Each of three months is a little high, and together they stand out."""
    months = dict(facts.random_months(seed, TOWN))
    for month in sorted(months)[-3:]:
        months[month] = {kind: round(n * 1.18) for kind, n in TOWN.items()}
    place = facts.hold("EX01", "Market Ashby", months)
    told = judgements.longer_periods(view_of(place).usual, 2)
    assert any("in July to September 2026" in sentence for sentence in told), told
    views = {path: read(public_routes, path, place) for path in SENTENCES}
    views |= {name: page_text(name, place) for name in ("your_neighbourhood", "crime_trends")}
    for sentence in told:
        plain = reading.of_markdown(sentence)
        assert [name for name, text in views.items() if plain not in text] == []


@pytest.mark.parametrize("months", [2, 3, 12])
def test_a_briefing_on_several_months_carries_their_sum_in_each_form(months, held_facts, public_routes):
    drawn = facts.random_months(5, TOWN)
    place = facts.hold("EX01", "Market Ashby", drawn)
    span = sorted(drawn)[-months:]
    crimes = number(sum(n for m in span for kind, n in drawn[m].items() if kind != facts.ASB))
    incidents = number(sum(drawn[m][facts.ASB] for m in span))
    for path in BRIEFINGS:
        text = read(public_routes, path, place, f"?months={months}")
        assert f"to September 2026, {crimes} crimes were recorded here" in text, path
        assert incidents in text, path


def test_what_people_said_last_time_is_the_same_in_every_view(held_facts, public_routes):
    place = facts.hold("EX01", "Market Ashby", facts.random_months(7, TOWN))
    years = (window_of("2024", 90, 31), window_of("2025", 214, 133, unknown=20))
    small_facts.write("survey", years, publish.Windows, facts.FORCE, "EX01")
    said = "In 2025, 69% of the 194 answers with a view said the police do a good or excellent job. These"
    for path in ("embed/v1/{place}/survey", *SENTENCES):
        # The first is the summary, which does not speak of it; the last is for magazines: counts only.
        if path not in ("embed/v1/{place}/summary", "briefing/{place}.txt"):
            answer = public_routes.get(f"/{path.format(place='exampleshire/EX01')}")
            assert said in {**SENTENCES, "embed/v1/{place}/survey": reading.of_html}[path](answer.content), (
                path
            )
    assert said in page_text("survey", place)
    text = page_text("survey_results", place)
    assert "214 answers were given in 2025. These answers" in text
    assert "Said the police do a good or excellent job 69% 62% to 75% 194 20" in text
    assert "Said the police do a good or excellent job: 69% of the answers, compared with 34%." in text
    # As many as may be told, and too few for a share.
    small_facts.write("survey", (window_of("2025", 29, 17),), publish.Windows, facts.FORCE, "EX01")
    place_endpoint.forget()
    said = "In 2025, 29 answers were given here: too few"
    for path in ("embed/v1/{place}/survey", "neighbourhood/{place}"):
        answer = public_routes.get(f"/{path.format(place='exampleshire/EX01')}")
        assert said in reading.of_html(answer.content), path
        assert "69%" not in reading.of_html(answer.content)
    assert said in page_text("survey", place)


def test_as_of_an_earlier_month_too(held_facts, public_routes):
    drawn = facts.random_months(6, TOWN)
    place = facts.hold("EX01", "Market Ashby", drawn)
    june = date(2026, 6, 1)
    crimes = sum(n for kind, n in drawn[june].items() if kind != facts.ASB)
    for path in SENTENCES:
        text = read(public_routes, path, place, "?to=2026-06")
        assert f"In June 2026, {crimes} crimes were recorded here" in text, path
        assert "September 2026" not in text, path
