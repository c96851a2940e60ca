"""Heights of frames that no script fits: more words or less width never make them lower."""

import re
from datetime import date

from components.content.embed_height import embed_height
from components.content.embed_views import VIEWS
from data_access.models import Priority
from data_access.overviews.place import view_of
from tests.support import facts

WIDTHS = range(280, 1200, 40)


def test_a_narrower_frame_is_never_lower_except_where_the_chart_grows_with_its_width(held_facts):
    view = view_of(facts.hold("EX01", "Market Ashby", facts.random_months(3, {"burglary": 9})))
    for name, embed_view in VIEWS.items():
        heights = [embed_height(embed_view, view, {}).at(width) for width in WIDTHS]
        assert name == "trend" or heights == sorted(heights, reverse=True), name


def test_more_to_tell_makes_it_taller_and_a_phone_too(held_facts):
    told = [Priority("<p>Cars parked across the pavement outside the school.</p>", date(2026, 10, 1))]
    months = facts.random_months(3, {"burglary": 9})
    heights = []
    for n in (1, 3, 6):
        view = view_of(facts.hold("EX01", "Box", months, priorities=told * n))
        heights.append(embed_height(VIEWS["priorities"], view, {}).at(600))
    assert heights == sorted(set(heights))
    rule = embed_height(VIEWS["priorities"], view, {}).style
    found = re.fullmatch(r"height: max\((\d+)px - (\d+)vw, (\d+)px - (\d+)vw, (\d+)px\)", rule)
    assert found
    at_320, _fall, _between, _less, wide = map(int, found.groups())
    assert at_320 - 3.2 * int(found[2]) > wide


def test_what_the_builder_chose_makes_it_taller(held_facts):
    """A kind's year before, the month it is read as of, and the months without a figure take room."""
    months = facts.random_months(3, {"burglary": 9, "shoplifting": 14})
    view = view_of(facts.hold("EX01", "Market Ashby", months))
    trend = VIEWS["trend"]
    whole = embed_height(trend, view, {})
    assert len(embed_height(trend, view, {"category": "burglary"}).blocks) > len(whole.blocks)
    assert len(embed_height(trend, view, {"to": "2026-03"}).blocks) > len(whole.blocks)
    assert embed_height(trend, view, {"to": "2026-03"}).at(288) > whole.at(288)
