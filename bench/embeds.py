"""500 requests a second for embeds, a minute, over 50 places: how long one takes, and how many bytes it is.

python -m bench.embeds [requests a second] [seconds]

The client runs on the same processors as the server. It asks at set times, whether the last answer has come
or not, and counts from the set time: a server that falls behind cannot hide it.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from bench.machine import against, machine
from bench.serving import ADDRESS, PORT, start, wait
from components.content.embed_views import VIEWS
from data_access.settings import HOUSE

PLACES = 50
FORCE, READ = "exampleshire", "AB12"
RATE, SECONDS = 500, 60
P99_BUDGET_S, BYTES_BUDGET = 0.1, 60_000
CONNECTIONS = 64
KEPT_OPEN_S = 4
HOST = ("127.0.0.1", int(PORT))
# As a browser asks over http.
HEADERS = "Host: 127.0.0.1\r\nAccept: text/html\r\nAccept-Encoding: {encoding}\r\n\r\n"


class Wrong(Exception):
    """An answer that is not 200."""


def fifty_places(folder: Path) -> list[str]:
    """Have one place read, and its facts copied to 50 ids."""
    server = start(str(folder))
    wait("/readyz")
    while b"200 OK" not in asyncio.run(one(f"/embed/v1/{FORCE}/{READ}/summary", "identity"))[0]:
        time.sleep(0.5)
    time.sleep(15)  # the rest of its months
    server.terminate()
    server.wait(10)
    facts = folder / "demo" / "facts" / FORCE
    [read] = [path for path in facts.iterdir() if path.is_dir() and path.name.lower().startswith("ab12")][:1]
    ids = [f"P{number:02d}" for number in range(PLACES)]
    for id_ in ids:
        shutil.copytree(read, facts / id_)
    return ids


def serve(folder: Path) -> subprocess.Popen[bytes]:
    """The server on what is held; police.uk is out of reach."""
    environment = {
        "PORT": PORT,
        "YOURPATCH_DATA_DIR": str(folder),
        "YOURPATCH_DEMONSTRATION": "1",
        "YOURPATCH_OFFLINE": "1",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "ui.serve"], cwd=HOUSE, env=os.environ | environment, stderr=subprocess.DEVNULL
    )
    wait("/readyz")
    return server


async def answer(reader: asyncio.StreamReader) -> tuple[bytes, int]:
    """The head of one answer, and how long its body is."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    await reader.readexactly(length)
    return head, length


async def one(path: str, encoding: str) -> tuple[bytes, int]:
    """One request on a connection of its own."""
    reader, writer = await asyncio.open_connection(*HOST)
    writer.write(f"GET {path} HTTP/1.1\r\n{HEADERS.format(encoding=encoding)}".encode())
    found = await answer(reader)
    writer.close()
    return found


async def ask(due: "asyncio.Queue[tuple[float, str]]", taken: list[float], faults: list[str]) -> None:
    """One connection: takes the next request that is due."""
    reader, writer = await asyncio.open_connection(*HOST)
    used = time.perf_counter()
    while True:
        at, path = await due.get()
        # The server closes what has been silent for five seconds; browsers know, and open another.
        if time.perf_counter() - used > KEPT_OPEN_S:
            writer.close()
            reader, writer = await asyncio.open_connection(*HOST)
        try:
            writer.write(f"GET {path} HTTP/1.1\r\n{HEADERS.format(encoding='gzip')}".encode())
            head, _length = await answer(reader)
            if not head.startswith(b"HTTP/1.1 200"):
                raise Wrong(head.split(b"\r\n")[0].decode())
            taken.append(time.perf_counter() - at)
        except (Wrong, OSError, EOFError) as fault:
            faults.append(repr(fault))
            writer.close()
            reader, writer = await asyncio.open_connection(*HOST)
        used = time.perf_counter()
        due.task_done()


async def load(paths: list[str], rate: int, seconds: float) -> tuple[list[float], list[str]]:
    """Ask for the paths in turn, `rate` a second; seconds of each answer, and what went wrong."""
    due: asyncio.Queue[tuple[float, str]] = asyncio.Queue()
    taken: list[float] = []
    faults: list[str] = []
    crowd = [asyncio.create_task(ask(due, taken, faults)) for _ in range(CONNECTIONS)]
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        at = begun + number / rate
        if (early := at - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        due.put_nowait((at, paths[number % len(paths)]))
    await due.join()
    for visitor in crowd:
        visitor.cancel()
    return taken, faults


def sizes(id_: str) -> None:
    """A line a view: its bytes as they are and as they are sent."""
    for what in VIEWS:
        path = f"/embed/v1/{FORCE}/{id_}/{what}"
        plain, packed = (asyncio.run(one(path, encoding))[1] for encoding in ("identity", "gzip"))
        word = "within" if plain <= BYTES_BUDGET else "OVER"
        print(f"{what:60s} {plain:8,} bytes, {packed:,} as gzip  {word} {BYTES_BUDGET:,}")


def main(rate: int = RATE, seconds: float = SECONDS) -> None:
    """Print a line a measure."""
    print(f"{machine()}; load before: {os.getloadavg()[0]:.1f}; the client runs on the same processors")
    with tempfile.TemporaryDirectory() as name:
        ids = fifty_places(Path(name))
        server = serve(Path(name))
        paths = [f"/embed/v1/{FORCE}/{id_}/{what}" for id_ in ids for what in VIEWS]
        sizes(ids[0])
        cold, faults = asyncio.run(load(paths, 10, len(paths) / 10))
        print(f"{'drawn for the first time, ten a second, slowest':60s} {max(cold) * 1000:8.1f} ms")
        taken, more = asyncio.run(load(paths, rate, seconds))
        print(
            f"{len(taken) / seconds:.0f} answers a second for {seconds:g} s over {PLACES} places: {ADDRESS}"
        )
        cut = quantiles(taken, n=1000)
        print(against("an embed, median", cut[499], P99_BUDGET_S))
        print(against("an embed, 99 of 100", cut[989], P99_BUDGET_S))
        print(f"{'slowest':60s} {max(taken) * 1000:8.1f} ms")
        print(f"{'errors':60s} {len(faults + more):8d} {' '.join(sorted(set(faults + more))[:3])}")
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
