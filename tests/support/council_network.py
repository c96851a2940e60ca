"""A council's network: a proxy, an authority of its own, and what it answers in place of police.uk."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import trustme

POLICE_UK = "data.police.uk"
NEWEST = b'{"date": "2026-09-01"}'


def answer(
    body: bytes, status: str = "200 OK", *headers: str, content_type: str = "application/json"
) -> bytes:
    """One answer, after which the connection is closed."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers, "Connection: close"]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


SIGN_IN = answer(b"<html><form>Sign in</form></html>", content_type="text/html; charset=utf-8")
ELSEWHERE = answer(b"", "302 Found", "Location: https://login.council.example/?back=police")
FACTS = answer(NEWEST)


class Authority:
    """Signs for police.uk and for this machine; `file` is what a machine that trusts it has in its store."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(str(self.file))

    @contextmanager
    def https(self, says: bytes, *names: str) -> Iterator[int]:
        """The port of a server that says the same to everybody."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._authority.issue_cert(*(names or (POLICE_UK, "localhost"))).configure_cert(context)

        def serve(connection: socket.socket) -> None:
            with context.wrap_socket(connection, server_side=True) as secure:
                _read_head(secure)
                secure.sendall(says)

        with listening(serve) as port:
            yield port


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that does `serve` to each connection, in a thread of its own."""
    server = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(20)
            serve(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


class Proxy:
    """What was asked of it: the first line of every request."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.address = ""


@contextmanager
def proxy(says: bytes | None = None, to: int = 0) -> Iterator[Proxy]:
    """A proxy that says `says` to every CONNECT (None: nothing, ever), or tunnels all to the port `to`."""
    found, end = Proxy(), threading.Event()

    def serve(connection: socket.socket) -> None:
        found.asked.append(_read_head(connection).partition("\r\n")[0])
        if to:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with socket.create_connection(("127.0.0.1", to)) as there:
                back = threading.Thread(target=_pass_on, args=(there, connection), daemon=True)
                back.start()
                _pass_on(connection, there)
                back.join(20)
        elif says is None:
            end.wait(20)
        else:
            connection.sendall(says)

    with listening(serve) as port:
        found.address = f"http://127.0.0.1:{port}"
        yield found
        end.set()


def _pass_on(from_: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while portion := from_.recv(65536):
            to.sendall(portion)
    with suppress(OSError):
        to.shutdown(socket.SHUT_WR)


def _read_head(connection: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head and (portion := connection.recv(65536)):
        head += portion
    return head.decode("latin-1")
