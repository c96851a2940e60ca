"""A poster for a notice board, `/poster/{force}/{neighbourhood}.pdf`: the next event, the team, a QR code."""

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

# Letters in points, the largest first: read from two steps away.
SIZES = (27.0, 25.0, 23.0, 21.0, 19.0, 17.0, 15.0, 13.0, 11.0)


def poster(view: View, query: PlaceQuery) -> Document:
    """The poster as a tagged PDF."""
    coming = freshness.upcoming(view.events, now())
    return pdf.sheet(
        "poster.html",
        SIZES,
        view,
        query.light_page,
        "poster",
        event_time=team_cards.event_time(coming[0]) if coming else "",
        event_place=team_cards.event_place(coming[0]) if coming else "",
        # On paper a link is nothing but its words.
        reach=markdown_html.plain(team.reach_team(view.profile, view.force, view.local)),
        notices=[said for said in (attribution.demonstration(), *gone([view])) if said],
    )


endpoint = of_place(poster, "lang", limiter=pdf.ONE_AT_A_TIME)
