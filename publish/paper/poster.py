"""A poster for a notice board, `/poster/{force}/{neighbourhood}.pdf`: meetings, the team, a QR code."""

from collections.abc import Iterator
from typing import Any

from components.content.briefing_topics import gone
from components.words import attribution, team, team_cards
from data_access import freshness
from data_access.overviews.place import View
from data_access.settings import now
from publish.paper import pdf
from publish.serving import markdown_html
from publish.serving.document import Document
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery

# Letters in points, the largest first: read from two steps away. Rather than smaller ones, fewer meetings.
SIZES, SMALLER = (25.0, 22.0, 19.0, 17.0, 15.0), (13.0, 11.0)
MOST_MEETINGS = 8


def poster(view: View, query: PlaceQuery) -> Document:
    """The poster as a tagged PDF."""
    coming = freshness.upcoming(view.events, now())
    notices = (attribution.demonstration(), attribution.only_on_this_machine(), *gone([view]))
    return pdf.sheet(
        "poster.html",
        list(_layouts(min(len(coming), MOST_MEETINGS))),
        view,
        query.light_page,
        "poster",
        meetings=[(team_cards.event_time(event), team_cards.event_place(event)) for event in coming],
        # On paper a link is nothing but its words.
        reach=markdown_html.plain(team.reach_team(view.profile, view.force, view.local)),
        notices=[said for said in notices if said],
    )


def _layouts(meetings: int) -> Iterator[dict[str, Any]]:
    """How large the letters are and how many meetings are told, the roomiest first."""
    yield from ({"size": size, "shown": meetings} for size in SIZES)
    while meetings > 1:
        meetings = meetings * 2 // 3
        yield {"size": SIZES[-1], "shown": meetings}
    yield from ({"size": size, "shown": meetings} for size in SMALLER)


endpoint = of_place(poster, "lang", limiter=pdf.ONE_AT_A_TIME)
