"""All mail of the house goes out here: plain text, to the addresses that the operator named.

No log holds an address, a password or what a server answered.
"""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import localtime, make_msgid

import truststore

from data_access.settings import settings

log = logging.getLogger("yourpatch.mail")
TIMEOUT_S = 20


def send(subject: str, text: str) -> bool:
    """Send it to all of them; whether the server took it. Why it did not is logged by its kind."""
    message = _message(subject, text)
    try:
        with _server() as server:
            refused = server.send_message(message)
    except (OSError, ValueError) as error:
        log.error("a mail could not be sent: %s", type(error).__name__)
        return False
    if refused:
        log.error("a mail was refused for %d of %d addresses", len(refused), len(settings().mail_to))
    return True


def fault() -> str | None:
    """What keeps the server from taking a mail, and what to do; None where nothing does. No mail is sent."""
    try:
        with _server() as server:
            server.noop()
    except ssl.SSLCertVerificationError:
        return "its certificate is not trusted. Put its authority into this machine's store."
    except smtplib.SMTPNotSupportedError:
        return "it does not offer STARTTLS, or no sign-in. See to YOURPATCH_MAIL_PORT (587 as a rule)."
    except smtplib.SMTPAuthenticationError:
        return "it refuses YOURPATCH_MAIL_USER or YOURPATCH_MAIL_PASSWORD."
    except (OSError, ValueError) as error:
        return f"it does not answer ({type(error).__name__}). See to its name, its port and your firewall."
    return None


@contextmanager
def _server() -> Iterator[smtplib.SMTP]:
    chosen = settings()
    with smtplib.SMTP(chosen.mail_host, chosen.mail_port, timeout=TIMEOUT_S) as server:
        if chosen.mail_starttls:
            server.starttls(context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        if chosen.mail_user:
            server.login(chosen.mail_user, chosen.mail_password.get_secret_value())
        yield server


def _message(subject: str, text: str) -> EmailMessage:
    chosen = settings()
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = chosen.mail_sender
    message["To"] = ", ".join(chosen.mail_to)
    message["Date"] = localtime()
    # With the sender's domain: the name of this machine is nobody's business.
    message["Message-ID"] = make_msgid(domain=chosen.mail_sender.rpartition("@")[2])
    # No holiday notice answers it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message
