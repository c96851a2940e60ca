"""The bulk archive of data.police.uk: a zip of `YYYY-MM/YYYY-MM-<force>-street.csv`, read a member at a time.

Columns as published, in any order: `Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA
code,LSOA name,Crime type,Last outcome category,Context`. The first files knew neither ids nor outcomes, and
give `Easting,Northing`. Identical rows are separate crimes (points are snapped, and anti-social behaviour has
no id), and a Crime ID may repeat: nothing is ever dropped.
"""

import codecs
import csv
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from data_access.archive.zip_safety import BROKEN, Unreadable, check, open_zip, read_member
from data_access.curated.categories import CATEGORY_NAMES
from data_access.months import month_key, parse_month, shift
from data_access.settings import now
from data_access.store.street_crime import SCHEMA

Floats = NDArray[np.float64]
STREET = re.compile(r"(?:^|.*[\\/])(\d{4}-\d{2})-([a-z0-9-]{1,60})-street\.csv", re.DOTALL)
# `2026-09` or `2026-09-02`, in the name of an archive.
DAY = re.compile(r"(?<!\d)(\d{4}-\d{2})(?:-(\d{2}))?(?!\d)")
# The whole archive has 1.7 GB; one wrapped into another zip is copied beside the store to be read.
LARGEST_INNER_ZIP = 8_000_000_000
# The API's names are the archive's "Crime type" to the letter; these two stood in it until April 2013.
SLUGS = {name: slug for slug, name in CATEGORY_NAMES.items()} | {
    "Violent crime": "violent-crime",
    "Public disorder and weapons": "public-disorder-weapons",
}
MOST_CATEGORIES = 100
_NAME = pa.dictionary(pa.int32(), pa.string())
_NEEDED = {"Month": _NAME, "Location": pa.string(), "Crime type": _NAME}
_DEGREES = {"Longitude": pa.float64(), "Latitude": pa.float64()}
_GRID = {"Easting": pa.float64(), "Northing": pa.float64()}
_OPTIONAL = {"Crime ID": pa.string(), "Last outcome category": pa.string()}
_AS_WRITTEN = {name.casefold(): name for name in (*_NEEDED, *_DEGREES, *_GRID, *_OPTIONAL)}


@dataclass(frozen=True)
class StreetFile:
    """One force's file of one month (`force_id` also `btp`), and where in which zip it stands."""

    month: date
    force_id: str
    archive: zipfile.ZipFile
    member: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """As the operator would look for it."""
        return f"{month_key(self.month)}-{self.force_id}-street.csv"


class Archive:
    """An open archive: `files` in order of month and force, `troubles` a sentence for what is not readable.

    `as_of`: how old it is: the latest day, or end of a month, in its own name and its files'. Of two of the
    same month the one with more in it counts as the later, so that it does not matter which is loaded first;
    its name can say otherwise.

    Raises Unreadable on opening when it is no zip.
    """

    def __init__(self, path: Path, scratch: Path) -> None:
        """`scratch`: a folder on a disk, for an archive that is wrapped into another zip."""
        self.troubles: list[str] = []
        self._scratch = scratch
        with ExitStack() as stack:
            self._open = stack
            self.files = self._street_files_in_order(stack.enter_context(open_zip(path)))
            self.as_of = _as_of(path.stem, self.files)
            self._open = stack.pop_all()  # nothing stays open when finding failed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _street_files_in_order(self, archive: zipfile.ZipFile) -> list[StreetFile]:
        files: dict[tuple[date, str], StreetFile] = {}
        for file in self._street_files(archive, nested=False):
            if (file.month, file.force_id) in files:
                self.troubles.append(f"{file.name}: it is there twice; the first was read.")
            else:
                files[file.month, file.force_id] = file
        return [files[key] for key in sorted(files)]

    def _street_files(self, archive: zipfile.ZipFile, *, nested: bool) -> Iterator[StreetFile]:
        for member in archive.infolist():
            if name := STREET.fullmatch(member.filename):
                try:
                    yield StreetFile(parse_month(name[1]), name[2], archive, member)
                except ValueError as error:
                    self.troubles.append(f"{member.filename[:200]}: {error}.")
            elif member.filename.lower().endswith(".zip") and not nested:
                try:
                    yield from self._street_files(self._inner(archive, member), nested=True)
                except Unreadable as error:
                    self.troubles.append(f"{member.filename[:200]}: {error}")

    def _inner(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> zipfile.ZipFile:
        check(member, LARGEST_INNER_ZIP)
        # Unlinked as soon as it is made: nothing is left of it, however we end.
        copy = self._open.enter_context(tempfile.TemporaryFile(dir=self._scratch))  # noqa: SIM115 - it is
        try:
            with archive.open(member) as packed:
                shutil.copyfileobj(packed, copy)
        except BROKEN as error:
            raise Unreadable(f"it is damaged ({str(error)[:200]}).") from error
        return self._open.enter_context(open_zip(copy, "it"))


def _as_of(name: str, files: Sequence[StreetFile]) -> datetime:
    days = [shift(file.month, 1) for file in files]
    for month, day in DAY.findall(name):
        with suppress(ValueError):
            days.append(date.fromisoformat(f"{month}-{day}") if day else shift(parse_month(month), 1))
    if not days:
        return now()
    larger = timedelta(microseconds=sum(file.member.file_size for file in files))
    return min(datetime.combine(max(days), time(), UTC) + larger, now())


def unpack(file: StreetFile) -> bytes:
    """The file as it is. Raises Unreadable for a member that is broken, locked or suspiciously large."""
    return read_member(file.archive, file.member)


def read(file: StreetFile, content: bytes) -> pa.Table:
    """The file's rows in the shape of `crimes.parquet`. Raises Unreadable when any of it makes no sense."""
    try:
        rows = _parsed(content)
        names = rows["Crime type"].unique().to_pylist()
    except pa.ArrowException as error:
        raise Unreadable(f"it is not a street file of data.police.uk ({_first_line(error)}).") from error
    if not content.endswith(b"\n") and rows.num_rows and rows["Crime type"][-1].as_py() not in SLUGS:
        raise Unreadable("it is cut off in its last line.")
    if rows["Month"].unique().drop_null().to_pylist() not in ([], [month_key(file.month)]):
        raise Unreadable("it holds rows of another month than its name says.")
    if len(names) > MOST_CATEGORIES:
        raise Unreadable("its kinds of crime are not police.uk's.")
    length, (longitude, latitude) = rows.num_rows, _places(rows)
    columns = {
        "month": pa.repeat(pa.scalar(file.month, pa.date32()), length),
        "category": _slugs(rows["Crime type"]),
        "persistent_id": rows["Crime ID"],
        "latitude": latitude,
        "longitude": longitude,
        "street_name": _in_one_line(rows["Location"]) if b'"' in content else rows["Location"],
        "reported_by": pa.repeat(file.force_id, length),
        "outcome": rows["Last outcome category"],
        "outcome_month": pa.nulls(length, pa.date32()),
        "source": pa.repeat("archive", length),
    }
    return pa.table(columns, schema=SCHEMA)


def slug(crime_type: str | None) -> str:
    """police.uk's id of a kind of crime by its name; of a name that is new to us, its like."""
    known = SLUGS.get(crime_type or "")
    return known or re.sub(r"[^a-z0-9]+", "-", (crime_type or "").lower()).strip("-")[:60] or "other-crime"


def _parsed(content: bytes) -> pa.Table:
    """The columns we use, whatever the file's order, separator and letters."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    header = content.partition(b"\n")[0].decode("utf-8-sig", "replace")
    separator = max(",;\t", key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=separator), [])]
    columns = [_AS_WRITTEN.get(name.casefold(), name) for name in names]
    types = _NEEDED | (_GRID if set(_GRID) <= set(columns) else _DEGREES)
    if missing := types.keys() - set(columns):
        what = ", ".join(sorted(missing))
        raise Unreadable(f"it is not a street file of data.police.uk (it has no column {what}).")
    try:
        return pa.csv.read_csv(
            pa.py_buffer(content if b"\n" in content else content + b"\n"),
            pa.csv.ReadOptions(column_names=columns, skip_rows=1),
            # A line break inside quotes may fall between two blocks; to look for them takes time.
            pa.csv.ParseOptions(delimiter=separator, newlines_in_values=b'"' in content),
            pa.csv.ConvertOptions(
                column_types=types | _OPTIONAL,
                include_columns=list(types | _OPTIONAL),
                include_missing_columns=True,
                null_values=[""],  # a street may be called "NA"
                strings_can_be_null=True,
            ),
        ).unify_dictionaries()
    except pa.ArrowInvalid as error:
        if "UTF8" not in str(error):
            raise
        # Files of the first years were written by machines that knew no Unicode.
        return _parsed(content.decode("latin-1").encode())


def _places(rows: pa.Table) -> tuple[pa.ChunkedArray | pa.Array, pa.ChunkedArray | pa.Array]:
    """Longitudes and latitudes."""
    if "Longitude" in rows.column_names:
        return rows["Longitude"], rows["Latitude"]
    longitude, latitude = degrees(*(rows[name].to_numpy() for name in _GRID))
    return pa.array(longitude, from_pandas=True), pa.array(latitude, from_pandas=True)


def degrees(easting: Floats, northing: Floats) -> tuple[Floats, Floats]:
    """(n,) longitudes and latitudes of metres on the British National Grid, as the archive's first files have
    them; NaN where either is, or both are nought: no place.
    """
    from pyproj import Transformer

    there = np.isfinite(easting) & np.isfinite(northing) & ~((easting == 0) & (northing == 0))
    found = np.full((2, len(easting)), np.nan)
    to_degrees = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    found[:, there] = to_degrees.transform(easting[there], northing[there])
    return found[0], found[1]


def _in_one_line(names: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(names, r"\s*[\r\n]\s*", " ")


def _slugs(crime_type: pa.ChunkedArray) -> pa.ChunkedArray:
    """Each name's id; the chunks share one dictionary."""
    names = crime_type.chunk(0).dictionary.to_pylist() if crime_type.num_chunks else []
    known = pa.array([slug(name) for name in names], pa.string())
    parts = [pc.fill_null(known.take(chunk.indices), slug(None)) for chunk in crime_type.chunks]
    return pa.chunked_array(parts, pa.string())


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
