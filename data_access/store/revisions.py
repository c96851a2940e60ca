"""What changed after it was published: `revisions.jsonl` of a neighbourhood, append-only.

`{"what": "count", "month": "2026-03", "category": "burglary", "old": 3, "new": 4, "source": "api",
"when": "2026-11-03T09:12:00+00:00"}`; `new` is null when the month has no count any more.
`{"what": "boundary", "old": 212, "new": 208, "shape": ..., "when": ...}`: in corners, and what tells two
boundaries of as many corners apart.
"""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from data_access.models import MonthState, NeighbourhoodRef, Point
from data_access.months import month_key
from data_access.settings import now
from data_access.store import atomic_write
from data_access.store.cache import per_file
from data_access.store.folders import place_folder

log = logging.getLogger("yourpatch.revisions")
FILE = "revisions.jsonl"
Revision = dict[str, Any]


def revisions(place: NeighbourhoodRef) -> list[Revision]:
    """Every revision of the place, oldest first; empty when there was none."""
    return list(_lines(place_folder(place) / FILE))


def append(folder: Path, lines: Iterable[Revision]) -> None:
    """Add revisions to the place's folder. Only inside `atomic.writing(folder)`."""
    for line in lines:
        atomic_write.append_line(folder / FILE, json.dumps({**line, "when": now().isoformat()}))


def changed_counts(
    month: date, old: dict[str, int], new: dict[str, int], state: MonthState
) -> list[Revision]:
    """A revision a category whose count differs, by category."""
    lines = []
    for category in sorted(old.keys() | new.keys()):
        before, after = old.get(category, 0), new.get(category, 0) if state.counted else None
        if before != after:
            line = {"what": "count", "month": month_key(month), "category": category}
            lines.append({**line, "old": before, "new": after, "source": state.source})
    return lines


def note_boundary(place: NeighbourhoodRef, old: Sequence[Point], new: Sequence[Point]) -> None:
    """The boundary was redrawn: the months read before are to be counted anew."""
    folder, shape = place_folder(place), blake2b(repr(new).encode(), digest_size=8).hexdigest()
    with atomic_write.writing(folder):
        append(folder, [{"what": "boundary", "old": len(old), "new": len(new), "shape": shape}])


@per_file(500, missing=())
def _lines(path: Path) -> tuple[Revision, ...]:
    """A writer killed between the note and the change notes it again: the repeat is left out."""
    changes: list[Revision] = []
    last: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for line in _text(path).splitlines():
        try:
            revision = json.loads(line)
            about = (revision["what"], revision.get("month"), revision.get("category"))
            change = (revision["old"], revision["new"], revision.get("shape"))
        except (ValueError, TypeError, KeyError):
            log.warning("%s holds a torn line", path)
            continue
        if last.get(about) != change:
            changes.append(revision)
        last[about] = change
    return tuple(changes)


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError as error:
        log.warning("%s cannot be read: %s", path, error)
        return ""
