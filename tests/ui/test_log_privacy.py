"""Whatever level an operator chooses, the servers' own lines about visitors are not written."""

import logging

import pytest

from ui import log_privacy


@pytest.mark.parametrize(
    ("logger", "line"),
    [
        ("uvicorn.access", '%s - "GET %s HTTP/1.1" 200'),
        ("uvicorn.error", '%s - "WebSocket %s" [accepted]'),
        ("uvicorn.error", '%s - "WebSocket %s" 403'),
    ],
)
def test_who_asked_for_what_is_not_written(logger, line, caplog, monkeypatch):
    speaker = logging.getLogger(logger)
    monkeypatch.setattr(speaker, "disabled", False)
    monkeypatch.setattr(speaker, "filters", [])
    monkeypatch.setattr(speaker, "propagate", True)
    caplog.set_level(logging.DEBUG, logger)
    log_privacy.set_up()
    speaker.info(line, "203.0.113.7:4711", "/_stcore/stream?secret=XX1%201AA")
    speaker.error("A fault is written")
    assert "203.0.113.7" not in caplog.text
    assert "secret" not in caplog.text
    assert logger == "uvicorn.access" or "A fault is written" in caplog.text
