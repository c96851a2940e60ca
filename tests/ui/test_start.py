"""A wrong setting ends the start with a sentence for the operator, not with a trace."""

import os
import subprocess
import sys

import pytest

from data_access.settings import HOUSE


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("YOURPATCH_DEMO", "banana", "A setting is wrong: YOURPATCH_DEMO is 'banana': "),
        ("YOURPATCH_POLICE_API", "http://data.police.uk/api", "must be https"),
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
