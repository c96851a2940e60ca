"""Boundary files as published, as others make them, and as somebody with ill will might."""

import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import shapely

from data_access.archive import boundary_files
from data_access.archive.boundary_files import Reading
from data_access.geometry import ring_of, shape_of
from data_access.models import NeighbourhoodRef, Point

pytestmark = pytest.mark.usefixtures("data_dir")
SQUARE = "-2,51,0 -1,51,0 -1,52,0 -2,52,0 -2,51,0"
PLACE = NeighbourhoodRef("wiltshire", "AB12")


def kml(*rings: str, holes: str = "", name: str = "Box &amp; Corsham", version: str = "2.2") -> str:
    polygons = "".join(
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        f"</outerBoundaryIs>{'' if n else holes}</Polygon>"
        for n, ring in enumerate(rings)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/{version}"><Document>'
        f"<name>neighbourhoods</name><Placemark><name>{name}</name><MultiGeometry>{polygons}</MultiGeometry>"
        "</Placemark></Document></kml>"
    )


def hole(ring: str) -> str:
    inner = f"<LinearRing><coordinates>{ring}</coordinates></LinearRing>"
    return f"<innerBoundaryIs>{inner}</innerBoundaryIs>"


def geojson(*features: tuple[dict[str, object], object]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": p, "geometry": g} for p, g in features],
        }
    )


def polygon(west: float, south: float, size: float = 1) -> dict[str, object]:
    return shapely.geometry.mapping(shapely.box(west, south, west + size, south + size))


def zipped(path: Path, members: dict[str, str]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def only(reading: Reading) -> boundary_files.Area:
    assert reading.troubles == []
    [area] = reading.areas.values()
    return area


@pytest.mark.parametrize("version", ["2.1", "2.2"])
def test_kml_as_published_is_longitude_first_and_named_by_its_file(tmp_path: Path, version: str) -> None:
    path = tmp_path / "AB12.kml"
    path.write_text(kml(SQUARE, version=version))
    area = only(boundary_files.read([path], "wiltshire"))
    assert (area.place, area.name) == (PLACE, "Box & Corsham")
    assert area.shape.bounds == (-2, 51, -1, 52)


def test_several_polygons_and_holes_are_one_area(tmp_path: Path) -> None:
    ring = "-1.8,51.2 -1.2,51.2 -1.2,51.8 -1.8,51.8 -1.8,51.2"
    (tmp_path / "AB12.kml").write_text(kml(SQUARE, "3,51 4,51 4,52 3,52 3,51", holes=hole(ring)))
    area = only(boundary_files.read([tmp_path], "wiltshire"))
    assert area.shape.area == pytest.approx(2 - 0.36)


def test_the_published_zip_says_whose_each_file_is(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "2026-05.zip",
        {
            "2026-05/wiltshire/AB12.kml": kml(SQUARE),
            "2026-05/wiltshire/ab12.kml": kml(SQUARE),
            "__MACOSX/2026-05/wiltshire/._AB12.kml": "no boundary",
            "2026-05/dorset/55.CR3001.kml": kml(SQUARE),
            "2026-05/northern-ireland/North Belfast.kml": kml(SQUARE),
        },
    )
    everything = boundary_files.read([path])
    assert everything.troubles == []
    assert {(p.force_id, p.neighbourhood_id) for p in everything.areas} == {
        ("wiltshire", "AB12"),
        ("wiltshire", "ab12"),
        ("dorset", "55.CR3001"),
        ("northern-ireland", "North Belfast"),
    }
    assert {p.force_id for p in boundary_files.read([path], "dorset").areas} == {"dorset"}


def test_geojson_by_its_own_properties(tmp_path: Path) -> None:
    path = tmp_path / "wards.geojson"
    path.write_text(
        geojson(
            ({"CD": "E01", "NM": "Box"}, polygon(-2, 51)),
            ({"CD": "E01", "NM": "Box"}, polygon(1, 51)),
            ({"CD": "E02", "NM": None}, polygon(-1, 51)),
            ({"CD": "E03", "NM": "Nowhere"}, None),
        )
    )
    reading = boundary_files.read([path], "wiltshire", "CD", "NM")
    found = {a.place.neighbourhood_id: (a.name, a.shape.area) for a in reading.areas.values()}
    assert found == {"E01": ("Box", 2), "E02": ("E02", 1)}


def test_geojson_without_an_id_says_which_properties_there_are(tmp_path: Path) -> None:
    path = tmp_path / "wards.geojson"
    path.write_text(geojson(({"CD": "E01", "NM": "Box"}, polygon(-2, 51))))
    [trouble] = boundary_files.read([path], "wiltshire").troubles
    assert "--id-property" in trouble
    assert "CD, NM" in trouble


def test_a_file_that_does_not_say_whose_it_is_needs_the_force(tmp_path: Path) -> None:
    (tmp_path / "AB12.kml").write_text(kml(SQUARE))
    (tmp_path / "wiltshire.geojson").write_text(geojson(({"id": "AB12"}, polygon(-2, 51))))
    assert "--force" in boundary_files.read([tmp_path / "AB12.kml"]).troubles[0]
    assert only(boundary_files.read([tmp_path / "wiltshire.geojson"])).place == PLACE


def test_the_outline_of_a_whole_force_is_not_taken_for_a_neighbourhood(tmp_path: Path) -> None:
    path = zipped(tmp_path / "force_kmls.zip", {"force kmls/wiltshire.kml": kml(SQUARE)})
    reading = boundary_files.read([path], "wiltshire")
    assert not reading.areas
    assert "whole force" in reading.troubles[0]


ENTITIES = '<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
HOSTILE = {
    "heavy.kml": kml(SQUARE) + " " * 20_000_000,
    "entities.kml": ENTITIES + kml(SQUARE, name="&b;").removeprefix('<?xml version="1.0" encoding="UTF-8"?>'),
    "outside.kml": f'<!DOCTYPE k SYSTEM "file:///etc/passwd">{kml(SQUARE)[38:]}',
    "torn.kml": kml(SQUARE)[:200],
    "empty.kml": "",
    "pointless.kml": kml("-2,51 -1,51"),
    "line.kml": kml("-2,51 -1,51 0,51 -2,51"),
    "words.kml": kml("here,there now,then -1,52 -2,51"),
    "nothing.kml": kml(),
    "nan.kml": kml("nan,nan -1,51 -1,52 -2,52 nan,nan"),
    "huge.kml": kml("1e308,51 -1,51 -1,1e308 1e308,51"),
    "grid.geojson": geojson(({"id": "A"}, polygon(380_000, 160_000, 1000))),
    "deep.geojson": "[" * 200_000,
    "list.json": "[1, 2]",
    "shape.geojson": geojson(({"id": "A"}, {"type": "Polygon", "coordinates": "none"})),
    "kind.geojson": geojson(({"id": "A"}, {"type": "Point", "coordinates": [1, 2]})),
    "up.geojson": geojson(({"id": ".."}, polygon(-2, 51))),
    "long.geojson": geojson(({"id": "x" * 500}, polygon(-2, 51))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_makes_no_sense_is_told_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    members = {f"wiltshire/{name}": HOSTILE[name], "wiltshire/AB12.kml": kml(SQUARE)}
    reading = boundary_files.read([zipped(tmp_path / "2026-05.zip", members)], "wiltshire")
    assert list(reading.areas) == [PLACE]
    [trouble] = reading.troubles
    assert name in trouble
    assert len(trouble) < 500


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    """Half a force would look like a whole one."""
    path = tmp_path / "wiltshire.geojson"
    path.write_text(geojson(({"id": "A"}, polygon(-2, 51)), ({"id": ".."}, polygon(-1, 51))))
    reading = boundary_files.read([path])
    assert (reading.areas, len(reading.troubles)) == ({}, 1)


def test_nothing_is_unpacked_by_a_members_name(tmp_path: Path) -> None:
    (tmp_path / "deep" / "in").mkdir(parents=True)
    path = zipped(tmp_path / "deep" / "in" / "b.zip", {"../../wiltshire/AB12.kml": kml(SQUARE)})
    before = sorted(tmp_path.rglob("*"))
    assert only(boundary_files.read([path])).place == PLACE
    assert sorted(tmp_path.rglob("*")) == before


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w", ZIP_DEFLATED) as packed:
        packed.writestr("wiltshire/AB12.kml", b" " * 50_000_000)
    [trouble] = boundary_files.read([tmp_path / "b.zip"]).troubles
    assert "would unpack to 50,000,000 bytes" in trouble


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a zip", b"<html>"])
def test_a_zip_that_is_none_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    [trouble] = boundary_files.read([tmp_path / "b.zip"]).troubles
    assert "not a zip file" in trouble


def test_an_area_goes_through_one_ring_and_back_with_its_holes_and_pieces() -> None:
    wkt = (
        "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1),(2.5 2.5,2.5 3,3 3,3 2.5,2.5 2.5)),"
        "((10 0,12 0,11 3,10 0)))"
    )
    area = shapely.from_wkt(wkt)
    ring = ring_of(area)
    assert ring[0] == ring[-1]
    assert shape_of(ring).equals(area)


@pytest.mark.parametrize("ring", [[], [(0, 0)], [(0, 0), (1, 1)], [(0, 0), (1, 1), (2, 2), (0, 0)]])
def test_a_ring_that_encloses_nothing_is_an_empty_shape(ring: list[tuple[float, float]]) -> None:
    assert shape_of([Point(y, x) for x, y in ring]).is_empty
