"""What the API answers is what the world holds, counted without the API's code."""

from collections import Counter
from typing import Any

import pytest

PLACES = [
    ("exampleshire", "EX01"),
    ("exampleshire", "AB12"),
    ("exampleshire", "ab12"),
    ("exampleshire", "55.EX3001"),
    ("exampleshire", "Fallow Cross"),
    ("eastwold", "Stanwick District"),
    ("fenmarsh", "FM01"),
]


def true_counts(stand_in: Any, force: str, neighbourhood: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = stand_in.control(f"truth?force={force}&neighbourhood={neighbourhood}")
    return found


@pytest.mark.parametrize(("force", "neighbourhood"), PLACES)
def test_the_api_answers_the_truth(
    ask: Any, polygon: Any, stand_in: Any, force: str, neighbourhood: str
) -> None:
    truth, ring = true_counts(stand_in, force, neighbourhood), polygon(force, neighbourhood)
    for month in ("2026-09", "2024-12", "2023-10"):
        crimes = ask("/api/crimes-street/all-crime", form={"poly": ring, "date": month}).json()
        assert Counter(crime["category"] for crime in crimes) == truth[month]


def test_truth_covers_the_published_months(stand_in: Any) -> None:
    months = list(true_counts(stand_in, "exampleshire", "EX01"))
    assert (months[0], months[-1], len(months)) == ("2023-10", "2026-09", 36)


def test_a_point_finds_what_lies_within_a_mile(ask: Any) -> None:
    near = ask("/api/crimes-street/all-crime", lat="51.25", lng="-1.94", date="2026-08").json()
    # A mile is 0.01447 degrees of latitude; the square round the circle holds more than the circle.
    square = "51.2355,-1.9632:51.2645,-1.9632:51.2645,-1.9168:51.2355,-1.9168"
    within = ask("/api/crimes-street/all-crime", poly=square, date="2026-08").json()
    ids, ids_of_square = {crime["id"] for crime in near}, {crime["id"] for crime in within}
    assert ids < ids_of_square
    assert len(ids) > 0.6 * len(ids_of_square)


def test_a_polygon_is_closed_for_whoever_leaves_it_open(ask: Any, polygon: Any) -> None:
    ring = polygon("exampleshire", "EX02")
    left_open = ring.rsplit(":", 1)[0]
    answers = [ask("/api/crimes-street/all-crime", form={"poly": poly}).json() for poly in (ring, left_open)]
    assert answers[0] == answers[1] != []


@pytest.mark.parametrize(("change", "by"), [({"add": 5}, 5), ({"drop": 3}, -3)])
def test_a_published_count_changes_between_two_reads_until_reset(
    ask: Any, polygon: Any, stand_in: Any, change: dict[str, int], by: int
) -> None:
    ring = polygon("exampleshire", "EX01")

    def burglaries() -> int:
        return len(ask("/api/crimes-street/burglary", form={"poly": ring, "date": "2026-05"}).json())

    before = burglaries()
    named = {"force": "exampleshire", "neighbourhood": "EX01", "month": "2026-05", "category": "burglary"}
    assert stand_in.control("change", named | change)["burglary"] == burglaries() == before + by
    stand_in.reset()
    assert burglaries() == before


def test_the_window_moves_when_a_month_is_published(ask: Any, stand_in: Any) -> None:
    stand_in.control("settings", {"newest": "2026-10", "pace": False})
    months = [entry["date"] for entry in ask("/api/crimes-street-dates").json()]
    assert (months[0], months[-1]) == ("2026-10", "2023-11")
    assert ask("/api/crime-last-updated").json() == {"date": "2026-10-01"}
    october = ask("/api/crimes-street/all-crime", lat="51.25", lng="-1.94").json()
    assert {crime["month"] for crime in october} == {"2026-10"}


def test_outcomes_grow_old_between_two_updates(ask: Any, stand_in: Any) -> None:
    where = {"lat": "51.25", "lng": "-1.94", "date": "2026-09"}

    def undecided() -> int:
        crimes = ask("/api/crimes-street/violent-crime", **where).json()
        return sum(
            (crime["outcome_status"] or {}).get("category") == "Under investigation" for crime in crimes
        )

    fresh = undecided()
    stand_in.control("settings", {"newest": "2027-03"})
    assert undecided() < fresh / 2


def test_records_lose_their_place_and_are_told_of_elsewhere(ask: Any, polygon: Any, stand_in: Any) -> None:
    ring, month = polygon("exampleshire", "EX01"), {"date": "2026-05"}

    def records(path: str, **asked: Any) -> set[int]:
        return {crime["id"] for crime in ask(path, **asked).json()}

    def without_place() -> set[int]:
        return records("/api/crimes-no-location", category="all-crime", force="exampleshire", **month)

    def here() -> set[int]:
        return records("/api/crimes-street/all-crime", form={"poly": ring, **month})

    before, nowhere = here(), without_place()
    stand_in.control("lose", {"force": "exampleshire", "months": ["2026-05"], "share": 0.2})
    lost = before - here()
    assert 0 < len(lost) < len(before) / 2
    assert lost | nowhere <= without_place()
