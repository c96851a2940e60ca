"""Moderators are told by mail, through a real mail server on this machine: what it gets, what goes wrong."""

import email
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import insert

from data_access import mail
from data_access.settings import settings
from data_access.survey.database import engine, tables
from tests.support.serving import free_port
from ui import mail_to_moderators, nightly_jobs

TO = ("mo@wilts.example", "ann@wilts.example")
SENDER, USER, PASSWORD = "site@wilts.example", "your-patch", "open sesame"


class Postbox:
    """What a server was given; it knows some addresses not."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], EmailMessage]] = []
        self.unknown: set[str] = set()

    async def handle_RCPT(self, *asked: Any) -> str:  # noqa: N802
        _server, _session, envelope, address, _options = asked
        if address in self.unknown:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *asked: Any) -> str:  # noqa: N802
        envelope = asked[-1]
        message = email.message_from_bytes(envelope.content or b"", policy=default)
        assert isinstance(message, EmailMessage)
        self.got.append((envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for 127.0.0.1, with its key in the same file."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def postbox(certificate: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A server that listens, speaks STARTTLS and asks for the password; and a site that was told of it."""
    kept, port = Postbox(), free_port()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        known = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)

    server = Controller(
        kept,
        hostname="127.0.0.1",
        port=port,
        tls_context=tls,
        require_starttls=True,
        auth_required=True,
        authenticator=check,
    )
    server.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    told = {
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": str(port),
        "MAIL_USER": USER,
        "MAIL_PASSWORD": PASSWORD,
        "MAIL_SENDER": SENDER,
        "MAIL_TO": ", ".join(TO),
        "PUBLIC_URL": "https://patch.example/",
    }
    for name, value in told.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings.cache_clear()
    yield kept
    server.stop()
    engine.close()


def change(monkeypatch: pytest.MonkeyPatch, **chosen: object) -> None:
    for name, value in chosen.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", str(value))
    settings.cache_clear()


def comment(id_: str, state: str = "new", risk: bool = False) -> None:
    # Of this month: the nightly jobs delete old ones.
    row = {
        "id": id_, "force": "wiltshire", "neighbourhood": "A", "quarter": "2026-Q4",
        "month": date.today().replace(day=1), "text": "Xyzzy", "state": state, "risk": risk,
    }  # fmt: skip
    with engine.writing() as connection:
        connection.execute(insert(tables.comments).values(row))


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged of mail; no line holds an address, a name or a password."""
    for hush in (*TO, SENDER, USER, PASSWORD, "wilts.example", "Xyzzy", PASSWORD[::-1]):
        assert hush not in caplog.text
    return [record.getMessage() for record in caplog.records if record.name == "yourpatch.mail"]


def test_counts_and_a_link_reach_every_moderator_once_a_day(postbox, data_dir, caplog):
    assert nightly_jobs.once()
    assert postbox.got == []
    comment("a", "held", risk=True)
    comment("b")
    comment("c", "released")
    assert nightly_jobs.once()
    [(to, message)] = postbox.got
    assert to == list(TO)
    assert (message["From"], message["To"]) == (SENDER, ", ".join(TO))
    assert message["Subject"] == "Your Patch: 2 comments wait to be read"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@wilts.example>")
    assert message["Date"].datetime
    text = message.get_content()
    assert "2 comments wait to be read. 1 may tell of somebody in danger: read it first." in text
    assert "https://patch.example/staff" in text.split()
    assert "Xyzzy" not in message.as_string()
    # Not again today, by another start or another process, though more came.
    comment("d")
    assert nightly_jobs.once()
    assert len(postbox.got) == 1
    (data_dir / "moderators-mailed").write_text("2026-01-01", "ascii")
    assert nightly_jobs.once()
    assert postbox.got[1][1]["Subject"] == "Your Patch: 3 comments wait to be read"
    assert lines(caplog) == []


def test_a_wrong_password_is_a_line_in_the_log_and_is_tried_again(postbox, monkeypatch, caplog):
    comment("a")
    change(monkeypatch, MAIL_PASSWORD=PASSWORD[::-1])
    assert not nightly_jobs.once()
    assert lines(caplog) == ["a mail could not be sent: SMTPAuthenticationError"]
    change(monkeypatch, MAIL_PASSWORD=PASSWORD)
    assert nightly_jobs.once()
    assert len(postbox.got) == 1


@pytest.mark.parametrize("password", ["grün", "a\r\nQUIT"])
def test_a_password_no_server_takes_is_no_fault(password, postbox, monkeypatch, caplog):
    comment("a")
    change(monkeypatch, MAIL_PASSWORD=password)
    assert not mail_to_moderators.tell()
    assert len(lines(caplog)) == 1
    assert password not in caplog.text


def test_a_server_that_is_down_is_a_line_in_the_log(postbox, monkeypatch, caplog):
    comment("a")
    change(monkeypatch, MAIL_PORT=free_port())
    assert not nightly_jobs.once()
    assert lines(caplog) == ["a mail could not be sent: ConnectionRefusedError"]


def test_a_server_that_says_nothing_is_not_waited_for(postbox, monkeypatch, caplog):
    monkeypatch.setattr(mail, "TIMEOUT_S", 0.2)
    comment("a")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        change(monkeypatch, MAIL_PORT=mute.getsockname()[1])
        assert not mail_to_moderators.tell()
    assert lines(caplog) == ["a mail could not be sent: SMTPServerDisconnected"]


def test_nothing_is_said_to_a_server_nobody_vouches_for(postbox, monkeypatch, caplog):
    comment("a")
    monkeypatch.delenv("SSL_CERT_FILE")
    assert not mail_to_moderators.tell()
    assert lines(caplog) == ["a mail could not be sent: SSLCertVerificationError"]
    assert postbox.got == []


def test_one_address_that_is_refused_keeps_nobody_else_from_the_mail(postbox, caplog):
    comment("a")
    postbox.unknown = {TO[0]}
    assert mail_to_moderators.tell()
    assert [to for to, _ in postbox.got] == [[TO[1]]]
    assert lines(caplog) == ["a mail was refused for 1 of 2 addresses"]


def test_all_refused_is_not_sent(postbox, caplog):
    comment("a")
    postbox.unknown = set(TO)
    assert not mail_to_moderators.tell()
    assert lines(caplog) == ["a mail could not be sent: SMTPRecipientsRefused"]


def test_the_demonstration_and_a_site_without_a_server_send_nothing(postbox, monkeypatch, caplog):
    comment("a")
    change(monkeypatch, DEMONSTRATION="1", DEMO="always", SURVEY_DB=settings().survey_url)
    assert mail_to_moderators.tell()
    change(monkeypatch, DEMONSTRATION="", DEMO="auto", MAIL_HOST="")
    assert mail_to_moderators.tell()
    assert postbox.got == []
    assert lines(caplog) == []


def test_the_server_is_tried_without_a_mail(postbox: Postbox, monkeypatch: pytest.MonkeyPatch):
    assert mail.fault() is None
    change(monkeypatch, MAIL_PASSWORD=PASSWORD[1:])
    assert mail.fault() == "it refuses YOURPATCH_MAIL_USER or YOURPATCH_MAIL_PASSWORD."
    monkeypatch.delenv("SSL_CERT_FILE")
    assert str(mail.fault()).startswith("its certificate is not trusted.")
    assert postbox.got == []
