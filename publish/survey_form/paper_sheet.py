"""The survey on a sheet of A4, `/survey-form/{force}/{neighbourhood}.pdf`: as on the screen, word by word."""

from starlette.requests import Request
from starlette.responses import Response

from components import addresses
from components.words import attribution, survey_form
from components.words.language import _
from data_access.overviews.place import View
from data_access.survey.quarters import Quarter
from data_access.survey.questions import QUESTIONS, VERSION
from data_access.survey.survey_of_force import NoSurvey
from data_access.survey.survey_of_place import survey_in
from publish.paper import pdf
from publish.serving.document import Document, closed, message
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery

# Letters in points, the largest first.
SIZES = (12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.0)


def sheet(view: View, query: PlaceQuery) -> Document:
    """The sheet as a tagged PDF; 404 where no survey runs."""
    survey = survey_in(view.place)
    if isinstance(survey, NoSurvey):
        return message(404, _(survey_form.TITLE), _(survey.sentence))
    return pdf.sheet(
        "survey_paper.html",
        [{"size": size} for size in SIZES],
        view,
        query.base + addresses.plain_form(query.place),
        "survey",
        survey=survey,
        said=survey_form,
        questions=QUESTIONS,
        version=VERSION,
        quarter=Quarter.current(),
        notice=attribution.demonstration(),
    )


_answer = of_place(sheet, "lang", limiter=pdf.ONE_AT_A_TIME)


async def endpoint(request: Request) -> Response:
    """The sheet, with the headers that all of the survey's addresses have."""
    return closed(await _answer(request))
