"""A real nginx in front of ours, on a port of its own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.serving import free_port

CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    HTTP
    server {{ listen 127.0.0.1:{port}; SERVER }}
}}
"""


@contextmanager
def running_nginx(folder: Path, server: str, http: str = "") -> Iterator[str]:
    """Its address. `server` and `http` are what stands in these blocks; {folder} is one that it may write."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        pytest.skip("no nginx on this machine: `make test` installs it where it may")
    port = free_port()
    text = CONFIGURATION.format(folder=folder, port=port)
    text = text.replace("SERVER", server).replace("HTTP", http.format(folder=folder))
    file = folder / "nginx.conf"
    file.write_text(text)
    process = subprocess.Popen([program, "-e", str(folder / "start.log"), "-p", str(folder), "-c", str(file)])
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail("nginx did not start")
