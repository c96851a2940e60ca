"""The light page, `/neighbourhood/{force}/{neighbourhood}`: all a resident must have, without a script."""

from typing import Any

from markupsafe import Markup

from components.content import recorded_where, summary, survey_areas, what_happened
from components.figures.map_picture import svg
from components.words import attribution, small_areas, survey_form, team_statements
from components.words.language import _
from data_access.counts.small_area import cell_of_street
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME
from publish.serving import markdown_html
from publish.serving.document import Document, page
from publish.serving.place_content import PlaceContent
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import LONGEST_STREET, PlaceQuery, oembed

# Of those whose name holds what was typed.
MOST_STREETS = 10


def light_page(view: View, query: PlaceQuery) -> Document:
    """What search engines, old phones and printers get."""
    return page(
        "light_page.html",
        place=PlaceContent(view, query),
        description=description(view),
        question=_(what_happened.QUESTION),
        # A copy leads nowhere.
        choices=[] if query.copied else what_happened.choices(view.place),
        survey=not query.copied and survey_areas.runs_in(view.place),
        survey_title=_(survey_form.TITLE),
        answer=_(survey_form.ANSWER),
        notes_title=_(team_statements.NOTES),
        notes=[team_statements.note(note) for note in view.said.notes],
        earlier=_(team_statements.EARLIER),
        replies_title=_(team_statements.REPLIES),
        replies=[team_statements.reply(reply) for reply in view.said.replies[:1]],
        last_time=survey_areas.last_time(view.place),
        oembed=oembed(query, "summary"),
        **_recorded_where(view, query),
    )


def _recorded_where(view: View, query: PlaceQuery) -> dict[str, Any]:
    """The map of a year, and the small area of the street that was asked for."""
    year = view.counts.newest_year
    if year is None:
        return {"where": None}
    where = recorded_where.where(view, CRIME, *year)
    found = recorded_where.streets_like(view, query.street) if query.street else []
    area, cell, drawn, map_title = None, "", "", _(small_areas.WHERE)
    if len(found) == 1:
        cell = cell_of_street(view.place, found[0], where.resolution)
        area = recorded_where.one_area(view, CRIME, *year, cell, found[0])
    if where.drawing:
        drawn = svg(where.drawing, map_title, markdown_html.plain(" ".join(where.sentences)), cell)
    return {
        "where": where,
        "map_title": map_title,
        "map": Markup(drawn),  # noqa: S704 - drawn by ourselves, its words escaped
        "no_boundary": small_areas.no_map(no_usable_boundary=view.no_usable_boundary),
        "streets": found[:MOST_STREETS],
        "more_streets": small_areas.more_streets(len(found) - MOST_STREETS),
        "longest_street": LONGEST_STREET,
        "area": area,
    }


def description(view: View) -> str:
    """What search engines and link previews show under the title: sentence one, as text."""
    return markdown_html.plain(" ".join(filter(None, (attribution.demonstration(), *summary.recorded(view)))))


endpoint = of_place(light_page, "to", "lang", "street", "looked_for")
