"""One record many times in a month is told; what only looks alike is not."""

from collections.abc import Iterable

import pandas as pd
import pytest

from components.words import crime
from data_access.archive import load
from data_access.counts.repeated_records import Repeated, repeated, repeats
from data_access.store import street_crime
from tests.support.archives import WEST, archive, member, row, street_file
from tests.support.records import AUG, SEP

ID = "13" * 32


def frame(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    names = ["month", "persistent_id", "category", "latitude", "longitude", "street_name"]
    return pd.DataFrame(rows, columns=names)


def one(month=SEP, id_: object = ID, kind="burglary", north: object = 51.0, street="Bath Road") -> tuple:
    return month, id_, kind, north, -2.0, street


def test_a_record_thirteen_times_in_a_month_is_counted_as_often_and_told(data_dir, tmp_path) -> None:
    """As Greater Manchester's file of August 2022: fourteen rows, one of them thirteen times."""
    rows = [row(crime_id=ID)] * 13 + [row(category="Drugs", crime_id="ab" * 32)]
    load.load(archive(tmp_path / "a.zip", {member("2025-01"): street_file(rows)}), [WEST])
    assert len(street_crime.crimes(WEST.place).frame) == 14
    [found] = repeated(WEST.place)
    assert (found.category, found.times) == ("burglary", 13)
    assert crime.repeated(found.month, found.category, found.times) == (
        "For January 2025, police.uk holds the same record (Burglary) 13 times. "
        "We count each, as police.uk does."
    )


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([one()] * 2, ()),
        ([one()] * 3, (Repeated(SEP, "burglary", 3),)),
        ([one(month=m) for m in (AUG, SEP)] * 2, ()),
        ([one(north=51 + n / 100) for n in range(5)], ()),
        ([one(street=f"Road {n}") for n in range(5)], ()),
        ([one(kind="drugs"), one(), one()], ()),
        ([one(id_=None)] * 30, ()),
        ([one(id_="")] * 30, ()),
        ([one(north=None)] * 4, (Repeated(SEP, "burglary", 4),)),
        ([], ()),
        (
            [one(month=AUG)] * 4 + [one()] * 3,
            (Repeated(SEP, "burglary", 3), Repeated(AUG, "burglary", 4)),
        ),
    ],
)
def test_only_the_same_record_at_the_same_place_in_the_same_month_is_a_repeat(rows, told) -> None:
    assert repeats(frame(rows)) == told
