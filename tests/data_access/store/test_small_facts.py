"""Small facts: each comes back as it was written, with its date."""

from datetime import date

import pytest

from data_access.models import Officer, Point, Priority
from data_access.store import (
    folders,
    small_facts,
)
from tests.support.records import PLACE, READ_AT

pytestmark = pytest.mark.usefixtures("data_dir")


def test_a_fact_comes_back_as_it_was_written_with_its_date() -> None:
    priorities = (Priority("<p>Speeding & noise</p>", date(2026, 9, 14), "", None), Priority("Litter"))
    small_facts.write(
        "priorities", priorities, tuple[Priority, ...], "exampleshire", "AB12", fetched_at=READ_AT
    )
    facts = small_facts.read("priorities", tuple[Priority, ...], "exampleshire", "AB12")
    assert facts is not None
    assert (facts.value, facts.fetched_at) == (priorities, READ_AT)


def test_a_boundary_keeps_every_digit() -> None:
    ring = (
        Point(51.123456789012, -2.000000000001),
        Point(51.1, -2.1),
        Point(51.123456789012, -2.000000000001),
    )
    small_facts.write("boundary", ring, tuple[Point, ...], "exampleshire", "AB12")
    facts = small_facts.read("boundary", tuple[Point, ...], "exampleshire", "AB12")
    assert facts is not None
    assert facts.value == ring


def test_a_fact_nobody_wrote_is_not_held() -> None:
    assert small_facts.read("team", tuple[Officer, ...], "exampleshire", "AB12") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"value": [{"name": "A. Exam',
        b"<html>",
        b'{"value": [{"rank": "PC"}], "fetched_at": "2026-11-03T09:12:00Z"}',
        b'{"value": [], "fetched_at": "2026-11-03T09:12:00"}',
        b'[{"name": "of an older version"}]',
    ],
)
def test_a_fact_in_another_shape_is_not_held_and_logged_once(
    content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    folder = folders.place_folder(PLACE)
    folder.mkdir(parents=True)
    (folder / "team.json").write_bytes(content)
    for _ in range(3):
        assert small_facts.read("team", tuple[Officer, ...], "exampleshire", "AB12") is None
    assert len(caplog.records) == 1
    assert "team.json" in caplog.text


def test_a_replaced_fact_is_read_anew() -> None:
    for name in ("A. Exam", "B. Samp", "C. Must"):
        small_facts.write("team", (Officer(name),), tuple[Officer, ...], "exampleshire", "AB12", READ_AT)
        facts = small_facts.read("team", tuple[Officer, ...], "exampleshire", "AB12")
        assert facts is not None
        assert facts.value == (Officer(name),)
