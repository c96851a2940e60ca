"""What the log may hold: no visitor's address, no query, no postcode."""

import logging

from ui import log_format


def set_up() -> None:
    """Silence the lines in which the server writes down who asked for what, and give our own a shape.

    uvicorn's access log, and its note of every websocket, hold the client's address and the whole query.
    """
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_names_no_visitor)
    logging.basicConfig(level=logging.WARNING)
    log_format.apply()
    logging.getLogger("yourpatch").setLevel(logging.INFO)


def _names_no_visitor(record: logging.LogRecord) -> bool:
    return '"WebSocket ' not in str(record.msg)
