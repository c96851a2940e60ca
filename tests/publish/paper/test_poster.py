"""The poster: one tagged page, the coming meetings, and a QR code that a telephone reads."""

import io
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from components.figures import qr_code
from data_access.models import Event
from data_access.settings import settings
from publish.serving import place_endpoint
from tests.support import facts, reading
from tests.support.client import HTML

RATES = {"burglary": 4, facts.ASB: 3}
SOON = Event("Drop-in surgery", datetime(2026, 12, 3, 18), datetime(2026, 12, 3, 19), "Town Hall")
LATER = Event("Walkabout", datetime(2026, 12, 9, 10))
OVER = Event("Fair", datetime(2026, 11, 1, 10))


def poster(client) -> bytes:
    answer = client.get("/poster/exampleshire/EX01.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.content


@pytest.mark.slow
def test_it_names_all_coming_meetings_and_the_team_on_one_tagged_page(held_facts, public_routes):
    told = {"events": [OVER, SOON, LATER], "contact": {"email": "ashby@example.org"}}
    facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=14), **told)
    body = poster(public_routes)
    pdf = pikepdf.open(io.BytesIO(body))
    assert (len(pdf.pages), str(pdf.Root.Lang)) == (1, "en-GB")
    assert "/StructTreeRoot" in pdf.Root
    text = reading.of_pdf(body)
    assert "Thursday 3 December, 6 pm to 7 pm Drop-in surgery, Town Hall" in text
    assert "Wednesday 9 December, 10 am Walkabout" in text
    assert "Fair" not in text
    for said in ("ashby@example.org", "Exampleshire is invented", "Not a police website", "call 999"):
        assert said in text


@pytest.mark.slow
def test_without_an_event_and_with_the_longest_name_it_is_still_one_page(held_facts, public_routes):
    facts.hold("EX01", "Under Milk and Over Wood " * 8, facts.random_months(1, RATES, months=14))
    body = poster(public_routes)
    assert len(pikepdf.open(io.BytesIO(body)).pages) == 1
    assert "Meet your police team" not in reading.of_pdf(body)


@pytest.mark.slow
@pytest.mark.parametrize("how_many", [3, 8, 30])
def test_meetings_that_do_not_fit_are_counted_and_the_code_stays_large(how_many, held_facts, public_routes):
    long = "With the whole team, the wardens and the parish council, and tea afterwards"
    meetings = [
        Event(
            f"{long} {n}",
            datetime(2026, 12, 3 + n % 20, 18),
            address="Village Hall, Church Lane, Upper Ashby",
        )
        for n in range(how_many)
    ]
    facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=14), events=meetings)
    body = poster(public_routes)
    assert len(pikepdf.open(io.BytesIO(body)).pages) == 1
    text = reading.of_pdf(body)
    shown = text.count(long)
    more = re.search(r"(\d+) more meetings? (is|are) on the page below", text)
    assert shown + (int(more[1]) if more else 0) == how_many
    assert shown >= 3
    [found] = zxingcpp.read_barcodes(reading.drawn(body))
    corners = found.position
    # At 100 dots an inch: at least 65 mm wide, without the white round it.
    assert corners.top_right.x - corners.top_left.x > 65 / 25.4 * 100


@pytest.mark.slow
def test_an_address_of_this_machine_alone_is_said_to_be_so(held_facts, public_routes, monkeypatch):
    facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=14))
    said = "Addresses of this site work on this machine only"
    assert said in reading.of_pdf(poster(public_routes))
    for public, told in (("http://127.0.0.1:8501", True), ("https://patch.example", False)):
        monkeypatch.setenv("YOURPATCH_PUBLIC_URL", public)
        settings.cache_clear()
        place_endpoint.forget()
        assert (said in reading.of_pdf(poster(public_routes))) == told, public


@pytest.mark.slow
def test_its_code_opens_the_neighbourhood_and_the_address_stands_beside_it(held_facts, public_routes):
    facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=14))
    body = poster(public_routes)
    path = "/neighbourhood/exampleshire/EX01"
    address = public_routes.address + path
    assert address.removeprefix("http://") in reading.of_pdf(body).replace("/ ", "/")
    [found] = zxingcpp.read_barcodes(reading.drawn(body))
    assert found.text == address


def test_a_code_reads_back_from_a_png_even_when_a_tenth_of_it_is_gone():
    address = "https://patch.example/neighbourhood/exampleshire/55.EX3001"
    picture = Image.open(io.BytesIO(qr_code.png(address))).convert("L")
    width = picture.width
    picture.paste(255, (width * 45 // 100, width * 45 // 100, width * 6 // 10, width * 6 // 10))
    [found] = zxingcpp.read_barcodes(picture)
    assert found.text == address


@pytest.mark.slow
def test_when_too_many_ask_for_paper_the_last_are_told_at_once_to_come_back(held_facts, public_routes):
    facts.hold("EX01", "Market Ashby", facts.random_months(1, RATES, months=14))
    paths = [f"/poster/exampleshire/EX01.pdf?n={n}" for n in range(60)]
    with ThreadPoolExecutor(60) as crowd:
        answers = list(crowd.map(lambda path: public_routes.get(path, **HTML), paths))
    told = Counter(answer.status_code for answer in answers)
    assert set(told) == {200, 503}
    assert told[503] >= 10
    [busy, *_] = [answer for answer in answers if answer.status_code == 503]
    assert busy.headers["retry-after"] == "30"
    assert "Please try again in half a minute." in busy.text
