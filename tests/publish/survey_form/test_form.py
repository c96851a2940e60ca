"""The survey's plain form, over HTTP: each step, each refusal, and whatever else may be sent to it."""

import logging
import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from itsdangerous import TimestampSigner
from sqlalchemy import delete, select

from components.addresses import path_of
from components.words import survey_form
from data_access import settings as settings_module
from data_access.models import Named, NeighbourhoodRef
from data_access.store import small_facts
from data_access.store.places import Names
from data_access.survey.answering import form_tokens
from data_access.survey.answering.refusals import SENTENCES
from data_access.survey.answering.sending_limits import A_SOURCE_AND_PLACE, guard
from data_access.survey.database import engine, tables
from data_access.survey.questions import QUESTIONS
from data_access.survey.survey_of_place import GONE
from tests.support import facts, survey_forms
from tests.support.client import HTML, Client
from tests.support.exampleshire import TOWN
from tests.support.plain_site import demonstration
from tests.support.soak import rounds

AT = f"/survey-form/{path_of(TOWN)}"
OTHER = NeighbourhoodRef(TOWN.force_id, "Fallow Cross")
PARTS = 4


@pytest.fixture(scope="module")
def client(stand_in_process, tmp_path_factory) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOURPATCH_COMMENTS", "on")
        patch.setenv("YOURPATCH_STAFF", "mo@exampleshire.example:moderator")
        with demonstration(stand_in_process, tmp_path_factory.mktemp("form"), TOWN) as running:
            yield running
        engine.close()


@pytest.fixture(autouse=True)
def no_answers(client: Client) -> None:
    """Nothing stored, and every source with its due."""
    guard.__init__()  # type: ignore[misc]
    with engine.writing() as connection:
        for table in (tables.answers, tables.comments, tables.spent_tokens):
            connection.execute(delete(table))


class Page(HTMLParser):
    """A form as a browser has it: what it would send, its title, its words."""

    def __init__(self, answer) -> None:
        super().__init__()
        self.answer, self.fields, self.buttons, self.checked = answer, {}, {}, []
        self.within: dict[str, str] | None = None
        self.feed(answer.text)
        self.title = unescape(re.search(r"<title>(.*?)</title>", answer.text)[1])
        self.text = " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text.split("<main")[1])).split())

    def handle_starttag(self, tag, attrs):
        named = {name: value or "" for name, value in attrs}
        if tag == "input" and (named.get("type") != "radio" or "checked" in named):
            self.fields[named["name"]] = named.get("value", "")
            self.checked += [named["name"]] * ("checked" in named)
        self.within = named if tag == "textarea" else None
        if tag == "button":
            self.buttons[named["value"]] = named

    def handle_data(self, data):
        if self.within:
            self.fields[self.within["name"]] = data.removeprefix("\n")
            self.within = None


def post(client: Client, **form: str) -> Page:
    return Page(client.post(AT, **form))


def press(client: Client, page: Page, go: str = "next", **typed: str) -> Page:
    assert go in page.buttons
    return post(client, **page.fields | typed, go=go)


ripe = partial(survey_forms.ripe, TOWN)


def stored(table=tables.answers) -> list:
    with engine.reading() as connection:
        return list(connection.execute(select(table)))


def test_every_step_from_the_start_to_the_thanks(client):
    start = Page(client.get(AT, **HTML))
    assert "Market Ashby Town" in start.text
    assert "two minutes" in start.text
    assert "in the name of Exampleshire Police (invented)" in start.text
    page = press(client, start, "begin")
    answers = {q.name: q.values[n % 2] for n, q in enumerate(QUESTIONS) if q.name != "foot"}
    for part in range(PARTS - 1):
        assert f"Part {part + 1} of {PARTS}" in page.title
        assert page.checked == []
        page = press(client, page, **{n: v for n, v in answers.items() if f'name="{n}"' in page.answer.text})
    assert "Do not report a crime here" in page.text
    assert "18001 101" in page.text
    page = press(client, page, comment="Lights on the\r\nHigh Street")
    assert page.title.startswith("Check your answers")
    assert page.text.count("Not provided") == 1
    assert not stored()
    page = post(client, **page.fields | {"token": ripe()}, go="send")
    assert page.answer.status_code == 200
    assert "October to December 2026" in page.text
    assert "999" in page.text
    (row,) = stored()
    assert {name: getattr(row, name) for name in answers} == answers
    assert (row.foot, row.mode) == (None, "web")
    assert stored(tables.comments)[0].text == "Lights on the\nHigh Street"


@pytest.mark.parametrize(
    ("pass_for", "mode"), [(TOWN, "tablet"), (NeighbourhoodRef("exampleshire", "EX02"), "web"), (None, "web")]
)
def test_a_handed_tablet_serves_one_person_after_another(pass_for, mode, client):
    handed = form_tokens.hand_over(pass_for) if pass_for else "<forged>"
    page = Page(client.get(f"{AT}?handed={quote(handed)}", **HTML))
    for _person in range(2):
        page = press(client, page, "begin")
        token = form_tokens.read(page.fields["token"])
        assert token.mode == mode
        page = press(client, post(client, **page.fields | {"good_job": "good", "at": "3"}), "change-fair")
        ready = form_tokens.ripe(TOWN, token.mode)
        page = post(client, **page.fields | {"token": ready}, go="send")
        link = re.search(r'href="([^"]*handed=[^"]*)">Next person', page.answer.text)[1]
        page = Page(client.get(unescape(link), **HTML))
        assert not page.checked
    assert [row.mode for row in stored()] == [mode, mode]


def test_a_pass_is_for_a_days_work(client):
    class Yesterday(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - form_tokens.HANDED_S - 1

    fresh = form_tokens._passes()
    fresh.signer = Yesterday
    old = fresh.dumps([TOWN.force_id, TOWN.neighbourhood_id])
    assert form_tokens.handed(form_tokens.hand_over(TOWN), TOWN)
    assert not form_tokens.handed(old, TOWN)


def test_sent_again_it_is_told_as_counted_before(client):
    form = {"good_job": "good", "token": ripe(), "go": "send"}
    assert "Your answers count towards" in post(client, **form).text
    assert "These answers were counted before." in post(client, **form).text
    assert len(stored()) == 1


def test_back_and_change_keep_what_was_answered(client):
    page = press(client, press(client, Page(client.get(AT)), "begin"), good_job="poor")
    back = press(client, page, "back", fair="neither")
    assert (back.fields["good_job"], back.fields["fair"]) == ("poor", "neither")
    assert back.checked == ["good_job"]
    checking = post(client, at="3", fair="neither", token=ripe())
    changing = press(client, checking, "change-fair")
    assert changing.checked == ["fair"]
    assert "autofocus" in changing.answer.text
    after = press(client, changing, fair="strongly_agree")
    assert after.title.startswith("Check your answers")
    assert after.fields["fair"] == "strongly_agree"
    assert press(client, press(client, back, "back"), "begin").fields["good_job"] == "poor"


def test_no_answer_at_all_is_a_problem_at_the_first_question(client):
    page = post(client, at="3", token=ripe())
    assert page.answer.status_code == 400
    assert page.title.startswith("Error: Part 1")
    assert page.text.count("Answer at least one question.") == 2
    assert 'href="#good_job"' in page.answer.text
    assert 'id="good_job"' in page.answer.text


def test_a_comment_too_long_is_said_twice_and_kept(client):
    page = post(client, at="3", good_job="good", comment="x" * 501)
    assert page.answer.status_code == 400
    assert page.text.count("Your comment must be 500 characters or fewer.") == 2
    assert page.fields["comment"] == "x" * 501


def test_personal_details_are_pointed_out_and_may_be_changed(client):
    page = post(client, at="3", good_job="good", comment="Ring 07700 900123", token=ripe())
    assert page.text.count("Your comment may include a phone number.") == 2
    assert press(client, page, comment="Ring the bell").title.startswith("Check")
    kept = press(client, page, "keep")
    assert kept.title.startswith("Check")
    assert "may include a phone number" in kept.text
    assert "was taken out of your comment" in press(client, kept, "send").text
    assert "900123" not in stored(tables.comments)[0].text


def test_words_of_danger_show_support_lines_on_every_step_that_follows(client):
    page = post(client, at="3", good_job="good", comment="I am afraid of my partner", token=ripe())
    for step in (page, press(client, page, "change-fair"), press(client, page, "send")):
        for line in ("116 123", "0808 2000 247", "999"):
            assert line in step.text
    assert stored(tables.comments)[0].state == "held"
    assert "116 123" not in post(client, at="3", good_job="good", comment="More lights").text


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("bad_token", lambda: "x"),
        ("wrong_place", lambda: survey_forms.ripe(OTHER)),
        ("expired", lambda: ripe(age=form_tokens.LIFETIME_S + 1)),
        ("too_fast", lambda: ripe(age=0)),
    ],
)
def test_a_token_that_will_not_do_keeps_the_answers_and_says_why(code, make, client):
    page = post(client, good_job="good", comment="Lights", token=make(), go="send")
    assert page.answer.status_code == 400
    assert page.title.startswith("Error: Check your answers")
    assert SENTENCES[code] in page.text
    assert (page.fields["good_job"], page.fields["comment"]) == ("good", "Lights")
    assert not stored()
    if code == "expired":
        assert "Your answers count towards" in press(client, page, "send").text


def test_the_trap_is_told_and_taken_out(client):
    page = post(client, good_job="good", token=ripe(), website="x", go="send")
    assert SENTENCES["trap"] in page.text
    assert not stored()
    assert "Your answers count towards" in press(client, page, "send").text


def test_a_draft_over_the_boundary_is_told(client, monkeypatch):
    token = ripe()
    monkeypatch.setenv("YOURPATCH_NOW", "2027-01-01T00:00:00")
    settings_module.settings.cache_clear()
    page = post(client, good_job="good", token=token, go="send")
    assert "Your answers will count for January to March 2027." in page.text
    assert "Your answers count towards January to March 2027." in press(client, page, "send").text
    settings_module.settings.cache_clear()


def test_a_source_beyond_its_due_is_told_when_to_come_back(client):
    pages = [post(client, good_job="good", token=ripe(), go="send") for _ in range(A_SOURCE_AND_PLACE + 1)]
    assert pages[-1].answer.status_code == 429
    assert SENTENCES["limit"] in pages[-1].text
    assert len(stored()) == A_SOURCE_AND_PLACE


def test_answers_that_cannot_be_kept_are_not_lost(client, monkeypatch):
    engine.close()
    monkeypatch.setenv("YOURPATCH_SURVEY_DB", "sqlite:////proc/none/survey.sqlite")
    monkeypatch.setenv("YOURPATCH_DEMO", "always")
    settings_module.settings.cache_clear()
    page = post(client, good_job="good", token=ripe(), go="send")
    assert page.answer.status_code == 503
    assert SENTENCES["not_kept"] in page.text
    assert page.fields["good_job"] == "good"
    engine.close()
    monkeypatch.undo()
    settings_module.settings.cache_clear()


@pytest.mark.parametrize(
    "path", ["/survey-form/exampleshire/nosuch", "/survey-form/nosuch/EX01", "/survey-form/%00/x"]
)
def test_a_place_there_is_not_takes_no_answer(path, client):
    for answer in (client.get(path, **HTML), client.post(path, good_job="good", token=ripe(), go="send")):
        assert answer.status_code in {400, 404}
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert not stored()


def test_no_answer_may_be_kept_framed_or_told_of(client, caplog):
    with caplog.at_level(logging.DEBUG):
        form = {"good_job": "very_poor", "comment": "secretword", "token": ripe(), "at": "3"}
        answers = [client.get(AT), client.post(AT, **form), client.post(AT, **form, go="send")]
    answers += [client.ask("POST", AT, HTML, b"x" * 40_000), client.get("/survey-form/nosuch/x", **HTML)]
    for answer in answers:
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers
    told = caplog.text
    assert "secretword" not in told
    assert "very_poor" not in told
    assert "127.0.0.1" not in "".join(
        r.getMessage() for r in caplog.records if r.name.startswith("yourpatch")
    )


def test_another_site_cannot_send_a_visitors_answer(client):
    form = {"good_job": "good", "token": ripe(), "go": "send"}
    for where in ("cross-site", "same-site"):
        answer = client.ask("POST", AT, {**HTML, "Sec-Fetch-Site": where}, form)
        assert answer.status_code == 400
        assert "sent from another site" in answer.text
    assert not stored()
    client.ask("POST", AT, {**HTML, "Sec-Fetch-Site": "same-origin"}, form)
    assert len(stored()) == 1


def test_a_body_that_is_too_long_or_no_form_is_told(client):
    answer = client.ask("POST", AT, HTML, b"comment=" + b"x" * 40_000)
    assert answer.status_code == 413
    assert "too long" in answer.text
    answer = client.ask("POST", AT, HTML, b"&".join([b"a=b"] * 60))
    assert answer.status_code == 400
    assert "We could not read what was sent." in answer.text
    assert not stored()


names = st.sampled_from(["at", "go", "then", "token", "comment", "website", "good_job", "fair", "x"])
texts = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["send", "begin", "next", "back", "keep", "change-fair", "change-<b>", "check", "-1", "99"]
    ),
    st.sampled_from(
        ["good", "<script>alert(1)</script>", '"><img src=x>', "x" * 3000, "\x00", "{{ 7*7 }}", "٣"]
    ),
)


@pytest.mark.slow
@given(form=st.dictionaries(names, texts))
@settings(max_examples=rounds(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_never_a_fault(client, form):
    encoded = {name: text.encode("utf-8", "replace") for name, text in form.items()}
    answer = client.ask("POST", AT, HTML, encoded)
    assert answer.status_code in {200, 400, 413, 429}
    assert "<script" not in answer.text
    assert "<img" not in answer.text


@pytest.mark.slow
@given(body=st.binary(max_size=300))
@settings(max_examples=rounds(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_that_are_no_form_are_never_a_fault(client, body):
    assert client.ask("POST", AT, HTML, body).status_code in {200, 400}


def test_the_questions_are_the_one_definitions_in_words_and_order(client):
    read = []
    for part in range(PARTS - 1):
        text = post(client, at=str(part + 1), go="back").answer.text
        read += re.findall(r'<(?:legend|label for="(?!website)[^"]*")>(.*?)</', text)
    expected = []
    for question in QUESTIONS:
        expected += [survey_form.numbered(question), *(option.words for option in question.options)]
    assert [unescape(words) for words in read] == expected


@pytest.fixture
def wiltshire(data_dir, monkeypatch):
    """Real facts, not the demonstration: Wiltshire's list, and nothing of any neighbourhood."""
    monkeypatch.setenv("YOURPATCH_OFFLINE", "1")
    monkeypatch.setenv("YOURPATCH_DEMO", "never")
    settings_module.settings.cache_clear()
    small_facts.write("neighbourhoods", (Named("AB12", "Box"), Named("AB13", "Corsham")), Names, "wiltshire")
    yield NeighbourhoodRef("wiltshire", "AB12")
    engine.close()


def test_without_an_operator_no_survey_runs_and_the_page_says_so(wiltshire, public_routes):
    for address in ("/survey-form/wiltshire/AB12", "/survey-form/wiltshire/AB13"):
        answer = public_routes.get(address, **HTML)
        assert answer.status_code == 404
        assert "nobody has said who would run it" in answer.text
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_an_operators_survey_takes_no_comment_unless_somebody_moderates(
    wiltshire, public_routes, monkeypatch
):
    for name, value in {
        "NAME": "Box Parish Council",
        "CONTACT": "clerk@box.example",
        "ROLE": "council",
    }.items():
        monkeypatch.setenv(f"YOURPATCH_OPERATOR_{name}", value)
    settings_module.settings.cache_clear()
    at = public_routes.address + "/survey-form/wiltshire/AB12"
    start = requests.get(at, timeout=30).text
    assert "Run by Box Parish Council. Contact: clerk@box.example. Not a police website." in unescape(start)
    assert 'href="/survey-form/wiltshire/AB13"' in start
    sent = {"good_job": "good", "comment": "Unasked for", "token": survey_forms.ripe(wiltshire)}
    checking = requests.post(at, {**sent, "at": "2"}, timeout=30).text
    assert "<h1>Check your answers</h1>" in checking
    assert "Unasked for" not in checking
    assert "Your answers count towards" in requests.post(at, {**sent, "go": "send"}, timeout=30).text
    assert not stored(tables.comments)
    assert len(stored()) == 1


def test_form_and_sheet_of_a_place_that_police_uk_has_dropped_say_so(held_facts, public_routes):
    facts.hold("EX01", "Market Ashby", facts.random_months(1, {"burglary": 4}, months=14))
    small_facts.write("neighbourhoods", (Named("other", "Other"),), Names, facts.FORCE)
    for ending in ("", ".pdf"):
        answer = public_routes.get(f"/survey-form/exampleshire/EX01{ending}", **HTML)
        assert answer.status_code == 404
        assert GONE in answer.text
