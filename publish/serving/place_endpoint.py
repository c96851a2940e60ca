"""From an address to a document: what is held is answered at once, what is not is asked for beside.

Nothing here waits for police.uk. A document is made once for a version of the facts, however many ask.
"""

import logging
from collections.abc import Awaitable, Callable
from threading import Condition, Lock

from anyio import CapacityLimiter, to_thread
from cachetools import LRUCache, TTLCache, cached
from starlette.requests import Request
from starlette.responses import Response

from components.content.embed_views import TREND_MONTHS
from components.words.language import _
from data_access.curated.forces import FORCES, INVENTED
from data_access.errors import InvalidQuestion, PoliceDataError, QueueFull, UnknownPlace
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View, view_of
from data_access.refresh import first_visit, keep_fresh
from data_access.settings import now, settings
from data_access.store import cache, folders, places
from publish.serving.document import Document
from publish.serving.message_pages import busy, coming, not_found, unavailable, wrong
from publish.serving.request_options import PlaceQuery, WrongOption, read_path

log = logging.getLogger("yourpatch.answers")

Endpoint = Callable[[Request], Awaitable[Response]]
Render = Callable[[View, PlaceQuery], Document]

# For so long the facts are not even looked at: a burst costs one look. Browsers keep what they have longer.
GLANCE_S = 10
# Of those who wait for what is made one at a time, and when others may try again.
MOST_WAITING, AGAIN_S = 20, 30
# Of documents in memory; they are made again in milliseconds.
KEPT_BYTES = 64_000_000

_recent: TTLCache[object, object] = TTLCache(maxsize=2000, ttl=GLANCE_S)
_recent_lock = Lock()


class _NotHeld(Exception):
    """There is nothing to make a document of; not kept, so that it is looked for again."""


def of_place(
    render: Render,
    *takes: str,
    months: tuple[int, ...] = TREND_MONTHS,
    limiter: CapacityLimiter | None = None,
) -> Endpoint:
    """The endpoint of a route with {force} and {neighbourhood}: `render` makes the document of a held place.

    `takes` names the options its address may have (publish.serving.request_options). 404 for a place there is
    not, 400 for a value there is not, 202 while a place is being read for the first time, 503 when
    it cannot be.
    `limiter`: how many may be made at once, of what takes long; who waits takes no thread.
    """
    options = frozenset(takes)

    async def endpoint(request: Request) -> Response:
        # As it was typed: nothing is parsed and no disk is looked at for what was asked a moment ago.
        scope = request.scope
        host = request.headers.get("host")
        key = (render, *scope["path_params"].values(), scope["query_string"], scope["scheme"], host)
        if (document := _recently(key)) is not None:
            return document.answer(request)
        try:
            query = read_path(request, options, months)
        except InvalidQuestion:
            return await not_found(request)
        except WrongOption as error:
            return wrong(request, str(error))
        crowded = limiter and limiter.statistics().tasks_waiting >= MOST_WAITING
        if crowded and _recently((render, query)) is None:
            return busy(request, AGAIN_S)
        if (document := await held(render, query, limiter)) is not None:
            _keep(key, document)
            return document.answer(request)
        return await _not_held(request, await to_thread.run_sync(_ask_for, query))

    return endpoint


async def held(render: Render, query: PlaceQuery, limiter: CapacityLimiter | None = None) -> Document | None:
    """The document of a held place, or None; the facts are looked at again after GLANCE_S."""
    key = (render, query)
    document = _recently(key)
    if (
        document is None
        and (document := await to_thread.run_sync(_held, render, query, limiter=limiter)) is not None
    ):
        _keep(key, document)
    return document


def forget() -> None:
    """Look at the facts again at the next question, for whoever has just written them."""
    with _recent_lock:
        _recent.clear()


def _recently(key: object) -> Document | None:
    """What was made or looked at under these settings less than GLANCE_S ago."""
    with _recent_lock:
        if _recent.get("settings") is not settings():
            _recent.clear()
        found = _recent.get(key)
        return found if isinstance(found, Document) else None


def _keep(key: object, document: Document) -> None:
    with _recent_lock:
        _recent["settings"], _recent[key] = settings(), document


def _held(render: Render, query: PlaceQuery) -> Document | None:
    place = query.place
    if not _known(place.force_id):
        return None
    if _look_after(query.places[1:]):
        return None
    try:
        document = _rendered(render, query)
    except _NotHeld:
        return None
    keep_fresh.beside(place)
    return document


def _known(force_id: str) -> bool:
    return force_id in (INVENTED if settings().demonstration else FORCES)


def _ask_for(query: PlaceQuery) -> PoliceDataError | None:
    """Have a place read beside that is not held; None while it is being read, else why there is nothing."""
    place = query.place
    if not _known(place.force_id):
        return UnknownPlace(place.force_id)
    if first_visit.is_held(place):
        return _look_after(query.places[1:])
    try:
        error = first_visit.visit(place).error
    except PoliceDataError as refused:
        error = refused
    # An old list that police.uk will not renew still says what there is.
    return UnknownPlace(f"{place} is not listed") if error and places.listed(place) is False else error


def _look_after(others: tuple[NeighbourhoodRef, ...]) -> PoliceDataError | None:
    """Have the other places read beside; why one of them cannot be there at all."""
    for place in others:
        if first_visit.is_held(place):
            keep_fresh.beside(place)
            continue
        try:
            first_visit.visit(place)
        except (UnknownPlace, InvalidQuestion) as unknown:
            return unknown
        except PoliceDataError:
            # What is held is shown; the place's own row says that it is not.
            continue
    return None


def _hangs_on(render: Render, query: PlaceQuery) -> tuple[object, ...]:
    """All that a document hangs on: the facts, and the hour (of events that are over)."""
    hour = now().replace(minute=0, second=0, microsecond=0)
    return render, query, folders.place_folder(query.place), *map(cache.version, query.places), hour


@cached(LRUCache(KEPT_BYTES, lambda document: len(document.body)), key=_hangs_on, condition=Condition())
def _rendered(render: Render, query: PlaceQuery) -> Document:
    # Asked of the facts, which are large, and so once a version and not at every look.
    if not first_visit.is_held(query.place):
        raise _NotHeld
    log.debug("%s made for %s", render.__qualname__, query.place)
    return render(view_of(query.place, query.to), query)


async def unless_held(request: Request, place: NeighbourhoodRef) -> Response | None:
    """Why a place cannot be spoken of now, as of_place would answer; None when it is held."""
    query = PlaceQuery(place, "")
    why = await to_thread.run_sync(_ask_for, query)
    if why is None and await to_thread.run_sync(first_visit.is_held, place):
        return None
    return await _not_held(request, why)


async def _not_held(request: Request, why: PoliceDataError | None) -> Response:
    if isinstance(why, UnknownPlace | InvalidQuestion):
        return await not_found(request)
    if why is None:
        return coming(request)
    return unavailable(request, _(why.sentence), 60 if isinstance(why, QueueFull) else 300)
