"""What `manage.py check` finds, each thing against a real one that is well and one that is not."""

import errno
import os
import resource
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from data_access.settings import HOUSE
from data_access.store import small_facts
from data_access.survey.database import migrate
from data_access.survey.results import publish as results
from data_access.survey.results.window import Window
from publish.self_check import Finding, findings
from tests.support.council_network import NEWEST, Authority, answer, listening, proxy
from tests.support.serving import free_port
from tests.support.stand_in import read_settings_anew


def found(*subjects: str) -> dict[str, Finding]:
    found_of = {finding.subject: finding for finding in findings()}
    return {subject: found_of[subject] for subject in subjects} if subjects else found_of


@pytest.fixture
def set_to(monkeypatch):
    def choose(**chosen: str) -> None:
        for name, value in chosen.items():
            monkeypatch.setenv(f"YOURPATCH_{name}", value)
        read_settings_anew()

    return choose


def test_all_is_well_and_nothing_is_changed(stand_in, data_dir):
    data_dir.mkdir()
    assert {finding.grade for finding in found().values()} == {"ok"}
    assert set(found()) == {
        *("police.uk", "clock", "postcodes", "disk", "survey", "mail", "public address", "descriptors", "PDF")
    }
    assert {path.name for path in data_dir.iterdir()} == {"pace"}


@pytest.mark.slow
def test_the_command_says_it_in_sentences_and_by_its_exit_code(stand_in, tmp_path):
    def run(**environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", "check"],
            cwd=HOUSE,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    well = run()
    assert (well.returncode, well.stderr) == (0, "")
    assert "ok     police.uk: It answers." in well.stdout
    refusing = answer(b"", "407 Proxy Authentication Required")
    with proxy(refusing) as between:
        wrong = run(YOURPATCH_POLICE_API="https://data.police.uk/api", HTTPS_PROXY=between.address)
    assert (wrong.returncode, wrong.stderr) == (1, "")
    assert "wrong  police.uk: The proxy of our network wants a name and a password" in wrong.stdout
    assert "Put both into HTTPS_PROXY" in wrong.stdout
    assert "ok     postcodes: The postcode service answers." in wrong.stdout


def test_what_is_in_the_way_is_told_of_each_service(data_dir, set_to, monkeypatch):
    with proxy(answer(b"", "403 Forbidden")) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.address)
        said = found("police.uk", "postcodes", "clock")
    assert said["police.uk"].sentence == (
        "The proxy of our network does not let us through to police.uk. "
        "Ask whoever runs the proxy to let this machine reach data.police.uk."
    )
    assert said["postcodes"].sentence == (
        "The proxy of our network does not let us through to the postcode service. "
        "Ask whoever runs the proxy to let this machine reach api.postcodes.io."
    )
    assert [finding.grade for finding in said.values()] == ["wrong", "wrong", "note"]


@pytest.mark.parametrize(("off_s", "said"), [(-600, "600 seconds fast"), (600, "600 seconds slow")])
def test_a_clock_that_is_wrong_is_told(off_s, said, stand_in, set_to):
    def tell(connection: socket.socket) -> None:
        connection.recv(9999)
        theirs = format_datetime(datetime.now(UTC) + timedelta(seconds=off_s), usegmt=True)
        connection.sendall(answer(NEWEST, "200 OK", f"Date: {theirs}"))

    with listening(tell) as there:
        set_to(POLICE_API=f"http://127.0.0.1:{there}/api")
        clock = found("clock")["clock"]
    assert clock.grade == "wrong"
    assert said in clock.sentence or said.replace("600", "599") in clock.sentence or "601" in clock.sentence


def test_a_folder_that_cannot_be_written_is_told(held_facts, set_to):
    set_to(DATA_DIR="/proc/nowhere", DEMONSTRATION="", NOW="")
    disk = found("disk")["disk"]
    assert disk.grade == "wrong"
    assert f"cannot be written ({os.strerror(errno.ENOENT)})" in disk.sentence


def test_the_surveys_database_is_told_as_it_is(held_facts, set_to):
    set_to(DEMONSTRATION="", NOW="")
    assert "no database yet" in found("survey")["survey"].sentence
    migrate.migrate(to="0001")
    note = found("survey")["survey"]
    assert (note.grade, "is at revision 0001" in note.sentence) == ("note", True)
    migrate.migrate()
    assert found("survey")["survey"].sentence == "Its database takes answers, at revision 0002."
    file = held_facts / "survey.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "does not answer (OperationalError)" in found("survey")["survey"].sentence
    file.unlink()
    small_facts.write("survey", results.OfForce((Window("2026-Q2", 120),)), results.OfForce, "wiltshire")
    emptied = found("survey")["survey"]
    assert (emptied.grade, "Put a backup back" in emptied.sentence) == ("wrong", True)


def test_a_mail_server_that_is_not_there_is_told(held_facts, set_to):
    set_to(
        MAIL_HOST="127.0.0.1",
        MAIL_PORT=str(free_port()),
        MAIL_SENDER="a@b.example",
        MAIL_TO="c@d.example",
        PUBLIC_URL="http://127.0.0.1",
    )
    mail = found("mail")["mail"]
    assert (mail.grade, "it does not answer (ConnectionRefusedError)" in mail.sentence) == ("wrong", True)


def test_the_public_address_is_tried(held_facts, set_to, tmp_path, monkeypatch):
    def said(url: str) -> tuple[str, str]:
        set_to(PUBLIC_URL=url)
        finding = found("public address")["public address"]
        return finding.grade, finding.sentence

    authority = Authority(tmp_path)
    with authority.https(b"") as port:
        assert said(f"https://localhost:{port}")[0] == "wrong"
        assert "is not trusted here" in said(f"https://localhost:{port}")[1]
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        assert said(f"https://localhost:{port}") == ("ok", f"localhost:{port} is there.")
    assert "Nobody listens at" in said(f"https://localhost:{free_port()}")[1]
    assert "is not known here" in said("https://patch.invalid")[1]
    monkeypatch.setenv("YOURPATCH_HOST", "0.0.0.0")  # noqa: S104
    assert said("")[0] == "wrong"


@pytest.mark.slow
def test_too_few_descriptors_are_told(held_facts):
    child = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (512, 512));"
    child += "from publish.self_check import findings; print(*findings(), sep='\\n')"
    said = subprocess.run(
        [sys.executable, "-c", child], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert "512 files may be open at once. Allow 8,192" in said.stdout
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[1] > 512


def test_a_setting_that_is_none_is_told(held_facts, monkeypatch):
    monkeypatch.setenv("YOURPATCH_FORCE", "wiltshire")
    assert found("settings")["settings"].sentence.startswith("There is no setting YOURPATCH_FORCE")
