"""The reference routes of data.police.uk: months, categories, forces, neighbourhoods."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_access.months import month_key
from demo.places import Force, Place
from demo.record_json import not_found
from demo.world import World

# The 15 of GET /crime-categories, in its order.
CATEGORIES = {
    "all-crime": "All crime",
    "anti-social-behaviour": "Anti-social behaviour",
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
    "other-crime": "Other crime",
}


def world_of(request: Request) -> World:
    """The world that is served."""
    world: World = request.app.state.world
    return world


def _force(request: Request) -> Force:
    force = world_of(request).forces.get(request.path_params["force"])
    if force is None:
        raise not_found()
    return force


def _place(request: Request) -> Place:
    place = _force(request).places.get(request.path_params["neighbourhood"])
    if place is None:
        raise not_found()
    return place


def _named(things: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": id_, "name": name} for id_, name in things]


def _availability(request: Request) -> Any:
    world = world_of(request)
    months = reversed(world.window())
    return [{"date": month_key(m), "stop-and-search": sorted(world.stop_forces(m))} for m in months]


def _neighbourhoods(request: Request) -> Any:
    places = _force(request).places.values()
    return _named([(place.id, str(place.facts["name"])) for place in places])


def _boundary(request: Request) -> Any:
    return [
        {"latitude": f"{latitude:.10f}", "longitude": f"{longitude:.10f}"}
        for latitude, longitude in _place(request).ring
    ]


def _located(request: Request) -> Any:
    try:
        latitude, longitude = map(float, request.query_params.get("q", "").split(","))
    except ValueError:
        raise not_found() from None
    place = world_of(request).locate(latitude, longitude)
    if place is None:
        raise not_found()
    return {"force": place.force_id, "neighbourhood": place.id}


ANSWERS: dict[str, Callable[[Request], Any]] = {
    "/crimes-street-dates": _availability,
    "/crime-last-updated": lambda request: {"date": world_of(request).newest.isoformat()},
    "/crime-categories": lambda _: [{"url": slug, "name": name} for slug, name in CATEGORIES.items()],
    "/forces": lambda request: _named([(f.id, f.name) for f in world_of(request).forces.values()]),
    "/forces/{force}": lambda request: _force(request).profile,
    "/forces/{force}/people": lambda request: _force(request).people,
    "/locate-neighbourhood": _located,
    # Literals stand before `/{force}/...`: a neighbourhood called `neighbourhoods` could not be fetched.
    "/{force}/neighbourhoods": _neighbourhoods,
    "/{force}/{neighbourhood}": lambda request: _place(request).profile,
    "/{force}/{neighbourhood}/boundary": _boundary,
    "/{force}/{neighbourhood}/people": lambda request: _place(request).listed("people"),
    "/{force}/{neighbourhood}/priorities": lambda request: _place(request).listed("priorities"),
    "/{force}/{neighbourhood}/events": lambda request: _place(request).events(world_of(request).started_with),
}


def answering(ask: Callable[[Request], Any]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that answers what `ask` returns, as JSON."""

    async def endpoint(request: Request) -> Response:
        return JSONResponse(ask(request))

    return endpoint


ROUTES = [Route(path, answering(ask)) for path, ask in ANSWERS.items()]
