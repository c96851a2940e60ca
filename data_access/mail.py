"""All mail of the house goes out here: plain text, to the addresses that the operator named.

No log holds an address, a password or what a server answered.
"""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import localtime, make_msgid

from data_access.settings import settings

log = logging.getLogger("yourpatch.mail")
TIMEOUT_S = 20


def send(subject: str, text: str) -> bool:
    """Send it to all of them; whether the server took it. Why it did not is logged by its kind."""
    chosen = settings()
    message = _message(subject, text)
    try:
        with smtplib.SMTP(chosen.mail_host, chosen.mail_port, timeout=TIMEOUT_S) as server:
            if chosen.mail_starttls:
                server.starttls(context=ssl.create_default_context())
            if chosen.mail_user:
                server.login(chosen.mail_user, chosen.mail_password.get_secret_value())
            refused = server.send_message(message)
    except (OSError, ValueError) as error:
        log.error("a mail could not be sent: %s", type(error).__name__)
        return False
    if refused:
        log.error("a mail was refused for %d of %d addresses", len(refused), len(chosen.mail_to))
    return True


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
