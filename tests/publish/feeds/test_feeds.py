"""The file of counts: opened as a spreadsheet would, by a real client of a real application."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data_access.models import Named, NeighbourhoodRef, State
from data_access.store import small_facts, street_crime
from publish.feeds import crimes_csv
from tests.support.client import Client
from tests.support.counts import counts_of
from tests.support.plain_site import plain_site
from tests.support.records import month, nothing, reading

PLACE = NeighbourhoodRef("wiltshire", "EX01")
FILE = "/feeds/wiltshire/EX01/crimes.csv"


@pytest.fixture
def client(data_dir, monkeypatch) -> Iterator[Client]:
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    failed = nothing(State.FAILED, "500")
    july = reading({"burglary": 3, "anti-social-behaviour": 2})
    street_crime.write_months(PLACE, {month("2026-07"): july, month("2026-08"): failed})
    names = (Named("EX01", '=Ashby & Co, "North"'),)
    small_facts.write("neighbourhoods", names, tuple[Named, ...], PLACE.force_id)
    with plain_site() as running:
        yield running


def rows(answer) -> list[dict[str, str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf"), "a spreadsheet would take it for another encoding"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_counts_with_their_month_source_state_and_licence(client):
    answer = client.get(FILE)
    assert answer.status_code == 200
    found = {(r["month"], r["category"]): r for r in rows(answer)}
    assert found["2026-07", "Burglary"]["count"] == "3"
    assert found["2026-07", "Robbery"]["count"] == "0"
    burglary = found["2026-07", "Burglary"]
    assert (burglary["month_state"], burglary["source"]) == ("held", "data.police.uk")
    assert "Open Government Licence" in burglary["licence"]


def test_a_month_without_a_count_has_an_empty_cell_and_never_nought(client):
    august = [r for r in rows(client.get(FILE)) if r["month"] == "2026-08"]
    assert {r["count"] for r in august} == {""}
    assert {r["month_state"] for r in august} == {"failed"}


def test_no_cell_is_a_formula(client):
    cells = [cell for row in rows(client.get(FILE)) for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}]


# As forces name them, or may.
ODD_IDS = [
    "007",
    "0",
    "112",
    "1E5",
    "12E3",
    "1-2",
    "3/4",
    "DEC1",
    "1 MAR",
    "2026-09",
    "12345678901234567890",
    "TRUE",
]


@pytest.mark.parametrize("reader", ["pandas", "LibreOffice", "LibreOffice that looks for dates"])
def test_a_spreadsheet_gives_back_what_it_was_given(reader, data_dir, tmp_path):
    counts = counts_of({month("2025-12"): 12, month("2026-01"): 3})
    bodies = [crimes_csv.body(NeighbourhoodRef("wiltshire", odd), counts) for odd in ODD_IDS]
    file = tmp_path / "crimes.csv"
    file.write_text(
        bodies[0] + "".join(body.partition("\r\n")[2] for body in bodies[1:]), "utf-8", newline=""
    )
    found = pandas_cells(file) if reader == "pandas" else libreoffice_cells(file, "dates" in reader)
    assert found == list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert {row["neighbourhood_id"].removeprefix("'") for row in found} == set(ODD_IDS)
    assert {row["month"] for row in found} == {"2025-12", "2026-01"}


def pandas_cells(file: Path) -> list[dict[str, str]]:
    """As a program reads it that guesses what each column is."""
    return pd.read_csv(file, keep_default_na=False).astype(str).to_dict("records")


def libreoffice_cells(file: Path, looks_for_dates: bool) -> list[dict[str, str]]:
    """Opened by LibreOffice in British English, and saved again."""
    if not (soffice := shutil.which("soffice")):
        pytest.skip("LibreOffice is not on this machine")
    options = f"CSV:44,34,76,1,,2057,false,{str(looks_for_dates).lower()}"
    home, out = file.with_name("home"), file.with_name("out")
    command = [soffice, f"-env:UserInstallation=file://{home}", "--headless", f"--infilter={options}"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,2057", "--outdir", out, file]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return list(csv.DictReader(io.StringIO((out / file.name).read_text("utf-8-sig"))))


def test_the_file_is_named_after_the_place_and_its_months(client):
    header = client.get(FILE).headers["content-disposition"]
    assert header == 'attachment; filename="ashby-co-north-crime-2026-07-to-2026-08.csv"'


def test_it_can_be_had_as_of_an_earlier_month(client):
    assert {r["month"] for r in rows(client.get(f"{FILE}?to=2026-07"))} == {"2026-07"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("wiltshire/nosuch/crimes.csv", 404),
        ("nosuch/EX01/crimes.csv", 404),
        ("..%2F..%2Fetc/passwd/crimes.csv", 404),
        ("wiltshire/EX01/crimes.csv?to=2026-99", 400),
    ],
)
def test_what_is_not_there_says_so(path, status, client):
    assert client.get(f"/feeds/{path}").status_code == status


def test_before_the_first_month_the_file_is_its_header(client):
    answer = client.get(f"{FILE}?to=1990-01")
    assert (answer.status_code, rows(answer)) == (200, [])
    assert 'filename="ashby-co-north-crime.csv"' in answer.headers["content-disposition"]


def test_the_file_is_not_sent_twice(client):
    first = client.get(FILE)
    again = client.get(FILE, If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
