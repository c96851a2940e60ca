"""The finder without a script: `/neighbourhood` asks, `/neighbourhood/{force}` lists.

What is typed may be a postcode, so it is posted: it stands in no address, no log and no cache. The answer to
a hit is a redirect to the light page, or to the page of the kind of crime that was being read. The form needs
no token: it looks something up and changes nothing, and `form-action 'self'` keeps ours at home.
"""

from threading import BoundedSemaphore

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from components.addresses import force_list as force_list_of
from components.addresses import kind_page, light_page
from components.content import what_happened
from components.words.language import _
from data_access.curated.categories import CATEGORIES
from data_access.curated.forces import FORCES, INVENTED
from data_access.errors import InvalidQuestion, QueueFull
from data_access.find_neighbourhood import POSTCODE, Choice, Looked, chosen, look_up, signed, signed_name
from data_access.models import Named, NeighbourhoodRef, Point
from data_access.refresh import on_demand
from data_access.settings import settings
from data_access.store import places
from data_access.store.folders import check_id
from data_access.translation import N_
from publish.serving import posted_form
from publish.serving.document import Document, page
from publish.serving.message_pages import coming_list, not_found, unavailable

# A form with one short answer; whatever is longer is none.
LONGEST_FORM = 4_000
MOST_FIELDS = 10
# So many look-ups wait for the services at a time: a flood of them must not keep everybody's threads.
AT_ONCE = 8
NO_STORE = {"Cache-Control": "no-store"}
BUSY = N_(
    "Many people are looking up places just now. Please try again in a minute, or choose from the list."
)

_hands = BoundedSemaphore(AT_ONCE)


async def finder(request: Request) -> Response:
    """GET: the form and the forces. POST: to the neighbourhood, to a choice of places, or what is wrong."""
    if request.method != "POST":
        return _page().answer(request)
    try:
        form = await posted_form.form(request, LONGEST_FORM, MOST_FIELDS)
    except posted_form.NoForm:
        form = {}
    text = form.get("q", "")
    kind = form.get("kind", "")
    kind = kind if kind in CATEGORIES else ""
    try:
        looked = await run_in_threadpool(_look, text, form.get("at", ""))
    except QueueFull:
        return unavailable(request, _(BUSY), 60)
    if looked.force_id:
        return RedirectResponse(force_list_of(looked.force_id), 303, NO_STORE)
    if looked.place is None:
        return _page(looked, text, kind).answer(request)
    looked_for = signed(looked.within)
    found = kind_page(kind, looked.place, looked_for) if kind else light_page(looked.place, looked_for)
    return RedirectResponse(found, 303, NO_STORE)


async def force_list(request: Request) -> Response:
    """The force's neighbourhoods as links; 202 while its list is being read for the first time."""
    force_id = request.path_params["force"]
    named = {force.id: force.name for force in _forces()}
    if force_id not in named:
        return await not_found(request)
    try:
        listed = await run_in_threadpool(_listed, force_id)
    except InvalidQuestion:
        return await not_found(request)
    if listed is not None:
        links = [(light_page(NeighbourhoodRef(force_id, one.id)), one.name) for one in listed]
        return page("neighbourhoods.html", title=named[force_id], links=links).answer(request)
    if (trouble := on_demand.list_trouble()) is not None:
        return unavailable(request, _(trouble.sentence), 60)
    return coming_list(request)


def _listed(force_id: str) -> tuple[Named, ...] | None:
    on_demand.list_beside(force_id)
    held = places.neighbourhoods(force_id)
    return held.value if held else None


def _forces() -> list[Named]:
    """The forces as police.uk lists them, else as we know them; those this site is for come first."""
    held = places.forces()
    known = INVENTED if settings().demonstration else FORCES
    listed = [force for force in held.value if force.id in known] if held else []
    if not listed:
        names = {id_: FORCES[id_].name if id_ in FORCES else id_.capitalize() for id_ in known}
        listed = [Named(*item) for item in sorted(names.items())]
    return sorted(listed, key=lambda force: force.id not in settings().forces)


def _page(looked: Looked | None = None, text: str = "", kind: str = "") -> Document:
    """The form; what was typed stands in it again, beside what is wrong with it."""
    return page(
        "finder.html",
        status=400 if looked and looked.trouble else 200,
        headers=NO_STORE if looked else None,
        title=_("Find your neighbourhood"),
        promise=_(POSTCODE),
        question=_(what_happened.QUESTION),
        kinds=what_happened.choices(None),
        looked=looked or Looked(),
        choices=[(_value(choice), choice.name) for choice in looked.choices] if looked else [],
        text=text[:100],
        kind=kind,
        forces=_forces(),
    )


def _look(text: str, at: str) -> Looked:
    if not _hands.acquire(blocking=False):
        raise QueueFull("look-ups")
    try:
        choice = _choice(at)
        return chosen(choice) if choice else look_up(text)
    finally:
        _hands.release()


def _value(choice: Choice) -> str:
    """A choice as its button's value: `51.458,-2.116,Sutton.3fTk`, `exampleshire/EX01`, `exampleshire/`."""
    if choice.place:
        return f"{choice.place.force_id}/{choice.place.neighbourhood_id}"
    if choice.point is None:
        return f"{choice.force_id}/"
    return f"{choice.point.latitude},{choice.point.longitude},{signed(choice.name)}"


def _offered(force_id: str, neighbourhood_id: str) -> Choice:
    if not neighbourhood_id:
        return Choice("", force_id=force_id)
    return Choice("", NeighbourhoodRef(force_id, check_id(neighbourhood_id)))


def _choice(value: str) -> Choice | None:
    """The choice of a button of ours; None for what is no choice."""
    force_id, slash, neighbourhood_id = value.partition("/")
    if slash and "," not in force_id:
        try:
            return _offered(check_id(force_id), neighbourhood_id)
        except InvalidQuestion:
            return None
    latitude, _comma, rest = value.partition(",")
    longitude, _comma, name = rest.partition(",")
    try:
        return Choice(signed_name(name), point=Point(float(latitude), float(longitude)))
    except ValueError:
        return None
