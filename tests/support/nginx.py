"""A real nginx in front of ours, on a port of its own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    HTTP
}}
"""


SBIN = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"


@contextmanager
def running_nginx(folder: Path, http: str) -> Iterator[None]:
    """`http`: what stands in that block."""
    program = shutil.which("nginx", path=SBIN)
    if program is None:
        pytest.skip("no nginx on this machine: `make test` installs it where it may")
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder).replace("HTTP", http))
    process = subprocess.Popen([program, "-e", str(folder / "start.log"), "-p", str(folder), "-c", str(file)])
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int) -> None:
    """Until somebody listens there."""
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail(f"nobody listens on port {port}")
