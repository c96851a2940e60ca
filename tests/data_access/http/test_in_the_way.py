"""Behind a council's proxy: each thing in the way is called by its name, and none is police.uk's fault."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data_access import errors, postcodes
from data_access.http import retry
from data_access.police_api import availability
from tests.support.council_network import ELSEWHERE, FACTS, SIGN_IN, Authority, answer, listening, proxy
from tests.support.serving import free_port
from tests.support.soak import only_in_soak
from tests.support.stand_in import read_settings_anew

SEPTEMBER = date(2026, 9, 1)
WANTS = answer(b"", "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="x"')


@pytest.fixture(autouse=True)
def network(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long."""
    monkeypatch.setattr(retry, "WAITS_S", (0.01,))


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@contextmanager
def told_of(error: type[errors.PoliceUnavailable]) -> Iterator[None]:
    with pytest.raises(errors.PoliceUnavailable) as raised:
        yield
    assert type(raised.value) is error
    assert "police.uk is not answering" not in error.sentence


def asked_at(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOURPATCH_POLICE_API", address)
    monkeypatch.setenv("YOURPATCH_POSTCODES_API", address)
    read_settings_anew()


def test_through_a_proxy_that_opens_tls_with_an_authority_of_the_machine(authority, monkeypatch):
    with authority.https(FACTS) as there, proxy(to=there) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.address)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        assert availability.last_updated() == SEPTEMBER
        assert between.asked == ["CONNECT data.police.uk:443 HTTP/1.0"]


def test_no_proxy_is_heeded(authority, monkeypatch):
    with authority.https(FACTS) as there, proxy(WANTS) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.address)
        monkeypatch.setenv("NO_PROXY", "localhost")
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        asked_at(f"https://localhost:{there}/api", monkeypatch)
        assert availability.last_updated() == SEPTEMBER
        assert not availability.is_proxied()
        assert between.asked == []


def test_an_authority_in_a_bundle_of_requests_is_trusted_too(authority, monkeypatch):
    with authority.https(FACTS) as there:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
        asked_at(f"https://localhost:{there}/api", monkeypatch)
        assert availability.last_updated() == SEPTEMBER


@pytest.mark.parametrize(
    ("says", "error", "tries"),
    [
        (WANTS, errors.ProxyWantsSignIn, 1),
        (answer(b"", "403 Forbidden"), errors.ProxyRefuses, 3),
        (answer(b"", "503 Service Unavailable"), errors.ProxyRefuses, 3),
        (b"", errors.ProxySilent, 3),
        (b"SSH-2.0-OpenSSH\r\n", errors.ProxySilent, 3),
        pytest.param(None, errors.ProxySilent, 3, marks=[pytest.mark.slow, pytest.mark.soak, only_in_soak]),
    ],
    ids=["407", "403", "503", "hangs up", "no HTTP", "says nothing"],
)
def test_a_proxy_that_does_not_let_us_through(says, error, tries, monkeypatch):
    with proxy(says) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.address)
        with told_of(error):
            availability.last_updated()
        assert len(between.asked) == tries
        with pytest.raises(errors.PostcodesUnavailable) as raised:
            postcodes.find("XX1 1AA")
        assert raised.value.because is error


def test_a_proxy_that_is_not_there(monkeypatch):
    for address in (f"http://127.0.0.1:{free_port()}", "http://proxy.invalid:3128"):
        monkeypatch.setenv("HTTPS_PROXY", address)
        with told_of(errors.ProxySilent):
            availability.last_updated()


def test_silence_behind_a_proxy_is_not_laid_on_police_uk(authority, monkeypatch):
    with authority.https(b"") as there, proxy(to=there) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.address)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        with told_of(errors.NothingThroughProxy):
            availability.last_updated()


def test_a_certificate_that_nobody_here_trusts(authority, monkeypatch):
    with authority.https(FACTS) as there, proxy(to=there) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.address)
        with told_of(errors.UntrustedCertificate):
            availability.last_updated()
        assert len(between.asked) == 1


def test_a_certificate_for_another_name(authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with authority.https(FACTS, "elsewhere.example") as there:
        asked_at(f"https://localhost:{there}/api", monkeypatch)
        with told_of(errors.UntrustedCertificate):
            availability.last_updated()


@pytest.mark.parametrize(
    ("says", "error"),
    [
        (SIGN_IN, errors.SignInPage),
        (ELSEWHERE, errors.SignInPage),
        (answer(b"", "511 Network Authentication Required"), errors.SignInPage),
        (answer(b"<html>Blocked: Policing", "403 Forbidden"), errors.PageOfRefusal),
    ],
)
def test_a_page_of_the_networks_own(says, error, monkeypatch):
    with listening(lambda connection: (connection.recv(65536), connection.sendall(says))) as there:
        asked_at(f"http://127.0.0.1:{there}/api", monkeypatch)
        with told_of(error):
            availability.last_updated()
        with pytest.raises(errors.PostcodesUnavailable) as raised:
            postcodes.places("Ashby")
        assert raised.value.because is error


def test_a_name_that_is_not_found(monkeypatch):
    asked_at("https://police.invalid/api", monkeypatch)
    with told_of(errors.NameNotFound):
        availability.last_updated()


def test_the_log_names_no_password_of_the_proxys(monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    with proxy(WANTS) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.address.replace("//", "//yp:hunter2@"))
        with told_of(errors.ProxyWantsSignIn):
            availability.last_updated()
    assert "ProxyError" in caplog.text
    assert "hunter2" not in caplog.text


def test_their_clock_is_heard(authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    told = answer(b'{"date": "2026-09-01"}', "200 OK", "Date: Sun, 29 Nov 2026 10:00:00 GMT", "Age: 90")
    with authority.https(told) as there:
        asked_at(f"https://localhost:{there}/api", monkeypatch)
        assert availability.their_clock() == datetime(2026, 11, 29, 10, tzinfo=UTC) + timedelta(seconds=90)
