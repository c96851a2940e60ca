"""The same records as a bulk archive in data.police.uk's layout: `python -m demo.archive OUT`.

`YYYY-MM/YYYY-MM-<force>-{street,outcomes,stop-and-search}.csv` for every force that gives such files and for
the British Transport Police; none for Fenmarsh, which publishes nothing.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import click

from data_access.months import month_key, month_range, shift
from demo.boundary_files import write_boundaries
from demo.outcomes import LONGEST_LAG, NAMES, history
from demo.record_json import persistent_id
from demo.records import Crime
from demo.reference_routes import CATEGORIES
from demo.snap_points import SnapPoint
from demo.stops import Stop
from demo.world import BTP, World

Row = list[str | bool | None]
PLACE = ["Longitude", "Latitude", "Location", "LSOA code", "LSOA name"]
CRIME = ["Crime ID", "Month", "Reported by", "Falls within", *PLACE]
STREET = [*CRIME, "Crime type", "Last outcome category", "Context"]
OUTCOMES = [*CRIME, "Outcome type"]
STOPS = {
    "Type": "type", "Date": "datetime", "Part of a policing operation": "operation",
    "Policing operation": "operation_name", "Latitude": "latitude", "Longitude": "longitude",
    "Gender": "gender", "Age range": "age_range", "Self-defined ethnicity": "self_defined_ethnicity",
    "Officer-defined ethnicity": "officer_defined_ethnicity", "Legislation": "legislation",
    "Object of search": "object_of_search", "Outcome": "outcome",
    "Outcome linked to object of search": "outcome_linked_to_object_of_search",
    "Removal of more than just outer clothing": "removal_of_more_than_outer_clothing",
}  # fmt: skip


def write_archive(
    path: Path, world: World, months: Sequence[date] | None = None, nested: bool = False
) -> None:
    """Write the archive zip; `nested` packs each month into a zip of its own inside it."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for month in months or world.window():
            if not nested:
                _write_month(archive, world, month)
                continue
            inner = io.BytesIO()
            with ZipFile(inner, "w", ZIP_DEFLATED) as packed:
                _write_month(packed, world, month)
            archive.writestr(f"{month_key(month)}.zip", inner.getvalue())


def _write_month(archive: ZipFile, world: World, month: date) -> None:
    for name, header, rows in _files(world, month):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *rows])
        archive.writestr(f"{month_key(month)}/{month_key(month)}-{name}.csv", text.getvalue())


def _files(world: World, month: date) -> Iterator[tuple[str, list[str], list[Row]]]:
    """(name, header, rows) of every file of the month."""
    for force_id in sorted({crime.force_id for crime in world.crimes(month)}):
        records = [crime for crime in world.crimes(month) if crime.force_id == force_id]
        yield f"{force_id}-street", STREET, [_street(world, crime) for crime in records]
    yield "exampleshire-outcomes", OUTCOMES, list(_outcomes(world, month))
    for force_id in sorted(world.stop_forces(month)):
        stops = [stop for stop in world.stops(month) if stop.force_id == force_id]
        yield f"{force_id}-stop-and-search", list(STOPS), [_stop(stop) for stop in stops]


def _street(world: World, crime: Crime) -> Row:
    known = history(crime, world.newest)
    last = NAMES[known[-1][0]] if known else ""
    return [*_crime(world, crime, crime.month), CATEGORIES[crime.category], last, ""]


def _outcomes(world: World, month: date) -> Iterable[Row]:
    for earlier in month_range(shift(month, -LONGEST_LAG), month):
        for crime in world.crimes(earlier):
            if "outcomes" in world.publishes(crime.force_id):
                steps = history(crime, world.newest)
                yield from ([*_crime(world, crime, on), NAMES[code]] for code, on in steps if on == month)


def _crime(world: World, crime: Crime, month: date) -> Row:
    """The columns both crime files begin with. The transport police give no ids."""
    crime_id = "" if crime.force_id == BTP else persistent_id(crime)
    name = world.name_of(crime.force_id)
    return [crime_id, month_key(month), name, name, *_where(world, crime.point)]


def _where(world: World, point: SnapPoint | None) -> Row:
    if point is None:
        return ["", "", "No Location", "", ""]
    name = point.name if point.name.startswith("On or near ") else f"On or near {point.name}"
    homes = [(place.force_id, place.id) for place in world.places()]
    number = homes.index(point.home) if point.home else len(homes)
    return [point.longitude, point.latitude, name, f"E01{999_000 + number}", f"Invented {number:03}A"]


def _stop(stop: Stop) -> Row:
    where = {"latitude": stop.point.latitude, "longitude": stop.point.longitude} if stop.point else {}
    return [(stop.facts | where).get(key) for key in STOPS.values()]


@click.command(help="Write archive.zip and the boundaries (kml/, geojson/) of the invented forces to OUT.")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--nested", is_flag=True, help="Each month a zip inside the zip.")
def main(out: Path, nested: bool) -> None:
    """Write everything that `load-archive` can be given."""
    world = World()
    out.mkdir(parents=True, exist_ok=True)
    write_archive(out / "archive.zip", world, nested=nested)
    write_boundaries(out, world)


if __name__ == "__main__":
    main()
