"""Servers that drip, swell, break off or send us elsewhere: nobody of them keeps a slot or a try for ever.

No postcode, and no place of one, is ever logged, told in an error, or written to the disk.
"""

import gzip
import itertools
import json
import logging
import re
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date

import pytest

from data_access import postcodes
from data_access.errors import BadAnswer, PostcodesUnavailable
from data_access.http import rate_limit, request, retry
from data_access.http.request import Limits
from data_access.police_api import neighbourhoods
from data_access.police_api.records import stops_force
from data_access.settings import settings
from tests.support.council_network import listening

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
HOME = "XX1 1AA"
NOBODY_THERE = "http://127.0.0.1:9"
RULES = [
    {},
    {"nobody": "there"},
    {"status": 500},
    pytest.param({"status": 429}, marks=pytest.mark.slow),
    {"status": 404, "body": "html"},
    {"status": 301, "headers": {"Location": "/postcodes/XX11AA"}},
    {"body": "none"},
    {"body": "truncated"},
    {"headers": {"Transfer-Encoding": "gzip, chunked"}, "status": 500},
]


@contextmanager
def a_server(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that reads a request and then does `serve` to its connection."""

    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        serve(connection)

    with listening(answer) as port:
        yield f"http://127.0.0.1:{port}/x"


def ask(address: str, **what) -> request.Answer:
    return request.request("police.uk", "GET", address, **what)


def all_slots_are_free() -> bool:
    """One can have them all: of one that is still held, nobody would hear in time."""

    def take_all() -> None:
        with ExitStack() as held:
            for _ in range(rate_limit.IN_FLIGHT):
                held.enter_context(rate_limit.turn("police.uk"))

    taking = threading.Thread(target=take_all, daemon=True)
    taking.start()
    taking.join(10)
    return not taking.is_alive()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (OK + b"Content-Length: 1000\r\n\r\n", b" "),
        (OK + b"X: ", b"x"),
        (OK, b"X: x\r\n"),
        (b"", b"H"),
    ],
    ids=["body", "one header", "many headers", "no line"],
)
def test_an_answer_that_drips_is_let_go(data_dir, first, drop):
    gone = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(first)
        try:
            for _ in range(99):  # the HTTP library itself gives up at a hundred headers
                connection.sendall(drop)
                time.sleep(0.1)
        except OSError:
            gone.set()

    with a_server(drip) as address:
        with pytest.raises(request.NoAnswer, match="not read in time"):
            ask(address, limits=Limits(within_s=1))
        # The server drips for ten seconds: it was cut off in the middle of it.
        assert gone.wait(10)
        assert all_slots_are_free()


@pytest.mark.slow
def test_an_answer_that_never_begins_is_let_go(data_dir):
    gone = threading.Event()
    # Longer than we wait, it would break off: that is another error.
    with a_server(lambda _: gone.wait(5)) as address:
        with pytest.raises(request.NoAnswer, match="ReadTimeout"):
            ask(address, limits=Limits(read_s=0.3))
        gone.set()


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_beyond_measure_is_not_taken(data_dir, packed):
    body = gzip.compress(b" " * 50_000_000) if packed else b" " * 5_000_000
    encoding = b"Content-Encoding: gzip\r\n" if packed else b""

    def swell(connection: socket.socket) -> None:
        connection.sendall(OK + encoding + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    with a_server(swell) as address, pytest.raises(request.BeyondMeasure):
        ask(address)
    assert all_slots_are_free()


@pytest.mark.parametrize("body", [b"[" + one * 3_900_000 + b"{}]" for one in (b"{},", b"[],")])
def test_an_answer_that_is_all_brackets_is_not_parsed(data_dir, monkeypatch, body):
    """Parsed, 32 MB of `{}` took 2.3 GB and held everybody up for 13 s."""
    monkeypatch.setattr(retry, "WAITS_S", (0.01,))
    parsed = []
    monkeypatch.setattr(json, "loads", parsed.append)

    def serve(connection: socket.socket) -> None:
        connection.sendall(OK + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with a_server(serve) as address:
        monkeypatch.setenv("YOURPATCH_POLICE_API", address)
        settings.cache_clear()
        with pytest.raises(BadAnswer):
            stops_force("exampleshire", date(2026, 9, 1))
    assert parsed == []


@pytest.mark.parametrize("leads_to", ["http://127.0.0.1:9/x", "http://[", ""])
def test_of_a_redirect_no_more_is_read_than_of_any_answer(data_dir, leads_to):
    """The HTTP library would read all of it to look where it leads, and fall over an address that is none."""
    head = b"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: %s\r\n" % leads_to.encode()

    def redirect(length: int) -> Callable[[socket.socket], None]:
        return lambda c: c.sendall(head + b"Content-Length: %d\r\n\r\n" % length + b" " * length)

    with a_server(redirect(10)) as address:
        assert ask(address).status == 302
    with a_server(redirect(5_000_000)) as address, pytest.raises(request.BeyondMeasure):
        ask(address)


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 1000\r\n\r\n[1, 2",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n[1, 2\r\n",
        OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
)
def test_an_answer_that_is_not_whole_is_none(data_dir, answer):
    with a_server(lambda connection: connection.sendall(answer)) as address, pytest.raises(request.NoAnswer):
        ask(address)
    assert all_slots_are_free()


def test_a_chunked_answer_is_read_whole(data_dir):
    chunks = b"".join(b"3\r\n%03d\r\n" % n for n in range(100)) + b"0\r\n\r\n"
    answer = OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks
    with a_server(lambda connection: connection.sendall(answer)) as address:
        assert ask(address).body == b"".join(b"%03d" % n for n in range(100))


def test_nobody_is_followed_elsewhere(stand_in):
    with a_server(
        lambda c: c.sendall(
            b"HTTP/1.1 301 Moved\r\nLocation: "
            + stand_in.police_api.encode()
            + b"/forces\r\nContent-Length: 0\r\n\r\n"
        )
    ) as address:
        answer = request.request("police.uk", "POST", address, {"poly": "1"})
    assert (answer.status, answer.body) == (301, b"")
    assert stand_in.control("log") == []


def test_no_proxy_stands_between_us_and_this_machine(stand_in, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert ask(f"{stand_in.police_api}/forces").status == 200


def test_connections_are_used_again(stand_in):
    """A new one for each question would double the time to police.uk."""
    for _ in range(5):
        ask(f"{stand_in.police_api}/forces")
    with rate_limit.turn("police.uk") as session:
        pools = session.get_adapter("http://").poolmanager.pools
    assert [pools[key].num_connections for key in list(pools.keys())] == [1]


@pytest.mark.slow
def test_many_who_ask_the_same_of_a_service_that_hangs_share_one_failure(data_dir, monkeypatch):
    monkeypatch.setattr(retry, "WAITS_S", (0.01,))
    asked, begun, over = [], itertools.count(1), threading.Event()
    all_have_begun = threading.Event()

    def hang(connection: socket.socket) -> None:
        asked.append(connection.recv(65536))
        over.wait(20)

    def find() -> None:
        if next(begun) == 40:
            all_have_begun.set()
        postcodes.find(HOME)

    with listening(hang) as port, ThreadPoolExecutor(40) as pool:
        monkeypatch.setenv("YOURPATCH_POSTCODES_API", f"http://127.0.0.1:{port}")
        settings.cache_clear()
        finding = [pool.submit(find) for _ in range(40)]
        assert all_have_begun.wait(20)
        time.sleep(1)  # from there they have a step to go
        over.set()
        assert {type(one.exception(30)) for one in finding} == {PostcodesUnavailable}
    # Each try once, and nobody is left who would wait for it for ever.
    assert 1 <= len(asked) <= postcodes.TRIES
    assert postcodes._under_way == {}


@pytest.fixture
def short_waits(monkeypatch) -> None:
    monkeypatch.setattr(retry, "WAITS_S", (0.01,))


@pytest.fixture
def everything_logged(caplog) -> Iterator[pytest.LogCaptureFixture]:
    """Every logger there is at DEBUG, the libraries' own too."""
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = [logger.level for logger in loggers]
    caplog.set_level(logging.DEBUG)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield caplog
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("rule", RULES)
def test_no_postcode_and_no_place_of_one_is_ever_logged_told_or_written(
    stand_in, data_dir, everything_logged, monkeypatch, rule
):
    where = postcodes.find(HOME).point
    postcodes.forget()
    if "nobody" in rule:
        monkeypatch.setenv("YOURPATCH_POSTCODES_API", NOBODY_THERE)
        monkeypatch.setenv("YOURPATCH_POLICE_API", NOBODY_THERE)
        settings.cache_clear()
    elif rule:
        stand_in.control("faults", [{"path": "/", **rule}])
    asks = (
        lambda: postcodes.find(HOME),
        lambda: postcodes.find("XX9 9ZZ"),
        lambda: postcodes.find("XX1 9ZZ"),
        lambda: postcodes.places("XX1 1A"),
        lambda: neighbourhoods.locate(where),
    )
    # At once, as most of the time is spent in waiting to try again.
    with ThreadPoolExecutor(len(asks)) as pool:
        told = [line for asked in [pool.submit(ask) for ask in asks] for line in whole(asked.exception())]
    place = f"{where.latitude:.4f}|{where.longitude:.4f}"
    secrets = re.compile(rf"(?i)XX\d.{{0,6}}\d[A-Z]{{1,2}}\b|{place}")
    lines = [everything_logged.handler.format(record) for record in everything_logged.records]
    assert [line for line in [*told, *lines] if secrets.search(line)] == []
    for file in data_dir.rglob("*"):
        assert not file.is_file() or not secrets.search(file.read_bytes().decode("latin-1"))


def whole(error: BaseException | None) -> list[str]:
    """Everything an error tells, and every error behind it, shown or hidden."""
    told = []
    while error is not None:
        told += [repr(error), str(error), *traceback.format_exception_only(error)]
        error = error.__cause__ or error.__context__
    return told
