"""Boundary files as published, as others make them, and as somebody with ill will might."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import hypothesis
import pytest
import shapely
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from data_access.archive import boundary_files, known_areas
from data_access.archive.boundary_files import Reading
from data_access.geometry import ring_of, shape_of
from data_access.models import Named, NeighbourhoodRef, Point
from data_access.store import places, small_facts
from tests.support.archives import BOUNDARIES
from tests.support.soak import rounds

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


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
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
    (tmp_path / "AB12.kml").write_text(kml(SQUARE, "-5,51 -4,51 -4,52 -5,52 -5,51", holes=hole(ring)))
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


# What each file of tests/support/crooked/boundaries comes to: the ids of its areas, or what is said of it.
CROOKED: dict[str, set[str] | str] = {
    "space-after-comma.kml": {"space-after-comma"},
    "altitudes.kml": {"altitudes"},
    "line-breaks.kml": {"line-breaks"},
    "no-last-corner.kml": {"no-last-corner"},
    "a-label-beside.kml": {"a-label-beside"},
    "two-pieces-one-name.kml": {"two-pieces-one-name"},
    "two-holes-in-one-boundary.kml": {"two-holes-in-one-boundary"},
    "without-namespace.kml": {"without-namespace"},
    "several-placemarks.kml": "2 areas (Box, Corsham)",
    "a-broken-part.kml": "not a list of three corners",
    "an-empty-part.kml": "not a list of three corners",
    "a-part-in-words.kml": "west",
    "no-outer-boundary.kml": "no outer boundaries",
    "two-outer-boundaries.kml": "2 outer boundaries",
    "all-commas.kml": "not a list of three corners",
    "no-commas.kml": "not a list of three corners",
    "latitude-first.kml": "latitude stands before longitude",
    "a-line.kml": "no polygon",
    "arcgis-serial-ids.geojson": "property is the neighbourhood's id (of: WD24CD, WD24NM;",
    "serial-ids-in-a-property.geojson": "(of: WD24CD, WD24NM;",
    "serial-ids-and-nothing-better.geojson": {"1", "2"},
    "numbers-are-ids.geojson": {"11", "12"},
    "null-id-beside-an-id-property.geojson": {"B1"},
    "latitude-first.geojson": "latitude stands before longitude",
    "national-grid-called-wgs84.geojson": "a grid's metres?",
    "web-mercator.geojson": "a grid's metres?",
    "abroad.geojson": "outside the United Kingdom",
    "one-of-two-abroad.geojson": "'B2': it lies outside the United Kingdom",
    "esri.json": "Esri's own JSON",
    "topology.json": "'Topology', not GeoJSON",
    "stopped-at-a-limit.geojson": "a part only",
    "a-feature-a-line.geojsonl": {"B1", "B2"},
    "record-separators.geojsons": {"B1", "B2"},
    "torn-last-line.geojsonl": "Unterminated",
    "byte-order-mark.geojson": {"B1"},
    "no-features.geojson": set(),
}


@pytest.mark.parametrize("name", CROOKED)
def test_a_crooked_file_is_read_whole_or_refused_by_name(name: str) -> None:
    reading, comes_to = boundary_files.read([BOUNDARIES / name], "wiltshire"), CROOKED[name]
    if isinstance(comes_to, set):
        assert reading.troubles == []
        assert {p.neighbourhood_id for p in reading.areas} == comes_to
        assert all(area.shape.within(shapely.box(-2, 51, -1.8, 51.1)) for area in reading.areas.values())
        assert all(area.shape.area > 0.009 for area in reading.areas.values())
    else:
        [trouble] = reading.troubles
        assert f"boundaries/{name} " in trouble
        assert comes_to in trouble
        assert not reading.areas
    assert reading.number_of_areas == {"wiltshire": len(reading.areas)}


def test_every_crooked_file_is_expected_to_come_to_something() -> None:
    assert {path.name for path in BOUNDARIES.iterdir()} == set(CROOKED)


def test_bare_numbers_are_ids_where_the_operator_says_so() -> None:
    path = BOUNDARIES / "arcgis-serial-ids.geojson"
    for key, ids in (("id", {"1", "2"}), ("WD24CD", {"E05000101", "E05000102"})):
        areas = boundary_files.read([path], "wiltshire", key).areas
        assert {p.neighbourhood_id for p in areas} == ids


def test_an_area_that_police_uk_does_not_list_is_named_and_left_out() -> None:
    path = BOUNDARIES / "a-feature-a-line.geojsonl"
    assert len(known_areas.areas("wiltshire", [path], None, None).areas) == 2  # nothing is held of the force
    small_facts.write("neighbourhoods", (Named("B1", "Box"),), places.Names, "wiltshire")
    reading = known_areas.areas("wiltshire", [path], None, None)
    assert [p.neighbourhood_id for p in reading.areas] == ["B1"]
    [trouble] = reading.troubles
    assert "1 areas are not in police.uk's list of its neighbourhoods (B2)" in trouble


ODD: list[tuple[str, str | bytes]] = [
    ("spare/X9.kml", kml(SQUARE)),
    ("X9.kml", kml(SQUARE)),
    ("wiltshire.kml", kml(SQUARE)),
    ("wiltshire/X9.kml", "<kml"),
    ("wiltshire/X9.kml", b"\xff\xfe\x00"),
    ("wiltshire/X9.geojson", "{}"),
    ("spare/X9.geojson", geojson(({"id": "X9"}, polygon(-2, 51)))),
    *((f"wiltshire/{path.name}", path.read_bytes()) for path in sorted(BOUNDARIES.glob("*part*"))),
]


@pytest.mark.parametrize("as_zip", [True, False])
@given(odd=st.sampled_from(ODD), at=st.integers(0, 4), name=st.sampled_from("AMZ"))
@hypothesis.settings(
    max_examples=rounds(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_one_odd_file_anywhere_costs_no_other(
    as_zip: bool, odd: tuple[str, str | bytes], at: int, name: str, tmp_path: Path
) -> None:
    """`name`: where it comes in a folder, which is read by the alphabet."""
    good = [(f"{force}/{id_}.kml", kml(SQUARE)) for force in ("dorset", "wiltshire") for id_ in ("B1", "N2")]
    odd_name = odd[0].replace("X9", name)
    files = dict([*good[:at], (odd_name, odd[1]), *good[at:]])
    path = Path(tempfile.mkdtemp(dir=tmp_path))
    if as_zip:
        path = zipped(path / "2026-05.zip", files)
    else:
        for member, content in files.items():
            (path / member).parent.mkdir(exist_ok=True)
            (path / member).write_bytes(content if isinstance(content, bytes) else content.encode())
    reading = boundary_files.read([path])
    assert {f"{p.force_id}/{p.neighbourhood_id}.kml" for p in reading.areas} == {name for name, _ in good}
    assert reading.number_of_areas == {"dorset": 2, "wiltshire": 2}
    [trouble] = reading.troubles
    assert odd_name.split("/")[-1] in trouble


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
