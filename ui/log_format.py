"""How a line of the log looks: for a terminal, for the journal (which knows the time), or as JSON."""

import json
import logging
import os
import sys
from datetime import UTC, datetime

import click

from data_access.settings import settings

LINE = "%(levelname)s %(name)s: %(message)s"


class _Json(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Its time in UTC, level, logger, words, and the story of an error."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class _Logger(logging.Logger):
    """Streamlit gives each of its loggers a handler of its own, some of them late."""

    def addHandler(self, hdlr: logging.Handler) -> None:  # noqa: N802 - the library's name
        super().addHandler(hdlr)
        hdlr.setFormatter(formatter())


def formatter() -> logging.Formatter:
    """The one that was chosen (YOURPATCH_LOG)."""
    if settings().log == "json":
        return _Json()
    return logging.Formatter(LINE if _into_the_journal() else f"%(asctime)s {LINE}")


def apply() -> None:
    """Give it to all that write, now and later."""
    logging.captureWarnings(settings().log == "json")
    logging.setLoggerClass(_Logger)
    for logger in [logging.root, *logging.root.manager.loggerDict.values()]:
        for handler in getattr(logger, "handlers", ()):
            # pytest's own kind of handler collects, and is left alone.
            if type(handler) is logging.StreamHandler:
                handler.setFormatter(formatter())


def say(sentence: str) -> None:
    """What the operator reads at the start, in the log's form where that is JSON."""
    if settings().log == "json":
        record = logging.LogRecord("yourpatch.start", logging.INFO, "", 0, sentence, None, None)
        sentence = formatter().format(record)
    click.echo(sentence, err=True)


def _into_the_journal() -> bool:
    """Whether systemd reads what we write to standard error (systemd.exec(5), JOURNAL_STREAM)."""
    try:
        seen = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{seen.st_dev}:{seen.st_ino}"
