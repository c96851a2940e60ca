"""Serving the invented force: on purpose, or when police.uk cannot be reached and nothing is stored.

The stand-in for police.uk is a process of its own, `python -m demo`. It ends with this one, whatever ends it:
it reads from a pipe that the system closes. What is read from it is kept apart from real facts.
"""

import atexit
import logging
import os
import re
import subprocess
import sys
import threading

from data_access.errors import InTheWay, NameNotFound
from data_access.police_api import availability
from data_access.refresh import police_uk_status
from data_access.settings import HOUSE, settings
from data_access.store import held_places
from ui.log_format import say

log = logging.getLogger("yourpatch.demonstration")

# police.uk usually answers in half a second.
PATIENCE_S = 2
# As long as one try may take.
UNHURRIED_S = 60
# Making the invented force takes seconds on a slow machine.
CHILD_STARTS_S = 30
CHILD_WRITES_S = 120

_settled = threading.Event()
_settled.set()


def begin() -> None:
    """Decide whether to serve the invented force, and begin to, without holding up the start."""
    _settled.clear()
    threading.Thread(target=_settle, daemon=True).start()


def wait(seconds: float = CHILD_STARTS_S) -> None:
    """Wait until it is decided, so that the first visitor is not shown a site without a force."""
    _settled.wait(seconds)


def invent_answers() -> None:
    """Have invented answers to the survey written where there are none yet, by a process of the stand-in's.

    Nothing where the facts are real. Raises subprocess.SubprocessError.
    """
    if settings().demonstration:
        subprocess.run(
            [sys.executable, "-m", "demo.survey"],
            cwd=HOUSE,
            stdin=subprocess.DEVNULL,
            check=True,
            timeout=CHILD_WRITES_S,
        )


def _settle() -> None:
    try:
        reason = _reason()
        if reason:
            _serve(reason)
    except Exception:
        log.exception("The demonstration could not be started")
    finally:
        _settled.set()


def _reason() -> str | None:
    """Why to serve the invented force; None: do not. What is in police.uk's way is said, and no reason."""
    now = settings()
    if now.demonstration:
        return None
    if now.demo == "always":
        return "This is the demonstration, as asked for."
    if now.offline:
        return None
    may_invent = now.demo == "auto" and not held_places.held()
    if not may_invent:
        _settled.set()
    trouble = availability.trouble(PATIENCE_S if may_invent else UNHURRIED_S)
    if trouble is None:
        return None
    if isinstance(trouble, InTheWay | NameNotFound):
        police_uk_status.failed(trouble)
        say(f"{trouble.sentence} manage.py check says what to do.")
    if not may_invent:
        return None
    if isinstance(trouble, InTheWay) or availability.is_proxied():
        say("So the demonstration is not begun; YOURPATCH_DEMO=always would begin it.")
        return None
    return "police.uk cannot be reached, and nothing is stored here yet."


def _serve(reason: str) -> None:
    address = _start_stand_in()
    os.environ |= {
        "YOURPATCH_POLICE_API": f"{address}/api",
        "YOURPATCH_POSTCODES_API": address,
        "YOURPATCH_DEMONSTRATION": "1",
    }
    # The whole invented force is read at once, so that what needs a force can be shown.
    os.environ.setdefault("YOURPATCH_FORCES", "exampleshire")
    settings.cache_clear()
    say(f"{reason} Serving Exampleshire, an invented force: no figure is real.")


def _start_stand_in() -> str:
    """Its address, once it accepts connections. Raises RuntimeError when it does not start."""
    child = subprocess.Popen(
        [sys.executable, "-m", "demo", "--port", "0", "--with-parent"],
        cwd=HOUSE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(child.terminate)
    too_late = threading.Timer(CHILD_STARTS_S, child.kill)
    too_late.start()
    line = child.stdout.readline() if child.stdout else ""
    too_late.cancel()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    if not found:
        raise RuntimeError("the stand-in for police.uk did not start")
    return found[0]
