"""Asking a running server over real HTTP."""

from dataclasses import dataclass
from typing import Any

import requests

HTML = {"Accept": "text/html"}


@dataclass
class Client:
    """Asks a running server; redirects are not followed, and no path is tidied before it leaves."""

    address: str

    def get(self, path: str = "/", **headers: str) -> requests.Response:
        return self.ask("GET", path, headers)

    def post(self, path: str, **form: str) -> requests.Response:
        return self.ask("POST", path, HTML, form)

    def ask(self, method: str, path: str, headers: dict[str, str], form: Any = None) -> requests.Response:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with requests.Session() as session:
            asked = requests.Request(method, self.address, headers=names, data=form)
            request = session.prepare_request(asked)
            request.url = self.address + path
            return session.send(request, allow_redirects=False, timeout=60)
