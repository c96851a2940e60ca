"""The light page, `/neighbourhood/{force}/{neighbourhood}`: all a resident must have, without a script."""

from components.content import summary, survey_areas
from components.words import attribution, survey_form, team_statements
from data_access.overviews.place import View
from data_access.settings import now
from data_access.statistics.counts_table import CRIME
from publish.serving import markdown_html
from publish.serving.document import Document, page
from publish.serving.place_endpoint import no_longer_listed, of_place
from publish.serving.request_options import PlaceQuery, oembed


def light_page(view: View, query: PlaceQuery) -> Document:
    """What search engines, old phones and printers get."""
    return page(
        "light_page.html",
        view=view,
        query=query,
        now=now(),
        gone=no_longer_listed(view.place),
        shown=summary.trend(view, CRIME, query.months),
        description=description(view),
        # A copy leads nowhere.
        survey=not query.copied and survey_areas.runs_in(view.place),
        survey_words=survey_form,
        said_words=team_statements,
        last_time=survey_areas.last_time(view.place),
        oembed=oembed(query, "summary"),
    )


def description(view: View) -> str:
    """What search engines and link previews show under the title: sentence one, as text."""
    return markdown_html.plain(" ".join(filter(None, (attribution.demonstration(), *summary.recorded(view)))))


endpoint = of_place(light_page, "to", "lang")
