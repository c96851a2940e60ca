"""What happens once before the first visitor: checks, imports, and the choice of real or invented facts."""

import gc
import importlib
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from data_access.local import check_all
from ui import assets, demonstration

log = logging.getLogger("yourpatch.opening")

# A page's first run would otherwise wait for these.
HEAVY = ("pandas", "plotly.graph_objects", "pydeck", "pyarrow.parquet", "shapely", "h3")


@asynccontextmanager
async def opening(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the house; beside it, without holding the door: ask for police.uk, compress Streamlit's files."""
    check_all()
    for work in (demonstration.settle, _compress):
        threading.Thread(target=work, daemon=True).start()
    for name in HEAVY:
        importlib.import_module(name)
    # Streamlit collects garbage after every run, and looks through all modules for it, which was 72 % of the
    # server's work. What is imported now is never looked at again.
    gc.collect()
    gc.freeze()
    yield {}


def _compress() -> None:
    made = assets.compress(assets.cache_folder())
    if made:
        log.info("%s of Streamlit's files compressed", made)
