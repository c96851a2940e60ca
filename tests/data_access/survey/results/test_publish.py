"""From answers in a database to files that the public's pages read."""

import json
import secrets
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from data_access import settings as settings_module
from data_access.models import NeighbourhoodRef
from data_access.survey.database import engine
from data_access.survey.database.tables import answers
from data_access.survey.questions import QUESTIONS, VERSION
from data_access.survey.results import count_answers, publish
from tests.support.survey_forms import PLACE

OTHER = NeighbourhoodRef("wiltshire", "CD34")


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    for name, value in {"DEMO": "always", "NOW": moment}.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()


def given(place: NeighbourhoodRef, quarter: str, n: int, held: bool = False) -> None:
    """Answers of people of whom every other one is content with everything."""
    rows = [
        {
            "id": secrets.token_hex(16), "force": place.force_id, "neighbourhood": place.neighbourhood_id,
            "quarter": quarter, "week": "2025-W01", "version": VERSION, "mode": "web", "held": held,
        }
        | {q.name: next(v for v in q.values if (v in q.good) == bool(each % 2)) for q in QUESTIONS}
        for each in range(n)
    ]  # fmt: skip
    if rows:
        with engine.writing() as connection:
            connection.execute(insert(answers), rows)


@pytest.fixture
def a_year(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2025-12-31T23:59:59Z")
    for quarter, n in (("2025-Q1", 60), ("2025-Q2", 70), ("2025-Q3", 55), ("2025-Q4", 80)):
        given(PLACE, quarter, n)
        given(OTHER, quarter, n)


def test_answers_are_counted_as_a_plain_loop_counts_them(a_year: None):
    given(PLACE, "2025-Q4", 3, held=True)
    plain: Counter[tuple[str, str, str, str]] = Counter()
    with engine.reading() as connection:
        for row in connection.execute(answers.select()).mappings():
            where = row["neighbourhood"], row["quarter"]
            if row["held"]:
                plain[(*where, "held", "held")] += 1
                continue
            plain[(*where, "mode", row["mode"])] += 1
            for question in QUESTIONS:
                plain[(*where, question.name, row[question.name] or "")] += 1
    assert count_answers.count("wiltshire") == plain


def test_only_what_is_closed_is_told_and_the_year_comes_with_its_last_quarter(a_year: None, monkeypatch):
    assert publish.publish("wiltshire") == ["2025-Q1", "2025-Q2", "2025-Q3"]
    assert [(its.key, its.n) for its in publish.results_of_force("wiltshire")] == [
        ("2025-Q3", 110), ("2025-Q2", 140), ("2025-Q1", 120),
    ]  # fmt: skip
    assert publish.results_of(PLACE) == ()
    at(monkeypatch, "2026-01-01T00:00:00Z")
    publish.publish_all()
    (year,) = publish.results_of(PLACE)
    assert (year.key, year.n, len(year.asked)) == ("2025", 265, len(QUESTIONS))
    assert publish.results_of_force("wiltshire")[0].n == 160
    assert publish.publish("wiltshire") == []


def test_what_is_told_never_changes(a_year: None, monkeypatch):
    at(monkeypatch, "2026-01-01T00:00:00Z")
    given(PLACE, "2025-Q2", 40, held=True)
    publish.publish_all()
    told = publish.results_of(PLACE), publish.results_of_force("wiltshire")
    assert told[0][0].left_out == 40
    with engine.writing() as connection:
        connection.execute(update(answers).values(held=False))  # staff let them in, late
    given(PLACE, "2026-Q1", 10)
    at(monkeypatch, "2026-04-01T00:00:00Z")
    publish.publish_all()
    assert (publish.results_of(PLACE), publish.results_of_force("wiltshire")[1:]) == told


def _damaged(files: list[Path], how: bytes) -> None:
    for file in files:
        file.write_bytes(how)


@pytest.mark.parametrize("how", [b"", b"{", b"null"])
def test_published_results_are_told_as_before_while_a_file_is_broken_and_never_made_anew(
    a_year: None, monkeypatch, data_dir: Path, how: bytes, caplog
):
    at(monkeypatch, "2026-01-01T00:00:00Z")
    publish.publish_all()
    told = publish.results_of(PLACE), publish.results_of_force("wiltshire")
    folder = data_dir / "facts" / "wiltshire"
    _damaged([folder / "survey.json", folder / PLACE.neighbourhood_id / "survey.json"], how)
    assert (publish.results_of(PLACE), publish.results_of_force("wiltshire")) == told
    given(PLACE, "2026-Q1", 40)
    at(monkeypatch, "2026-04-01T00:00:00Z")
    publish.publish_all()
    assert publish.results_of(PLACE) == told[0]
    assert publish.results_of_force("wiltshire")[1:] == told[1]

    _damaged(list(folder.rglob("survey.*json")), how)
    at(monkeypatch, "2026-07-01T00:00:00Z")
    assert publish.publish("wiltshire") == []
    assert "put them back from a backup" in caplog.text
    assert {file.read_bytes() for file in folder.rglob("survey.*json")} == {how}


def test_a_writer_killed_in_the_middle_of_a_year_is_followed_by_one_that_ends_it(
    a_year: None, monkeypatch, data_dir: Path
):
    at(monkeypatch, "2026-01-01T00:00:00Z")
    publish.publish_all()
    whole = [publish.results_of(place) for place in (PLACE, OTHER)]
    of_force = publish.results_of_force("wiltshire")
    folder = data_dir / "facts" / "wiltshire"
    # As it stands when one neighbourhood is written and the force, which comes last, is not.
    (folder / "CD34" / "survey.json").unlink()
    facts = json.loads((folder / "survey.json").read_text())
    facts["value"]["quarters"].pop()
    (folder / "survey.json").write_text(json.dumps(facts))
    publish.publish_all()
    assert [publish.results_of(place) for place in (PLACE, OTHER)] == whole
    assert publish.results_of_force("wiltshire") == of_force


def test_files_hold_nothing_that_is_hidden(a_year: None, monkeypatch, data_dir: Path):
    given(NeighbourhoodRef("wiltshire", "EF56"), "2025-Q1", 7)
    at(monkeypatch, "2026-01-01T00:00:00Z")
    publish.publish_all()
    (year,) = publish.results_of(NeighbourhoodRef("wiltshire", "EF56"))
    assert (year.n, year.asked, year.left_out) == (None, (), None)
    assert publish.results_of_force("wiltshire")[0].n is None  # the force less two would be the third
