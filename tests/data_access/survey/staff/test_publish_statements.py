"""What staff write, hide and release: who may, what is written down, and what the public reads of it."""

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, insert, select

from data_access import settings as settings_module
from data_access.models import Event, NeighbourhoodRef, Officer, Priority, Said
from data_access.store import cache, folders, places, small_facts, told
from data_access.store.team_statements import key_of, said
from data_access.survey.answering.redaction import redacted
from data_access.survey.database import engine
from data_access.survey.database.tables import answers, comments, moderation_log
from data_access.survey.quarters import Quarter, london_month
from data_access.survey.staff import hidden_items, moderation, notes, publish_statements, replies
from data_access.survey.staff.permission import NotAccepted, NotAllowed
from tests.support.survey_forms import PLACE

pytestmark = pytest.mark.usefixtures("survey")
WHO, READER = "mo@police.example", "read@police.example"
OFFICER = Officer("Alex <b>Rivers</b>", "Sergeant")
EVENT = Event("Street corner meeting", datetime(2026, 12, 1, 18, tzinfo=UTC))
PRIORITY = Priority("<p>Speeding</p>", date(2026, 9, 1))
ITS_WORDS = "the man at number nine"


def _comment(text: str = ITS_WORDS, state: str = "new") -> str:
    id_ = secrets.token_hex(16)
    month = london_month(settings_module.now())
    with engine.writing() as connection:
        connection.execute(
            insert(comments).values(
                id=id_, force=PLACE.force_id, neighbourhood=PLACE.neighbourhood_id, quarter="2026-Q3",
                month=month, text=text, state=state, risk=False,
            )
        )  # fmt: skip
    return id_


def _all_of(table: object) -> str:
    with engine.reading() as connection:
        return repr(connection.execute(select(table)).all())  # type: ignore[call-overload]


def test_a_comment_is_public_only_while_released() -> None:
    id_ = _comment()
    publish_statements.publish(PLACE)
    assert said(PLACE).comments == ()
    moderation.release(id_, ITS_WORDS, WHO)
    assert [c.text for c in said(PLACE).comments] == [ITS_WORDS]
    assert moderation.redact(id_, "somebody", WHO) == "somebody"
    assert said(PLACE).comments == ()
    with pytest.raises(NotAccepted, match="differs"):
        moderation.release(id_, ITS_WORDS, WHO)
    assert said(PLACE).comments == ()
    moderation.release(id_, "somebody", WHO)
    moderation.delete(id_, WHO)
    assert said(PLACE).comments == ()
    with pytest.raises(NotAccepted):
        moderation.release(id_, "", WHO)


@pytest.mark.parametrize("typed", ["07700900123 " * 41, "@abc " * 100, "\ufdfa" * 500])
def test_a_comment_that_redaction_made_longer_can_be_shortened_and_released(typed: str) -> None:
    kept = redacted(typed[:500])
    assert len(kept) > 500
    id_ = _comment(kept)
    assert moderation.redact(id_, kept, WHO) == kept
    moderation.release(id_, kept, WHO)
    assert [c.text for c in said(PLACE).comments] == [kept]


def test_what_was_deleted_stands_nowhere_but_who_did_it_does() -> None:
    id_ = _comment()
    moderation.delete(id_, WHO)
    assert ITS_WORDS not in _all_of(comments) + _all_of(moderation_log)
    assert [(row.who, row.what, row.about_id) for row in moderation.log(WHO)] == [(WHO, "deleted", id_)]


@pytest.mark.parametrize("who", [READER, "nobody@police.example", ""])
def test_who_may_not_cannot(who: str) -> None:
    id_ = _comment()
    burst = moderation.Burst(PLACE, "2026-Q3", "2026-W31", 1)
    for act in (
        lambda: moderation.release(id_, ITS_WORDS, who),
        lambda: moderation.delete(id_, who),
        lambda: moderation.to_read(who),
        lambda: moderation.decide(burst, "let_in", who),
        lambda: notes.write(PLACE, "A note", "Sergeant", who),
        lambda: replies.write(PLACE, Quarter(2026, 3), "You", "We", who),
        lambda: replies.change(PLACE, "a", "You", "We", who),
        lambda: hidden_items.hide(PLACE, OFFICER, "left", who),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert _all_of(moderation_log) == "[]"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts the clock to a moment."""
    monkeypatch.setenv("YOURPATCH_DEMO", "always")

    def put(moment: str) -> None:
        monkeypatch.setenv("YOURPATCH_NOW", moment)
        settings_module.settings.cache_clear()

    return put


def test_a_note_ends_after_three_months(clock: Callable[[str], None]) -> None:
    clock("2026-11-30T12:00:00Z")
    notes.write(PLACE, "There is no single cause.", "Inspector", WHO, date(2026, 9, 1))
    clock("2027-02-27T12:00:00Z")
    assert [note.text for note in said(PLACE).notes] == ["There is no single cause."]
    clock("2027-02-28T12:00:00Z")
    assert said(PLACE).notes == ()


def test_notes_and_replies_are_taken_and_taken_back() -> None:
    notes.write(PLACE, "word " * 120, "Sergeant", WHO)
    for text, signed in (("word " * 121, "Sergeant"), (" \x00", "Sergeant"), ("A note", " ")):
        with pytest.raises(NotAccepted):
            notes.write(PLACE, text, signed, WHO)
    replies.write(PLACE, Quarter(2020, 3), "Speeding", "Checks on Mondays", WHO)
    with pytest.raises(NotAccepted):
        replies.write(PLACE, Quarter.current().next, "Speeding", "Checks", WHO)
    assert (len(said(PLACE).notes), said(PLACE).replies[0].did) == (1, "Checks on Mondays")
    replies.change(PLACE, replies.of_place(PLACE)[0].id, "Speeding", "Checks on Fridays", WHO)
    assert [(r.quarter, r.did) for r in said(PLACE).replies] == [("2020-Q3", "Checks on Fridays")]
    notes.withdraw(PLACE, notes.of_place(PLACE)[0].id, WHO)
    replies.remove(PLACE, replies.of_place(PLACE)[0].id, WHO)
    assert (said(PLACE).notes, said(PLACE).replies) == ((), ())


def test_a_tab_between_words_is_a_space() -> None:
    notes.write(PLACE, "We walk\there on Fridays", "Sergeant", WHO)
    assert said(PLACE).notes[0].text == "We walk here on Fridays"


def test_what_is_not_there_or_another_places_is_left_alone_and_not_written_down() -> None:
    elsewhere = NeighbourhoodRef(PLACE.force_id, "elsewhere")
    notes.write(PLACE, "A note", "Sergeant", WHO)
    replies.write(PLACE, Quarter(2020, 3), "Speeding", "Checks", WHO)
    hidden_items.hide(PLACE, OFFICER, "left", WHO)
    before = _all_of(moderation_log), said(PLACE)
    note, reply = notes.of_place(PLACE)[0].id, replies.of_place(PLACE)[0].id
    for act in (
        lambda: moderation.release("nosuch", ITS_WORDS, WHO),
        lambda: moderation.delete("' OR 1=1 --", WHO),
        lambda: notes.withdraw(elsewhere, note, WHO),
        lambda: replies.remove(elsewhere, reply, WHO),
        lambda: replies.change(elsewhere, reply, "Nothing", "Nothing", WHO),
        lambda: hidden_items.unhide(elsewhere, key_of(OFFICER), WHO),
    ):
        with pytest.raises(NotAccepted):
            act()
    assert (_all_of(moderation_log), said(PLACE)) == before


def test_what_is_hidden_stays_hidden_after_a_new_reading() -> None:
    of = (PLACE.force_id, PLACE.neighbourhood_id)
    readers = ((places.team, OFFICER), (places.priorities, PRIORITY), (places.events, EVENT))

    def read_anew() -> None:
        small_facts.write("team", (OFFICER,), tuple[Officer, ...], *of)
        small_facts.write("priorities", (PRIORITY,), tuple[Priority, ...], *of)
        small_facts.write("events", (EVENT,), tuple[Event, ...], *of)

    read_anew()
    for read, item in readers:
        before = cache.version(PLACE)
        hidden_items.hide(PLACE, item, "It is wrong.", WHO)
        assert cache.version(PLACE) != before
        read_anew()
        assert read(PLACE).value == ()
    for key in hidden_items.reasons(PLACE):
        hidden_items.unhide(PLACE, key, WHO)
    assert [read(PLACE).value for read, _item in readers] == [(OFFICER,), (PRIORITY,), (EVENT,)]


def _held_back(n: int) -> None:
    with engine.writing() as connection:
        for _ in range(n):
            connection.execute(
                insert(answers).values(
                    id=secrets.token_hex(16), force=PLACE.force_id, neighbourhood=PLACE.neighbourhood_id,
                    quarter="2026-Q3", week="2026-W31", version="2026-1", mode="web", held=True,
                )
            )  # fmt: skip


def _coming_in() -> list[tuple[int, int]]:
    return [(i.held, i.count) for i in moderation.incoming(READER, Quarter(2026, 3))]


def test_a_burst_waits_for_one_decision(clock: Callable[[str], None]) -> None:
    clock("2026-11-30T12:00:00")
    _held_back(3)
    (burst,) = moderation.waiting_bursts(WHO)
    assert burst.count == 3
    assert _coming_in() == [(3, 0)]
    moderation.decide(burst, "let_in", WHO)
    assert moderation.waiting_bursts(WHO) == []
    assert _coming_in() == [(0, 3)]
    with pytest.raises(NotAccepted):
        moderation.decide(burst, "kept_out", WHO)


def test_what_is_held_back_later_in_a_week_let_in_waits_again_but_not_in_one_kept_out(
    clock: Callable[[str], None],
) -> None:
    clock("2026-11-30T12:00:00")
    _held_back(1)
    moderation.decide(moderation.waiting_bursts(WHO)[0], "let_in", WHO)
    _held_back(2)
    (burst,) = moderation.waiting_bursts(WHO)
    assert burst.count == 2
    moderation.decide(burst, "kept_out", WHO)
    _held_back(4)
    assert moderation.waiting_bursts(WHO) == []
    assert _coming_in() == [(6, 1)]
    with pytest.raises(NotAccepted):
        moderation.decide(burst, "let_in", WHO)
    assert [line.what for line in moderation.log(WHO)] == ["kept_out", "let_in"]


def test_a_closed_year_waits_for_no_decision(clock: Callable[[str], None]) -> None:
    _held_back(3)
    clock("2026-12-31T23:59:00")
    assert len(moderation.waiting_bursts(WHO)) == 1
    clock("2027-01-01T00:01:00")
    assert moderation.waiting_bursts(WHO) == []


def test_the_file_can_be_lost_and_made_again() -> None:
    notes.write(PLACE, "A note", "Sergeant", WHO)
    for file in folders.place_folder(PLACE).glob("said.*"):
        file.unlink()
    assert said(PLACE).notes == ()
    assert publish_statements.publish_all() == 1
    assert len(said(PLACE).notes) == 1


@pytest.mark.parametrize("broken", [b"", b"{", b'{"value": []}', b"\x00" * 100])
def test_what_staff_hid_stays_hidden_while_the_file_is_broken(broken: bytes) -> None:
    of = vars(PLACE).values()
    small_facts.write("team", (OFFICER,), places.Team, *of)
    small_facts.write("events", (EVENT,), places.Events, *of)
    small_facts.write("priorities", (PRIORITY,), places.Priorities, *of)
    for item in (OFFICER, EVENT, PRIORITY):
        hidden_items.hide(PLACE, item, "asked for it", WHO)
    folder = folders.place_folder(PLACE)
    (folder / "said.json").write_bytes(broken)
    assert places.team(PLACE).value == ()
    (folder / "said.copy.json").write_bytes(broken)
    assert places.team(PLACE) is None
    assert (told.events(PLACE), told.priorities(PLACE)) == ((), ())
    publish_statements.publish_all()
    assert places.team(PLACE).value == ()
    assert small_facts.is_whole("said", Said, *vars(PLACE).values())


def test_a_night_in_which_nothing_was_said_changes_nothing() -> None:
    notes.write(PLACE, "A note", "Sergeant", WHO)
    before = cache.version(PLACE)
    publish_statements.publish_all()
    assert cache.version(PLACE) == before


def test_there_is_a_file_only_where_something_is_said() -> None:
    file = folders.place_folder(PLACE) / "said.json"
    id_ = _comment()
    publish_statements.publish_all()
    assert not file.exists()
    moderation.release(id_, ITS_WORDS, WHO)
    assert file.exists()
    # Deleted behind our back, as by a purge.
    with engine.writing() as connection:
        connection.execute(delete(comments))
    publish_statements.publish_all()
    assert not file.exists()
