"""What tests may ask of the stand-in, at `/_control/`: faults, settings, its log, its pace, the truth."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_access.months import month_key, parse_month
from demo.crimes import MIXES
from demo.faults_and_pace import Fault, Pace, Switches
from demo.places import Place
from demo.slow_counts import truth
from demo.world import World


class Control:
    """The hand on the switches of one running stand-in."""

    def __init__(self, world: World, switches: Switches) -> None:
        self.world, self.switches = world, switches
        self.started = replace(switches.settings)

    def reset(self, _: Any) -> Any:
        """As it started: no fault, no changed count, an empty log, a full bucket."""
        self.world.reset()
        self.switches.settings = replace(self.started)
        self.switches.faults, self.switches.log, self.switches.pace = [], [], Pace()
        return {}

    def faults(self, rules: list[dict[str, Any]] | None) -> Any:
        """Put these rules in place of the ones before; the first that fits a request is used."""
        if rules is not None:
            self.switches.faults = [Fault(**rule) for rule in rules]
        return [asdict(fault) for fault in self.switches.faults]

    def settings(self, wanted: dict[str, Any] | None) -> Any:
        """Set latency, cap, pace or the newest month; what is not named stays."""
        wanted = dict(wanted or {})
        if "newest" in wanted:
            self.world.newest = parse_month(wanted.pop("newest"))
        self.switches.settings = replace(self.switches.settings, **wanted)
        return asdict(self.switches.settings) | {"newest": month_key(self.world.newest)}

    def change(self, wanted: dict[str, Any]) -> Any:
        """Publish more (`add`) or fewer (`drop`) records of a category in a neighbourhood and month."""
        place, month = self._place(wanted), parse_month(wanted["month"])
        if month not in self.world.window() or wanted["category"] not in MIXES:
            raise ValueError("no such month or category")
        self.world.change(place, month, wanted["category"], wanted.get("add", 0) - wanted.get("drop", 0))
        return truth(self.world, place)[month_key(month)]

    def lose(self, wanted: dict[str, Any]) -> Any:
        """Publish this share of a force's records of these months without their place."""
        months = [parse_month(key) for key in wanted["months"]]
        if wanted["force"] not in self.world.forces or not {*months} <= {*self.world.window()}:
            raise ValueError("no such force or month")
        for month in months:
            self.world.lose(wanted["force"], month, wanted["share"])
        return {}

    def pace(self, _: Any) -> Any:
        """How many requests were answered at once at most, and how many came over the pace."""
        pace = self.switches.pace
        return {"most_in_flight": pace.most_in_flight, "over": pace.over}

    def truth(self, query: dict[str, Any]) -> Any:
        """Counts by month and category of a neighbourhood, made without the API's own code."""
        return truth(self.world, self._place(query))

    def _place(self, query: dict[str, Any]) -> Place:
        return self.world.forces[query["force"]].places[query["neighbourhood"]]

    def routes(self) -> list[Route]:
        """GET reads, POST sets; a wrong key or name is 400 with the reason."""
        return [
            Route("/reset", _endpoint(self.reset), methods=["POST"]),
            Route("/faults", _endpoint(self.faults), methods=["GET", "POST"]),
            Route("/settings", _endpoint(self.settings), methods=["GET", "POST"]),
            Route("/change", _endpoint(self.change), methods=["POST"]),
            Route("/lose", _endpoint(self.lose), methods=["POST"]),
            Route("/log", _endpoint(lambda _: self.switches.log)),
            Route("/pace", _endpoint(self.pace)),
            Route("/truth", _endpoint(self.truth)),
        ]


def _endpoint(ask: Callable[[Any], Any]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            return JSONResponse(ask(json.loads(body) if body else dict(request.query_params) or None))
        except (KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": repr(error)}, 400)

    return endpoint
