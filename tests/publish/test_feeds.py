"""The file of counts: opened as a spreadsheet would, by a real client of a real application."""

import csv
import io
import time
from collections.abc import Iterator
from threading import Thread

import pytest
import requests
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from data_access import store
from data_access.models import Named, NeighbourhoodRef, State
from publish.feeds import crimes_csv
from tests.data_access.records import month, nothing, reading

PLACE = NeighbourhoodRef("exampleshire", "EX01")


class Client:
    """Asks a running server."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str) -> requests.Response:
        return requests.get(self.address + path, timeout=10)


@pytest.fixture
def client(data_dir) -> Iterator[Client]:
    failed = nothing(State.FAILED, "500")
    july = reading({"burglary": 3, "anti-social-behaviour": 2})
    store.write_months(PLACE, {month("2026-07"): july, month("2026-08"): failed})
    names = (Named("EX01", '=Ashby & Co, "North"'),)
    store.write("neighbourhoods", names, tuple[Named, ...], PLACE.force_id)
    app = Starlette(routes=[Route("/feeds/{force}/{neighbourhood}/crimes.csv", crimes_csv)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Client(f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(10)


def rows(answer) -> list[dict[str, str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf"), "a spreadsheet would take it for another encoding"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_counts_with_their_month_source_state_and_licence(client):
    answer = client.get("/feeds/exampleshire/EX01/crimes.csv")
    assert answer.status_code == 200
    found = {(r["month"], r["category"]): r for r in rows(answer)}
    assert found["2026-07", "Burglary"]["count"] == "3"
    assert found["2026-07", "Robbery"]["count"] == "0"
    burglary = found["2026-07", "Burglary"]
    assert (burglary["month_state"], burglary["source"]) == ("held", "data.police.uk")
    assert "Open Government Licence" in burglary["licence"]


def test_a_month_without_a_count_has_an_empty_cell_and_never_nought(client):
    august = [r for r in rows(client.get("/feeds/exampleshire/EX01/crimes.csv")) if r["month"] == "2026-08"]
    assert {r["count"] for r in august} == {""}
    assert {r["month_state"] for r in august} == {"failed"}


def test_no_cell_is_a_formula(client):
    cells = [cell for row in rows(client.get("/feeds/exampleshire/EX01/crimes.csv")) for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}]


def test_the_file_is_named_after_the_place_and_its_months(client):
    header = client.get("/feeds/exampleshire/EX01/crimes.csv").headers["content-disposition"]
    assert header == 'attachment; filename="ashby-co-north-crime-2026-07-to-2026-08.csv"'


def test_it_can_be_had_as_of_an_earlier_month(client):
    assert {r["month"] for r in rows(client.get("/feeds/exampleshire/EX01/crimes.csv?to=2026-07"))} == {
        "2026-07"
    }


@pytest.mark.parametrize(
    "path",
    [
        "exampleshire/nosuch/crimes.csv",
        "..%2F..%2Fetc/passwd/crimes.csv",
        "exampleshire/EX01/crimes.csv?to=2026-99",
    ],
)
def test_what_is_not_held_is_not_found(client, path):
    assert client.get(f"/feeds/{path}").status_code == 404
