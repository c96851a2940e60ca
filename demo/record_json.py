"""Records as police.uk writes them down, and its ways of refusing."""

from datetime import date
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from data_access.months import month_key
from demo.map_lines import SEED
from demo.outcomes import NAMES, history
from demo.records import ASB, Crime
from demo.snap_points import SnapPoint
from demo.stops import Stop

# A long text is legal and rare; so is a subtype on an ordinary record.
CONTEXT = "Reported on line.\nSupplied again in a later month."
RARE = 397


class Refusal(Exception):
    """police.uk says no: crime and stop routes with an empty page, the others in two plain words."""

    def __init__(self, status: int, body: str = "", media_type: str = "text/html") -> None:
        super().__init__(f"{status} {body}")
        self.answer = Response(body, status, media_type=media_type)


def not_found() -> Refusal:
    """The 404 of force and neighbourhood routes."""
    return Refusal(404, "Not Found", "text/plain")


async def refused(_: Request, refusal: Exception) -> Response:
    """The exception handler that turns a refusal into its answer."""
    assert isinstance(refusal, Refusal)  # noqa: S101 - Starlette's handlers take any exception
    return refusal.answer


def persistent_id(crime: Crime) -> str:
    """64 lower-case hexadecimal digits that outlast every update; anti-social behaviour has none."""
    return "" if crime.category == ASB else sha256(f"{SEED}-{crime.id}".encode()).hexdigest()


def location(point: SnapPoint | None) -> dict[str, Any] | None:
    """A map point, coordinates as text."""
    if point is None:
        return None
    street = {"id": point.id, "name": point.name}
    return {"latitude": point.latitude, "street": street, "longitude": point.longitude}


def plain_crime(crime: Crime) -> dict[str, Any]:
    """A crime object without its outcome."""
    force_type = "BTP" if crime.force_id == "btp" else "Force"
    subtype = "STATION" if crime.force_id == "btp" else "ROAD" if crime.id % RARE == 0 else ""
    return {
        "category": crime.category,
        "location_type": force_type if crime.point else None,
        "location": location(crime.point),
        "context": CONTEXT if crime.id % RARE == 1 else "",
        "persistent_id": persistent_id(crime),
        "id": crime.id,
        "location_subtype": subtype if crime.point else "",
        "month": month_key(crime.month),
    }


def crime_answer(crime: Crime, newest: date) -> dict[str, Any]:
    """A crime object with its latest outcome: a name, never a code."""
    known = history(crime, newest)
    status = {"category": NAMES[known[-1][0]], "date": month_key(known[-1][1])} if known else None
    return plain_crime(crime) | {"outcome_status": status}


def outcome_answer(code: str, month: date) -> dict[str, Any]:
    """One outcome, as `outcomes-at-location` and `outcomes-for-crime` list it."""
    return {"category": {"code": code, "name": NAMES[code]}, "date": month_key(month), "person_id": None}


def stop_answer(stop: Stop) -> dict[str, Any]:
    """A stop object: it has no id."""
    return stop.facts | {"location": location(stop.point)}
