"""Streamlit's own scripts and styles, compressed once. It sends them as they are: 7 MB for a chart."""

import gzip
import logging
import os
from functools import partial
from pathlib import Path

import brotli
import streamlit
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data_access.settings import settings
from publish.serving.document import SUFFIX, encodings

log = logging.getLogger("yourpatch.assets")

FOLDER = Path(streamlit.__file__).parent / "static" / "static"
COMPRESSIBLE = {".css", ".js"}
# File names hold a hash of their content, so a browser may keep them for good.
KEEP = "public, immutable, max-age=31536000"
# A tenth smaller for ten times the work: worth it where it saves 100 kB of a page, for Plotly and deck.gl.
LARGE = 2_000_000


def cache_folder() -> Path:
    """Where the compressed copies of this version of Streamlit are kept."""
    return settings().data_dir / "static-cache" / f"streamlit-{streamlit.__version__}"


def compress(folder: Path) -> int:
    """Write every script and style into `folder` as gzip, then as brotli; how many copies were missing.

    Half a second and ten on the first start, nothing later. Where the disk refuses, files go out as they are.
    """
    made = 0
    try:
        for encoding, pack in (("gzip", partial(gzip.compress, mtime=0)), ("br", _brotli)):
            # The smallest first: every page needs them.
            for name in sorted(_names(), key=lambda name: (FOLDER / name).stat().st_size):
                packed = folder / f"{name}{SUFFIX[encoding]}"
                if Path(name).suffix in COMPRESSIBLE and not packed.exists():
                    _write(packed, pack((FOLDER / name).read_bytes()))
                    made += 1
    except OSError as error:
        log.warning("Compressed copies of Streamlit's files cannot be kept in %s: %s", folder, error)
    return made


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=10 if len(content) > LARGE else 9))


def _names() -> frozenset[str]:
    return frozenset(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


class Assets:
    """Answers `/static/...`: the smallest form the browser takes, a real 404 for what is not there."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.names = _names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith("/static/"):
            await self.app(scope, receive, send)
            return
        await self._answer(scope, path.removeprefix("/static/"))(scope, receive, send)

    def _answer(self, scope: Scope, name: str) -> Response:
        if name not in self.names or scope["method"] not in {"GET", "HEAD"}:
            return Response(status_code=404)
        headers = {"Cache-Control": KEEP, "Vary": "Accept-Encoding"}
        for encoding in encodings(Headers(scope=scope).get("accept-encoding", "")):
            packed = self.folder / f"{name}{SUFFIX[encoding]}"
            if packed.is_file():
                media_type = "text/css" if name.endswith(".css") else "text/javascript"
                return FileResponse(
                    packed, media_type=media_type, headers=headers | {"Content-Encoding": encoding}
                )
        return FileResponse(FOLDER / name, headers=headers)
