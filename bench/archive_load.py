"""Loading a force's archive, beside a bare pyarrow read of the same files; and the memory a large one takes.

python -m bench.archive_load [--archive ZIP --force F --boundaries PATH... --id-property K]

Without an archive at hand one is made up: 36 months of a force of 118 neighbourhoods (4,400 records a month
at 10,000 map points), of British Transport Police and of two neighbours. The memory is that of a process of
its own that loads eight times as many.
"""

import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import click
import numpy as np
import pyarrow as pa
import pyarrow.csv
import shapely

from bench.machine import machine
from data_access.archive import boundary_files, known_areas
from data_access.archive import load as load_archive
from data_access.archive.boundary_files import Area
from data_access.archive.bulk_zip import Archive
from data_access.archive.zip_safety import read_member
from data_access.curated.categories import CATEGORY_NAMES
from data_access.models import NeighbourhoodRef
from data_access.months import month_key, month_range
from data_access.settings import settings

BUDGET, BUDGET_MB = 3.0, 500
FORCE = "exampleshire"
MONTHS = month_range(date(2023, 10, 1), date(2026, 9, 1))
FILES = {FORCE: 4400, "btp": 4000, "fenmarsh": 2000, "eastwold": 700}
POINTS, SIDE = 10_000, 11


def made_up_areas() -> list[Area]:
    """118 neighbourhoods side by side, of some 130 corners each."""
    squares = [shapely.box(-2 + x / SIDE, 51 + y / SIDE, -2 + (x + 1) / SIDE, 51 + (y + 1) / SIDE)
               for x in range(SIDE) for y in range(SIDE)][:118]  # fmt: skip
    places = [NeighbourhoodRef(FORCE, f"EX{n:03}") for n in range(len(squares))]
    shapes = [square.segmentize(1 / SIDE / 32) for square in squares]
    return [Area(p, f"Place {p.neighbourhood_id}", s) for p, s in zip(places, shapes, strict=True)]


def made_up_archive(path: Path, times: int) -> None:
    """An archive in the published layout, `times` as large."""
    chance = np.random.default_rng(36)
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        for month in MONTHS:
            for force_id, number in FILES.items():
                text = io.BytesIO()
                pa.csv.write_csv(street_file(month, force_id, number * times, chance), text)
                name = f"{month_key(month)}-{force_id}-street.csv"
                packed.writestr(f"{month_key(month)}/{name}", text.getvalue())


def street_file(month: date, force_id: str, number: int, chance: np.random.Generator) -> pa.Table:
    """One force's records of one month; another force's map points lie to the north, but for a few."""
    point = chance.integers(0, POINTS, number)
    north = np.where(chance.random(number) < 0.01, 0, 0 if force_id == FORCE else 2)
    at = np.random.default_rng(1).random((POINTS, 2)).round(6)
    nothing = pa.nulls(number, pa.string())
    name = pa.repeat(force_id, number)
    return pa.table(
        {
            "Crime ID": [chance.bytes(32).hex() for _ in range(number)],
            "Month": pa.repeat(month_key(month), number),
            "Reported by": name,
            "Falls within": name,
            "Longitude": at[point, 0] - 2,
            "Latitude": at[point, 1] + 51 + north,
            "Location": [f"On or near Street {n % 4000}" for n in point],
            "LSOA code": [f"E01{n:06}" for n in point // 10],
            "LSOA name": [f"Example {n:03}A" for n in point // 10],
            "Crime type": chance.choice(list(CATEGORY_NAMES.values()), number),
            "Last outcome category": chance.choice(
                ["Under investigation", "Status update unavailable"], number
            ),
            "Context": nothing,
        }
    )


def bare(path: Path) -> None:
    """Every street file unpacked and read by pyarrow, and nothing done with it."""
    with Archive(path, path.parent) as archive:
        for file in archive.files:
            pa.csv.read_csv(pa.py_buffer(read_member(file.archive, file.member)))


def seconds(job: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """How long it takes once."""
    before()
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def compare(path: Path, areas: list[Area]) -> None:
    """Each round reads bare and loads; of six the fastest counts, for the machine has other work to do."""
    force_id = areas[0].place.force_id

    def empty() -> None:
        shutil.rmtree(settings().data_dir, ignore_errors=True)

    def boundaries_only() -> None:
        empty()
        known_areas.introduce_force(force_id, areas)
        for area in areas:
            known_areas.introduce(area)

    def load() -> None:
        assert load_archive.load(path, areas).forces

    def load_held() -> None:
        assert load_archive.load(path, known_areas.held_areas(force_id)).forces

    rounds = [
        (
            seconds(lambda: bare(path)),
            seconds(load_held, boundaries_only),
            seconds(load_held),
            seconds(load, empty),
        )
        for _ in range(6)
    ]
    read = min(times[0] for times in rounds)
    print(f"{'a bare pyarrow read of the street files':60s} {read * 1000:8.1f} ms")
    for n, what in (
        (1, "loading them, boundaries held"),
        (2, "loading them again"),
        (3, "with a boundary file too"),
    ):
        taken = min(times[n] for times in rounds)
        word = "within" if taken <= BUDGET * read else "OVER"
        print(f"{what:60s} {taken * 1000:8.1f} ms  {word} x {BUDGET:g} (x {taken / read:.2f})")


@click.command(help=__doc__)
@click.option("--archive", type=click.Path(exists=True, path_type=Path))
@click.option("--force", "force_id", default=FORCE)
@click.option("--boundaries", "paths", multiple=True, type=click.Path(exists=True, path_type=Path))
@click.option("--id-property")
@click.option("--weigh", is_flag=True, hidden=True)
def main(
    archive: Path | None, force_id: str, paths: tuple[Path, ...], id_property: str | None, weigh: bool
) -> None:
    """Print the figures."""
    areas = made_up_areas()
    if paths:
        areas = list(boundary_files.read(paths, force_id, id_property).areas.values())
    if weigh and archive:
        load_archive.load(archive, areas)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        os.environ["YOURPATCH_DATA_DIR"] = str(Path(folder, "var"))
        path = archive or Path(folder, "archive.zip")
        if archive is None:
            made_up_archive(path, 1)
        compare(path, areas)
        large = Path(folder, "large.zip")
        made_up_archive(large, 8)
        command = [sys.executable, "-m", "bench.archive_load", "--weigh", "--archive", str(large)]
        megabytes = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        word = "within" if megabytes <= BUDGET_MB else "OVER"
        rows = 8 * sum(FILES.values()) * len(MONTHS)
        print(f"{f'memory while loading {rows:,} records':60s} {megabytes:8d} MB  {word} {BUDGET_MB} MB")


if __name__ == "__main__":
    main()
