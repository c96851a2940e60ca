"""What the store does about broken files, torn lines, full disks and killed writers."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from data_access.store import (
    folders,
    revisions,
    street_crime,
)
from tests.support.records import AUG, PLACE, SEP, counted, crime_path, reading

pytestmark = pytest.mark.usefixtures("data_dir")


def test_a_torn_line_spoils_no_other_revision(caplog: pytest.LogCaptureFixture) -> None:
    for number in (3, 4):
        street_crime.write_months(PLACE, {SEP: reading({"burglary": number})})
    path = folders.place_folder(PLACE) / "revisions.jsonl"
    path.write_bytes(path.read_bytes() + b'{"what": "count", "mon')
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 5})})
    assert [(line["old"], line["new"]) for line in revisions.revisions(PLACE)] == [(3, 4), (4, 5)]
    assert "torn" in caplog.text


@pytest.mark.parametrize(
    "damage", ["empty", "truncated", "not parquet", "page", "other columns", "newer version"]
)
def test_a_broken_file_is_not_held_and_moved_aside_by_the_next_writer(
    damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 300}), AUG: reading({"drugs": 1})})
    broken = broken_by(damage, crime_path())
    crime_path().write_bytes(broken)
    held = street_crime.crimes(PLACE)
    assert (len(held.frame), held.months) == (0, {})
    assert "crimes.parquet" in caplog.text
    street_crime.write_months(PLACE, {SEP: reading({"robbery": 2})})
    assert counted(SEP) == {"robbery": 2}
    assert (folders.place_folder(PLACE) / "crimes.parquet.broken").read_bytes() == broken


def broken_by(damage: str, path: Path) -> bytes:
    content = path.read_bytes()
    if damage == "other columns":
        pq.write_table(pq.read_table(path).drop_columns(["outcome"]), path)
        return path.read_bytes()
    if damage == "newer version":
        table = pq.read_table(path)
        pq.write_table(table.replace_schema_metadata({"yourpatch": '{"version": 2, "months": {}}'}), path)
        return path.read_bytes()
    return {
        "empty": b"",
        "truncated": content[:-40],
        "not parquet": b"<html>" * 100,
        "page": content[:4] + b"\0" * 400 + content[404:],
    }[damage]


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes: how a full disk looks to the one who writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_the_old_file_and_no_rubbish() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 3})})
    with disk_with_room_for(100), pytest.raises(OSError, match=r"large|space"):
        street_crime.write_months(PLACE, {AUG: reading({"burglary": 4})})
    assert (counted(SEP), counted(AUG)) == ({"burglary": 3}, {})
    assert not list(folders.place_folder(PLACE).glob("*.tmp"))


def test_what_a_killed_writer_left_is_swept() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 3})})
    leftover = folders.place_folder(PLACE) / "boundary.json.tmp"
    leftover.write_bytes(b"half a file")
    street_crime.write_months(PLACE, {AUG: reading({"burglary": 1})})
    assert not leftover.exists()
    assert (counted(AUG), counted(SEP)) == ({"burglary": 1}, {"burglary": 3})
