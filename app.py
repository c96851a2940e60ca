"""The ASGI application: Streamlit's pages, the public routes beside them, and what stands round both.

`make run`, `streamlit run app.py` and `uvicorn app:app` serve the same.
"""

import logging

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Route
from streamlit import config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from components.words import _
from data_access.settings import HOUSE, settings
from publish.feeds import crimes_csv
from publish.health import healthz, readyz
from publish.not_found import fault, not_found
from publish.robots import robots
from ui import assets, logs, shell
from ui.addresses import KnownAddresses
from ui.headers import SecurityHeaders, content_security_policy
from ui.opening import opening

logs.set_up()
# Under uvicorn, Streamlit would look for .streamlit beside ui/main.py.
config._main_script_path = str(HOUSE / "app.py")


def note_script_error(error: Exception) -> bool:
    """A page failed: the whole story for the log, a sentence for the visitor."""
    logging.getLogger("yourpatch.page").error("A page failed", exc_info=error)
    st.error(_("Something went wrong on our side. We have noted it. Please try again in a minute."))
    return True


async def favicon(_request: object) -> FileResponse:
    """For browsers that ask for it without having read a page."""
    return FileResponse(
        HOUSE / "ui" / "static" / "favicon.png", headers={"Cache-Control": "public, max-age=86400"}
    )


ROUTES: list[BaseRoute] = [
    *shell.routes(),
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/robots.txt", robots),
    Route("/feeds/{force}/{neighbourhood}/crimes.csv", crimes_csv),
    Route("/favicon.ico", favicon),
    Route("/favicon.png", favicon),
]

app = st.App(
    HOUSE / "ui" / "main.py",
    routes=ROUTES,
    middleware=[
        Middleware(ProxyHeadersMiddleware, trusted_hosts=settings().trusted_proxies),
        Middleware(
            SecurityHeaders, policy=content_security_policy(shell.script_hashes(), settings().map_style)
        ),
        Middleware(KnownAddresses, routes=ROUTES, not_found=not_found),
        Middleware(assets.Assets, folder=assets.cache_folder()),
    ],
    lifespan=opening,
    on_script_error=note_script_error,
    exception_handlers={404: not_found, 500: fault},
)
