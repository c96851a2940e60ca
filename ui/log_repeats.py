"""What repeats is one line a minute in the log."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

MINUTE_S = 60
# One sentence about so many different things in a minute, then about no more of them.
DIFFERENT = 100
# How often what is older than a minute is looked for, at the most.
SWEEP_S = 5


@dataclass
class _Told:
    since: float
    lines: int = 0


class OnceAMinute(logging.Filter):
    """Lets a line through once a minute, and says then how often it came meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[object, _Told] = {}
        self._swept = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        fault = record.exc_info[1] if record.exc_info else None
        sentence = record.name, record.levelno, str(record.msg), type(fault)
        line = *sentence, record.getMessage(), repr(fault)
        # Whoever may choose the words could otherwise fill the disk with different ones.
        if line not in self._told and self._count(sentence, DIFFERENT) is None:
            return False
        meanwhile = self._count(line, 1)
        if meanwhile:
            record.msg, record.args = f"{record.getMessage()} (and {meanwhile} times more)", None
        return meanwhile is not None

    def _count(self, what: object, most: int) -> int | None:
        """None if it was told too often in this minute; else how often it was kept back in the last one."""
        now = time.monotonic()
        told = self._told.get(what)
        kept_back = 0
        if told is None or now - told.since >= MINUTE_S:
            kept_back = max(0, told.lines - most) if told else 0
            if len(self._told) > 10 * DIFFERENT and now - self._swept > SWEEP_S:
                self._swept = now
                self._told = {k: one for k, one in list(self._told.items()) if now - one.since < MINUTE_S}
            told = self._told[what] = _Told(now)
        told.lines += 1
        return kept_back if told.lines <= most else None


def once_a_minute() -> None:
    """Put it before everything that writes to the terminal or the journal."""
    for handler in _handlers():
        # pytest's own kind of handler collects, and is left alone.
        if type(handler) is logging.StreamHandler and not any(
            isinstance(one, OnceAMinute) for one in handler.filters
        ):
            handler.addFilter(OnceAMinute())


def _handlers() -> Iterator[logging.Handler]:
    for logger in [logging.root, *logging.root.manager.loggerDict.values()]:
        if isinstance(logger, logging.Logger):
            yield from logger.handlers
