"""Invented postcodes and place names. XX is no postcode area, so nobody's home is meant."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from demo.places import Place
from demo.snap_points import SnapPoint
from demo.world import World

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # no postcode ends in the others
UNITS = 15  # postcodes in one outward code
EASTINGS, NORTHINGS = 410_000, 148_000  # at 51.231 N, 1.857 W

# Postcodes that lead elsewhere: country, police force area, its code, latitude, longitude, quality.
ELSEWHERE: dict[str, tuple[str, str | None, str, float | None, float | None, int]] = {
    "XX20 1AA": ("Scotland", "Scotland", "S23000009", 56.05, -4.75, 1),
    "XX21 1AA": ("Channel Islands", None, "L99999999", None, None, 9),
    "XX22 1AA": ("Isle of Man", None, "M99999999", None, None, 9),
    # In Market Ashby, and yet listed under the neighbouring force.
    "XX24 1AA": ("England", "Eastwold", "E23999902", 51.2501, -1.9468, 1),
    "XX23 1AA": ("England", "Exampleshire", "E23999901", 51.3201, -1.9203, 1),  # in no neighbourhood
}
RETIRED: dict[str, dict[str, Any]] = {
    "XX9 9ZZ": {"year_terminated": 1996, "month_terminated": 6, "longitude": -1.9402, "latitude": 51.2304}
}


@cache
def postcodes(world: World) -> dict[str, dict[str, Any]]:
    """Every postcode in use, as the service describes it."""
    found = [*_homes(world), *_elsewhere()]
    return {entry["postcode"]: entry for entry in found}


@cache
def populated_places(world: World) -> list[dict[str, Any]]:
    """Towns and villages, as OS Open Names has them."""
    named = [
        (place, name, world.points_of(place)[n * 3])
        for place in world.places()
        for n, name in enumerate(place.facts["parishes"])
    ]
    return [_populated(world, number, *entry) for number, entry in enumerate(named)]


def _homes(world: World) -> Iterator[dict[str, Any]]:
    """A few postcodes in every neighbourhood, each at a place of its own."""
    for place in world.places():
        parishes, area = place.facts["parishes"], world.forces[place.force_id].facts["area"]
        for n, spot in enumerate(world.points_of(place)[:UNITS]):
            postcode = f"{place.facts['outcode']} {1 + n // 10}{LETTERS[n % 10]}{LETTERS[n * 7 % 20]}"
            yield _result(
                postcode, (float(spot.latitude), float(spot.longitude)), country=area["country"],
                admin_district=area["district"], admin_ward=parishes[0], parish=parishes[n % len(parishes)],
                region=area["region"], pfa=area["pfa"], codes={"pfa": area["code"]}, quality=1,
            )  # fmt: skip


def _elsewhere() -> Iterator[dict[str, Any]]:
    for postcode, (country, pfa, code, latitude, longitude, quality) in ELSEWHERE.items():
        where = None if latitude is None or longitude is None else (latitude, longitude)
        yield _result(
            postcode, where, country=country, admin_district=None, admin_ward=None, parish=None,
            region=None, pfa=pfa, codes={"pfa": code}, quality=quality,
        )  # fmt: skip


def _result(postcode: str, where: tuple[float, float] | None, **more: Any) -> dict[str, Any]:
    outcode, incode = postcode.split()
    latitude, longitude = where or (None, None)
    spot = {"latitude": latitude, "longitude": longitude} | grid(where)
    return {"postcode": postcode, "outcode": outcode, "incode": incode, **spot, **more}


def grid(where: tuple[float, float] | None) -> dict[str, int | None]:
    """Eastings and northings, near enough for invented places."""
    if where is None:
        return {"eastings": None, "northings": None}
    east, north = (where[1] + 1.857) * 69_700, (where[0] - 51.231) * 111_200
    return {"eastings": EASTINGS + round(east), "northings": NORTHINGS + round(north)}


def _populated(world: World, number: int, place: Place, name: str, spot: SnapPoint) -> dict[str, Any]:
    area, where = world.forces[place.force_id].facts["area"], (float(spot.latitude), float(spot.longitude))
    return {
        "code": f"osgb{4_000_000_099_000_000 + number}",
        "name_1": name, "name_1_lang": None, "name_2": None, "name_2_lang": None,
        "local_type": "Town" if place.facts["kind"] in ("town", "suburb") else "Village",
        "outcode": place.facts["outcode"],
        "county_unitary": area["pfa"], "county_unitary_type": "County",
        "district_borough": area["district"], "district_borough_type": "District",
        "region": area["region"], "country": area["country"],
        "longitude": where[1], "latitude": where[0], **grid(where),
    }  # fmt: skip
