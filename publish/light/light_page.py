"""The light page, `/neighbourhood/{force}/{neighbourhood}`: all a resident must have, without a script."""

from components.content import summary, survey_areas, what_happened
from components.words import attribution, survey_form, team_statements
from components.words.language import _
from data_access.overviews.place import View
from publish.serving import markdown_html
from publish.serving.document import Document, page
from publish.serving.place_content import PlaceContent
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery, oembed


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
    )


def description(view: View) -> str:
    """What search engines and link previews show under the title: sentence one, as text."""
    return markdown_html.plain(" ".join(filter(None, (attribution.demonstration(), *summary.recorded(view)))))


endpoint = of_place(light_page, "to", "lang")
