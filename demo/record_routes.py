"""The routes of data.police.uk that answer with records. Their silent rules are its own."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.routing import Route

from data_access.months import month_range, parse_month, shift
from demo.outcomes import LONGEST_LAG, history
from demo.record_json import Refusal, crime_answer, outcome_answer, persistent_id, plain_crime, stop_answer
from demo.records import Crime
from demo.reference_routes import CATEGORIES, answering, world_of
from demo.world import World


def _month(request: Request, refusal: int = 404) -> date:
    """The month asked for, the newest when none is; before the window or malformed it is refused."""
    world = world_of(request)
    text = request.state.params.get("date")
    if text is None:
        return world.newest
    try:
        month = parse_month(text)
    except ValueError:
        raise Refusal(refusal) from None
    if month < world.window()[0]:
        raise Refusal(refusal)
    return month


def _hits(request: Request) -> frozenset[int]:
    """Ids of the map points in the polygon, or within a mile of the point, that the request names."""
    params, world = request.state.params, world_of(request)
    if "poly" in params:
        return _in_polygon(world, params["poly"])
    return world.points_near(*_point(params))


@lru_cache(maxsize=100)
def _in_polygon(world: World, text: str) -> frozenset[int]:
    """Kept, because whoever reads a neighbourhood asks for 36 months with one polygon."""
    return world.points_in(_ring(text))


def _ring(text: str) -> Any:
    try:
        ring = np.array([[float(part) for part in pair.split(",")] for pair in text.split(":")])
    except ValueError:
        raise Refusal(404) from None
    if ring.ndim != 2 or ring.shape[1] != 2 or not np.isfinite(ring).all():
        raise Refusal(404)
    if len(ring) < 3:
        raise Refusal(502)
    return ring


def _point(params: dict[str, str]) -> tuple[float, float]:
    try:
        return float(params["lat"]), float(params["lng"])
    except (KeyError, ValueError):
        raise Refusal(400) from None


def _location_id(request: Request) -> int | None:
    """The map point's id when the request names one; 404 when nothing was ever recorded there."""
    text = request.state.params.get("location_id")
    if text is None:
        return None
    if text not in {str(point.id) for point in world_of(request).points}:
        raise Refusal(404)
    return int(text)


def _capped(request: Request, records: list[Any]) -> list[Any]:
    cap = request.app.state.switches.settings.cap
    if cap is not None and len(records) > cap:
        raise Refusal(503)
    return records


def _of_category(crimes: Iterable[Crime], category: str) -> list[Crime]:
    """An unknown category is silently all crime."""
    known = category in CATEGORIES and category != "all-crime"
    return [crime for crime in crimes if not known or crime.category == category]


def _crimes_street(request: Request) -> Any:
    world, month, hits = world_of(request), _month(request), _hits(request)
    there = [crime for crime in world.crimes(month) if crime.point and crime.point.id in hits]
    wanted = _of_category(_capped(request, there), request.path_params["category"])
    return [crime_answer(crime, world.newest) for crime in wanted]


def _crimes_at_location(request: Request) -> Any:
    world, month, spot = world_of(request), _month(request), _location_id(request)
    if spot is None:
        spot = world.nearest_point(*_point(request.state.params)).id
    there = [crime for crime in world.crimes(month) if crime.point and crime.point.id == spot]
    return [crime_answer(crime, world.newest) for crime in there]


def _crimes_no_location(request: Request) -> Any:
    world, month, params = world_of(request), _month(request), request.state.params
    force = params.get("force")
    if force not in {*world.forces, "btp"}:
        raise Refusal(502)
    nowhere = [crime for crime in world.crimes(month) if crime.point is None and crime.force_id == force]
    wanted = _of_category(nowhere, params.get("category", "all-crime"))
    return [crime_answer(crime, world.newest) for crime in wanted]


def _outcomes_at_location(request: Request) -> Any:
    world, month, spot = world_of(request), _month(request), _location_id(request)
    hits = _hits(request) if spot is None else frozenset({spot})
    found = [
        outcome_answer(code, when) | {"crime": plain_crime(crime)}
        for asked in month_range(shift(month, -LONGEST_LAG), month)
        for crime in world.crimes(asked)
        if crime.point and crime.point.id in hits and "outcomes" in world.publishes(crime.force_id)
        for code, when in history(crime, world.newest)
        if when == month
    ]
    return _capped(request, found)


def _outcomes_for_crime(request: Request) -> Any:
    """Eastwold answers as Northern Ireland does: with another crime, and no outcomes."""
    world, wanted = world_of(request), request.path_params["persistent_id"]
    for month in world.window():
        records = world.crimes(month)
        found = next((crime for crime in records if persistent_id(crime) == wanted), None)
        if found and "outcomes" not in world.publishes(found.force_id):
            others = [
                c for c in records if c.force_id == found.force_id and c.id != found.id and persistent_id(c)
            ]
            return {"crime": plain_crime(others[0]), "outcomes": None}
        if found:
            steps = [outcome_answer(*step) for step in history(found, world.newest)]
            return {"crime": plain_crime(found), "outcomes": steps}
    raise Refusal(404)


def _stops_street(request: Request) -> Any:
    world, month, hits = world_of(request), _month(request), _hits(request)
    return [stop_answer(stop) for stop in world.stops(month) if stop.point and stop.point.id in hits]


def _stops_at_location(request: Request) -> Any:
    month, spot = _month(request), request.state.params.get("location_id")
    there = [stop for stop in world_of(request).stops(month) if stop.point and str(stop.point.id) == spot]
    return [stop_answer(stop) for stop in there]


def _stops_no_location(request: Request) -> Any:
    return [answer for answer in _stops_force(request, 404) if answer["location"] is None]


def _stops_force(request: Request, refusal: int = 502) -> Any:
    month, force = _month(request, refusal), request.state.params.get("force")
    return [stop_answer(stop) for stop in world_of(request).stops(month) if stop.force_id == force]


BOTH = ["GET", "POST"]
ROUTES = [
    Route("/crimes-street/{category}", answering(_crimes_street), methods=BOTH),
    Route("/outcomes-at-location", answering(_outcomes_at_location), methods=BOTH),
    Route("/stops-street", answering(_stops_street), methods=BOTH),
    Route("/crimes-at-location", answering(_crimes_at_location)),
    Route("/crimes-no-location", answering(_crimes_no_location)),
    Route("/outcomes-for-crime/{persistent_id}", answering(_outcomes_for_crime)),
    Route("/stops-at-location", answering(_stops_at_location)),
    Route("/stops-no-location", answering(_stops_no_location)),
    Route("/stops-force", answering(_stops_force)),
]
