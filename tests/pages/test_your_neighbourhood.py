from datetime import date, timedelta

from data_access.counts import crimes
from data_access.models import NeighbourhoodRef, Note, Reply, Said
from data_access.settings import now
from data_access.store import small_facts
from tests.support.page_text import text_of


def test_three_sentences_stand_first(run, held):
    page = run("your_neighbourhood")
    assert not page.exception
    count = int(crimes.counts(held[1]).crime.iloc[-1])
    assert f"In September 2026, **{count:,} crimes** were recorded here" in text_of(page)
    assert "priorit" in text_of(page)
    assert "101" in text_of(page)


def test_police_uks_own_total_stands_beside_ours(run, held):
    counts = crimes.counts(held[1])
    assert f"police.uk shows {int(counts.all_crime.iloc[-1]):,}, because" in text_of(
        run("your_neighbourhood")
    )


def test_without_a_place_it_is_the_finder(run):
    page = run("your_neighbourhood", place=None)
    assert not page.exception
    assert page.title[0].value == "What is going on around you?"
    assert page.text_input[0].label == "Postcode, or the name of a town or village"


def test_an_unknown_neighbourhood_gives_a_sentence_and_the_finder(run):
    page = run("your_neighbourhood", place=NeighbourhoodRef("exampleshire", "nosuch"))
    assert "police.uk lists no neighbourhood" in page.error[0].value
    assert page.text_input


def test_hostile_addresses_give_a_sentence_and_the_finder(run):
    for force, neighbourhood in (("../../etc", "passwd"), ("exampleshire", "x" * 5000), ("<script>", "\x00")):
        page = run("your_neighbourhood", place=NeighbourhoodRef(force, neighbourhood))
        assert not page.exception
        assert page.error
        assert page.text_input


def test_what_somebody_typed_into_the_address_is_not_logged(run, caplog):
    caplog.set_level("INFO")
    for force, neighbourhood in (("exampleshire", "SW1A 1AA"), ("jo-07700900123", "1")):
        assert run("your_neighbourhood", place=NeighbourhoodRef(force, neighbourhood)).error
    assert "yourpatch.page" in caplog.text
    assert "SW1A" not in caplog.text
    assert "07700" not in caplog.text


def test_the_page_can_be_read_as_of_an_earlier_month(run, held):
    page = run("your_neighbourhood", to="2026-03")
    assert "In March 2026" in page.markdown[1].value or "In March 2026" in text_of(page)
    assert "as of March 2026" in page.info[0].value


def test_a_month_that_is_none_gives_a_sentence(run):
    page = run("your_neighbourhood", to="2026-13")
    assert not page.exception
    assert page.error


def test_the_footer_names_the_emergency_numbers_and_who_runs_it(run):
    text = text_of(run("your_neighbourhood"))
    assert "**[999](tel:999)**" in text
    assert "18001 101" in text
    assert "Nobody runs this as a public service" in text


def test_the_operator_is_named(run, monkeypatch):
    monkeypatch.setenv("YOURPATCH_OPERATOR_NAME", "Ashby *Parish* Council")
    monkeypatch.setenv("YOURPATCH_OPERATOR_ROLE", "council")
    from data_access.settings import settings

    settings.cache_clear()
    text = text_of(run("your_neighbourhood"))
    assert r"Run by Ashby \*Parish\* Council." in text
    assert "Not a police website." in text


def test_a_first_visit_reads_police_uk_and_shows_every_record(run, names, stand_in):
    place = NeighbourhoodRef("exampleshire", list(names.values())[3])
    page = run("your_neighbourhood", place=place)
    assert not page.exception
    truth = stand_in.control(f"truth?force=exampleshire&neighbourhood={place.neighbourhood_id}")
    newest = sum(n for kind, n in truth["2026-09"].items() if kind != "anti-social-behaviour")
    assert f"**{newest:,} crime" in text_of(page)


def test_police_uk_down_after_a_visit_is_said_and_the_page_stands(run, held, stand_in):
    stand_in.control("faults", [{"path": "/api", "status": 500}])
    page = run("your_neighbourhood")
    assert not page.exception
    assert "crimes** were recorded here" in text_of(page)


def test_the_teams_own_words_stand_beside_its_work_while_they_hold(run, held):
    today = now().date()
    note = Note("There is *no* single cause.", "Inspector", today, today + timedelta(90), date(2026, 9, 1))
    ended = Note("It is over.", "PC", today - timedelta(90), today)
    reply = Reply("2026-Q3", "Speeding", "Checks on Mondays")
    small_facts.write("said", Said((note, ended), (reply,)), Said, *vars(held[1]).values())
    text = text_of(run("your_neighbourhood"))
    assert r"There is \*no\* single cause\." in text
    assert "Inspector, " in text
    assert "about September 2026" in text
    assert "**We did:** Checks on Mondays" in text
    assert "It is over" not in text


def test_events_can_be_subscribed_to_or_downloaded(run, names):
    place = NeighbourhoodRef("exampleshire", names["Market Ashby Town"])
    for name in ("your_neighbourhood", "local_team"):
        page = run(name, place=place)
        links = {one.proto.label: one.proto.url for one in page.get("link_button")}
        assert links["Subscribe in your calendar"].startswith("webcal:"), name
        assert links["Download these dates"].endswith("/events.ics"), name
