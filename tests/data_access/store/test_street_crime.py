"""Street crime in the store: whole months, their states, what changed, and a folder for each place."""

import json
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.errors import InvalidQuestion
from data_access.models import Named, NeighbourhoodRef, Officer, State
from data_access.store import (
    cache,
    folders,
    held_places,
    revisions,
    small_facts,
    street_crime,
)
from tests.support.records import (
    AUG,
    JUL,
    PLACE,
    READ_AT,
    SEP,
    counted,
    crime_path,
    nothing,
    reading,
    records,
)
from tests.support.soak import rounds
from tests.support.stand_in import read_settings_anew

pytestmark = pytest.mark.usefixtures("data_dir")


def test_months_come_back_whole_with_their_states() -> None:
    street_crime.write_months(
        PLACE, {SEP: reading({"burglary": 3, "drugs": 1}), AUG: nothing(State.FAILED, "timed out")}
    )
    held = street_crime.crimes(PLACE)
    assert counted(SEP) == {"burglary": 3, "drugs": 1}
    assert held.months[SEP].rows == 4
    assert held.months[SEP].fetched_at == READ_AT
    assert (held.months[AUG].state, held.months[AUG].reason) == (State.FAILED, "timed out")
    assert list(held.months) == [AUG, SEP]


def test_the_file_is_the_contract() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"anti-social-behaviour": 1, "drugs": 2})})
    table = pq.read_table(crime_path())
    assert [(f.name, str(f.type)) for f in table.schema] == [
        ("month", "date32[day]"),
        ("category", "string"),
        ("persistent_id", "string"),
        ("latitude", "double"),
        ("longitude", "double"),
        ("street_name", "string"),
        ("reported_by", "string"),
        ("outcome", "string"),
        ("outcome_month", "date32[day]"),
        ("source", "string"),
    ]
    assert set(table["source"].to_pylist()) == {"api"}
    assert json.loads(pq.read_metadata(crime_path()).metadata[b"yourpatch"]) == {
        "version": 1,
        "months": {
            "2026-09": {
                "state": "held",
                "rows": 3,
                "fetched_at": "2026-11-03T09:12:00+00:00",
                "source": "api",
                "reason": "",
            }
        },
    }


def test_an_empty_month_has_the_same_columns_as_a_full_one() -> None:
    street_crime.write_months(PLACE, {SEP: nothing(State.EMPTY)})
    assert pq.read_schema(crime_path()).remove_metadata().equals(street_crime.SCHEMA)
    assert street_crime.crimes(PLACE).frame.empty


def test_a_later_reading_displaces_the_whole_month_and_no_other() -> None:
    street_crime.write_months(
        PLACE, {m: reading({"burglary": 2, "drugs": 5}, source="archive") for m in (AUG, SEP)}
    )
    street_crime.write_months(PLACE, {SEP: reading({"robbery": 1})})
    assert (counted(AUG), counted(SEP)) == ({"burglary": 2, "drugs": 5}, {"robbery": 1})
    assert street_crime.crimes(PLACE).months[AUG].source == "archive"


def test_a_failed_refresh_keeps_what_was_answered_before() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 2}), AUG: nothing(State.UNKNOWN_EMPTY)})
    street_crime.write_months(PLACE, {m: nothing(State.FAILED) for m in (JUL, AUG, SEP)})
    states = {m: s.state for m, s in street_crime.crimes(PLACE).months.items()}
    assert states == {JUL: State.FAILED, AUG: State.UNKNOWN_EMPTY, SEP: State.HELD}
    assert counted(SEP) == {"burglary": 2}


def test_a_changed_count_is_noted_and_an_unchanged_or_a_first_one_is_not() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 3, "drugs": 1}), AUG: nothing(State.FAILED)})
    street_crime.write_months(
        PLACE, {SEP: reading({"burglary": 4, "drugs": 1, "robbery": 2}), AUG: reading({"drugs": 9})}
    )
    lines = [{k: v for k, v in line.items() if k != "when"} for line in revisions.revisions(PLACE)]
    about = {"what": "count", "month": "2026-09", "source": "api"}
    assert lines == [
        {**about, "category": "burglary", "old": 3, "new": 4},
        {**about, "category": "robbery", "old": 0, "new": 2},
    ]
    assert datetime.fromisoformat(revisions.revisions(PLACE)[0]["when"]).tzinfo is UTC


def test_a_month_that_is_withdrawn_changes_to_no_count() -> None:
    street_crime.write_months(PLACE, {SEP: reading({"burglary": 3})})
    street_crime.write_months(PLACE, {SEP: nothing(State.UNKNOWN_EMPTY)})
    [line] = revisions.revisions(PLACE)
    assert (line["old"], line["new"]) == (3, None)


def test_writers_at_once_lose_no_month() -> None:
    months = [date(2026, n, 1) for n in range(1, 10)]
    threads = [
        threading.Thread(target=street_crime.write_months, args=(PLACE, {m: reading({"drugs": m.month})}))
        for m in months
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [counted(m) for m in months] == [{"drugs": m.month} for m in months]


def test_a_page_that_reads_writes_nothing(data_dir: Path) -> None:
    assert street_crime.crimes(PLACE).months == {}
    assert held_places.held() == []
    assert revisions.revisions(PLACE) == []
    assert cache.version(PLACE)
    assert not data_dir.exists()


@pytest.mark.parametrize(
    "id_", ["", ".", "..", "a" * 101, "\udc80", ".writing.lock", "months.json", "Crimes.PARQUET", "ü" * 60]
)
def test_an_id_that_names_no_folder_is_refused(id_: str) -> None:
    with pytest.raises(InvalidQuestion):
        folders.place_folder(NeighbourhoodRef("exampleshire", id_))
    with pytest.raises(InvalidQuestion):
        folders.place_folder(NeighbourhoodRef(id_, "AB12"))


@pytest.mark.parametrize(
    "id_", ["../../etc", "a/b", "C:\\x", "Æ B&C", "a=b", "%2e%2e", "two words", "x\0y", "~x"]
)
def test_an_odd_id_has_a_folder_of_its_own_inside_the_store(id_: str) -> None:
    place = NeighbourhoodRef("exampleshire", id_)
    street_crime.write_months(place, {SEP: reading({"drugs": 1})})
    assert folders.place_folder(place).parent == folders.force_folder("exampleshire")
    assert held_places.held() == [place]


@pytest.mark.parametrize("id_", ["x\0y", "a\r\nb", "a\u202eb", "..", "months.json", "a" * 101])
def test_what_cannot_be_seen_in_an_address_or_named_on_a_disk_is_not_asked_for(id_: str) -> None:
    with pytest.raises(InvalidQuestion):
        folders.check_id(id_)


def test_a_printable_id_may_be_asked_for() -> None:
    assert [folders.check_id(id_) for id_ in ("55.CR3001", "Æ B&C", "a/b")] == ["55.CR3001", "Æ B&C", "a/b"]


def test_folders_are_named_as_the_ids_percent_encoded() -> None:
    assert folders.place_folder(NeighbourhoodRef("exampleshire", "A B/1")).parts[-2:] == (
        "exampleshire",
        "A%20B%2F1",
    )


@pytest.mark.parametrize("dot", ["", "."])
def test_ids_that_differ_in_case_share_no_folder_on_any_disk(dot: str) -> None:
    twins = [NeighbourhoodRef("exampleshire", id_) for id_ in (dot + "AB12", dot + "ab12", dot + "Ab12")]
    for number, place in enumerate(twins, start=1):
        street_crime.write_months(place, {SEP: reading({"drugs": number})})
    names = {folders.place_folder(place).name.casefold() for place in twins}
    assert len(names) == 3
    assert [len(street_crime.crimes(place).frame) for place in twins] == [1, 2, 3]
    assert held_places.held("exampleshire") == sorted(twins)


def test_the_version_changes_with_any_file_of_the_place_or_its_force() -> None:
    seen = [cache.version(PLACE)]
    street_crime.write_months(PLACE, {SEP: reading({"drugs": 1})})
    seen.append(cache.version(PLACE))
    small_facts.write("team", (), tuple[Officer, ...], "exampleshire", "AB12")
    seen.append(cache.version(PLACE))
    small_facts.write("neighbourhoods", (Named("AB12", "Abton"),), tuple[Named, ...], "exampleshire")
    seen.append(cache.version(PLACE))
    assert len(set(seen)) == 4
    street_crime.write_months(NeighbourhoodRef("exampleshire", "XY"), {SEP: reading({"drugs": 1})})
    assert cache.version(PLACE) == seen[-1]


def test_only_the_forces_own_records_prove_that_it_published() -> None:
    of_the_force, of_a_station = reading({"drugs": 9}), (records({"drugs": 9}, "btp"), reading({})[1])
    street_crime.write_months(
        PLACE, {SEP: of_the_force, AUG: of_a_station, JUL: nothing(State.UNKNOWN_EMPTY)}
    )
    assert street_crime.months_of_force("exampleshire") == {SEP}


TOWN, VILLAGE, HAMLET = (NeighbourhoodRef("exampleshire", id_) for id_ in ("TOWN", "VILLAGE", "HAMLET"))


@pytest.mark.parametrize(("stray", "proven"), [(1, False), (2, False), (9, False), (10, True), (60, True)])
def test_a_few_stray_records_prove_nothing_of_a_month_that_usually_has_forty(stray, proven) -> None:
    street_crime.write_months(TOWN, {JUL: reading({"drugs": 40}), AUG: reading({"drugs": 40})})
    street_crime.write_months(TOWN, {SEP: reading({"drugs": stray})})
    assert (SEP in street_crime.months_of_force("exampleshire")) == proven


def test_records_that_name_another_force_prove_nothing_of_this_one() -> None:
    of_another = records({"drugs": 40}, "eastwold"), reading({})[1]
    street_crime.write_months(TOWN, {SEP: of_another})
    assert street_crime.months_of_force("exampleshire") == set()


def test_several_small_places_prove_a_month_together() -> None:
    for place in (TOWN, VILLAGE):
        street_crime.write_months(place, {SEP: reading({"drugs": 1})})
    assert street_crime.months_of_force("exampleshire") == set()
    street_crime.write_months(HAMLET, {SEP: reading({"drugs": 1})})
    assert street_crime.months_of_force("exampleshire") == {SEP}


@given(st.lists(st.integers(0, 80), min_size=1, max_size=6), st.permutations(range(6)))
@settings(max_examples=rounds(20))
def test_the_order_of_reading_the_places_does_not_matter_for_a_month_nobody_sent(usual, order) -> None:
    """Each place has what is usual in August; in September one of them has a single stray record."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOURPATCH_DATA_DIR", folder)
        read_settings_anew()
        places = [NeighbourhoodRef("exampleshire", f"P{n}") for n in range(len(usual))]
        for n in [n for n in order if n < len(usual)]:
            stray = reading({"drugs": 1}) if n == 0 else nothing(State.UNKNOWN_EMPTY)
            street_crime.write_months(places[n], {AUG: reading({"drugs": usual[n]}), SEP: stray})
        assert SEP not in street_crime.months_of_force("exampleshire")
    read_settings_anew()
