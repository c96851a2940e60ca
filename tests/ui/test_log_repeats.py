"""A line that repeats is written once a minute, and its number is told."""

import io
import logging

import pytest

from ui import log_repeats


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> tuple[logging.Logger, io.StringIO, list[float]]:
    """A logger, what it has written, and its clock."""
    clock = [100.0]
    monkeypatch.setattr(log_repeats.time, "monotonic", lambda: clock[0])
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    logger = logging.getLogger("yourpatch.repeating")
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "propagate", False)
    log_repeats.once_a_minute()
    return logger, text, clock


def test_the_same_line_is_written_once_a_minute_with_its_number(written):
    logger, text, clock = written
    for _ in range(2_000):
        logger.error("No descriptor for %s", "the door")
    assert text.getvalue() == "No descriptor for the door\n"
    clock[0] += 61
    logger.error("No descriptor for %s", "the door")
    assert text.getvalue().splitlines()[1:] == ["No descriptor for the door (and 1999 times more)"]


def test_different_lines_are_all_written(written):
    logger, text, _clock = written
    for force in ("wiltshire", "dyfed-powys", "cleveland"):
        logger.warning("%s: kept warm", force)
    logger.error("A page failed", exc_info=ValueError("one"))
    logger.error("A page failed", exc_info=ValueError("two"))
    assert text.getvalue().count("kept warm") == 3
    assert text.getvalue().count("A page failed") == 2


def test_whoever_chooses_the_words_cannot_fill_the_disk(written):
    logger, text, clock = written
    for n in range(5_000):
        logger.warning("Rejected: origin=%s", f"https://{n}.example")
    assert len(text.getvalue().splitlines()) == log_repeats.DIFFERENT
    clock[0] += 61
    logger.warning("Rejected: origin=%s", "https://x.example")
    assert len(text.getvalue().splitlines()) == log_repeats.DIFFERENT + 1


def test_it_is_put_before_a_handler_once(written):
    logger, _text, _clock = written
    log_repeats.once_a_minute()
    assert len(logger.handlers[0].filters) == 1
