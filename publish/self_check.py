"""What `manage.py check` tries: all that this site needs outside itself, and what to do where it lacks."""

import shutil
import socket
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

import truststore
from sqlalchemy.exc import SQLAlchemyError

from data_access import errors, mail, postcodes
from data_access.errors import PoliceDataError
from data_access.police_api import availability
from data_access.setting_faults import misspelt
from data_access.settings import is_loopback, settings
from data_access.survey.database import emptied, engine, migrate
from publish.paper import pdf

PATIENCE_S = 20
CONNECT_S = 5
SECONDS_OFF = 60
LEAST_FREE_GB = 2
LEAST_DESCRIPTORS = 8192
# A name of England that is no place of anybody's.
PLACE = "Ashby"

WHAT_TO_DO: dict[type[PoliceDataError], str] = {
    errors.ProxySilent: "See whether the address in HTTPS_PROXY is right and this machine may reach it.",
    errors.NothingThroughProxy: "Ask whoever runs the proxy whether it lets this machine reach {host}.",
    errors.ProxyWantsSignIn: "Put both into HTTPS_PROXY: http://name:password@proxy:3128.",
    errors.ProxyRefuses: "Ask whoever runs the proxy to let this machine reach {host}.",
    errors.SignInPage: "Ask whoever runs your network to let this machine reach {host} without signing in.",
    errors.PageOfRefusal: "Ask whoever runs your network whether a filter keeps this machine from {host}.",
    errors.UntrustedCertificate: (
        "Put your network's authority into this machine's store (update-ca-certificates), or its file into "
        "SSL_CERT_FILE; a clock that is wrong makes this fault too."
    ),
    errors.NameNotFound: "See to this machine's name service; set HTTPS_PROXY where a proxy leads outside.",
    errors.TooBusy: "Wait a minute; see whether another program here asks it as well.",
}
ELSE = "See whether this machine may reach {host} by https; set HTTPS_PROXY where a proxy leads outside."


@dataclass(frozen=True)
class Finding:
    """What was found of one thing: `note` is for your judgement, `wrong` keeps something from working."""

    subject: str
    sentence: str
    grade: Literal["ok", "note", "wrong"] = "ok"


def findings() -> Iterator[Finding]:
    """One after the other, each as soon as it is known."""
    for sentence in misspelt():
        yield Finding("settings", sentence, "wrong")
    if settings().demonstration or settings().offline:
        yield Finding("police.uk", "Nobody outside is asked, by setting.")
    else:
        yield from (_police_uk(), _clock(), _postcodes())
    yield from (_disk(), _survey(), _mail(), _public_address(), _descriptors(), _paper())


def _police_uk() -> Finding:
    trouble = availability.trouble(PATIENCE_S)
    if trouble is None:
        way = " through the proxy" if availability.is_proxied() else ""
        return Finding("police.uk", f"It answers{way}.")
    return Finding("police.uk", _told("police.uk", settings().police_api, type(trouble)), "wrong")


def _postcodes() -> Finding:
    try:
        postcodes.places(PLACE)
    except errors.PostcodesUnavailable as error:
        told = _told("the postcode service", settings().postcodes_api, error.because)
        return Finding("postcodes", told, "wrong")
    return Finding("postcodes", "The postcode service answers.")


def _told(service: str, address: str, error: type[PoliceDataError]) -> str:
    """The error's sentence, said of `service`, and what to do."""
    sentence = error.sentence.replace("police.uk", service).removesuffix(" We will try again.")
    what_to_do = WHAT_TO_DO.get(error, ELSE).format(host=urlsplit(address).hostname)
    return f"{sentence[0].upper()}{sentence[1:]} {what_to_do}"


def _clock() -> Finding:
    try:
        theirs = availability.their_clock()
    except PoliceDataError:
        theirs = None
    if theirs is None:
        return Finding("clock", "It could not be compared: police.uk's server told no time.", "note")
    off = (datetime.now(UTC) - theirs).total_seconds()
    if abs(off) <= SECONDS_OFF:
        return Finding("clock", "It goes as police.uk's does.")
    how = "fast" if off > 0 else "slow"
    told = f"It is {abs(off):,.0f} seconds {how}. Have it set by the network (timedatectl set-ntp true)."
    return Finding("clock", told, "wrong")


def _disk() -> Finding:
    folder = settings().data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
        free_gb = shutil.disk_usage(folder).free / 1e9
    except OSError as error:
        told = f"{folder} cannot be written ({error.strerror}). Make it the property of who runs this site."
        return Finding("disk", told, "wrong")
    if free_gb < LEAST_FREE_GB:
        told = f"{free_gb:.1f} GB are free in {folder}; a whole force needs {LEAST_FREE_GB}. Make room."
        return Finding("disk", told, "wrong")
    return Finding("disk", f"{folder} can be written; {free_gb:,.0f} GB are free.")


def _survey() -> Finding:
    try:
        if not engine.is_there():
            emptied.refuse_if_published()
            return Finding("survey", "There is no database yet: it is made when a survey begins.")
        stands, needed = migrate.revisions()
        if stands is None:
            emptied.refuse_if_published()
            return Finding("survey", "Its database has no tables yet: they are made when a survey begins.")
    except (emptied.Emptied, migrate.Newer) as error:
        return Finding("survey", str(error), "wrong")
    except (SQLAlchemyError, OSError) as error:
        told = (
            f"Its database does not answer ({type(error).__name__}). See whether it runs, whether "
            "YOURPATCH_SURVEY_DB leads to it, and whether a program holds its lock."
        )
        return Finding("survey", told, "wrong")
    if stands != needed:
        told = f"Its database is at revision {stands}; the start brings it to {needed}. Back it up first."
        return Finding("survey", told, "note")
    return Finding("survey", f"Its database takes answers, at revision {stands}.")


def _mail() -> Finding:
    chosen = settings()
    if not chosen.mail_host:
        return Finding("mail", "None is sent: YOURPATCH_MAIL_HOST is empty.")
    fault = mail.fault()
    if fault is None:
        return Finding("mail", "The mail server lets us in. Nothing was sent.")
    told = f"The mail server {chosen.mail_host}:{chosen.mail_port} cannot be used: {fault}"
    return Finding("mail", told, "wrong")


def _public_address() -> Finding:
    chosen, what = settings(), "public address"
    if not chosen.public_url:
        if is_loopback(chosen.host):
            return Finding(
                what, "None: this machine alone is served. YOURPATCH_PUBLIC_URL opens it to others."
            )
        told = "Others are turned away (421) until YOURPATCH_PUBLIC_URL names the address they know."
        return Finding(what, told, "wrong")
    address = urlsplit(chosen.public_url)
    name, port = address.hostname or "", address.port or (443 if address.scheme == "https" else 80)
    try:
        with socket.create_connection((name, port), timeout=CONNECT_S) as connection:
            if address.scheme == "https":
                truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(
                    connection, server_hostname=name
                ).close()
    except socket.gaierror:
        told = f"The name {name} is not known here. Have it entered in your name service."
        return Finding(what, told, "wrong")
    except ssl.SSLCertVerificationError:
        told = f"The certificate shown at {name}:{port} is not trusted here. See to it at your proxy."
        return Finding(what, told, "wrong")
    except ssl.SSLError:
        told = f"{name}:{port} does not speak https. See to it at your proxy."
        return Finding(what, told, "wrong")
    except TimeoutError:
        told = f"{name}:{port} gave no answer to this machine. See whether others reach it."
        return Finding(what, told, "note")
    except OSError:
        return Finding(what, f"Nobody listens at {name}:{port}. Start your proxy.", "wrong")
    if address.scheme != "https" and not _is_private(name):
        return Finding(what, "It is not https: what people answer could be read on the way.", "note")
    return Finding(what, f"{name}:{port} is there.")


def _is_private(name: str) -> bool:
    try:
        return ip_address(name).is_private
    except ValueError:
        return is_loopback(name)


def _descriptors() -> Finding:
    what = "descriptors"
    try:
        import resource
    except ImportError:  # Windows
        return Finding(what, "This system sets no limit that we know of.")
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if 0 <= most < LEAST_DESCRIPTORS:
        told = (
            f"{most:,} files may be open at once. Allow {LEAST_DESCRIPTORS:,} (LimitNOFILE= under systemd)."
        )
        return Finding(what, told, "wrong")
    return Finding(what, "Enough files may be open at once.")


def _paper() -> Finding:
    try:
        pdf.one_page(lambda _: '<html lang="en"><title>x</title><p>x</p></html>', [None])
    except pdf.NoPaper:
        told = (
            "None can be made. Install libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 and "
            "fonts-dejavu-core."
        )
        return Finding("PDF", told, "wrong")
    return Finding("PDF", "Briefings and posters can be made.")
