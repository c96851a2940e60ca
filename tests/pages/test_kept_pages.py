"""What is kept between runs is never another place's, month's, kind's or version's."""

import random
import re
from typing import Any

import pytest
import streamlit as st

from data_access.curated.categories import ASB
from tests.support import facts
from tests.support.page_text import text_of
from tests.support.soak import SEED, rounds

PAGES = ("your_neighbourhood", "crime_trends", "crime_map", "outcomes")
RATES = {"burglary": 4, "shoplifting": 9, "vehicle-crime": 2, ASB: 6}
CHOICES = {
    "to": ("", "2026-08", "2026-03"),
    "category": ("", "burglary", "shoplifting"),
    "months": ("", "12", "all"),
}
ASKED = 24
# Pydeck names its layers by chance.
DICE = re.compile(r'"id":"[0-9a-f-]{36}"')


def _shown(run: Any, asked: tuple[str, Any, tuple[tuple[str, str], ...]]) -> tuple[Any, ...]:
    name, place, choices = asked
    page = run(name, place=place, **{key: value for key, value in choices if value})
    assert not page.exception
    drawn = [chart.proto.spec for chart in page.get("plotly_chart")]
    maps = [DICE.sub("", chart.proto.json) for chart in page.get("deck_gl_json_chart")]
    pictures = [part.proto.body for part in page.get("html")]
    return text_of(page), drawn, maps, pictures, [table.value.to_csv() for table in page.table]


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SEED, SEED + rounds(1)))
def test_a_page_in_use_shows_what_a_page_just_begun_would(seed, run, data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "1")
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    chance = random.Random(seed)  # noqa: S311 - no secret
    places = [
        facts.hold(id_, name, facts.random_months(seed + n, RATES))
        for n, (id_, name) in enumerate((("EX01", "Hollow Down"), ("EX02", "Thorn Vale")))
    ]
    asked = [
        (
            chance.choice(PAGES),
            chance.choice(places),
            tuple((key, chance.choice(values)) for key, values in CHOICES.items()),
        )
        for _ in range(ASKED)
    ]
    for one in asked:
        _shown(run, one)
    for place in places:
        facts.hold(place.neighbourhood_id, "Hollow Down", facts.random_months(seed + 9, RATES))
    # Twice in disorder, so that everything is drawn once and then kept, beside what was kept of before.
    warm = {one: _shown(run, one) for one in chance.sample(asked * 2, 2 * ASKED)}
    for one in asked:
        st.cache_resource.clear()
        st.cache_data.clear()
        assert _shown(run, one) == warm[one], one
