"""Is the process alive, and can it answer anything: for load balancers and whoever watches the site."""

from threading import Condition

from cachetools import TTLCache, cached
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from data_access.errors import InTheWay, NameNotFound
from data_access.police_api import availability
from data_access.settings import settings
from data_access.store import held_places
from publish.operations import survey_state

# Watchers ask every few seconds, several at a time; police.uk is asked once for all of them.
REMEMBER_S = 5
PATIENCE_S = 2


async def healthz(_request: Request) -> Response:
    """200 while the process lives."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


async def readyz(_request: Request) -> Response:
    """200 when it can answer something, 503 when it cannot; JSON with `ready` and the `reason`.

    `survey`: how its database does; the site is ready without.
    """
    ready, reason = await run_in_threadpool(readiness)
    survey = (await run_in_threadpool(survey_state.look)).state
    return JSONResponse(
        {"ready": ready, "reason": reason, "survey": survey},
        status_code=200 if ready else 503,
        headers={"Cache-Control": "no-store"},
    )


@cached(TTLCache(maxsize=1, ttl=REMEMBER_S), condition=Condition())
def readiness() -> tuple[bool, str]:
    """Whether there is anything to answer with, and why."""
    if settings().demonstration:
        return True, "serving the demonstration force"
    if settings().demo == "always":
        return False, "the demonstration is being started"
    if held_places.held():
        return True, "neighbourhoods are held"
    if settings().offline:
        return False, "nothing is held, and YOURPATCH_OFFLINE forbids asking police.uk"
    trouble = availability.trouble(PATIENCE_S)
    if trouble is None:
        return True, "nothing is held yet; police.uk answers"
    if isinstance(trouble, InTheWay | NameNotFound):
        return False, f"nothing is held. {trouble.sentence}"
    return False, "nothing is held, and police.uk does not answer"
