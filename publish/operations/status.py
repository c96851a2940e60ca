"""How fresh the figures are: `/status` for people who rely on them, `/status.json` for programs."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from threading import Condition
from typing import Any

from cachetools import TTLCache, cached
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from components.words import crime, survey_results
from components.words.comments_waiting import waiting_words
from components.words.language import _, month_words
from data_access import freshness
from data_access.background.worker_threads import begun_again
from data_access.curated import known_gaps
from data_access.months import month_key, parse_month
from data_access.overviews import stored
from data_access.refresh import police_uk_status
from data_access.settings import HOUSE, now, settings
from data_access.store import places
from data_access.survey.results.publish import results_of_force
from data_access.survey.staff.comments_waiting import Waiting
from data_access.survey.survey_of_force import NoSurvey, survey_of
from publish.operations import survey_state
from publish.serving.document import Document, page

VERSION = 1
# The store is looked through once for all who ask meanwhile.
REMEMBER_S = 60
HEADERS = {"Cache-Control": f"public, max-age={REMEMBER_S}, stale-if-error=604800", "Vary": "Accept"}
# Of a force's failed months, so many are named.
MOST_FAILED = 20
NONE = Waiting()


async def status(request: Request) -> Response:
    """HTML for a browser, JSON for a program that takes nothing else."""
    takes = request.headers.get("accept", "")
    if "application/json" in takes and "text/html" not in takes:
        return await status_json(request)
    told = await run_in_threadpool(said)
    title = _("Is this site up to date?")
    words = {
        "month": _in_words,
        "period": survey_results.period,
        "nothing_newer": _nothing_newer,
        "waiting": waiting_words,
    }
    return page("status.html", headers=HEADERS, title=title, state=told, said=words).answer(request)


async def status_json(request: Request) -> Response:
    """The same as JSON; keys are only ever added (docs/feeds.md)."""
    told = await run_in_threadpool(said)
    body = json.dumps(told, ensure_ascii=False, indent=1, default=_iso)
    return Document(body.encode() + b"\n", "application/json", headers=HEADERS).answer(request)


def said() -> dict[str, Any]:
    """What there is to say now, as `state`, with `survey`."""
    return state(_key()) | {"survey": survey_state.look().state}


def _key() -> tuple[object, ...]:
    return settings().facts_dir, settings().forces


@cached(TTLCache(maxsize=8, ttl=REMEMBER_S), condition=Condition())
def state(_store: tuple[object, ...]) -> dict[str, Any]:
    """What both say, by key: moments are datetimes in UTC, months like 2026-09."""
    published, trouble = places.published(), police_uk_status.trouble()
    return {
        "version": VERSION,
        "software": _software(),
        "checked_at": now(),
        "demonstration": settings().demonstration,
        "offline": settings().offline,
        "police_uk": {
            "newest_month": _month(max(published.value, default=None)) if published else None,
            "months_without_news": _without_news(published.value) if published else 0,
            "months_read_at": published.fetched_at if published else None,
            "last_asked_at": police_uk_status.last_tried(),
            "trouble": trouble.error.sentence if trouble else None,
            "trouble_at": trouble.when if trouble else None,
        },
        "begun_again": [{"what": what, "at": at} for what, at in sorted(begun_again.items())],
        "forces": list(_forces()),
    }


def _forces() -> Iterator[dict[str, Any]]:
    waiting = survey_state.look().waiting
    for force in stored.stock():
        listed = places.neighbourhoods(force.force_id)
        survey = survey_of(force.force_id)
        why_none = survey.sentence if isinstance(survey, NoSurvey) else None
        yield {
            "id": force.force_id,
            "name": places.force_name(force.force_id),
            "neighbourhoods_held": force.places,
            "neighbourhoods_listed": len(listed.value) if listed else None,
            "list_read_at": listed.fetched_at if listed else None,
            "first_month": _month(min(force.months, default=None)),
            "newest_month": _month(max(force.months, default=None)),
            "months_without_news": _without_news(force.months),
            "crime": {"places": force.places, "oldest_read_at": force.oldest, "newest_read_at": force.newest},
            **{
                name: {"places": age.places, "oldest_read_at": age.oldest, "newest_read_at": age.newest}
                for name, age in stored.ages(force.force_id).items()
            },
            "failed_months": len(force.failed),
            "failed": [
                {
                    "neighbourhood": place.neighbourhood_id,
                    "month": month_key(month),
                    "tried_at": state.fetched_at,
                }
                for place, month, state in force.failed[:MOST_FAILED]
            ],
            "survey": {
                "asked": why_none is None,
                "why_not": _(why_none) if why_none else None,
                "newest_results": _newest_results(force.force_id),
                "comments_waiting": None if waiting is None else waiting.get(force.force_id, NONE).comments,
            },
            "known_gaps": [
                {"sentence": _(gap.sentence), "checked": gap.checked, "to_be_checked": gap.to_be_checked}
                for gap in known_gaps.known_gaps(force.force_id)
            ],
        }


def _newest_results(force_id: str) -> str | None:
    return next((window.key for window in results_of_force(force_id) if window.n is not None), None)


def _nothing_newer(force: dict[str, Any]) -> str:
    lacks_none = freshness.is_all_published(parse_month(force["newest_month"]), places.published(), now())
    return crime.nothing_newer(force["months_without_news"], by_police_uk=lacks_none)


def _without_news(months: Iterable[date]) -> int:
    return freshness.months_without_news(max(months, default=None), now().date())


def _month(month: date | None) -> str | None:
    return month_key(month) if month else None


def _in_words(key: str) -> str:
    return month_words(parse_month(key))


def _iso(value: date) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


@lru_cache(maxsize=1)
def _software() -> str:
    return str(tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]["version"])
