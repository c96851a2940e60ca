"""No postcode, and no place of one, is ever logged, told in an error, or written to the disk."""

import logging
import re
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from data_access import postcodes
from data_access.http import retry
from data_access.police_api import neighbourhoods
from data_access.settings import settings

HOME = "XX1 1AA"
NOBODY_THERE = "http://127.0.0.1:9"
RULES = [
    {},
    {"nobody": "there"},
    {"status": 500},
    pytest.param({"status": 429}, marks=pytest.mark.slow),
    {"status": 404, "body": "html"},
    {"status": 301, "headers": {"Location": "/postcodes/XX11AA"}},
    {"body": "none"},
    {"body": "truncated"},
    {"headers": {"Transfer-Encoding": "gzip, chunked"}, "status": 500},
]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch) -> None:
    monkeypatch.setattr(retry, "WAITS_S", (0.01,))


@pytest.fixture
def everything_logged(caplog) -> Iterator[pytest.LogCaptureFixture]:
    """Every logger there is at DEBUG, the libraries' own too."""
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = [logger.level for logger in loggers]
    caplog.set_level(logging.DEBUG)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield caplog
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize("rule", RULES)
def test_no_postcode_and_no_place_of_one_is_ever_logged_told_or_written(
    stand_in, data_dir, everything_logged, monkeypatch, rule
):
    where = postcodes.find(HOME).point
    postcodes.forget()
    if "nobody" in rule:
        monkeypatch.setenv("YOURPATCH_POSTCODES_API", NOBODY_THERE)
        monkeypatch.setenv("YOURPATCH_POLICE_API", NOBODY_THERE)
        settings.cache_clear()
    elif rule:
        stand_in.control("faults", [{"path": "/", **rule}])
    asks = (
        lambda: postcodes.find(HOME),
        lambda: postcodes.find("XX9 9ZZ"),
        lambda: postcodes.find("XX1 9ZZ"),
        lambda: postcodes.places("XX1 1A"),
        lambda: neighbourhoods.locate(where),
    )
    # At once, as most of the time is spent in waiting to try again.
    with ThreadPoolExecutor(len(asks)) as pool:
        told = [line for asked in [pool.submit(ask) for ask in asks] for line in whole(asked.exception())]
    place = f"{where.latitude:.4f}|{where.longitude:.4f}"
    secrets = re.compile(rf"(?i)XX\d.{{0,6}}\d[A-Z]{{1,2}}\b|{place}")
    lines = [everything_logged.handler.format(record) for record in everything_logged.records]
    assert [line for line in [*told, *lines] if secrets.search(line)] == []
    for file in data_dir.rglob("*"):
        assert not file.is_file() or not secrets.search(file.read_bytes().decode("latin-1"))


def whole(error: BaseException | None) -> list[str]:
    """Everything an error tells, and every error behind it, shown or hidden."""
    told = []
    while error is not None:
        told += [repr(error), str(error), *traceback.format_exception_only(error)]
        error = error.__cause__ or error.__context__
    return told
