from datetime import UTC, date, datetime

from components.words import team_cards
from components.words.team import reach_team
from data_access import freshness
from data_access.curated.local_facts import NOTHING
from data_access.models import Event, Facts, Force, Link, Neighbourhood, Officer, Priority
from tests.support.counts import READ

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_an_event_is_told_in_words():
    event = Event(
        "Drop-in surgery", datetime(2026, 12, 3, 18), datetime(2026, 12, 3, 19), "Town Hall\n, High Street"
    )
    assert team_cards.short_event(event) == (
        "Drop\\-in surgery, Town Hall, High Street  \n**Thursday 3 December, 6 pm to 7 pm**"
    )


def test_events_that_are_over_are_not_announced():
    over = Event("Over", datetime(2026, 11, 1, 10))
    coming = Event("Coming", datetime(2026, 12, 3, 18))
    assert freshness.upcoming(Facts((coming, over), READ), NOW) == [coming]


def test_officers_read_a_fortnight_ago_are_not_named():
    team = (Officer("Alex Example", "Sgt"), Officer("Bo Sample"))
    assert (
        team_cards.team_line(Facts(team, datetime(2026, 11, 10, tzinfo=UTC)), NOW)
        == "Sgt Alex Example · Bo Sample"
    )
    assert team_cards.team_line(Facts(team, datetime(2026, 11, 1, tzinfo=UTC)), NOW) == (
        "See police.uk for who is in the team now."
    )
    assert (
        team_cards.team_line(Facts((), NOW), NOW)
        == "police.uk lists no named officer for this neighbourhood."
    )


def test_hostile_contacts_are_shown_as_text():
    place = Neighbourhood(
        "n", "N", contact=(("telephone", "[x](https://evil.example)"), ("email", "a@b.example"))
    )
    lines = team_cards.contacts(place)
    assert lines[0] == "E-mail: [a@b\\.example](mailto:a@b.example)"
    assert "](https" not in lines[1]


def test_a_way_to_reach_the_team_is_told_once():
    ways = (("email", "a@b.example"), ("mobile", "07700 900001"), ("web", "https://b.example"))
    place = Neighbourhood("n", "N", contact=(*ways, ("website", "https://b.example")))
    lines = team_cards.contacts(place, reach_team(place, None, NOTHING))
    assert lines == [
        "Mobile: [07700 900001](tel:07700900001)",
        "Web page: [https\\://b\\.example](https://b.example)",
    ]


def test_each_social_page_is_listed_once():
    place = Neighbourhood("n", "N", contact=(("facebook", "https://f.example/x"),))
    force = Force(
        "f", "F", engagement=(Link("facebook", "https://f.example/x"), Link("youtube", "https://y.example"))
    )
    assert team_cards.social(place, force) == [
        r"[Facebook \(the team\)](https://f.example/x)",
        r"[YouTube \(the whole force\)](https://y.example)",
    ]


def test_a_priority_says_what_was_done_and_when():
    priority = Priority("<p>Speeding</p>", date(2026, 9, 14), "<p>Two speed checks.</p>", date(2026, 10, 31))
    card = team_cards.short_priority(priority, NOW.date())
    assert "last updated 31 October 2026" in card
    assert "What was done: Two speed checks" in card
