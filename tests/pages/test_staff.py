"""The staff's page alone, cold: who is refused, what each role sees, and that what is done is done."""

import csv
import io
import secrets
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from sqlalchemy import insert, select
from streamlit.testing.v1 import AppTest

from data_access import settings as settings_module
from data_access.models import Named, NeighbourhoodRef
from data_access.settings import HOUSE, now
from data_access.store import places, small_facts
from data_access.store.team_statements import said
from data_access.survey.answering import form_tokens, redaction
from data_access.survey.database import engine, tables
from data_access.survey.quarters import london_month
from data_access.survey.staff import export
from data_access.survey.staff.permission import NotAllowed
from data_access.survey.survey_of_place import GONE
from tests.support import facts
from tests.support.clock import NOW
from tests.support.page_text import text_of

AUTH = {"auth": {"redirect_uri": "x", "cookie_secret": "x"}}
MO = "Mo@exampleshire.example"


@pytest.fixture
def site(run, monkeypatch, tmp_path):
    """A demonstration with three members of staff."""
    (tmp_path / "copy" / "demo").mkdir()
    (tmp_path / "copy" / "facts").rename(tmp_path / "copy" / "demo" / "facts")
    for name, value in {
        "DEMO": "always",
        "DEMONSTRATION": "1",
        "NOW": NOW,
        "COMMENTS": "on",
        "STAFF": ",".join(
            f"{name}@exampleshire.example:{role}"
            for name, role in {"mo": "moderator", "ed": "editor", "ray": "reader"}.items()
        ),
    }.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()
    yield
    engine.close()
    st.secrets._reset()


def opened(email: str | None, **claims: object) -> AppTest:
    page = AppTest.from_file(str(HOUSE / "pages" / "staff.py"), default_timeout=30)
    page.secrets = AUTH
    page.user = {"is_logged_in": True, "email": email, **claims} if email else {"is_logged_in": False}
    page = page.run()
    assert not page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    page = next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def test_without_configuration_nobody_gets_in(run):
    page = run("staff", place=None)
    assert not page.exception
    assert "has not set it up" in text_of(page)
    assert not page.button
    assert not page.header


@pytest.mark.usefixtures("site")
def test_not_signed_in_there_is_a_button_and_nothing_else():
    page = opened(None)
    assert [button.label for button in page.button] == ["Sign in"]
    assert not page.header


@pytest.mark.usefixtures("site")
def test_who_is_not_on_the_list_is_refused():
    page = opened("somebody@elsewhere.example")
    assert "not on the list" in text_of(page)
    assert [button.label for button in page.button] == ["Sign out"]
    assert not page.header


@pytest.mark.usefixtures("site")
def test_an_address_the_provider_has_not_verified_is_refused():
    for claim in (False, "false"):
        page = opened(MO, email_verified=claim)
        assert "has not made sure" in text_of(page)
        assert not page.header
    assert opened(MO, email_verified=True).header


@pytest.mark.usefixtures("site")
def test_the_menu_leads_here_for_staff_only():
    def menu(email: str | None) -> list[str]:
        return [link.proto.label for link in opened(email).get("page_link")]

    assert "For staff" in menu("ray@exampleshire.example")
    assert "For staff" not in menu("somebody@elsewhere.example")
    assert "For staff" not in menu(None)


@pytest.mark.usefixtures("site")
def test_a_wrong_place_in_the_address_changes_nothing():
    page = AppTest.from_file(str(HOUSE / "pages" / "staff.py"), default_timeout=30)
    page.secrets, page.user = AUTH, {"is_logged_in": True, "email": MO}
    for name, value in {"force": "../..", "neighbourhood": "<script>"}.items():
        page.query_params[name] = value
    page = page.run()
    assert not page.exception
    assert "From your team" in [s.value for s in page.header]


@pytest.mark.usefixtures("site")
def test_each_role_sees_its_own():
    titles = {
        name: [s.value for s in opened(f"{name}@exampleshire.example").header] for name in ("ray", "ed")
    }
    assert titles["ray"] == ["Answers coming in"]
    assert "Out of date" in titles["ed"]
    assert "From your team" in titles["ed"]
    assert "Comments to read" not in titles["ed"]
    assert "Comments to read" in [s.value for s in opened(MO).header]


@pytest.mark.usefixtures("site")
def test_a_priority_is_hidden_and_shown_again(held):
    place = held[1]
    page = opened("ed@exampleshire.example")
    before = len(places.priorities(place).value)
    [which] = [box for box in page.selectbox if box.label == "Officer, event or priority"]
    which.set_value(next(key for key in which.options if key.startswith("Priority")))
    page = press(page, "Hide it everywhere")
    assert "Write something first." in page.error[0].value
    next(box for box in page.text_input if box.label == "Why").set_value("Wrong street")
    page = press(page, "Hide it everywhere")
    assert "It is hidden everywhere." in page.success[0].value
    assert len(places.priorities(place).value) == before - 1
    page = press(page, "Show item 1 again")
    assert len(places.priorities(place).value) == before


@pytest.mark.usefixtures("site")
def test_a_note_an_answer_and_a_sheet_are_kept(held):
    page = opened("ed@exampleshire.example")
    for label, text in {
        "Your note, 120 words at most": "We walk here on Fridays.",
        "You said": "Lights",
        "We did": "Mended",
    }.items():
        next(box for box in page.text_area if box.label == label).set_value(text)
    next(box for box in page.text_input if box.label.startswith("Signed")).set_value("Sergeant")
    next(box for box in page.selectbox if box.label.startswith("About the figures")).select_index(0)
    page = press(page, "Publish the note")
    for label, text in {"You said": "Lights", "We did": "Mended"}.items():
        next(box for box in page.text_area if box.label == label).set_value(text)
    page = press(page, "Publish the answer")
    assert [(n.text, n.month) for n in said(held[1]).notes] == [
        ("We walk here on Fridays.", date(2026, 9, 1))
    ]
    assert [r.did for r in said(held[1]).replies] == ["Mended"]
    box(page, "We did (answer 1)").set_value("Mended at last")
    page = press(page, "Change answer 1")
    assert [r.did for r in said(held[1]).replies] == ["Mended at last"]
    page = press(page, "Remove answer 1")
    assert said(held[1]).replies
    page = press(page, "Yes, remove it for good")
    assert not said(held[1]).replies
    page = press(page, "Keep this sheet")
    assert page.error
    page.radio[0].set_value("good")
    box(page, "7.").set_value("x" * 501)
    page = press(page, "Keep this sheet")
    assert "500 characters or fewer" in page.error[0].value
    box(page, "7.").set_value("Lights, ring 07700 900123")
    page = press(page, "Keep this sheet")
    with engine.reading() as connection:
        assert [row.mode for row in connection.execute(select(tables.answers))] == ["paper"]
        [comment] = connection.execute(select(tables.comments))
    assert (comment.text, comment.state) == ("Lights, ring [phone number removed]", "redacted")
    assert (page.radio[0].value, box(page, "7.").value) == (None, "")
    page = press(page, "Make the file")
    assert page.get("download_button")


@pytest.mark.usefixtures("site")
def test_a_sheet_has_no_room_for_a_comment_where_none_is_asked(monkeypatch):
    def asked() -> list[str]:
        return [one.label for one in opened("ed@exampleshire.example").text_area if one.label[0] == "7"]

    assert len(asked()) == 1
    monkeypatch.setenv("YOURPATCH_COMMENTS", "off")
    settings_module.settings.cache_clear()
    assert asked() == []


@pytest.mark.usefixtures("site")
def test_sheet_and_tablet_say_for_what_they_are(held):
    said = [one.value for one in opened("ed@exampleshire.example").markdown]
    name = places.name_of(held[1])
    assert said.count(f"For {name}, October to December 2026.") == 2


@pytest.mark.usefixtures("site")
def test_sheet_and_tablet_ask_for_the_neighbourhood_where_they_are_used(held):
    def chosen(page: AppTest, label: str):
        return next(one for one in page.selectbox if one.label == label)

    other = facts.hold("EX99", "Aaa", facts.random_months(1, {"burglary": 3}, months=3))
    page = opened("ed@exampleshire.example")
    above, sheet, tablet = ("Neighbourhood", "Neighbourhood on the sheet", "Neighbourhood on the tablet")
    name = places.name_of(held[1])
    page = chosen(page, above).select(name).run()
    assert [chosen(page, label).value for label in (sheet, tablet)] == [held[1]] * 2
    page = chosen(page, sheet).select("Aaa").run()
    told = [one.value for one in page.markdown if one.value.endswith(", October to December 2026.")]
    assert told == [f"For {name}, October to December 2026.", "For Aaa, October to December 2026."]
    page.radio[0].set_value("good")
    page = press(page, "Keep this sheet")
    with engine.reading() as connection:
        assert [row.neighbourhood for row in connection.execute(select(tables.answers))] == ["EX99"]
    # The next sheet of a pile is for the same place.
    assert chosen(page, sheet).value == other
    page = chosen(page, tablet).select("Aaa").run()
    (link,) = [one.proto for one in page.get("link_button")]
    assert form_tokens.handed(parse_qs(urlsplit(link.url).query)["handed"][0], other)
    # Whoever goes on to another neighbourhood above goes on there.
    page = chosen(page, above).select("Aaa").run()
    page = chosen(page, above).select(name).run()
    assert chosen(page, above).value == held[1]


@pytest.mark.usefixtures("site")
def test_staff_take_no_answer_for_a_place_police_uk_has_dropped(held):
    small_facts.write("neighbourhoods", (Named("other", "Other"),), places.Names, held[1].force_id)
    page = opened("ed@exampleshire.example")
    assert [one.value for one in page.markdown].count(GONE) == 2
    assert not page.radio
    assert not page.get("link_button")


@pytest.mark.usefixtures("site")
def test_a_comment_is_public_once_released_and_nobody_else_may(held, monkeypatch):
    place = held[1]
    with engine.writing() as connection:
        connection.execute(
            insert(tables.comments).values(
                id=secrets.token_hex(16), force=place.force_id, neighbourhood=place.neighbourhood_id,
                quarter="2026-Q4", month=london_month(now()), text="More *lights*", state="new", risk=False,
            )
        )  # fmt: skip
    page, other = opened(MO), opened(MO)
    # Taken off the list while the page is open: the button no longer works.
    monkeypatch.setenv("YOURPATCH_COMMENTS", "off")
    monkeypatch.setenv("YOURPATCH_STAFF", "ed@exampleshire.example:editor")
    settings_module.settings.cache_clear()
    assert "not on the list" in text_of(press(other, "Release comment 1"))
    assert not said(place).comments
    monkeypatch.setenv("YOURPATCH_STAFF", "mo@exampleshire.example:moderator")
    settings_module.settings.cache_clear()
    press(page, "Release comment 1")
    assert [c.text for c in said(place).comments] == ["More *lights*"]


def box(page: AppTest, label: str):
    boxes = [*page.text_area, *page.text_input]
    return next(one for one in boxes if one.label.startswith(label))


def commented(place: NeighbourhoodRef, text: str, **more: object) -> str:
    """A comment as it stands in the database; its id."""
    row = {
        "id": secrets.token_hex(16), "force": place.force_id, "neighbourhood": place.neighbourhood_id,
        "quarter": "2026-Q4", "month": london_month(now()), "text": text, "state": "new", "risk": False,
    }  # fmt: skip
    with engine.writing() as connection:
        connection.execute(insert(tables.comments).values(**row | more))
    return str(row["id"])


@pytest.mark.usefixtures("site")
def test_a_comment_is_shortened_then_deleted_and_its_words_are_gone(held, tmp_path):
    id_ = commented(held[1], "Ring Xyzzy about the lights", state="held", risk=True)
    page = opened(MO)
    assert "somebody in danger" in page.warning[0].value
    box(page, "Edit comment 1").set_value("About the lights, 07700 900123")
    page = press(page, "Save the edited text of 1")
    with engine.reading() as connection:
        row = connection.execute(select(tables.comments)).one()
    assert row.state == "redacted"
    assert row.text.startswith("About the lights, ")
    assert "900123" not in row.text
    page = press(page, "Delete comment 1")
    with engine.reading() as connection:
        assert connection.execute(select(tables.comments)).one() == row
    page = press(press(page, "No"), "Delete comment 1")
    page = press(page, "Yes, delete it for good")
    assert f"{MO.lower()} deleted a comment" in page.text[-1].value
    with engine.reading() as connection:
        assert connection.execute(select(tables.comments.c.state, tables.comments.c.text)).one() == (
            "deleted",
            "",
        )
        log = connection.execute(select(tables.moderation_log)).all()
    assert [(line.who, line.what, line.about_id) for line in log] == [
        (MO.lower(), what, id_) for what in ("redacted", "deleted")
    ]
    assert not any(word in repr(log) for word in ("Xyzzy", "lights", "900123"))
    assert not said(held[1]).comments


@pytest.mark.usefixtures("site")
def test_a_comment_that_may_tell_of_danger_is_released_by_the_second_press_only(held):
    commented(held[1], "He said he would hurt her", state="held", risk=True)
    page = opened(MO)
    labels = [button.label for button in page.button if button.label.endswith("comment 1")]
    assert labels == ["Delete comment 1", "Release comment 1"]
    page = press(page, "Release comment 1")
    assert "Publish it all the same?" in page.warning[-1].value
    assert not said(held[1]).comments
    page = press(page, "No")
    assert "Yes, publish it" not in [button.label for button in page.button]
    # One question at a time: the button that does it is never another comment's, nor another act's.
    page = press(press(page, "Release comment 1"), "Delete comment 1")
    assert [button.label for button in page.button if button.label.startswith("Yes")] == [
        "Yes, delete it for good"
    ]
    page = press(press(page, "Release comment 1"), "Yes, publish it")
    assert [c.text for c in said(held[1]).comments] == ["He said he would hurt her"]
    assert not [button.label for button in page.button if button.label.startswith("Yes")]


@pytest.mark.usefixtures("site")
def test_the_question_goes_with_whatever_else_is_done(held):
    commented(held[1], "Lights")
    page = press(opened(MO), "Delete comment 1")
    page = press(page, "Save the edited text of 1")
    assert not [button.label for button in page.button if button.label.startswith("Yes")]


@pytest.mark.usefixtures("site")
def test_moderators_are_told_first_how_many_comments_wait(held):
    def told(email: str) -> str:
        page = opened(email)
        return " ".join(one.value for one in (*page.info, *page.warning))

    assert "wait" not in told(MO)
    commented(held[1], "Lights")
    commented(held[1], "Dogs", state="redacted")
    commented(held[1], "Read already", state="released")
    commented(held[1], "", state="deleted", risk=True)
    assert "2 comments wait to be read." in told(MO)
    assert "danger" not in told(MO)
    commented(held[1], "A knife", state="held", risk=True)
    assert "3 comments wait to be read. 1 may tell of somebody in danger: read it first." in told(MO)
    assert "wait" not in told("ed@exampleshire.example")


@pytest.mark.usefixtures("site")
def test_a_comment_that_grew_is_shown_whole_and_can_be_released(held):
    kept = redaction.redacted("07700900123 " * 41)
    assert len(kept) > 500
    commented(held[1], kept)
    page = opened(MO)
    assert box(page, "Edit comment 1").proto.max_chars == 0
    assert box(page, "Edit comment 1").value == kept
    press(page, "Release comment 1")
    assert [c.text for c in said(held[1]).comments] == [kept]


@pytest.mark.usefixtures("site")
def test_words_a_moderator_has_not_seen_are_never_released(held):
    commented(held[1], "Ring Xyzzy about the lights")
    page, late = opened(MO), opened(MO)
    # Shortened on the screen only: what is kept still names somebody.
    box(page, "Edit comment 1").set_value("About the lights, 07700 900123")
    page = press(page, "Release comment 1")
    assert "differs from what is kept" in page.error[0].value
    assert not said(held[1]).comments
    assert box(page, "Edit comment 1").value == "About the lights, 07700 900123"
    page = press(page, "Save the edited text of 1")
    kept = box(page, "Edit comment 1").value
    assert kept.startswith("About the lights, ")
    assert "900123" not in kept
    # Typed back in, it is taken out again, and the box shows so.
    box(page, "Edit comment 1").set_value("About the lights, 07700 900123")
    page = press(page, "Save the edited text of 1")
    assert box(page, "Edit comment 1").value == kept
    # Somebody else still looks at the words of before; then at those that are kept.
    late = press(late, "Release comment 1")
    assert "differs from what is kept" in late.error[0].value
    assert box(late, "Edit comment 1").value == kept
    press(page, "Release comment 1")
    assert [c.text for c in said(held[1]).comments] == [kept]


@pytest.mark.usefixtures("site")
def test_a_week_held_back_is_let_in_or_kept_out_for_good(held):
    def held_back(week: str, n: int) -> None:
        rows = [
            {
                "id": secrets.token_hex(16), "force": held[1].force_id, "version": "x", "mode": "web",
                "neighbourhood": held[1].neighbourhood_id, "quarter": "2026-Q4", "week": week, "held": True,
            }
            for _ in range(n)
        ]  # fmt: skip
        with engine.writing() as connection:
            connection.execute(insert(tables.answers), rows)

    held_back("2026-W45", 3)
    held_back("2026-W46", 2)
    page, late = opened(MO), opened(MO)
    labels = [button.label for button in page.button if button.label.startswith("Let")]
    assert page.table[0].value.to_numpy().tolist() == [["0", "–", "5"]]
    assert list(page.table[0].value.columns) == ["Total", "On paper or tablet", "Held"]
    page = press(page, labels[0])
    page = press(page, next(b.label for b in page.button if b.label.startswith("Keep week")))
    with engine.reading() as connection:
        rows = connection.execute(select(tables.answers.c.week, tables.answers.c.held)).all()
        decided = connection.execute(select(tables.bursts).order_by(tables.bursts.c.week)).all()
    assert sorted(map(tuple, rows)) == [("2026-W45", False)] * 3 + [("2026-W46", True)] * 2
    assert [(d.week, d.decision, d.who) for d in decided] == [
        ("2026-W45", "let_in", MO.lower()), ("2026-W46", "kept_out", MO.lower()),
    ]  # fmt: skip
    assert all(d.decided_at for d in decided)
    # Somebody else, with the page still open, comes too late.
    assert "no longer there" in press(late, labels[0]).error[0].value


@pytest.mark.usefixtures("site")
def test_the_file_holds_every_answer_and_no_formula(held):
    with engine.writing() as connection:
        connection.execute(
            insert(tables.answers).values(
                id="a" * 32, force=held[1].force_id, neighbourhood="=1+1", quarter="2026-Q4", week="2026-W46",
                version="x", mode="web", held=False, good_job="good",
            )
        )  # fmt: skip
    page = press(opened("ed@exampleshire.example"), "Make the file")
    assert page.get("download_button")
    body = export.for_staff(held[1].force_id, "ed@exampleshire.example")
    (row,) = csv.DictReader(io.StringIO(body.removeprefix("\ufeff")))
    assert row["neighbourhood"] == "'=1+1"
    assert (row["good_job"], row["fair"], row["held"]) == ("good", "", "False")
    assert "id" not in row
    with pytest.raises(NotAllowed):
        export.for_staff(held[1].force_id, "ray@exampleshire.example")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("text", "rank", "sentence"),
    [
        ("word " * 121, "Sergeant", "120 words at most"),
        ("Fine", " ", "Say who signs it"),
        ("\u202e\x00", "Sergeant", "Write something first"),
    ],
)
def test_a_note_that_will_not_do_is_said_why_and_what_was_typed_stays(held, text, rank, sentence):
    page = opened("ed@exampleshire.example")
    box(page, "Your note").set_value(text)
    box(page, "Signed").set_value(rank)
    page = press(page, "Publish the note")
    assert sentence in page.error[0].value
    assert box(page, "Your note").value == text
    assert not said(held[1]).notes


@pytest.mark.usefixtures("site")
def test_markup_in_a_note_and_in_a_comment_is_shown_as_it_was_typed(held):
    commented(held[1], "<script>alert(1)</script> **x**")
    page = opened(MO)
    box(page, "Your note").set_value("<img src=x onerror=alert(1)> [a](javascript:alert(1))")
    box(page, "Signed").set_value("<b>PC</b>")
    page = press(page, "Publish the note")
    assert [note.signed for note in said(held[1]).notes] == ["<b>PC</b>"]
    for shown in page.markdown:
        assert not shown.proto.allow_html
        assert "[a](javascript" not in shown.value


@pytest.mark.usefixtures("site")
def test_what_a_team_ought_to_renew_is_listed(held):
    small_facts.write("team", (), places.Team, *vars(held[1]).values())
    assert "No officer is named" in text_of(opened("ed@exampleshire.example"))


@pytest.mark.usefixtures("site")
def test_the_tablets_form_is_opened_by_a_pass(held):
    (link,) = [one.proto for one in opened("ed@exampleshire.example").get("link_button")]
    pass_ = parse_qs(urlsplit(link.url).query)["handed"][0]
    assert form_tokens.handed(pass_, held[1])
    assert not opened("ray@exampleshire.example").get("link_button")
