"""The files of `deploy/` as systemd and our settings read them; tests/support/proxies.py runs the proxies."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from data_access.setting_faults import misspelt
from data_access.settings import HOUSE, Settings

DEPLOY = HOUSE / "deploy"


def test_the_settings_of_the_service_are_settings(monkeypatch):
    for name in [name for name in os.environ if name.startswith("YOURPATCH_")]:
        monkeypatch.delenv(name)
    told = dict(re.findall(r'^(\w+)="?(.+?)"?$', (DEPLOY / "yourpatch.env").read_text("utf-8"), re.M))
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert len(told) > 5
    assert misspelt() == []
    assert Settings().has_operator


@pytest.mark.parametrize("unit", ["yourpatch.service", "yourpatch-night.service", "yourpatch-night.timer"])
def test_systemd_takes_the_units(unit: str, tmp_path: Path):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd on this machine")
    for file in DEPLOY.glob("yourpatch*.*"):
        # Where the code lies here.
        text = file.read_text("utf-8").replace("/srv/your-patch", str(HOUSE))
        (tmp_path / file.name).write_text(text)
    checked = subprocess.run(
        [program, "verify", tmp_path / unit], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
