"""A wrong setting ends the start with a sentence for the operator, not with a trace."""

import os
import subprocess
import sys

import pytest

from data_access.setting_faults import misspelt
from data_access.settings import HOUSE


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("YOURPATCH_DEMO", "banana", "A setting is wrong: YOURPATCH_DEMO is 'banana': "),
        ("YOURPATCH_PUBLIC_URL", "foo", "YOURPATCH_PUBLIC_URL is 'foo': it must begin with https://"),
        ("YOURPATCH_PUBLIC_URL", "none", "it must begin with https://"),
        ("YOURPATCH_TRUSTED_PROXIES", "foo", "YOURPATCH_TRUSTED_PROXIES is 'foo': "),
        ("YOURPATCH_MAP_STYLE", "ftp://x", "it must begin with https://"),
        ("YOURPATCH_POLICE_API", "http://data.police.uk/api", "must be https"),
        ("YOURPATCH_MAIL_HOST", "mail.example", "YOURPATCH_MAIL_HOST needs YOURPATCH_MAIL_SENDER, "),
        ("YOURPATCH_MAIL_TO", "mo@x.example, mo", "it must be an e-mail address alone"),
        ("YOURPATCH_MAIL_SENDER", "a@b.example\nBcc: c@d.example", "it must be an e-mail address alone"),
        ("YOURPATCH_DATA_DIR", "/proc/nowhere", "The folder of YOURPATCH_DATA_DIR cannot be made: "),
    ],
)
def test_a_wrong_setting_is_a_sentence(setting: str, value: str, said: str):
    ended = subprocess.run(
        [sys.executable, "-m", "ui.serve"],
        cwd=HOUSE,
        env={**os.environ, setting: value, "PORT": "0"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


HUSH = "hunter2"
HALF = {"YOURPATCH_SECRET": f"a long enough {HUSH}", "YOURPATCH_SURVEY_DB": f"sqlite:////tmp/{HUSH}"}


@pytest.mark.parametrize(
    "command", [("-m", "ui.serve"), pytest.param(("manage.py", "status"), marks=pytest.mark.slow)]
)
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"YOURPATCH_SURVEY_DB": f"postgres://u:{HUSH}@db/x"}, "YOURPATCH_SURVEY_DB: it must begin with"),
        ({"YOURPATCH_SECRET": HUSH}, "YOURPATCH_SECRET: it must have 16 characters"),
        (
            {"YOURPATCH_MAIL_PASSWORD": HUSH, "YOURPATCH_MAIL_USER": "yp", "YOURPATCH_MAIL_STARTTLS": "off"},
            "a password is not sent in clear",
        ),
        (HALF | {"YOURPATCH_COMMENTS": "on"}, "A setting is wrong: YOURPATCH_COMMENTS=on needs a moderator"),
    ],
)
def test_a_wrong_setting_repeats_no_secret(chosen: dict[str, str], said: str, command: tuple[str, ...]):
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=HOUSE,
        env=os.environ | chosen | {"PORT": "0"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert said in ended.stderr
    assert HUSH not in ended.stderr + ended.stdout
    assert "pydantic" not in ended.stderr


def test_what_looks_like_a_setting_and_is_none_is_named(monkeypatch: pytest.MonkeyPatch):
    for name in ("YOURPATCH_FORCE", "YOURPATCH_PORT", "YOURPATCH_FORCES", "PORT"):
        monkeypatch.setenv(name, "1")
    told = " ".join(misspelt())
    assert "no setting YOURPATCH_FORCE;" in told
    assert "no setting YOURPATCH_PORT;" in told
    assert "YOURPATCH_FORCES" not in told
