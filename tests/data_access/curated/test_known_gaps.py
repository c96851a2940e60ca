"""The table of known gaps: told apart, dated, in plain words, and agreeing with police.uk's own lists."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from data_access.curated.forces import FORCES, INVENTED
from data_access.curated.known_gaps import known_gaps, publishes_crime
from data_access.curated.known_gaps_table import EVERY_FORCE, GAPS, Gap
from data_access.months import month_range, parse_month
from demo.places import forces as invented_forces

SEPTEMBER_2026 = date(2026, 9, 1)


def test_forty_four_forces_each_with_a_code_of_its_own():
    assert len(FORCES) == 44
    assert len({row.pfa for row in FORCES.values()}) == 44
    assert all(re.fullmatch(r"[EWN]\d{8}", row.pfa) for row in FORCES.values())


def test_forces_are_those_of_police_uk(shared_data: Path):
    answer = json.loads(
        (shared_data / "api_json/recorded/history_test_police_api__forces.json").read_text("utf-8")
    )
    published = {row["id"]: row["name"] for row in answer if row["id"] != "btp"}
    assert {force_id: row.name for force_id, row in FORCES.items()} == published


def test_greater_manchester_publishes_no_crime_since_july_2019():
    assert publishes_crime("greater-manchester", date(2019, 6, 1))
    assert not publishes_crime("greater-manchester", date(2019, 7, 1))
    assert not publishes_crime("greater-manchester", SEPTEMBER_2026)


@pytest.mark.parametrize(
    "force_id", ["wiltshire", "northern-ireland", "exampleshire", "no-such-force", "btp"]
)
def test_a_force_publishes_crime_unless_it_is_known_not_to(force_id: str):
    assert publishes_crime(force_id, SEPTEMBER_2026)


def test_the_table_knows_the_demonstrations_forces_and_what_each_does_not_publish():
    in_demo = {
        force_id: {"crime", "outcomes", "stops"} - force.publishes
        for force_id, force in invented_forces().items()
    }
    in_table = {
        force_id: {gap.what.replace("stop_and_search", "stops") for gap in known_gaps(force_id)}
        for force_id in INVENTED
    }
    assert in_table == in_demo
    assert not publishes_crime("fenmarsh", SEPTEMBER_2026)


def test_a_force_has_its_own_gaps_first_and_then_those_of_every_force():
    gaps = known_gaps("wiltshire")
    assert [gap.force_id for gap in gaps] == ["wiltshire", EVERY_FORCE, EVERY_FORCE]
    assert gaps[0].what == "stop_and_search"
    assert (gaps[0].since, gaps[0].until) == (date(2023, 6, 1), date(2025, 6, 1))


def test_an_invented_force_does_not_share_what_real_ones_lack():
    assert known_gaps("exampleshire") == ()
    assert {gap.force_id for gap in known_gaps("eastwold")} == {"eastwold"}


def test_a_gap_covers_its_first_and_last_month_and_none_beside():
    gap = Gap("wiltshire", "crime", "", SEPTEMBER_2026, since=date(2024, 2, 1), until=date(2024, 4, 1))
    months = month_range(date(2024, 1, 1), date(2024, 5, 1))
    assert [gap.covers(month) for month in months] == [False, True, True, True, False]


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: f"{gap.force_id}-{gap.what}")
def test_every_gap_is_about_a_force_we_know_and_said_in_short_sentences(gap: Gap):
    assert gap.force_id in {*FORCES, *INVENTED, "btp", EVERY_FORCE}
    sentences = re.split(r"(?<=[.”]) ", gap.sentence)
    assert all(0 < len(sentence.split()) < 25 for sentence in sentences)
    assert gap.since is None or gap.since.day == 1
    assert gap.until is None or gap.until.day == 1
    assert gap.checked >= (gap.until or date.min)


def _stop_and_search_by_month(shared_data: Path) -> dict[date, set[str]]:
    path = shared_data / "api_json/recorded/history_test_police_api__available_dates.json"
    answer = json.loads(path.read_text("utf-8"))
    return {parse_month(row["date"]): set(row["stop-and-search"]) for row in answer}


def test_stop_and_search_gaps_agree_with_police_uks_own_list(shared_data: Path):
    listed = _stop_and_search_by_month(shared_data)
    gaps = [gap for gap in GAPS if gap.what == "stop_and_search" and not gap.partly]
    wrong = [
        (gap.force_id, month)
        for gap in gaps
        for month, forces in listed.items()
        if gap.covers(month) and gap.force_id in forces
    ]
    assert wrong == []


def test_every_force_missing_from_that_list_throughout_is_in_the_table(shared_data: Path):
    listed = _stop_and_search_by_month(shared_data)
    never = set(FORCES) - set().union(*listed.values())
    told = {gap.force_id for gap in GAPS if gap.what == "stop_and_search" and not gap.partly}
    assert never <= told


@pytest.mark.parametrize(
    ("force_id", "month"),
    [
        *(("gwent", date(2025, n, 1)) for n in range(9, 13)),
        ("city-of-london", date(2022, 6, 1)),
        *(("devon-and-cornwall", date(2022, n, 1)) for n in (11, 12)),
    ],
)
def test_months_that_others_miss_are_told_and_still_asked_for(force_id, month):
    told = [gap for gap in known_gaps(force_id) if gap.to_be_checked and gap.covers(month)]
    assert [gap.what for gap in told] == ["crime"]
    assert "still to check" in told[0].sentence
    assert publishes_crime(force_id, month)
