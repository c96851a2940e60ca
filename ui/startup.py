"""What happens once, at start: checks, imports, and the choice of real or invented facts."""

import gc
import importlib
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from data_access.background.worker_threads import ending, keep_running
from data_access.curated.local_facts import check_all
from data_access.refresh.batch import keep_warm
from data_access.refresh.reading_lock import Ending
from data_access.settings import HOUSE, settings
from data_access.translation import N_
from publish.operations import metrics
from ui import compressed_assets, demonstration, descriptors, log_format, log_repeats, nightly_jobs

log = logging.getLogger("yourpatch.opening")

# Imported where they are needed, which would be before the eyes of the first visitors.
HEAVY = ("plotly.graph_objects", "plotly.io", "pydeck", "pyarrow.parquet", "scipy.stats", "shapely", "h3")
OURS = ("components", "data_access")


@asynccontextmanager
async def opening(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Check the house and open it; what takes time is done beside, without holding the door."""
    log_format.apply()  # also to what was imported since
    log_repeats.once_a_minute()
    _take_descriptors()
    check_all()
    metrics.open_port()
    demonstration.begin()
    nightly_jobs.begin()
    for work in (_warm_up, _compress):
        threading.Thread(target=work, daemon=True, name="opening").start()
    keep_running("opening", N_("reading this site's own forces"), _keep_watched_forces_warm)
    yield {}


def _take_descriptors() -> None:
    descriptors.spare_loops()
    allowed = descriptors.raise_limit()
    if allowed < descriptors.FEW:
        log.warning(
            "This process may hold %s files and connections; a busy site needs %s. "
            "docs/deployment.md says how to allow more.",
            allowed,
            descriptors.FEW,
        )


def _warm_up() -> None:
    """Import everything a page may need, and take it out of the sight of the garbage collector.

    Streamlit collects after every run, looking through all there is: that was 72 % of the server's work.
    """
    for name in (*HEAVY, *_ours()):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _ours() -> Iterator[str]:
    for folder in OURS:
        for path in sorted((HOUSE / folder).rglob("[a-z]*.py")):
            room = path.relative_to(HOUSE).with_suffix("")
            # A migration runs inside Alembic only.
            if "migrations" not in room.parts:
                yield ".".join(room.parts)


def _keep_watched_forces_warm() -> None:
    """Read the operator's own forces before anybody asks for them (YOURPATCH_FORCES)."""
    demonstration.wait()
    if not settings().offline:
        with suppress(Ending):
            keep_warm(settings().forces, _pause)


def _pause(seconds: float) -> None:
    if ending.wait(seconds):
        raise Ending


def _compress() -> None:
    made = compressed_assets.compress(compressed_assets.cache_folder())
    if made:
        log.info("%s compressed copies of Streamlit's files made", made)
