"""Against stuffing the ballot, in memory only: limits for each source, and bursts that are held back.

A source is an address, kept as an HMAC under a random key; it is never written or logged. It is dropped an
hour after it last sent, and key and counts at London's midnight: by the next answer, or by `forget`, which is
for a clock to call. Limits are wide enough for a household or a library. They cannot stop repeat answers; the
site says so.
"""

import hmac
import re
import secrets
import threading
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import TypeVar

from cachetools import TTLCache

from data_access.london_time import LONDON
from data_access.models import NeighbourhoodRef
from data_access.settings import now

K = TypeVar("K")

HOUR_S = 3600.0
A_SOURCE_AND_PLACE = 5  # an hour
A_SOURCE = 20  # an hour, in all places together
A_PLACE = 30  # an hour: more than a meeting of residents sends from its own telephones
A_PLACE_AND_WEEK = 300  # counted in the database, so over restarts and processes
SOURCES_KEPT = 100_000

WITH_PORT = re.compile(r"\[(.*)\](?::\d+)?|([\d.]+):\d+")


class Guard:
    """What this process has seen within the hour. `clock` in seconds, `today` the day in London."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, today: Callable[[], date] | None = None
    ) -> None:
        self._clock, self._today = clock, today or (lambda: now().astimezone(LONDON).date())
        self._lock = threading.Lock()
        self._seen: TTLCache[bytes, list[float]] = TTLCache(SOURCES_KEPT, HOUR_S, timer=clock)
        self._places: TTLCache[NeighbourhoodRef, list[float]] = TTLCache(SOURCES_KEPT, HOUR_S, timer=clock)
        self._key, self._day = secrets.token_bytes(32), self._today()

    def forget(self) -> None:
        """Drop what is older than an hour, and at midnight everything."""
        with self._lock:
            self._drop()

    def take(self, source: str | None, place: NeighbourhoodRef) -> bool:
        """Whether the source may send one more; if so, it is counted. No known source, no limit."""
        if source is None:
            return True
        with self._lock:
            self._drop()
            here, anywhere = self._keys(source, place)
            if len(self._recent(self._seen, here)) >= A_SOURCE_AND_PLACE:
                return False
            if len(self._recent(self._seen, anywhere)) >= A_SOURCE:
                return False
            for key in (here, anywhere):
                self._seen[key] = [*self._recent(self._seen, key), self._clock()]
            return True

    def give_back(self, source: str | None, place: NeighbourhoodRef, *, web: bool = False) -> None:
        """What was taken was not used: nothing was stored. `web`: it was counted by `bursts` too."""
        with self._lock:
            self._drop()
            if source is not None:
                for key in self._keys(source, place):
                    self._seen[key] = self._recent(self._seen, key)[:-1]
            if web:
                self._places[place] = self._recent(self._places, place)[:-1]

    def bursts(self, place: NeighbourhoodRef) -> bool:
        """Count an answer from the web; whether more came within the hour than is plausible."""
        with self._lock:
            self._drop()
            times = [*self._recent(self._places, place), self._clock()][-A_PLACE - 1 :]
            self._places[place] = times
            return len(times) > A_PLACE

    def _drop(self) -> None:
        if self._day != self._today():
            self._key, self._day = secrets.token_bytes(32), self._today()
            self._seen.clear()
            self._places.clear()
        self._seen.expire()
        self._places.expire()

    def _recent(self, sent: "TTLCache[K, list[float]]", key: K) -> list[float]:
        since = self._clock() - HOUR_S
        return [moment for moment in sent.get(key, []) if moment > since]

    def _keys(self, source: str, place: NeighbourhoodRef) -> tuple[bytes, bytes]:
        who = _network(source)
        return self._hash(who, place.force_id, place.neighbourhood_id), self._hash(who)

    def _hash(self, *parts: str) -> bytes:
        return hmac.digest(self._key, "\0".join(parts).encode("utf-8", "replace"), sha256)


def _network(source: str) -> str:
    """A household has one IPv4 address, or 2^64 of IPv6."""
    try:
        # Some proxies write the port behind it.
        with_port = WITH_PORT.fullmatch(source.strip())
        bare = (with_port[1] or with_port[2]) if with_port else source.strip()
        address = ip_address(bare.split("%")[0])
    except ValueError:
        return source[:100]
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or int(address) >> 64)


guard = Guard()
