"""A server on few descriptors: visitors are served, and whoever says nothing is shown out. Real processes."""

import asyncio
import os
import re
import resource
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bench import visitors
from tests.support.serving import Site, start_site
from tests.support.soak import TIMES, only_in_soak, sample
from ui.connections import BODY_S, HEADER_S, UNREAD_S

pytestmark = pytest.mark.slow

TIMED = (
    "-m",
    "uvicorn",
    "app:app",
    "--port",
    "{port}",
    "--http",
    "ui.connections:TimedHTTP",
    "--backlog",
    "32",
)
DRIPPED = {
    "a first header": (b"", HEADER_S),
    "a second header": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", HEADER_S),
    "a body": (
        b"POST /survey-form/exampleshire/AB12 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n",
        BODY_S,
    ),
}


@pytest.fixture(autouse=True)
def _enough_of_our_own() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A demonstration on so many descriptors, started by a command of choice."""
    limit, *command = request.param
    started = start_site(
        tmp_path_factory.mktemp("few"),
        *command,
        descriptors=(limit, limit),
        YOURPATCH_DEMO="always",
    )
    yield started
    started.stop()


def _held(site: Site) -> int:
    return len(os.listdir(f"/proc/{site.process.pid}/fd"))


def _door(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(site.address.rpartition(":")[2])), timeout=30)


def _until(so: Callable[[], bool]) -> None:
    """Wait for it: a busy machine takes its time."""
    end = time.monotonic() + 30
    while not so():
        assert time.monotonic() < end
        time.sleep(0.1)


def _opens(address: str, sessions: ExitStack) -> bool:
    try:
        sessions.enter_context(connect(address))
    except InvalidStatus:
        return False
    return True


def _ended(door: socket.socket) -> bool:
    door.setblocking(False)
    try:
        return door.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


@pytest.mark.soak
@pytest.mark.parametrize(
    "site",
    [(1024,), pytest.param((1024, TIMED), marks=only_in_soak)],
    indirect=True,
    ids=["serve", "uvicorn"],
)
def test_a_thousand_idle_sockets_keep_nobody_waiting(site: Site):
    with ExitStack() as doors:
        idle = [doors.enter_context(_door(site)) for _ in range(1_100)]
        begun = time.monotonic()
        assert site.get("/status").status_code == 200
        assert time.monotonic() - begun < 10
        _until(lambda: all(map(_ended, idle)))
    _until(lambda: _held(site) < 100)
    log = site.log.read_text()
    assert "Too many open files" not in log
    assert len(log) < 5_000


@only_in_soak
@pytest.mark.soak
@pytest.mark.parametrize("site", [(1024, ("-m", "uvicorn", "app:app", "--port", "{port}"))], indirect=True)
def test_what_repeats_is_a_line_a_minute_however_it_is_started(site: Site):
    with ExitStack() as doors:
        for _ in range(1_100):
            doors.enter_context(_door(site))
        time.sleep(3)
    assert site.get("/healthz").status_code == 200
    # asyncio tries the door again after a second, as often as it failed.
    time.sleep(3)
    log = site.log.read_text()
    assert log.count("out of system resource") == 1
    assert len(log) < 10_000


@pytest.mark.soak
@pytest.mark.parametrize("site", [(1024 if TIMES > 1 else 128,)], indirect=True)
def test_visitors_come_leave_and_come_again_on_few_descriptors(site: Site):
    number = 200 if TIMES > 1 else 30
    before = _held(site)
    for _ in range(2):
        # Of its own thread: where browsers are driven, a loop runs in this one.
        with ThreadPoolExecutor(1) as aside:
            served, held = aside.submit(asyncio.run, _all_at_once(site, number)).result()
        assert served == number
        assert held < before + number + 40
    until = time.monotonic() + 10
    while _held(site) > before + 20 and time.monotonic() < until:
        time.sleep(0.2)
    assert _held(site) <= before + 20


async def _all_at_once(site: Site, number: int) -> tuple[int, int]:
    """So many visitors with a page open; how many have it, and the server's descriptors meanwhile."""
    address = site.address.replace("http", "ws") + "/_stcore/stream"
    async with asyncio.timeout(600):
        opened = [visitors.connect(address, max_size=None, ping_interval=None) for _ in range(number)]
        sockets = await asyncio.gather(*opened)
        pages = await asyncio.gather(*(visitors.open_page(one, "local_team") for one in sockets))
        held = _held(site)
        await asyncio.gather(*(one.close() for one in sockets))
    return sum(received > 10_000 for _, received in pages), held


@pytest.mark.parametrize("site", [(128,)], indirect=True)
def test_when_all_places_are_taken_plain_pages_still_come(site: Site):
    address = site.address.replace("http", "ws") + "/_stcore/stream"
    with ExitStack() as sessions:
        first = sessions.enter_context(connect(address))
        for _ in range(79):
            sessions.enter_context(connect(address))
        with pytest.raises(InvalidStatus) as refused:
            sessions.enter_context(connect(address))
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["Retry-After"] == "10"
        assert site.get("/status").status_code == 200
        first.close()
        _until(lambda: _opens(address, sessions))
    assert site.log.read_text().count("All 80 places for sessions are taken") == 1


@pytest.mark.parametrize("site", [(1024,)], indirect=True)
@pytest.mark.soak
@pytest.mark.parametrize("dripped", sample(list(DRIPPED), 1))
def test_who_drips_is_given_up(site: Site, dripped: str):
    first, seconds = DRIPPED[dripped]
    with closing(_door(site)) as door:
        begun = time.monotonic()
        door.sendall(first)
        if dripped == "a second header":
            assert b"200 OK" in door.recv(10_000)
        while time.monotonic() < begun + seconds + 30:
            try:
                door.sendall(b"G")
            except ConnectionError:
                break
            time.sleep(0.5)
        else:
            pytest.fail("it is not given up")
        assert time.monotonic() - begun > seconds - 0.5


@only_in_soak
@pytest.mark.soak
@pytest.mark.parametrize("site", [(1024,)], indirect=True)
def test_who_reads_nothing_of_the_answer_is_given_up(site: Site):
    script = re.search(r"/static/js/index[^\"]+js", site.get("/").text)
    assert script
    with closing(_door(site)) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        door.sendall(f"GET {script[0]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 20)
        ours = door.getsockname()[1]
        assert ours in _talking_to(site)
        time.sleep(UNREAD_S + 40)
        assert ours not in _talking_to(site)


def _talking_to(site: Site) -> set[int]:
    """The ports of those whose connection the server holds."""
    held = psutil.Process(site.process.pid).net_connections("tcp")
    return {one.raddr.port for one in held if one.raddr}


@pytest.mark.soak
@pytest.mark.parametrize(("hard", "told"), sample([(2_000, 1), (9_000, 0)], 1))
def test_the_soft_limit_is_raised_and_a_low_one_told(tmp_path: Path, hard: int, told: int):
    site = start_site(tmp_path / "data", descriptors=(256, hard), YOURPATCH_DEMO="always")
    limits = Path(f"/proc/{site.process.pid}/limits").read_text()
    site.stop()
    assert re.search(rf"Max open files\s+{hard}\s+{hard}\s", limits)
    assert site.log.read_text().count("a busy site needs 8192") == told
