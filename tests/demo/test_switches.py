"""Pace, faults, latency and the log: what tests of a client lean on."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from data_access.settings import HOUSE
from demo import faults_and_pace

FORCES = "/api/forces"
MONTHS = "/api/crimes-street-dates"


def under_way(address: str) -> Any:
    """What the log says of the one request, as soon as it has come in."""
    deadline = time.monotonic() + 5
    while not (log := requests.get(f"{address}/_control/log", timeout=5).json()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return log[0]


def test_thirty_at_once_are_answered_and_then_429(stand_in: Any) -> None:
    with requests.Session() as session:
        codes = [session.get(stand_in.address + FORCES, timeout=5).status_code for _ in range(60)]
        postcode = session.get(stand_in.address + "/ping", timeout=5).status_code
    assert set(codes[:30]) == {200}
    assert 429 in codes[30:]
    assert stand_in.control("pace") == {"most_in_flight": 1, "over": codes.count(429)}
    assert postcode == 200


def test_the_bucket_fills_at_fifteen_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 1000.0
    monkeypatch.setattr(faults_and_pace, "time", SimpleNamespace(monotonic=lambda: clock))
    pace = faults_and_pace.Pace(at=clock)

    def burst(size: int) -> int:
        return sum(pace.take() for _ in range(size))

    assert burst(60) == 30
    for seconds, filled in ((0.0, 0), (0.5, 7), (0.5, 8), (1.0, 15), (60.0, 30)):
        clock += seconds
        assert burst(60) == filled


def test_most_in_flight_is_counted(ask: Any, stand_in: Any) -> None:
    stand_in.control("settings", {"latency": 0.5})
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: requests.get(stand_in.address + FORCES, timeout=5), range(5)))
    assert stand_in.control("pace")["most_in_flight"] == 5


def test_latency_is_waited_before_every_answer(ask: Any, stand_in: Any) -> None:
    stand_in.control("settings", {"latency": 0.5})
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask, FORCES)
        assert not under_way(stand_in.address)["ended"]
        assert asking.result().ok


def test_the_log_says_what_was_asked(ask: Any, stand_in: Any) -> None:
    stand_in.reset()
    ask("/api/crimes-street/burglary", form={"poly": "51.2,-2:51.3,-2:51.3,-1.9", "date": "2026-08"}, by="me")
    [entry] = stand_in.control("log")
    assert (entry["method"], entry["path"], entry["status"]) == ("POST", "/api/crimes-street/burglary", 200)
    assert entry["params"] == {"poly": "51.2,-2:51.3,-2:51.3,-1.9", "date": "2026-08", "by": "me"}
    assert entry["in_flight"] == 1


@pytest.mark.parametrize(
    ("rule", "status", "text"),
    [
        ({"status": 429}, 429, ""),
        ({"status": 502, "body": "html"}, 502, "<html>"),
        ({"status": 200, "body": "html"}, 200, "<html>"),
        ({"status": 500, "body": "empty"}, 500, ""),
        ({"status": 503, "body": "text"}, 503, "Service"),
        ({"body": "not-json-shape"}, 200, '{"unexpected"'),
        ({"body": "truncated"}, 200, "["),
    ],
)
def test_a_fault_answers_in_place_of_the_truth(
    ask: Any, stand_in: Any, rule: dict[str, Any], status: int, text: str
) -> None:
    stand_in.control("faults", [{"path": MONTHS, **rule}])
    answer = ask(MONTHS)
    assert answer.status_code == status
    assert answer.text.startswith(text)
    assert len(answer.text) < len(ask("/api/exampleshire/EX01/boundary").text)


def test_a_truncated_answer_is_the_real_one_cut(ask: Any, stand_in: Any) -> None:
    whole = ask(MONTHS).text
    stand_in.control("faults", [{"path": MONTHS, "body": "truncated"}])
    half = ask(MONTHS).text
    assert whole.startswith(half)
    with pytest.raises(requests.exceptions.JSONDecodeError):
        ask(MONTHS).json()


def test_a_fault_may_close_the_connection_without_a_word(ask: Any, stand_in: Any) -> None:
    stand_in.control("faults", [{"path": FORCES, "body": "none", "times": 1}])
    with pytest.raises(requests.ConnectionError):
        ask(FORCES)
    assert ask(FORCES).ok


def test_a_fault_may_only_delay_or_add_headers(ask: Any, stand_in: Any) -> None:
    stand_in.control("faults", [{"path": FORCES, "delay": 0.5, "headers": {"x-cache": "hit"}}])
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask, FORCES)
        assert not under_way(stand_in.address)["ended"]
        answer = asking.result()
    assert (answer.ok, answer.headers["x-cache"]) == (True, "hit")


def test_a_429_may_name_a_time_to_wait(ask: Any, stand_in: Any) -> None:
    stand_in.control("faults", [{"path": "/api", "status": 429, "headers": {"Retry-After": "2"}}])
    assert ask(FORCES).headers["retry-after"] == "2"


def test_a_fault_keeps_to_its_path_date_text_and_times(ask: Any, stand_in: Any) -> None:
    stand_in.control(
        "faults",
        [
            {"path": "/api/crimes-street", "date": "2026-03", "status": 500, "times": 2},
            {"path": "/api/crimes-street", "contains": "lat=51.3", "status": 504},
        ],
    )

    def status(**params: str) -> int:
        where = {"lat": "51.25", "lng": "-1.94", **params}
        code: int = ask("/api/crimes-street/all-crime", **where).status_code
        return code

    assert status(date="2026-04") == 200
    assert [status(date="2026-03") for _ in range(3)] == [500, 500, 200]
    assert status(lat="51.3") == 504
    assert ask(FORCES).status_code == 200


def test_reset_forgets_everything_that_was_set(ask: Any, stand_in: Any) -> None:
    stand_in.control("faults", [{"path": "/api", "status": 500}])
    stand_in.control("settings", {"latency": 0.5, "cap": 1, "newest": "2026-12"})
    stand_in.reset()
    assert stand_in.control("faults") == stand_in.control("log") == []
    assert stand_in.control("settings") == {
        "latency": 0.0, "cap": 10_000, "pace": True, "newest": "2026-09",
    }  # fmt: skip
    assert ask(FORCES).ok


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("faults", [{"paht": "/api"}]),
        ("faults", [{"body": "htlm"}]),
        ("settings", {"latenzy": 1}),
        ("settings", {"newest": "2026-13"}),
        ("change", {"force": "exampleshire", "neighbourhood": "nowhere", "month": "2026-09"}),
        ("lose", {"force": "exampleshire", "months": ["2012-09"], "share": 0.2}),
    ],
)
def test_a_slip_of_the_tester_is_refused(stand_in: Any, what: str, value: Any) -> None:
    with pytest.raises(requests.HTTPError, match="400"):
        stand_in.control(what, value)


def test_the_command_says_one_line_and_takes_its_options() -> None:
    command = [sys.executable, "-m", "demo", "--port", "0", "--latency", "0.5", "--newest", "2026-11"]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().removeprefix("Demonstration on ").strip()
        try:
            with ThreadPoolExecutor(1) as pool:
                asking = pool.submit(requests.get, f"{address}/api/crime-last-updated", timeout=5)
                assert not under_way(address)["ended"]
                answer = asking.result()
        finally:
            server.terminate()
        assert server.stdout.read() == ""
    assert answer.json() == {"date": "2026-11-01"}
    assert address.startswith("http://127.0.0.1:")


def test_it_ends_with_its_parent_when_told_to() -> None:
    command = [sys.executable, "-m", "demo", "--with-parent"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=HOUSE, stdin=pipe, stdout=pipe) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdout.readline()
        assert server.poll() is None
        server.stdin.close()
        assert server.wait(5) == 0
