"""What may stand between us and whom we ask: a proxy, a sign-in page, a certificate nobody here trusts, a
name that nobody knows. None of it is a fault of theirs.
"""

import ssl
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from requests.utils import get_environ_proxies, select_proxy
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, ProxyError

from data_access.errors import (
    NameNotFound,
    PageOfRefusal,
    PoliceUnavailable,
    ProxyRefuses,
    ProxySilent,
    ProxyWantsSignIn,
    SignInPage,
    UntrustedCertificate,
)
from data_access.http.deadline import NoTunnel

# Asked again, they say the same.
LASTING = (ProxyWantsSignIn, UntrustedCertificate)


def is_proxied(address: str) -> bool:
    """Whether this machine asks there through a proxy (HTTPS_PROXY, NO_PROXY)."""
    # Plain http is loopback, and asked directly.
    return address.startswith("https:") and bool(select_proxy(address, get_environ_proxies(address)))


def meaning(error: BaseException) -> type[PoliceUnavailable]:
    """What an error of the HTTP library means; PoliceUnavailable where nothing is known to be in the way."""
    chain = list(causes(error))

    def holds(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in chain)

    for cause in chain:
        if isinstance(cause, NoTunnel):
            return {407: ProxyWantsSignIn, None: ProxySilent}.get(cause.status, ProxyRefuses)
    if holds(ssl.SSLCertVerificationError):
        return UntrustedCertificate
    if holds(ProxyError) and holds(NewConnectionError, ConnectTimeoutError):
        return ProxySilent
    return NameNotFound if holds(NameResolutionError) else PoliceUnavailable


def meaning_of_answer(
    status: int, headers: Mapping[str, str], body: bytes, asked: str
) -> type[PoliceUnavailable] | None:
    """What an answer means that is no answer of theirs: a web page, or the way to another site."""
    if status == 407:
        return ProxyWantsSignIn
    is_page = body.lstrip()[:1] == b"<"
    if status == 511 or (status == 200 and is_page):
        return SignInPage
    if status == 403 and is_page:
        return PageOfRefusal
    return (
        SignInPage if 300 <= status < 400 and _leads_elsewhere(headers.get("Location", ""), asked) else None
    )


def _leads_elsewhere(location: str, asked: str) -> bool:
    try:
        return urlsplit(urljoin(asked, location)).hostname != urlsplit(asked).hostname
    except ValueError:
        return False


def causes(error: object) -> Iterator[BaseException]:
    """An error and all that lie below it, as the libraries stack them."""
    while isinstance(error, BaseException):
        yield error
        below = getattr(error, "reason", None) or error.__cause__ or error.__context__
        error = below or next(iter(error.args), None)
