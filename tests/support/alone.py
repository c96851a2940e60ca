"""The public routes where Streamlit cannot be imported at all: `python -m tests.support.alone PORT`."""

import importlib
import logging
import sys

import uvicorn
from starlette.applications import Starlette

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("yourpatch.answers").setLevel(logging.DEBUG)
    # Whoever imports it from here on fails.
    sys.modules["streamlit"] = None  # type: ignore[assignment]
    plain_pages = importlib.import_module("publish.serving.message_pages")
    app = Starlette(
        routes=importlib.import_module("publish.routes").ROUTES,
        exception_handlers={404: plain_pages.not_found, 500: plain_pages.fault},
    )
    uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
