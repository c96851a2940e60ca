"""The operator's commands: what they leave in the store, their last line, their exit code."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data_access.counts import crimes
from data_access.models import NeighbourhoodRef, State
from data_access.settings import HOUSE
from data_access.store import folders, held_places, places, street_crime
from manage import cli  # noqa: TID251 - this is its test
from tests.support.soak import sample
from tests.support.stand_in import StandIn

# Real waits at the pace of police.uk: more than a quick check has time for.
pytestmark = pytest.mark.slow

PLACE = NeighbourhoodRef("exampleshire", "AB12")
STREET = "/api/crimes-street/all-crime"
REFRESH = ("refresh", "--force", "exampleshire", "--neighbourhood", "AB12")
CLOSED = "http://127.0.0.1:9/api"


def manage(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def _hears_ctrl_c() -> None:
    """A shell's job in the background ignores it, and all its children would."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(HOUSE / "manage.py"), *arguments],
        cwd="/",
        env=os.environ.copy(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_hears_ctrl_c,
    )


def truth(stand_in: StandIn) -> dict[str, dict[str, int]]:
    found = stand_in.control("truth?force=exampleshire&neighbourhood=AB12")
    return {m: {c: n for c, n in counts.items() if n} for m, counts in found.items()}


def counted() -> dict[str, dict[str, int]]:
    """The months that have a count, with it."""
    table = crimes.counts(PLACE).table.dropna()
    return {f"{m:%Y-%m}": {c: int(n) for c, n in row.items() if n} for m, row in table.iterrows()}


def test_refresh_of_a_neighbourhood_holds_it_all(stand_in: StandIn) -> None:
    result = manage(*REFRESH)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "held 36, failed 0"
    assert counted() == truth(stand_in)
    read = (places.neighbourhood, places.boundary, places.team, places.priorities, places.events)
    assert all(fact(PLACE) for fact in read)


def test_months_that_fail_are_counted_and_said_by_the_exit_code(stand_in: StandIn) -> None:
    faults = [{"path": STREET, "date": m, "body": "not-json-shape"} for m in ("2026-03", "2025-01")]
    stand_in.control("faults", faults)
    result = manage(*REFRESH)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (3, "held 34, failed 2")
    failed = manage("status").output
    assert "2026-03" in failed
    assert "2025-01" in failed
    stand_in.reset()
    assert manage(*REFRESH).stdout.splitlines()[-1] == "held 36, failed 0"


@pytest.mark.parametrize(
    "arguments",
    [
        ("refresh", "--force", "nosuch"),
        ("refresh", "--force", ".."),
        ("refresh", "--force", "exampleshire", "--neighbourhood", "ab99"),
        ("refresh", "--neighbourhood", "AB12"),
        ("refresh",),
        ("refresh", "--nonsense"),
        ("nosuch",),
    ],
)
def test_a_wrong_use_is_said_and_ends_with_2(stand_in: StandIn, arguments: tuple[str, ...]) -> None:
    result = manage(*arguments)
    assert result.exit_code == 2
    assert "Error:" in result.output
    assert held_places.held() == []


def test_a_wrong_setting_is_said_and_ends_with_2(data_dir: Path) -> None:
    result = start_with(YOURPATCH_POLICE_API="http://data.police.uk/api")
    assert result.returncode == 2
    assert "https" in result.stderr


def start_with(**environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(HOUSE / "manage.py"), "status"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_status_of_an_empty_store_says_so(data_dir: Path) -> None:
    result = manage("status")
    assert result.exit_code == 0
    assert "no neighbourhood is held yet" in result.output


@pytest.mark.slow
def test_refresh_of_a_force_reads_all_it_lists(stand_in: StandIn) -> None:
    result = manage("refresh", "--force", "fenmarsh")
    names = places.neighbourhoods("fenmarsh")
    assert names is not None
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"held {36 * len(names.value)}, failed 0"
    assert len(held_places.held("fenmarsh")) == len(names.value)
    assert f"fenmarsh: neighbourhoods {len(names.value)}" in manage("status").output


@pytest.mark.slow
def test_without_police_uk_nothing_is_held_and_the_exit_code_says_so(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOURPATCH_POLICE_API", CLOSED)
    refresh = start(*REFRESH)
    output, errors = refresh.communicate(timeout=60)
    assert (refresh.returncode, output) == (1, "held 0, failed 0\n")
    assert "Stopped early" in errors
    assert "Traceback" not in errors


@pytest.mark.slow
def test_ctrl_c_keeps_what_came_and_the_next_refresh_goes_on(stand_in: StandIn) -> None:
    stand_in.control("settings", {"latency": 1})
    refresh = start(*REFRESH)
    wait_for_months(5)
    refresh.send_signal(signal.SIGINT)
    output, errors = refresh.communicate(timeout=60)
    assert refresh.returncode == 130
    kept = len(counted())
    assert 5 <= kept < 36
    assert output == f"held {kept}, failed 0\n"
    assert "Traceback" not in errors
    stand_in.reset()
    assert manage(*REFRESH).exit_code == 0
    months = [r["params"]["date"] for r in stand_in.control("log") if r["path"] == STREET]
    assert len(months) == 36 - kept
    assert counted() == truth(stand_in)


@pytest.mark.slow
def test_two_processes_at_once_ask_for_each_thing_once(stand_in: StandIn) -> None:
    stand_in.control("settings", {"latency": 0.05})
    both = [start(*REFRESH), start(*REFRESH)]
    outputs = [process.communicate(timeout=90)[0] for process in both]
    assert outputs == ["held 36, failed 0\n"] * 2
    months = Counter(r["params"]["date"] for r in stand_in.control("log") if r["path"] == STREET)
    assert set(months.values()) == {1}
    pace = stand_in.control("pace")
    assert (pace["over"], pace["most_in_flight"] <= 4) == (0, True)
    assert counted() == truth(stand_in)


@pytest.mark.slow
@pytest.mark.soak
def test_killed_at_any_moment_the_store_opens_and_no_month_is_half_there(stand_in: StandIn) -> None:
    whole, seen = truth(stand_in), 0
    for pause_ms in sample(range(0, 160, 20), 4):
        stand_in.control("settings", {"latency": 0.05, "pace": False})
        refresh = start(*REFRESH)
        wait_for_months(seen + 1)
        time.sleep(pause_ms / 1000)
        refresh.kill()
        refresh.communicate()
        held = street_crime.crimes(PLACE)
        assert {s.state for s in held.months.values()} == {State.HELD}
        assert counted() == {m: whole[m] for m in counted()}
        assert Counter(held.frame["month"]) == {m: s.rows for m, s in held.months.items() if s.rows}
        seen = len(held.months)
        if seen == 36:
            folders.place_folder(PLACE).joinpath("crimes.parquet").unlink()
            seen = 0
    assert manage(*REFRESH).stdout.splitlines()[-1] == "held 36, failed 0"
    assert counted() == whole
    assert not list(folders.place_folder(PLACE).glob("*.tmp"))


def wait_for_months(number: int, patience_s: float = 60) -> None:
    end = time.monotonic() + patience_s
    while len(street_crime.crimes(PLACE).months) < number:
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.01)
