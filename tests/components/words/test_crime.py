from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from components.words import crime, team
from data_access.curated.local_facts import Item, Local
from data_access.models import Facts, Force, Neighbourhood, Priority, State
from data_access.statistics.without_place import REASON
from tests.support.counts import READ, counts_of

SEPTEMBER, YEAR_BEFORE = date(2026, 9, 1), date(2025, 9, 1)
TODAY = date(2026, 11, 18)


def test_the_newest_month_is_told_with_the_same_month_last_year():
    counts = counts_of({YEAR_BEFORE: 198, SEPTEMBER: 212})
    assert crime.recorded(counts) == (
        "In September 2026, **212 crimes** were recorded here. In September 2025 it was 198."
    )


def test_one_crime_is_singular_and_a_missing_year_before_is_left_out():
    assert crime.recorded(counts_of({SEPTEMBER: 1})) == "In September 2026, **1 crime** was recorded here."


def test_a_place_without_figures_is_not_a_place_without_crime():
    counts = counts_of({SEPTEMBER: None}, gaps={SEPTEMBER: State.NOT_PUBLISHED})
    assert crime.recorded(counts) == "police.uk holds no crime figures for this neighbourhood."


def test_police_uks_own_total_is_explained_beside_ours():
    assert crime.all_crime(counts_of({SEPTEMBER: 212})) == (
        "police.uk shows 276, because it adds the 64 anti-social behaviour incidents."
    )


def test_each_reason_for_a_missing_month_has_its_own_sentence():
    gaps = {
        date(2026, 6, 1): State.FAILED,
        date(2026, 7, 1): State.NOT_PUBLISHED,
        date(2026, 8, 1): State.INCOMPLETE,
    }
    counts = counts_of(
        {date(2026, 6, 1): None, date(2026, 7, 1): None, date(2026, 8, 1): 9, SEPTEMBER: 212}, gaps=gaps
    )
    assert crime.months_without_figure(counts.states, "Wiltshire Police") == [
        "We could not get June 2026 from police.uk. We will try again.",
        "police.uk holds no crime figures from Wiltshire Police for July 2026.",
        "Figures for August 2026 look incomplete on police.uk, so we leave them out of comparisons.",
    ]


def test_months_with_an_unusual_share_without_a_place_say_so():
    august = date(2026, 8, 1)
    counts = counts_of({august: 9, SEPTEMBER: 212}, gaps={august: State.INCOMPLETE})
    counts.states[august] = replace(counts.states[august], reason=f"{REASON}: 15%, usually 2%")
    assert crime.months_without_figure(counts.states, "Suffolk *Police*") == [
        r"In August 2026 an unusual share of the records from Suffolk \*Police\* had no place on police.uk. "
        "So we leave these months out of comparisons.",
    ]
    assert crime.without_place("Suffolk Police", august, 600, 4_000) == (
        "In August 2026, 600 of the 4,000 records we hold from Suffolk Police "
        "had no place on police.uk (15%). "
        "No neighbourhood counts them."
    )


def test_the_newest_priority_is_quoted():
    priorities = Facts((Priority("<p>Speeding on Bath Road.</p>", date(2026, 9, 14)),), READ)
    assert "set on 14 September 2026" in team.newest_priority(priorities)
    assert "Speeding on Bath Road" in team.newest_priority(priorities)


def test_a_team_without_priorities_is_said():
    assert team.newest_priority(Facts((), READ)) == "The team has published no priorities on police.uk."


@pytest.mark.parametrize(
    ("priority", "said"),
    [
        (Priority("x", date(2026, 9, 14)), "set 14 September 2026"),
        (Priority("x", date(2026, 1, 2), "y", date(2026, 10, 31)), "last updated 31 October 2026"),
        (
            Priority("x", date(2026, 5, 2)),
            "last updated 2 May 2026. Teams are asked to update every 3 months",
        ),
        (Priority("x"), "no date given"),
    ],
)
def test_the_age_of_a_priority(priority, said):
    assert team.priority_age(priority, TODAY) == said


FORCE = Force("f", "Exampleshire & Holm", url="https://www.f.example/")
ONLINE = Local(
    online_report=Item(title="Report", url="https://f.example/report", source="x", checked=date(2026, 11, 1))
)


@pytest.mark.parametrize(
    ("contact", "url", "force", "local", "said"),
    [
        ((("email", "a@f.example"),), "https://t.example", FORCE, ONLINE, "mailto:a@f.example"),
        ((("telephone", "01234 567890"),), "https://t.example", FORCE, ONLINE, "01234 567890"),
        ((("telephone", "101"),), "https://t.example", FORCE, ONLINE, "https://t.example"),
        ((), None, FORCE, ONLINE, "https://f.example/report"),
        ((), None, FORCE, Local(), "https://www.f.example/"),
        ((), None, None, Local(), "You can reach the team on 101."),
    ],
)
def test_how_to_reach_the_team_falls_back_step_by_step(contact, url, force, local, said):
    sentence = team.reach_team(Neighbourhood("n", "N", url=url, contact=contact), force, local)
    assert said in sentence
    assert "101" in sentence


def test_old_facts_are_dated_and_say_why():
    assert crime.stale("police.uk is not answering.", datetime(2026, 11, 3, tzinfo=UTC)) == (
        "police.uk is not answering. You are reading what we saved on 3 November 2026."
    )


def test_what_others_counted_is_not_said_to_be_checked():
    told = crime.known_gaps_of("gwent", "crime")
    assert told[0].endswith("We have still to check. (Published on 2 September 2026.)")
    assert all("Published on" not in said for said in crime.known_gaps_of("wiltshire", "stop_and_search"))
