"""The postcode service's routes, in the shapes of postcodes.io."""

import re
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from demo.gazetteer import RETIRED, grid, populated_places, postcodes
from demo.geometry import distance_m
from demo.record_json import Refusal
from demo.reference_routes import answering, world_of

SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
MANY = 100  # the longest list


def _refused(status: int, error: str, **more: Any) -> Refusal:
    refusal = Refusal(status)
    refusal.answer = JSONResponse({"status": status, "error": error, **more}, status)
    return refusal


def _ok(result: Any) -> dict[str, Any]:
    return {"status": 200, "result": result}


def _postcode(request: Request) -> Any:
    """Spaces and case do not matter; a retired postcode is not found, but its old place is told."""
    squeezed = re.sub(r"\s", "", request.path_params["postcode"]).upper()
    if not SHAPE.fullmatch(squeezed):
        raise _refused(404, "Invalid postcode")
    postcode = f"{squeezed[:-3]} {squeezed[-3:]}"
    found = postcodes(world_of(request)).get(postcode)
    if found is None:
        old = {"terminated": {"postcode": postcode, **RETIRED[postcode]}} if postcode in RETIRED else {}
        raise _refused(404, "Postcode not found", **old)
    return _ok(found)


def _nearest(request: Request) -> Any:
    """Postcodes round a point, nearest first: within 100 m unless a radius up to 2,000 m is asked for."""
    query = request.query_params
    try:
        longitude = float(query.get("lon") or query["longitude"])
        latitude = float(query.get("lat") or query["latitude"])
        radius, limit = float(query.get("radius", 100)), int(query.get("limit", 10))
    except (KeyError, ValueError):
        raise _refused(400, "Invalid longitude/latitude submitted") from None
    located = [found for found in postcodes(world_of(request)).values() if found["latitude"] is not None]
    gaps = distance_m(np.array([(p["latitude"], p["longitude"]) for p in located]), latitude, longitude)
    near = [n for n in gaps.argsort() if gaps[n] <= min(radius, 2_000)][: min(limit, MANY)]
    return _ok([located[n] | {"distance": float(gaps[n])} for n in near] or None)


def _outcode(request: Request) -> Any:
    """The middle of an outward code; what may differ inside it is a list."""
    wanted = request.path_params["outcode"].strip().upper()
    every = postcodes(world_of(request)).values()
    found = [p for p in every if p["outcode"] == wanted and p["latitude"] is not None]
    if not found:
        raise _refused(404, "Outcode not found")
    latitude, longitude = np.mean([(p["latitude"], p["longitude"]) for p in found], axis=0).tolist()
    lists = {
        key: sorted({p[key] for p in found if p[key]})
        for key in ("admin_district", "parish", "admin_ward", "country")
    }
    spot = {"latitude": latitude, "longitude": longitude} | grid((latitude, longitude))
    return _ok({"outcode": wanted, **spot, "admin_county": [], **lists})


def _places(request: Request) -> Any:
    """Places whose name holds what was asked, those that begin with it first."""
    query = request.query_params.get("q")
    if query is None:
        raise _refused(400, "No valid query submitted. Remember to include every parameter")
    sought, limit = query.strip().casefold(), request.query_params.get("limit", "10")
    hits = [entry for entry in populated_places(world_of(request)) if sought in entry["name_1"].casefold()]
    hits.sort(key=lambda entry: not entry["name_1"].casefold().startswith(sought))
    return _ok(hits[: min(int(limit) if limit.isdigit() else 10, MANY)] if sought else [])


def _nothing_else(_: Request) -> Any:
    raise _refused(404, "Resource not found")


ROUTES = [
    Route("/ping", answering(lambda _: _ok("pong"))),
    Route("/postcodes/{postcode}", answering(_postcode)),
    Route("/postcodes", answering(_nearest)),
    Route("/outcodes/{outcode}", answering(_outcode)),
    Route("/places", answering(_places)),
    Route("/{rest:path}", answering(_nothing_else)),
]
