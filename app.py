"""The ASGI application: Streamlit's pages, the public routes beside them, and what stands round both.

`make run`, `streamlit run app.py` and `uvicorn app:app` serve the same.
"""

import logging
from functools import partial

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Route
from streamlit import config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from components.words.language import _
from data_access.settings import HOUSE, settings
from publish import routes
from publish.serving.message_pages import fault, misdirected, not_allowed, not_found
from publish.serving.open_to_all import OpenToAll
from ui import compressed_assets, html_shell, log_privacy
from ui.headers import SecurityHeaders, content_security_policy
from ui.known_addresses import KnownAddresses
from ui.known_host import KnownHost
from ui.measured import Measured
from ui.public_path import PublicPath
from ui.sign_in_responses import SigningIn
from ui.startup import opening

log_privacy.set_up()
# Under uvicorn, Streamlit would look for .streamlit beside ui/main.py.
config._main_script_path = str(HOUSE / "app.py")
config.set_option("server.baseUrlPath", settings().public_path)


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
    *html_shell.routes(),
    *routes.ROUTES,
    Route("/favicon.ico", favicon),
    Route("/favicon.png", favicon),
]

policy = partial(content_security_policy, html_shell.script_hashes(), settings().map_style)

app = st.App(
    HOUSE / "ui" / "main.py",
    routes=ROUTES,
    middleware=[
        *([Middleware(Measured, routes=ROUTES)] if settings().metrics_port else []),
        Middleware(ProxyHeadersMiddleware, trusted_hosts=settings().trusted_proxies),
        Middleware(SecurityHeaders, policy=policy(), fault=fault),
        Middleware(PublicPath),
        Middleware(SigningIn, policy=policy(framed_by="'none'")),
        Middleware(KnownHost, misdirected=misdirected),
        Middleware(OpenToAll),
        Middleware(compressed_assets.Assets, folder=compressed_assets.cache_folder()),
        Middleware(KnownAddresses, routes=ROUTES, not_found=not_found),
    ],
    lifespan=opening,
    on_script_error=note_script_error,
    exception_handlers={404: not_found, 405: not_allowed, 500: fault},
)
