"""The real archive of data.police.uk, loaded by the operator's command, against a plain count of its rows."""

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from data_access.archive import boundary_files, load
from data_access.curated import categories
from data_access.models import NeighbourhoodRef, State
from data_access.months import month_key, month_range
from data_access.settings import HOUSE
from data_access.store import held_places, places, street_crime
from data_access.usual import force_counts, mark_incomplete
from tests.support.even_odd import inside

Row = dict[str, str]
Ring = list[tuple[float, float]]
Box = tuple[float, float, float, float]
GAPS = {*month_range(date(2022, 4, 1), date(2023, 12, 1)), *month_range(date(2024, 5, 1), date(2024, 12, 1))}
PART = month_range(date(2024, 1, 1), date(2024, 4, 1))


@pytest.fixture(scope="module")
def real_archive(shared_data: Path) -> Path:
    path = shared_data / "archive" / "sample-archive.zip"
    if not path.is_file():
        pytest.skip("the real archive is not among the real data")
    return path


@pytest.fixture(scope="module")
def rows(real_archive: Path) -> dict[str, list[Row]]:
    """Every row of every street file, by the force of the file: what everything is held against."""
    found: dict[str, list[Row]] = {}
    with ZipFile(real_archive) as packed:
        for name in packed.namelist():
            if match := re.fullmatch(r"\d{4}-\d{2}/\d{4}-\d{2}-(.+)-street\.csv", name):
                text = io.StringIO(packed.read(name).decode())
                found.setdefault(match[1], []).extend(csv.DictReader(text))
    return found


@pytest.fixture(scope="module")
def wards(shared_data: Path) -> dict[str, tuple[str, list[Ring]]]:
    """Name and rings (holes among them) of each ward, by its code."""
    found = {}
    for name in ("wiltshire", "swindon"):
        path = shared_data / "geo" / f"wards-2013-{name}.geojson"
        if not path.is_file():
            pytest.skip("the wards are not among the real data")
        for ward in json.loads(path.read_text())["features"]:
            assert ward["geometry"]["type"] == "Polygon"
            properties = ward["properties"]
            found[properties["WD13CD"]] = (properties["WD13NM"], ward["geometry"]["coordinates"])
    return found


def slow_count(
    rows: dict[str, list[Row]], wards: dict[str, tuple[str, list[Ring]]]
) -> Counter[tuple[str, str, str, str]]:
    """(ward, month, kind, file) of every row that lies in a ward."""
    boxes = {
        code: [f(c[i] for c in rings[0]) for f, i in ((min, 0), (max, 0), (min, 1), (max, 1))]
        for code, (_, rings) in wards.items()
    }
    where: dict[tuple[str, str], list[str]] = {}
    found: Counter[tuple[str, str, str, str]] = Counter()
    for force, lines in rows.items():
        for line in lines:
            point = (line["Longitude"], line["Latitude"])
            if not point[0]:
                continue
            if point not in where:
                x, y = map(float, point)
                near = [c for c, (w, e, s, n) in boxes.items() if w <= x <= e and s <= y <= n]
                where[point] = [c for c in near if inside(x, y, wards[c][1])]
            for code in where[point]:
                found[code, line["Month"], line["Crime type"], force] += 1
    return found


def load_archive(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, HOUSE / "manage.py", "load-archive", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=300)


@pytest.mark.slow
def test_wiltshire_as_a_plain_count_has_it(
    data_dir: Path, shared_data: Path, real_archive: Path, rows: dict[str, list[Row]],
    wards: dict[str, tuple[str, list[Ring]]],
) -> None:  # fmt: skip
    geo = shared_data / "geo"
    done = load_archive(
        real_archive, "--force", "wiltshire", "--boundaries", geo / "wards-2013-wiltshire.geojson",
        "--boundaries", geo / "wards-2013-swindon.geojson",
        "--id-property", "WD13CD", "--name-property", "WD13NM",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "126,818" in done.stdout
    assert "681" in done.stdout

    slow = slow_count(rows, wards)
    assert sum(n for (*_, force), n in slow.items() if force == "wiltshire") == 126_818
    assert sum(n for (*_, force), n in slow.items() if force != "wiltshire") == 681
    by_cell: Counter[tuple[str, str, str]] = Counter()
    for (code, month, kind, _), n in slow.items():
        by_cell[code, month, kind] += n

    names = categories.CATEGORY_NAMES
    held: Counter[tuple[str, str, str]] = Counter()
    for place in held_places.held("wiltshire"):
        frame = street_crime.crimes(place).frame
        for month, slug in zip(frame["month"], frame["category"], strict=True):
            held[place.neighbourhood_id, month_key(month), names[slug]] += 1
    assert held == by_cell
    assert len(held_places.held("wiltshire")) == len(wards) == 118

    table = force_counts.read("wiltshire")
    lost = table[table["neighbourhood"].isna()]
    assert lost.groupby("why")["count"].sum().to_dict() == {"outside": 127_347 - 126_818}
    assert table["count"].sum() == 127_347 + 681


@pytest.mark.slow
def test_wiltshires_months_are_held_or_gaps_and_none_looks_incomplete(
    data_dir: Path, shared_data: Path, real_archive: Path, rows: dict[str, list[Row]]
) -> None:
    paths = sorted((shared_data / "geo").glob("wards-2013-*.geojson"))
    areas = list(boundary_files.read(paths, "wiltshire", "WD13CD", "WD13NM").areas.values())
    assert load.load(real_archive, areas).forces["wiltshire"].incomplete == {}
    corsham = next(a for a in areas if a.name.startswith("Corsham Town"))
    months = street_crime.crimes(corsham.place).months
    assert list(months) == month_range(date(2021, 3, 1), date(2025, 12, 1))
    assert {m for m, state in months.items() if state.state is State.NOT_PUBLISHED} == GAPS
    assert {s.state for m, s in months.items() if m not in GAPS} <= {State.HELD, State.EMPTY}
    assert places.name_of(corsham.place) == "Corsham Town"
    # Rows that repeat another to the letter are separate incidents: none is dropped.
    frame = street_crime.crimes(corsham.place).frame
    assert frame.duplicated().sum() > 10


@pytest.mark.slow
@pytest.mark.parametrize(
    ("force_id", "box"),
    [("city-of-london", (-0.2, 51.48, 0.0, 51.55)), ("dyfed-powys", (-5.8, 51.5, -2.9, 52.95))],
)
def test_a_polygon_drawn_round_a_forces_data_holds_what_a_plain_count_holds(
    force_id: str, box: Box, data_dir: Path, tmp_path: Path, real_archive: Path, rows: dict[str, list[Row]]
) -> None:  # fmt: skip
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    text = " ".join(f"{x},{y},0" for x, y in corners)
    folder = tmp_path / "kml" / force_id
    folder.mkdir(parents=True)
    (folder / "DRAWN.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Drawn</name><Polygon><outerBoundaryIs>'
        f"<LinearRing><coordinates>{text}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
    )
    done = load_archive(real_archive, "--force", force_id, "--boundaries", tmp_path / "kml")
    assert done.returncode == 0, done.stderr

    placed = [
        (line["Month"], line["Crime type"])
        for file in rows.values()
        for line in file
        if line["Longitude"]
        and west <= float(line["Longitude"]) <= east
        and south <= float(line["Latitude"]) <= north
    ]
    own = {line["Month"] for line in rows[force_id]}
    place = NeighbourhoodRef(force_id, "DRAWN")
    held = street_crime.crimes(place)
    frame = held.frame
    names = categories.CATEGORY_NAMES
    assert Counter(
        (month_key(m), names[c]) for m, c in zip(frame["month"], frame["category"], strict=True)
    ) == Counter(cell for cell in placed if cell[0] in own)
    incomplete = [m for m, state in held.months.items() if state.state is State.INCOMPLETE]
    assert incomplete == (PART if force_id == "dyfed-powys" else [])
    assert {month_key(m) for m, state in held.months.items() if state.counted} == own


@pytest.mark.slow
@pytest.mark.parametrize(
    ("force_id", "incomplete"),
    [("wiltshire", []), ("city-of-london", []), ("dyfed-powys", PART), ("btp", [])],
)
def test_only_the_part_supplied_months_look_incomplete(
    force_id: str, incomplete: list[date], rows: dict[str, list[Row]]
) -> None:
    """Crimes and all records; British Transport Police have too few months to tell."""
    lines = pd.DataFrame(rows[force_id])
    months = pd.to_datetime(lines["Month"]).dt.date
    crime = lines["Crime type"] != "Anti-social behaviour"
    for chosen in (months, months[crime]):
        assert sorted(mark_incomplete.incomplete_months(chosen.value_counts())) == incomplete
