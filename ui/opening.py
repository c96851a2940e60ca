"""What happens once, at start: checks, imports, and the choice of real or invented facts."""

import gc
import importlib
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from data_access.alone import Ending
from data_access.hands import ending
from data_access.local import check_all
from data_access.rounds import keep_warm
from data_access.settings import HOUSE, settings
from ui import assets, demonstration, upkeep

log = logging.getLogger("yourpatch.opening")

# Imported where they are needed, which would be before the eyes of the first visitors.
HEAVY = ("plotly.graph_objects", "plotly.io", "pydeck", "pyarrow.parquet", "scipy.stats", "shapely", "h3")
OURS = ("components", "data_access")


@asynccontextmanager
async def opening(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Check the house and open it; what takes time is done beside, without holding the door."""
    check_all()
    demonstration.begin()
    upkeep.begin()
    for work in (_warm_up, _compress, _keep_watched_forces_warm):
        threading.Thread(target=work, daemon=True, name="opening").start()
    yield {}


def _warm_up() -> None:
    """Import everything a page may need, and take it out of the sight of the garbage collector.

    Streamlit collects after every run, looking through all there is: that was 72 % of the server's work.
    """
    ours = [f"{folder}.{path.stem}" for folder in OURS for path in (HOUSE / folder).glob("[a-z]*.py")]
    for name in (*HEAVY, *ours):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


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
    made = assets.compress(assets.cache_folder())
    if made:
        log.info("%s compressed copies of Streamlit's files made", made)
