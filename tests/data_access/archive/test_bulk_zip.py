"""The archive's street files: every row as it stands, and a member that is broken is told, not guessed."""

import struct
from datetime import date
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import numpy as np
import pyarrow as pa
import pytest

from data_access.archive.bulk_zip import Archive, degrees, read, slug, unpack
from data_access.archive.zip_safety import Unreadable
from data_access.curated.categories import CATEGORY_NAMES
from data_access.store.street_crime import SCHEMA
from tests.support.archives import COLUMNS, IN_WEST, NOWHERE, STREET, archive, member, row, street_file


def only(path: Path) -> pa.Table:
    with Archive(path, path.parent) as opened:
        assert opened.troubles == []
        [file] = opened.files
        return read(file, unpack(file))


def one(tmp_path: Path, content: str | bytes, name: str = member("2025-01")) -> Path:
    return archive(tmp_path / "a.zip", {name: content})


def trouble(path: Path) -> str:
    with pytest.raises(Unreadable) as error:
        only(path)
    assert len(str(error.value)) < 500
    return str(error.value)


def test_a_row_keeps_what_is_published(tmp_path: Path) -> None:
    lines = [
        row(category="Anti-social behaviour", street="On or near ", outcome=""),
        row(category="Drugs", crime_id="ab" * 32, street="NA", point=NOWHERE),
    ]
    table = only(one(tmp_path, street_file(lines)))
    assert table.schema.equals(SCHEMA)
    first, second = table.to_pylist()
    assert first == {
        "month": date(2025, 1, 1),
        "category": "anti-social-behaviour",
        "persistent_id": None,
        "latitude": 51.05,
        "longitude": -1.95,
        "street_name": "On or near ",
        "reported_by": "wiltshire",
        "outcome": None,
        "outcome_month": None,
        "source": "archive",
    }
    assert (second["persistent_id"], second["street_name"]) == ("ab" * 32, "NA")
    assert (second["latitude"], second["outcome"]) == (None, "Under investigation")


def test_identical_rows_and_repeated_ids_stay(tmp_path: Path) -> None:
    rows = [row(crime_id="f" * 64)] * 3 + [row(category="Anti-social behaviour")] * 4
    assert only(one(tmp_path, street_file(rows))).num_rows == 7


def test_every_kind_of_crime_becomes_police_uks_id_and_a_new_one_its_like() -> None:
    assert {slug(name): name for name in CATEGORY_NAMES.values()} == dict(CATEGORY_NAMES)
    assert slug("Violent crime") == "violent-crime"
    assert slug("Public disorder and weapons") == "public-disorder-weapons"
    assert slug("Scooter  theft (new!)") == "scooter-theft-new"
    assert slug("Ω") == slug(None) == "other-crime"


def test_a_file_of_many_blocks_keeps_its_kinds_apart(tmp_path: Path) -> None:
    """They are parsed a megabyte at a time, each with a dictionary of its own."""
    kinds = list(CATEGORY_NAMES.values())
    rows = [row(category=kinds[n * len(kinds) // 40_000]) for n in range(40_000)]
    table = only(one(tmp_path, street_file(rows)))
    assert table["category"].to_pylist() == [slug(kinds[n * len(kinds) // 40_000]) for n in range(40_000)]


def test_members_are_found_wherever_they_stand(tmp_path: Path) -> None:
    content = street_file([row()])
    names = {
        "data/2025-01/2025-01-btp-street.csv": content,
        "2025-01-wiltshire-street.csv": content,
        "2025-01\\2025-01-kent-street.csv": content,
        "2025-01/2025-01-wiltshire-outcomes.csv": "x",
        "2025-01/2025-01-wiltshire-stop-and-search.csv": "x",
        "__MACOSX/2025-01/._2025-01-wiltshire-street.csv": "x",
    }
    with Archive(archive(tmp_path / "a.zip", names), tmp_path) as opened:
        assert [(f.force_id, read(f, unpack(f)).num_rows) for f in opened.files] == [
            ("btp", 1),
            ("kent", 1),
            ("wiltshire", 1),
        ]


def test_a_zip_of_zips_is_read_too(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {member("2025-02"): street_file([row("2025-02")])})
    members = {
        member("2025-01"): street_file([row()]),
        "2025-02.zip": inner.read_bytes(),
        "torn.zip": b"PK\x03",
    }
    with Archive(archive(tmp_path / "a.zip", members), tmp_path) as opened:
        assert [(f.month.month, read(f, unpack(f)).num_rows) for f in opened.files] == [(1, 1), (2, 1)]
        assert ["torn.zip" in line for line in opened.troubles] == [True]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "inner.zip"]


def test_a_file_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    content = street_file([row()])
    path = archive(tmp_path / "a.zip", {member("2025-01"): content, "copy/" + member("2025-01"): content})
    with Archive(path, tmp_path) as opened:
        assert len(opened.files) == 1
        assert "twice" in opened.troubles[0]


def test_a_month_that_is_none_is_told(tmp_path: Path) -> None:
    with Archive(one(tmp_path, "x", "2025-13/2025-13-wiltshire-street.csv"), tmp_path) as opened:
        assert opened.files == []
        assert "2025-13" in opened.troubles[0]


def test_letters_of_the_first_years_are_read(tmp_path: Path) -> None:
    table = only(
        one(tmp_path, street_file([row(street="On or near Tŷ Café")]).encode().replace("é".encode(), b"\xe9"))
    )
    assert table["street_name"].to_pylist()[0].endswith("Café")


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    content = "\ufeff" + street_file([row()]).replace("\n", "\r\n")
    assert only(one(tmp_path, content)).num_rows == 1


BATH_ROAD, MILL_LANE = ("burglary", "On or near Bath Road"), ("drugs", "On or near Mill Lane")
# What each file of tests/support/crooked/street comes to: its rows, or what is said of it.
CROOKED: dict[str, list[tuple[str, str]] | str] = {
    "byte-order-mark.csv": [BATH_ROAD, MILL_LANE],
    "utf-16.csv": [BATH_ROAD, MILL_LANE],
    "windows-lines.csv": [BATH_ROAD, MILL_LANE],
    "quoted-line-breaks.csv": [BATH_ROAD, ("drugs", 'On or near Mill "Lane", north')],
    "everything-quoted.csv": [BATH_ROAD, MILL_LANE],
    "semicolons.csv": [BATH_ROAD, MILL_LANE],
    "tabs.csv": [BATH_ROAD, MILL_LANE],
    "semicolons-and-decimal-commas.csv": "'-1,95'",
    "columns-in-another-order.csv": [BATH_ROAD, MILL_LANE],
    "names-in-capitals.csv": [BATH_ROAD, MILL_LANE],
    "as-in-2011.csv": [BATH_ROAD, ("violent-crime", "On or near Mill Lane")],
    "as-in-2011-without-places.csv": [("burglary", "No Location"), ("violent-crime", "No Location")],
    "header-alone.csv": [],
    "header-alone-without-line-end.csv": [],
    "cut-off-in-a-row.csv": "Expected 12 columns, got 6",
    "cut-off-in-quotes.csv": "Expected 12 columns, got 7",
    "cut-off-in-the-kind.csv": "cut off in its last line",
    "whole-without-line-end.csv": [BATH_ROAD, MILL_LANE],
    "a-web-page.csv": "it has no column Crime type, Latitude, Location",
    "one-place-column.csv": "it has no column Latitude",
}


@pytest.mark.parametrize("name", CROOKED)
def test_a_crooked_file_is_read_whole_or_refused(name: str, tmp_path: Path) -> None:
    path, comes_to = one(tmp_path, (STREET / name).read_bytes()), CROOKED[name]
    if isinstance(comes_to, str):
        assert comes_to in trouble(path)
        return
    rows = only(path).to_pylist()
    assert [(r["category"], r["street_name"]) for r in rows] == comes_to
    for found in rows:
        at = pytest.approx((-1.95, 51.05), abs=0.01) if "without-places" not in name else (None, None)
        assert (found["longitude"], found["latitude"]) == at


def test_every_crooked_file_is_expected_to_come_to_something() -> None:
    assert {path.name for path in STREET.iterdir()} == set(CROOKED)


def test_line_breaks_in_quotes_are_read_wherever_a_block_ends(tmp_path: Path) -> None:
    rows = [row(street=f'"On or near\n{"Bath " * (n % 9)}Road"') for n in range(40_000)]
    assert only(one(tmp_path, street_file(rows))).num_rows == 40_000


def test_the_national_grid_is_what_ordnance_survey_says_it_is() -> None:
    """The worked example of its guide: Framingham, and no place for noughts and blanks."""
    grid = np.array([[651_409.903, 0, np.nan], [313_177.270, 0, 1]])
    longitude, latitude = degrees(*grid)
    assert (longitude[0], latitude[0]) == pytest.approx((1.716052, 52.657977), abs=5e-5)
    assert np.isnan([longitude[1:], latitude[1:]]).all()


BROKEN = {
    "no columns": ("", "not a street file"),
    "other columns": ("Type,Date,Latitude\nPerson search,2025-01-01,51\n", "not a street file"),
    "a column missing": (street_file([row()]).replace("Longitude", "Longtitude"), "Longitude"),
    "words for places": (street_file([row(point=("west", "north"))]), "not a street file"),
    "a row too long": (street_file([row(), row() + ",,,"]), "not a street file"),
    "another month": (street_file([row("2025-02")]), "another month"),
    "no police kinds": (street_file([row(category=f"Kind {n}") for n in range(200)]), "kinds of crime"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not a street file"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_member_is_told_by_a_sentence(what: str, tmp_path: Path) -> None:
    content, said = BROKEN[what]
    assert said in trouble(one(tmp_path, content))


def test_a_header_alone_is_no_row(tmp_path: Path) -> None:
    assert only(one(tmp_path, COLUMNS + "\n")).num_rows == 0


def test_coordinates_past_the_world_are_read_as_they_are(tmp_path: Path) -> None:
    table = only(one(tmp_path, street_file([row(point=("1e300", "-1e300")), row(point=("inf", "nan"))])))
    assert table.num_rows == 2


def test_a_damaged_member_fails_its_checksum(tmp_path: Path) -> None:
    path = one(tmp_path, street_file([row(crime_id=f"{n:064x}") for n in range(500)]))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    assert "damaged" in trouble(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    assert "would unpack to 60,000,000 bytes" in trouble(one(tmp_path, b"0" * 60_000_000))


def test_a_member_that_lies_about_its_size_is_cut_short(tmp_path: Path) -> None:
    path = one(tmp_path, street_file([row()] * 30_000))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02") + 24  # the uncompressed size in the central directory
    content[at : at + 4] = struct.pack("<I", 1000)
    path.write_bytes(content)
    assert "damaged" in trouble(path)


def test_other_packings_and_passwords_are_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w", ZIP_BZIP2) as packed:
        packed.writestr(member("2025-01"), street_file([row()]))
    assert "does not use" in trouble(tmp_path / "b.zip")
    path = one(tmp_path, street_file([row()]))
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "encrypted" in trouble(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"<html></html>"])
def test_what_is_no_zip_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(Unreadable, match="not a zip file"):
        Archive(tmp_path / "a.zip", tmp_path)


def test_an_empty_zip_has_no_files(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w", ZIP_DEFLATED):
        pass
    with Archive(tmp_path / "a.zip", tmp_path) as opened:
        assert (opened.files, opened.troubles) == ([], [])


def test_no_member_is_written_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = archive(tmp_path / "in" / "a.zip", {"../" + member("2025-01"): street_file([row(point=IN_WEST)])})
    assert only(path).num_rows == 1
    assert [p.name for p in tmp_path.rglob("*")] == ["in", "a.zip"]
