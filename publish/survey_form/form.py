"""The survey without a script, `/survey-form/{force}/{neighbourhood}`: for QR codes and old phones.

Every step is one post to the same address. Nothing is kept between them: what was answered travels as hidden
fields, in no address, cookie, log or cache. What the form says stands in components.words.survey_form.
"""

from collections.abc import Callable, Mapping
from functools import partial

from anyio import CapacityLimiter, move_on_after, to_thread
from starlette.requests import Request
from starlette.responses import Response

from components.words.language import _
from data_access.errors import InvalidQuestion
from data_access.models import NeighbourhoodRef
from data_access.store import places
from data_access.survey.answering.refusals import SENTENCES
from data_access.survey.survey_of_force import NoSurvey
from data_access.survey.survey_of_place import survey_in
from data_access.translation import N_
from publish.serving import posted_form
from publish.serving.document import Document, closed
from publish.serving.message_pages import not_found, wrong
from publish.serving.place_endpoint import unless_held
from publish.serving.request_options import WrongOption, read_path
from publish.survey_form import steps
from publish.survey_form.draft import HANDED, Form, draft

# Six answers, a token and a comment of 500 characters in their longest writing take a third of it.
LONGEST_FORM = 32_000
MOST_FIELDS = 50
TOO_LONG = N_("What was sent is too long for this form. A comment may have 500 characters.")
NO_FORM = N_("We could not read what was sent. Open the form and start again.")
ELSEWHERE = N_("The form was sent from another site. Check your answers here and send them again.")
# Sending waits for the survey's database, on threads of its own: no other address does.
SENDING = CapacityLimiter(8)
TURN_S = 0.5


async def endpoint(request: Request) -> Response:
    """GET: what it is for. POST: the next step. No answer may be kept or framed."""
    return closed(await _answer(request))


async def _answer(request: Request) -> Response:
    try:
        place = read_path(request, frozenset()).place
    except InvalidQuestion:
        return await not_found(request)
    except WrongOption as error:
        return wrong(request, str(error))
    # A name in the force's list suffices: nobody waits for figures in order to answer.
    listed = await to_thread.run_sync(places.listed, place)
    if not listed and (elsewhere := await unless_held(request, place)) is not None:
        return elsewhere
    fields: Mapping[str, str] = {name: text for name, text in request.query_params.items() if name == HANDED}
    if request.method == "POST":
        try:
            fields = await posted_form.form(request, LONGEST_FORM, MOST_FIELDS)
        except posted_form.TooLong:
            return steps.message(place, 413, _(TOO_LONG)).answer(request)
        except posted_form.NoForm:
            return steps.message(place, 400, _(NO_FORM)).answer(request)
    # Browsers say so when another site had the visitor's browser send the form.
    ours = request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    source = request.client.host if request.client else None
    make = partial(_document, place, fields, source, ours)
    document = await (_sent(make) if steps.sends(fields) else to_thread.run_sync(make))
    return document.answer(request)


async def _sent(make: Callable[..., Document]) -> Document:
    """What comes of sending; whoever finds no turn is asked to send again."""
    sender = object()
    with move_on_after(TURN_S) as late:
        await SENDING.acquire_on_behalf_of(sender)
    if late.cancelled_caught:
        return await to_thread.run_sync(partial(make, full=True))
    try:
        return await to_thread.run_sync(make, limiter=CapacityLimiter(1))
    finally:
        SENDING.release_on_behalf_of(sender)


def _document(
    place: NeighbourhoodRef,
    fields: Mapping[str, str],
    source: str | None,
    ours: bool,
    *,
    full: bool = False,
) -> Document:
    survey = survey_in(place)
    if isinstance(survey, NoSurvey):
        return steps.message(place, 404, _(survey.sentence))
    form = Form(places.name_of(place), survey, draft(place, survey, fields), fields.get(HANDED, ""), source)
    if not fields.keys() - {HANDED}:
        return steps.start(form)
    if full:
        return steps.check(form, _(SENTENCES["not_kept"]), 503)
    return steps.step(form, fields) if ours else steps.check(form, _(ELSEWHERE), 400)
