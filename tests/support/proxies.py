"""nginx and Apache as `deploy/` has them, before a site of ours, with a certificate made for the test."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from data_access.settings import HOUSE
from tests.support.nginx import SBIN, running_nginx, wait_for
from tests.support.serving import free_port

DEPLOY = HOUSE / "deploy"
MODULES = Path("/usr/lib/apache2/modules")
# What the file's first lines say to enable, and what Debian enables by itself.
ENABLED = ("mpm_event", "authz_core", "alias", "headers", "proxy", "proxy_http", "ssl")
APACHE = """
ServerRoot {folder}
ServerName 127.0.0.1
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
Listen 127.0.0.1:{plain}
Listen 127.0.0.1:{tls}
"""


@contextmanager
def deployed(program: str, folder: Path, origin: int, tls: int, path: str) -> Iterator[str]:
    """Run "nginx" or "apache" as its file says, before the site on port `origin`; the address of the path.

    `tls`: the port it listens on. `path`: that of the public address, or none.
    """
    folder.mkdir(parents=True)
    certificate, key = _certificate(folder)
    text = (DEPLOY / f"{program}.conf").read_text("utf-8")
    for told, here in (
        ("/etc/ssl/certs/council.example.pem", str(certificate)),
        ("/etc/ssl/private/council.example.key", str(key)),
        ("council.example", "127.0.0.1"),
        ("127.0.0.1:8501", f"127.0.0.1:{origin}"),
    ):
        assert told in text, told
        text = text.replace(told, here)
    if path:
        text = _under_a_path(text).replace("/policing", path)
    with _nginx(folder, text, tls) if program == "nginx" else _apache(folder, text, tls):
        wait_for(tls)
        yield f"https://127.0.0.1:{tls}{path}"


def _under_a_path(text: str) -> str:
    """The file with the line that its comment gives for a path, in the place of the one below it."""
    found = re.sub(r"^ *#   (.+)\n *(location|ProxyPass) .+\n", r"\1\n", text, count=1, flags=re.M)
    assert found != text
    return found


def _nginx(folder: Path, text: str, tls: int):
    text = re.sub(r" +listen \[::\].*\n", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    return running_nginx(folder, http=text.replace("listen 443 ", f"listen 127.0.0.1:{tls} "))


@contextmanager
def _apache(folder: Path, text: str, tls: int) -> Iterator[None]:
    program = shutil.which("apache2", path=SBIN)
    if program is None:
        pytest.skip("no apache2 on this machine: `make test` installs it where it may")
    plain = free_port()
    lines = [APACHE.format(folder=folder, plain=plain, tls=tls)]
    lines += [
        f"LoadModule {name}_module {MODULES}/mod_{name}.so"
        for name in ENABLED
        if (MODULES / f"mod_{name}.so").exists()
    ]
    if os.geteuid() == 0:
        lines += ["User www-data", "Group www-data"]
    file = folder / "apache.conf"
    text = text.replace("*:80", f"127.0.0.1:{plain}").replace("*:443", f"127.0.0.1:{tls}")
    file.write_text("\n".join([*lines, text]))
    log = folder / "start.log"
    with log.open("w") as output:
        process = subprocess.Popen([program, "-DFOREGROUND", "-f", str(file)], stdout=output, stderr=output)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine with that of the authority which signed it, and its key, as files."""
    authority = trustme.CA()
    signed = authority.issue_cert("127.0.0.1")
    files = folder / "certificate.pem", folder / "certificate.key"
    for piece in (*signed.cert_chain_pems, authority.cert_pem):
        piece.write_to_path(str(files[0]), append=True)
    signed.private_key_pem.write_to_path(str(files[1]))
    return files
