"""`manage.py load-archive` as an operator meets it: last lines, exit codes, sentences for errors."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from data_access.settings import HOUSE
from data_access.store import street_crime
from tests.support.archives import (
    FORCE,
    IN_EAST,
    IN_WEST,
    NOWHERE,
    OUTSIDE,
    WEST,
    archive,
    member,
    months_of,
    row,
    street_file,
)

pytestmark = [pytest.mark.usefixtures("data_dir"), pytest.mark.slow]


def run(*arguments: str | Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, HOUSE / "manage.py", "load-archive", *arguments],
        capture_output=True, text=True, cwd="/", timeout=120,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def west(tmp_path: Path) -> Path:
    """A folder of KML as published, with one neighbourhood."""
    corners = " ".join(f"{x},{y}" for x, y in shapely.get_coordinates(WEST.shape))
    folder = tmp_path / "kml" / FORCE
    folder.mkdir(parents=True)
    (folder / "W.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing>'
        f"<coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
    )
    return tmp_path / "kml"


def test_the_last_lines_say_how_many_fell_where(tmp_path: Path, west: Path) -> None:
    points = (IN_WEST, IN_WEST, IN_EAST, NOWHERE)
    members = months_of({"2025-01": 8}, points=points) | {member("2025-01", "btp"): street_file([row()])}
    path = archive(tmp_path / "a.zip", members)
    code, said = run(path, "--force", FORCE, "--boundaries", west)
    assert code == 0
    assert "wiltshire: 2025-01 to 2025-01, months with a file 1" in said
    assert (
        "4 in a neighbourhood, 2 outside all, 2 without a place; of other forces in a neighbourhood: 1"
        in said
    )
    assert "wiltshire: boundaries 1, from 1 file" in said
    assert len(street_crime.crimes(WEST.place).frame) == 5
    # Held now, so the boundary need not be given again; nor the force.
    assert run(path)[0] == 0


def test_one_odd_member_of_the_boundaries_is_told_and_the_rest_is_loaded(tmp_path: Path, west: Path) -> None:
    (west / "spare").mkdir()
    shutil.copy(west / FORCE / "W.kml", west / "spare" / "X9.kml")
    (west / "dorset").mkdir()
    (west / "dorset" / "D1.kml").write_text("<kml/>")
    packed = shutil.make_archive(str(tmp_path / "b"), "zip", west)
    code, said = run(archive(tmp_path / "a.zip", months_of({"2025-01": 2})), "--boundaries", packed)
    assert code == 3
    assert "spare/X9.kml could not be read as a boundary: nothing says which force it is of" in said
    assert "wiltshire: boundaries 1, from 1 file\n" in said
    assert "Error: dorset has boundary files, but no boundary could be used." in said
    assert len(street_crime.crimes(WEST.place).frame) == 2


def test_a_force_whose_records_lie_mostly_elsewhere_is_3(tmp_path: Path, west: Path) -> None:
    path = archive(tmp_path / "a.zip", months_of({"2025-01": 9}, points=(IN_WEST, OUTSIDE, OUTSIDE)))
    code, said = run(path, "--force", FORCE, "--boundaries", west)
    assert code == 3
    assert "Warning: most records of wiltshire lie outside all its boundaries" in said


def test_some_broken_is_3_and_nothing_loaded_is_1(tmp_path: Path, west: Path) -> None:
    members = months_of({"2025-01": 2, "2025-02": 3}) | {member("2025-02"): "torn"}
    code, said = run(archive(tmp_path / "a.zip", members), "--force", FORCE, "--boundaries", west)
    assert code == 3
    assert "2025-02-wiltshire-street.csv: it is not a street file of data.police.uk" in said
    assert "1 member could not be read" in said
    (tmp_path / "b.zip").write_text("<html>")
    code, said = run(tmp_path / "b.zip", "--force", FORCE, "--boundaries", west)
    assert code == 1
    assert "b.zip is not a zip file" in said
    code, said = run(archive(tmp_path / "c.zip", months_of({"2025-01": 1}, "kent")), "--force", FORCE)
    assert code == 1
    assert "wiltshire: the archive holds no street file of it" in said


def test_a_wrong_use_is_2_with_a_sentence(tmp_path: Path, west: Path) -> None:
    path = archive(tmp_path / "a.zip", months_of({"2025-01": 1}))
    for arguments, sentence in (
        ((path, "--force", "wiltshir"), "lists no force"),
        ((path, "--force", FORCE), "give --boundaries"),
        ((tmp_path / "none.zip",), "does not exist"),
        ((tmp_path,), "is a directory"),
    ):
        code, said = run(*arguments)
        assert (code, sentence in said) == (2, True), said
