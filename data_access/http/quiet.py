"""While we ask, the libraries that ask for us keep silent.

At DEBUG, and now and then at WARNING, they write whole addresses into the log. An address may hold a postcode
or the place of one; our own lines, without either, say all an operator needs.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SPEAKERS = (
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
    "requests_ratelimiter.requests_ratelimiter",
)
_asking: ContextVar[bool] = ContextVar("asking", default=False)


@contextmanager
def libraries() -> Iterator[None]:
    """Nothing the HTTP libraries say in this thread is logged, whatever the levels."""
    token = _asking.set(True)
    try:
        yield
    finally:
        _asking.reset(token)


def _speak_only_elsewhere(_record: logging.LogRecord) -> bool:
    return not _asking.get()


for _name in SPEAKERS:
    logging.getLogger(_name).addFilter(_speak_only_elsewhere)
