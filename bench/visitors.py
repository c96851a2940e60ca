"""200 visitors on one process, 15 page changes a second between them: how long a page takes, how much memory.

python -m bench.visitors [visitors] [seconds]
"""

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from statistics import quantiles

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.machine import against, machine
from bench.serving import ADDRESS, start, wait

QUERY = "force=exampleshire&neighbourhood=AB12"
PAGES = ("", "crime_trends", "crime_map", "local_team")
CHANGES_PER_SECOND = 15
QUIET_AFTER_S = 300
RERUN_BUDGET_S, MEMORY_BUDGET_MB, BYTES_BUDGET = 0.25, 400, 60_000


async def open_page(socket: ClientConnection, name: str) -> tuple[float, int]:
    """Ask for a page as the browser does; seconds and bytes until its script has finished."""
    message = BackMsg()
    message.rerun_script.query_string = QUERY
    message.rerun_script.page_name = name
    begun = time.perf_counter()
    await socket.send(message.SerializeToString())
    received = 0
    while True:
        data = await socket.recv()
        received += len(data)
        told = ForwardMsg()
        told.ParseFromString(data if isinstance(data, bytes) else data.encode())
        if told.WhichOneof("type") == "script_finished":
            return time.perf_counter() - begun, received


async def visit(pause: float, until: float, taken: list[tuple[float, int]]) -> None:
    """One visitor: opens a page, reads, opens the next."""
    chance = random.Random()  # noqa: S311 - no secret; of its own, lest all visitors move in step
    address = ADDRESS.replace("http", "ws") + "/_stcore/stream"
    async with connect(address, max_size=None, ping_interval=None) as socket:
        await asyncio.sleep(chance.uniform(0, pause))
        while time.monotonic() < until:
            taken.append(await open_page(socket, chance.choice(PAGES)))
            await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)


async def visitors(number: int, seconds: float) -> list[tuple[float, int]]:
    """So many at once; seconds and bytes of every page they opened."""
    taken: list[tuple[float, int]] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(visit(number / CHANGES_PER_SECOND, until, taken) for _ in range(number)))
    return taken


def memory(server: subprocess.Popen[bytes]) -> float:
    """Megabytes of the server alone, without the stand-in."""
    return float(psutil.Process(server.pid).memory_info().rss) / 1e6


def work(server: subprocess.Popen[bytes]) -> float:
    """Seconds of processor the server has used."""
    times = psutil.Process(server.pid).cpu_times()
    return float(times.user + times.system)


def quiet(server: subprocess.Popen[bytes]) -> float:
    """Seconds until the server has nothing more to do beside: police.uk to read, ranges to reckon."""
    begun = time.monotonic()
    while time.monotonic() < begun + QUIET_AFTER_S:
        worked = work(server)
        time.sleep(3)
        if work(server) - worked < 0.15:
            break
    return time.monotonic() - begun


def main(number: int = 200, seconds: float = 60) -> None:
    """Print a line a measure."""
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        server = start(folder)
        wait("/readyz")
        asyncio.run(visitors(4, 15))  # the place is read from police.uk, the charts are drawn once
        print(f"{'until what a first visit sets going was done':60s} {quiet(server):8.1f} s")
        asyncio.run(visitors(4, 5))
        worked = work(server)
        taken = asyncio.run(visitors(number, seconds))
        worked = work(server) - worked
        waited = quantiles([waited for waited, _ in taken], n=100)
        print(f"{number} visitors, {len(taken) / seconds:.1f} page changes a second for {seconds:g} s")
        print(f"{'work of the processor for one page':60s} {worked / len(taken) * 1000:8.1f} ms")
        print(against("a page, median", waited[49], RERUN_BUDGET_S))
        print(against("a page, 95 of 100", waited[94], RERUN_BUDGET_S))
        print(f"{'the largest page':60s} {max(b for _, b in taken):8,} bytes, budget {BYTES_BUDGET:,}")
        sizes = [memory(server)]
        for _ in range(2):
            asyncio.run(visitors(number, 15))
            sizes.append(memory(server))
        told = " ".join(f"{size:.0f}" for size in sizes)
        print(f"MB after {number} visitors, and twice as many again: {told}, budget {MEMORY_BUDGET_MB}")
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
