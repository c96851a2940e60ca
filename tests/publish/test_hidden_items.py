"""What staff hide is gone at once from every view that could show it, and comes back when it is shown."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.content.embed_views import VIEWS
from data_access.models import Event, Officer, Priority
from data_access.settings import HOUSE, now, settings
from data_access.store import small_facts
from data_access.store.places import Team
from data_access.survey.database import engine
from data_access.survey.staff import hidden_items
from publish.offline_copy.export import export
from publish.paper import briefings
from publish.routes import PLACE, ROUTES
from publish.serving import place_endpoint
from tests.support import facts, reading
from tests.support.page_text import ABOUT_A_PLACE, text_of

pytestmark = pytest.mark.slow
WHO = "mo@police.example"
# What is wrong by a word that stands nowhere else, and beside each something that is right.
WRONG = {
    "Wrongname": Officer("Zoe Wrongname", "PC"),
    "Xylophones": Priority("<p>Xylophones at night.</p>", date(2026, 10, 1), "<p>Xylophones taken.</p>"),
    "Quagmire": Event("Quagmire surgery", datetime(2026, 12, 1, 18), address="Quagmire Hall"),
}
OFFICER, PRIORITY, EVENT = WRONG
RIGHT = {
    OFFICER: Officer("Ann Right", "Sgt"),
    PRIORITY: Priority("<p>Speeding.</p>", date(2026, 9, 1)),
    EVENT: Event("Coffee with your team", datetime(2026, 12, 8, 10)),
}
OF_PLACE = f"/{facts.FORCE}/EX01"
DECODED = {"pdf": reading.of_pdf, "docx": reading.of_docx}
# What could show each of them; everything else shows none, and is walked all the same.
SHOWS = {
    **{view: set(WRONG) for view in ("page your_neighbourhood", "page local_team", "copy index.html")},
    f"/neighbourhood{OF_PLACE}": set(WRONG),
    f"/embed/v1{OF_PLACE}/summary": {PRIORITY},
    f"/embed/v1{OF_PLACE}/priorities": {PRIORITY},
    f"/embed/v1{OF_PLACE}/team": {OFFICER},
    f"/embed/v1{OF_PLACE}/events": {EVENT},
    "page briefing": {PRIORITY, EVENT},
    **{f"/briefing{OF_PLACE}.{ending}": {PRIORITY, EVENT} for ending in briefings.FORMS},
    **{f"copy briefing.{ending}": {PRIORITY, EVENT} for ending in briefings.FORMS},
    f"/poster{OF_PLACE}.pdf": {EVENT},
    f"/feeds{OF_PLACE}/events.ics": {EVENT},
    f"/feeds{OF_PLACE}/priorities.rss": {PRIORITY},
}


@pytest.fixture
def place(held_facts, monkeypatch) -> Iterator[object]:
    monkeypatch.setenv("YOURPATCH_STAFF", f"{WHO}:editor")
    settings.cache_clear()
    priorities, events = ((WRONG[kind], RIGHT[kind]) for kind in (PRIORITY, EVENT))
    counts = facts.random_months(11, {"shoplifting": 14, facts.ASB: 11}, months=15)
    here = facts.hold("EX01", "Market Ashby", counts, priorities=priorities, events=events)
    small_facts.write("team", (WRONG[OFFICER], RIGHT[OFFICER]), Team, facts.FORCE, "EX01", fetched_at=now())
    yield here
    engine.close()


def paths() -> Iterator[str]:
    """An address of every public route about a place."""
    for route in ROUTES:
        if PLACE in route.path:
            views = VIEWS if "{view}" in route.path else [""]
            yield from (
                route.path.replace(PLACE, OF_PLACE).replace("{view}", view).replace("{kind}", "drugs")
                for view in views
            )
    yield from ("/status", "/status.json", "/sitemap.xml", f"/neighbourhood/{facts.FORCE}")


def told(client, place, out) -> dict[str, str]:
    """What every view says now."""
    place_endpoint.forget()
    st.cache_data.clear()
    said = {}
    for path in paths():
        answer = client.get(path)
        assert answer.status_code == 200, path
        said[path] = DECODED.get(path.rpartition(".")[2], bytes.decode)(answer.content)
    for page in ABOUT_A_PLACE:
        ran = AppTest.from_file(str(HOUSE / "pages" / f"{page}.py"), default_timeout=60)
        ran.query_params.update(force=place.force_id, neighbourhood=place.neighbourhood_id)
        ran.run()
        assert not ran.exception, page
        said[f"page {page}"] = text_of(ran) + repr([html.value for html in ran.get("html")])
    export([place], out)
    for file in (out / "market-ashby").iterdir():
        if file.suffix != ".png":
            said[f"copy {file.name}"] = DECODED.get(file.suffix[1:], bytes.decode)(file.read_bytes())
    return said


def shown(said: dict[str, str], items: dict[str, object]) -> dict[str, set[str]]:
    found = {view: {word for word in items if word in text} for view, text in said.items()}
    return {view: words for view, words in found.items() if words}


def test_what_is_hidden_is_gone_from_every_view_and_comes_back(place, public_routes, tmp_path):
    assert shown(told(public_routes, place, tmp_path / "out"), WRONG) == SHOWS
    for item in WRONG.values():
        hidden_items.hide(place, item, "It is wrong.", WHO)
    after = told(public_routes, place, tmp_path / "out")
    assert shown(after, WRONG) == {}
    # What is right stands where the wrong one stood.
    light = f"/neighbourhood{OF_PLACE}"
    assert all(word in after[light] for word in ("Ann Right", "Speeding", "Coffee with your team"))
    for key in hidden_items.reasons(place):
        hidden_items.unhide(place, key, WHO)
    place_endpoint.forget()
    assert all(word in public_routes.get(light).text for word in WRONG)
