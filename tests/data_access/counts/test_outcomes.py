"""What became of crimes: every one in one group, set beside crimes of its age, counted again slowly."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from data_access.archive import bulk_zip
from data_access.archive.bulk_zip import slug
from data_access.counts.outcomes import AGES, ages, outcomes
from data_access.curated.outcome_groups import GROUPS, group_of
from data_access.models import MonthState, NeighbourhoodRef, State
from data_access.months import month_key, month_range, shift
from data_access.statistics.counts_table import CRIME
from data_access.store import street_crime
from demo.outcomes import NAMES
from tests.support.records import READ_AT, reading, records

WARD = NeighbourhoodRef("wiltshire", "E05008346")
NEWEST = date(2026, 9, 1)
# Written down once more, by the head of the page's columns.
SLOW = {
    "Suspect charged": "charged",
    "Suspect charged as part of another case": "charged",
    "Awaiting court outcome": "charged",
    "Court result unavailable": "charged",
    "Local resolution": "out_of_court",
    "Offender given a caution": "out_of_court",
    "Offender given a drugs possession warning": "out_of_court",
    "Offender given penalty notice": "out_of_court",
    "Investigation complete; no suspect identified": "no_suspect",
    "Unable to prosecute suspect": "unable_to_prosecute",
    "Formal action is not in the public interest": "not_in_public_interest",
    "Further action is not in the public interest": "not_in_public_interest",
    "Further investigation is not in the public interest": "not_in_public_interest",
    "Action to be taken by another organisation": "other",
    "Under investigation": "under_investigation",
    "Status update unavailable": "no_update",
    "": "not_given",
}


def with_outcomes(names: dict[str | None, int], category: str = "burglary") -> pd.DataFrame:
    """So many records with each outcome."""
    frame = records({category: sum(names.values())})
    frame["outcome"] = [name for name, times in names.items() for _ in range(times)]
    return frame


def put(months: dict[date, pd.DataFrame], source: str = "api", at: datetime = READ_AT) -> None:
    state = MonthState(State.HELD, fetched_at=at, source=source)
    street_crime.write_months(WARD, {month: (frame, state) for month, frame in months.items()})


@pytest.mark.parametrize(("name", "group"), SLOW.items())
def test_names_of_police_uk(name: str, group: str) -> None:
    assert group_of(name) == group


def test_both_spellings_of_a_penalty_notice_and_what_is_in_no_list() -> None:
    assert group_of("Offender given a penalty notice") == group_of("Offender given penalty notice")
    assert group_of(" under investigation ") == "under_investigation"
    assert group_of("Restorative meeting held") == "other"
    assert group_of(None) == group_of(" ") == "not_given"


def test_the_demonstrations_names_are_known_but_the_one_it_made_up() -> None:
    other = {name for name in NAMES.values() if group_of(name) == "other"}
    assert other == {"Restorative meeting held", "Action to be taken by another organisation"}


def test_an_unknown_name_is_kept_under_its_own(data_dir: Path) -> None:
    put({NEWEST: with_outcomes({"Restorative meeting held": 3, "Local resolution": 1, None: 2})})
    found = outcomes(WARD)
    assert found.others["crime"].to_dict() == {"Restorative meeting held": 3}
    assert found.others["burglary"].to_dict() == {"Restorative meeting held": 3}
    row = found.by_month.loc["burglary", NEWEST]
    assert row[row > 0].to_dict() == {"out_of_court": 1, "other": 3, "not_given": 2}


def test_crimes_are_set_beside_crimes_of_their_age(data_dir: Path) -> None:
    months = month_range(shift(NEWEST, -35), NEWEST)
    put({m: with_outcomes({"Under investigation": 1 + n}) for n, m in enumerate(months)})
    street_crime.note_published(WARD.force_id, months)
    found = outcomes(WARD)
    assert found.ages[NEWEST] == 0
    assert found.ages[months[0]] == 35
    by_age = found.by_age.loc["burglary"]
    assert list(by_age.index) == list(AGES)
    assert by_age["under_investigation"].to_dict() == {
        "0-2": 36 + 35 + 34, "3-5": 33 + 32 + 31, "6-11": sum(range(25, 31)), "12-23": sum(range(13, 25)),
        "24+": sum(range(1, 13)),
    }  # fmt: skip


def test_a_month_read_long_ago_has_not_aged_since() -> None:
    def state(source: str, year: int, month: int) -> MonthState:
        return MonthState(State.HELD, 1, datetime(year, month, 3, tzinfo=UTC), source)

    last_year, this = state("archive", 2025, 2), state("archive", 2026, 10)
    found = ages(
        {
            date(2024, 10, 1): last_year,
            date(2024, 12, 1): last_year,
            date(2026, 8, 1): this,
            date(2026, 3, 1): state("api", 2026, 5),
            date(2026, 9, 1): state("api", 2026, 11),
            date(2026, 7, 1): MonthState(State.FAILED),
        }
    )
    assert found == {
        date(2024, 10, 1): 2, date(2024, 12, 1): 0, date(2026, 8, 1): 0, date(2026, 3, 1): 1,
        date(2026, 9, 1): 0,
    }  # fmt: skip


def test_no_incident_of_anti_social_behaviour_is_among_them(data_dir: Path) -> None:
    street_crime.write_months(WARD, {NEWEST: reading({"anti-social-behaviour": 9, "drugs": 2})})
    found = outcomes(WARD)
    assert "anti-social-behaviour" not in found.by_month.index.unique("kind")
    assert found.by_month.loc[(CRIME, NEWEST)].sum() == 2


def test_as_of_a_month_leaves_later_crimes_out(data_dir: Path) -> None:
    put({m: with_outcomes({"Local resolution": 2}) for m in month_range(date(2026, 1, 1), NEWEST)})
    found = outcomes(WARD, date(2026, 3, 1))
    assert list(found.ages) == month_range(date(2026, 1, 1), date(2026, 3, 1))
    assert found.ages[date(2026, 3, 1)] == 6  # what became of them is known as of now


@pytest.mark.parametrize(("force_id", "given"), [("northern-ireland", False), ("wiltshire", True)])
def test_a_force_that_gives_none_is_said_so(force_id: str, given: bool, data_dir: Path) -> None:
    place = NeighbourhoodRef(force_id, "X1")
    street_crime.write_months(place, {NEWEST: reading({"drugs": 2})})
    found = outcomes(place)
    assert found.given is given
    assert found.by_month.empty is found.by_age.empty is not given
    assert all(gap.what == "outcomes" for gap in found.gaps)
    assert {gap.force_id for gap in found.gaps} >= ({force_id} if not given else set())


def test_nothing_held_is_not_a_force_that_gives_none(data_dir: Path) -> None:
    found = outcomes(WARD)
    assert (found.given, found.ages, len(found.by_month), len(found.by_age)) == (True, {}, 0, 0)
    assert list(found.by_age.columns) == list(GROUPS)


@pytest.mark.slow
def test_the_real_archive_by_a_slow_count(shared_data: Path, data_dir: Path) -> None:
    path = shared_data / "archive" / "sample-archive.zip"
    months = month_range(date(2025, 1, 1), date(2025, 12, 1))
    slow: Counter[tuple[str, str, str]] = Counter()
    with ZipFile(path) as packed:
        for month in months:
            key = month_key(month)
            text = io.TextIOWrapper(packed.open(f"{key}/{key}-wiltshire-street.csv"), "utf-8")
            for row in csv.DictReader(text):
                if row["Crime type"] != "Anti-social behaviour":
                    slow[slug(row["Crime type"]), key, SLOW[row["Last outcome category"]]] += 1
    with bulk_zip.Archive(path, data_dir.parent) as files:
        found = {f.month: f for f in files.files if f.force_id == "wiltshire" and f.month in months}
        state = MonthState(State.HELD, fetched_at=READ_AT, source="archive")
        for month, file in found.items():
            content = file.archive.read(file.member)
            street_crime.write_rows(WARD, bulk_zip.read(file, content), {month: state})
    table = outcomes(WARD).by_month
    fast = {
        (kind, month_key(m), group): n for (kind, m), row in table.iterrows() for group, n in row.items() if n
    }
    assert {key: n for key, n in fast.items() if key[0] != CRIME} == slow
    every = Counter({(CRIME, key, group): 0 for _, key, group in slow})
    for (_, key, group), n in slow.items():
        every[CRIME, key, group] += n
    assert {key: n for key, n in fast.items() if key[0] == CRIME} == every
    assert table.loc[CRIME].sum(axis=1).loc[date(2025, 7, 1)] == 4036
