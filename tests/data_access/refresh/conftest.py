"""Time that passes, and a background that has come to rest."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data_access import settings
from tests.support.police_uk_reading import (
    Clock,
    until,
)


@pytest.fixture
def settled(data_dir: Path) -> Iterator[None]:
    """Nothing goes on in the background when the next test begins."""
    yield
    until(lambda: not any(thread.name == "line" for thread in threading.enumerate()))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let so much time pass."""

    def later(span: timedelta) -> None:
        monkeypatch.setenv("YOURPATCH_DEMO", "always")
        monkeypatch.setenv("YOURPATCH_NOW", (datetime.now(UTC) + span).isoformat())
        settings.settings.cache_clear()

    return later
