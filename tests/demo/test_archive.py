"""The archive holds the same records as the API, in data.police.uk's layout."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import numpy as np
import pytest

from demo.archive import write_archive
from demo.boundary_files import write_boundaries
from demo.geometry import inside
from demo.reference_routes import CATEGORIES
from demo.slow_counts import truth
from demo.world import World

MONTHS = [date(2024, 12, 1), date(2026, 8, 1)]
STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)


@pytest.fixture(scope="module")
def archive(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    path = tmp_path_factory.mktemp("archive") / "archive.zip"
    write_archive(path, world, MONTHS)
    with ZipFile(path) as opened:
        yield opened


def rows(archive: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


def test_files_are_named_as_published(archive: ZipFile) -> None:
    august = sorted(name for name in archive.namelist() if name.startswith("2026-08/"))
    assert august == [
        "2026-08/2026-08-btp-stop-and-search.csv",
        "2026-08/2026-08-btp-street.csv",
        "2026-08/2026-08-eastwold-street.csv",
        "2026-08/2026-08-exampleshire-outcomes.csv",
        "2026-08/2026-08-exampleshire-stop-and-search.csv",
        "2026-08/2026-08-exampleshire-street.csv",
    ]


def test_street_columns_are_exact(archive: ZipFile) -> None:
    text = archive.read("2026-08/2026-08-exampleshire-street.csv").decode()
    assert text.splitlines()[0] == STREET


def test_all_files_rows_in_a_boundary_give_the_apis_counts(archive: ZipFile, world: World) -> None:
    slugs = {name: slug for slug, name in CATEGORIES.items()}
    for month in ("2024-12", "2026-08"):
        files = [name for name in archive.namelist() if name.endswith("street.csv") and month in name]
        mapped = [row for name in files for row in rows(archive, name) if row["Latitude"]]
        spots = np.array([(float(row["Latitude"]), float(row["Longitude"])) for row in mapped])
        for id_ in ("EX01", "55.EX3001", "ab12"):
            place = world.forces["exampleshire"].places[id_]
            there = [row for row, hit in zip(mapped, inside(spots, place.ring), strict=True) if hit]
            assert Counter(slugs[row["Crime type"]] for row in there) == truth(world, place)[month]


def test_only_anti_social_behaviour_lacks_an_id_but_for_the_transport_police(archive: ZipFile) -> None:
    for row in rows(archive, "2026-08/2026-08-exampleshire-street.csv"):
        assert (row["Crime ID"] == "") == (row["Crime type"] == "Anti-social behaviour")
        assert row["Reported by"] == row["Falls within"] == "Exampleshire Police (invented)"
    assert {row["Crime ID"] for row in rows(archive, "2026-08/2026-08-btp-street.csv")} == {""}


def test_rows_without_a_place_have_no_lsoa(archive: ZipFile) -> None:
    found = rows(archive, "2026-08/2026-08-exampleshire-street.csv")
    nowhere = [row for row in found if row["Location"] == "No Location"]
    assert nowhere
    assert {(row["Longitude"], row["Latitude"], row["LSOA code"]) for row in nowhere} == {("", "", "")}


def test_nested_months_hold_the_same_files(archive: ZipFile, world: World, tmp_path: Path) -> None:
    write_archive(tmp_path / "nested.zip", world, MONTHS, nested=True)
    found: dict[str, bytes] = {}
    with ZipFile(tmp_path / "nested.zip") as outer:
        assert outer.namelist() == ["2024-12.zip", "2026-08.zip"]
        for name in outer.namelist():
            with ZipFile(io.BytesIO(outer.read(name))) as inner:
                found |= {member: inner.read(member) for member in inner.namelist()}
    assert found == {name: archive.read(name) for name in archive.namelist()}


def test_boundaries_say_the_same_in_both_forms(world: World, tmp_path: Path) -> None:
    write_boundaries(tmp_path, world)
    for force in world.forces.values():
        features = json.loads((tmp_path / "geojson" / f"{force.id}.geojson").read_text())["features"]
        for feature in features:
            place = force.places[feature["properties"]["id"]]
            tree = ElementTree.parse(tmp_path / "kml" / force.id / f"{place.id}.kml")  # noqa: S314 - our own
            text = tree.find(".//{http://www.opengis.net/kml/2.2}coordinates").text  # type: ignore[union-attr]
            corners = [[float(part) for part in triple.split(",")[:2]] for triple in str(text).split()]
            assert feature["geometry"]["coordinates"] == [corners] == [place.ring[:, ::-1].tolist()]
