"""How often we ask others, and how many at once: one pace for all processes that share a store.

police.uk lets everyone ask 15 times a second, 30 in a burst, and counts by address,
not by program: a command line refresh beside the server must not double it. So the count of requests and
the four slots of those under way are files in `<data dir>/pace/<service>/`. The locks on them are the
kernel's, and end with the process that held them, however it ended.

Why 26 in 2 seconds: a slot is held from before a request is counted until its answer is read, so at most 4
are counted and not yet arrived. Whatever delays them on the way, a server sees no more than 26 + 4 in a
burst and 13 a second after it.
"""

import math
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep, time_ns
from typing import cast

from cachetools import LRUCache, cached
from filelock import FileLock, Timeout
from pyrate_limiter import Limiter, Rate, RateItem, SingleBucketFactory, SQLiteBucket
from requests_ratelimiter import LimiterSession

from data_access.http.deadline import Adapter
from data_access.settings import settings

RATE = Rate(26, 2000)  # requests, milliseconds
IN_FLIGHT = 4
# How often a waiting process looks for a free slot, and how long a process leaves a slot it has given back
# to others: without that rest a busy one would have its own slot again before anyone could look.
LOOK_EVERY_S = 0.01
REST_S = 0.02


@contextmanager
def turn(service: str, wait_s: float = math.inf) -> Iterator[LimiterSession]:
    """The session to ask `service` one question with, and to read its answer whole. Waits for its turn;
    raises NoTurn when that has not come after `wait_s`.
    """
    pace = _pace(settings().data_dir / "pace" / service)
    with pace.slots.one(wait_s):
        yield pace.session


def slow_down(service: str) -> None:
    """It counts more requests than we do (429): everybody waits two seconds."""
    _pace(settings().data_dir / "pace" / service).bucket.fill()


class NoTurn(Exception):
    """All slots were taken for as long as one would wait."""


class Bucket(SQLiteBucket):
    """The requests of the last two seconds, in one SQLite file under one file lock."""

    def now(self) -> int:
        """Milliseconds of the wall clock: other processes, and other machines, read it too."""
        return time_ns() // 1_000_000

    def put(self, item: RateItem) -> bool:
        """Count a request; False when the bucket is full."""
        with self.lock:
            # The limiter adds up its sleeps and falls behind the clock: what counts is when we leave.
            item.timestamp = self.now()
            self.leak(item.timestamp)
            return bool(super().put(item))

    def leak(self, current_timestamp: int | None = None) -> int:
        """Forget what is too old to count, and what a clock set back has left in the future."""
        now = self.now() if current_timestamp is None else current_timestamp
        with self.lock:
            gone = self.conn.execute(
                f'DELETE FROM "{self.table}" WHERE item_timestamp NOT BETWEEN ? AND ?',  # noqa: S608 - our name
                (now - RATE.interval, now + RATE.interval),
            )
            self.conn.commit()
            return int(gone.rowcount)

    def fill(self) -> None:
        """Full as from now, whatever was in it: what is older would make room earlier."""
        with self.lock:
            rows = [("too many", self.now())] * RATE.limit
            self.conn.executemany(f'INSERT INTO "{self.table}" VALUES (?, ?)', rows)  # noqa: S608 - our name
            self.conn.commit()


class Slots:
    """Four requests under way, over all processes that share the folder."""

    def __init__(self, folder: Path) -> None:
        self._locks = [FileLock(folder / f"slot-{number}.lock") for number in range(IN_FLIGHT)]
        self._rested = [0.0] * IN_FLIGHT
        self._ours = threading.BoundedSemaphore(IN_FLIGHT)
        self._looking = threading.Lock()

    @contextmanager
    def one(self, wait_s: float = math.inf) -> Iterator[None]:
        """Hold a slot; waits for one. Raises NoTurn when none was free for `wait_s`."""
        until = monotonic() + wait_s
        with _held(self._ours, until):
            number = self._take(until)
            try:
                yield
            finally:
                self._rested[number] = monotonic() + REST_S
                self._locks[number].release()

    def _take(self, until: float) -> int:
        # One thread of this process looks at a time; the others sleep until it has found one.
        with _held(self._looking, until):
            while True:
                for number, lock in enumerate(self._locks):
                    if self._rested[number] <= monotonic() and _acquired(lock):
                        return number
                if monotonic() > until:
                    raise NoTurn
                sleep(LOOK_EVERY_S)


@contextmanager
def _held(lock: "threading.BoundedSemaphore | threading.Lock", until: float) -> Iterator[None]:
    """The lock held, or NoTurn when it was not free until then (of `monotonic`)."""
    if not lock.acquire(timeout=min(max(until - monotonic(), 0), threading.TIMEOUT_MAX)):
        raise NoTurn
    try:
        yield
    finally:
        lock.release()


def _acquired(lock: FileLock) -> bool:
    if lock.is_locked:  # by this very thread: it could have the same lock twice
        return False
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    return True


class _Session(LimiterSession):
    """One that does not look where a redirect leads: for that it would read all of its body."""

    def get_redirect_target(self, resp: object) -> None:
        """Nowhere."""


class Pace:
    """What all share who ask one service. Each request of `session` is counted in `bucket`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "requests.sqlite"
        self.bucket = _bucket(file)
        # The library's own lock looks only every 50 ms; a request is counted in less than one.
        self.bucket.lock = FileLock(f"{file}.lock", poll_interval=0.005)  # type: ignore[assignment]
        self.slots = Slots(folder)
        # `put` forgets what is old, so no thread of the library's has to.
        limiter = Limiter(SingleBucketFactory(self.bucket, schedule_leak=False), buffer_ms=10)
        # A 429 is met by `slow_down`: the session's own way needs that thread, and logs the address.
        self.session = _Session(limiter=limiter, per_host=False, bucket_name="all", limit_statuses=())
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, Adapter())
        self.session.headers["User-Agent"] = "Your Patch (open-source local policing dashboard)"

    def close(self) -> None:
        """Let go of the file and the connections."""
        self.session.close()
        self.bucket.conn.close()


def _bucket(file: Path) -> Bucket:
    for _ in range(2):
        try:
            return cast(Bucket, Bucket.init_from_file([RATE], db_path=str(file), use_file_lock=True))
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:  # busy, or a disk that will not
                raise
            broken = error
        # No database any more, after a full disk or a power cut. All that is lost is two seconds' count.
        for ending in ("", "-wal", "-shm"):
            Path(f"{file}{ending}").unlink(missing_ok=True)
    raise broken


class _Paces(LRUCache[Path, Pace]):
    """The paces in use: a process has one a service, its tests have one a test."""

    def popitem(self) -> tuple[Path, Pace]:
        folder, pace = super().popitem()
        pace.close()
        return folder, pace


@cached(_Paces(maxsize=32), condition=threading.Condition())
def _pace(folder: Path) -> Pace:
    return Pace(folder)
