"""Servers that drip, swell, break off or send us elsewhere: nobody of them keeps a slot or a try for ever."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from data_access.http import rate_limit, request

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def a_server(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that does `serve` to one connection after another."""
    listening = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                with suppress(OSError):
                    serve(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/x"
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def ask(address: str, **what) -> request.Answer:
    return request.request("police.uk", "GET", address, **what)


def all_slots_are_free() -> bool:
    started = time.monotonic()
    turns = [rate_limit.turn("police.uk") for _ in range(rate_limit.IN_FLIGHT)]
    for turn in turns:
        turn.__enter__()
    for turn in turns:
        turn.__exit__(None, None, None)
    return time.monotonic() - started < 0.5


@pytest.mark.slow
def test_an_answer_that_drips_is_let_go(data_dir):
    def drip(connection: socket.socket) -> None:
        connection.sendall(OK + b"Content-Length: 1000\r\n\r\n")
        for _ in range(100):
            connection.sendall(b" ")
            time.sleep(0.05)

    with a_server(drip) as address:
        started = time.monotonic()
        with pytest.raises(request.BeyondMeasure):
            ask(address, read_s=0.3)
        assert 0.5 < time.monotonic() - started < 1.5
        assert all_slots_are_free()


@pytest.mark.slow
def test_an_answer_that_never_begins_is_let_go(data_dir):
    with a_server(lambda _: time.sleep(2)) as address:
        started = time.monotonic()
        with pytest.raises(request.NoAnswer, match="ReadTimeout"):
            ask(address, read_s=0.3)
        assert time.monotonic() - started < 1


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_beyond_measure_is_not_taken(data_dir, monkeypatch, packed):
    monkeypatch.setattr(request, "LARGEST", 1_000_000)
    body = gzip.compress(b" " * 50_000_000) if packed else b" " * 5_000_000
    encoding = b"Content-Encoding: gzip\r\n" if packed else b""

    def swell(connection: socket.socket) -> None:
        connection.sendall(OK + encoding + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    with a_server(swell) as address, pytest.raises(request.BeyondMeasure):
        ask(address)
    assert all_slots_are_free()


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
