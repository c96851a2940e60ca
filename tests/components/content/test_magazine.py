"""The paragraph for a parish magazine: never over its length, no percentage, whatever the facts."""

import random
from datetime import date, datetime

import pytest

from components.content import magazine
from components.words import judgements, team_cards
from data_access import clean_text, freshness
from data_access.models import Event, Priority, State
from data_access.overviews.place import View, view_of
from data_access.settings import now, settings
from publish.serving import markdown_html
from tests.support import exampleshire, facts
from tests.support.clock import NOW
from tests.support.plain_site import read_small_facts
from tests.support.soak import sample

WORDS = ["speeding", "parking", "noise", "by", "the", "green", "old", "mill", "lane", "Great", "Hollow"]
PAGE = "https://patch.example/neighbourhood/exampleshire/EX01"


@pytest.fixture
def store_of_today(data_dir, monkeypatch):
    monkeypatch.setenv("YOURPATCH_DEMONSTRATION", "1")
    monkeypatch.setenv("YOURPATCH_NOW", NOW)
    settings.cache_clear()


def some_words(dice: random.Random, most: int) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(1, most)))


def a_view(dice: random.Random, id_: str) -> View:
    """A neighbourhood with any counts, names, teams and gaps."""
    rate = dice.choice([0, 0.3, 2, 15, 400])
    rates = {"burglary": rate, "shoplifting": rate / 2, facts.ASB: rate}
    length = dice.choice([1, 3, 14, 30])
    months = facts.random_months(dice.randint(0, 999), rates, months=length)
    failed = dice.sample(sorted(months), k=dice.choice([0, 0, 1]))
    issues = [
        Priority(f"<p>{some_words(dice, 40)}.</p>", date(2026, 10, 4)) for _ in range(dice.randint(0, 2))
    ]
    meetings = [
        Event(some_words(dice, 30), datetime(2026, 12, 4, 18), address=some_words(dice, 20))
        for _ in range(dice.randint(0, 1))
    ]
    reach = dice.choice([{}, {"email": "a.team@exampleshire.example"}, {"telephone": "01632 960 001"}])
    place = facts.hold(
        id_,
        some_words(dice, 12),
        months,
        priorities=issues,
        events=meetings,
        contact=reach,
        states=dict.fromkeys(failed, State.FAILED),
    )
    return view_of(place)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_it_is_never_longer_than_asked_and_has_no_percentage(seed, store_of_today):
    dice = random.Random(seed)  # noqa: S311 - facts for a test need a repeatable chance
    views = [a_view(dice, f"EX{n}") for n in range(dice.choice([1, 1, 1, 2, 5]))]
    group = some_words(dice, 12) if len(views) > 1 and dice.random() < 0.5 else ""
    copied = dice.choice(["", "Demo copy: figures to September 2026, saved 3 November 2026. Not live."])
    months = dice.choice([1, 2, 3, 12])
    for length in magazine.LENGTHS:
        said = magazine.paragraph(views, months, "" if copied else PAGE, group, copied, length)
        text = markdown_html.plain(said)
        assert len(text.split()) <= length, text
        assert "%" not in text
        assert "Exampleshire is invented" in text
        assert "101" in text
        assert "Not a police website." in text
        assert text.count("nan") == 0
        assert length == min(magazine.LENGTHS) or "recorded" in text


@pytest.mark.slow
@pytest.mark.soak
def test_each_length_at_every_place_of_the_demonstration(store_of_today, stand_in, monkeypatch):
    """Headline, count, meeting and address, in that order and in whole sentences, whatever the length."""
    monkeypatch.setenv("YOURPATCH_PUBLIC_URL", "https://patch.example")
    settings.cache_clear()
    for place in sample(exampleshire.hold(stand_in), 4):
        read_small_facts(place)
        view = view_of(place)
        page = f"https://patch.example/neighbourhood/exampleshire/{place.neighbourhood_id}"
        coming = freshness.upcoming(view.events, now())
        for length in sorted(magazine.LENGTHS):
            said = magazine.paragraph([view], page=page, words=length)
            text = markdown_html.plain(said)
            headline, _gap, body = text.partition("\n\n")
            assert len(text.split()) <= length, text
            assert headline == f"Policing in {clean_text.plain(view.name)}"
            assert judgements.recorded(view.usual) in said
            assert page.removeprefix("https://") in body
            assert "Not a police website." in body
            assert all(e in said for e in ([team_cards.event_time(coming[0])] if coming else [])), text
            order = [
                body.find(words) for words in ("recorded here", "Meet the team", "newest priority", "More: ")
            ]
            assert (found := [at for at in order if at >= 0]) == sorted(found), text
            assert body.endswith(page.removeprefix("https://"))
            assert body.count("(") == body.count(")")
            assert body.count("“") == body.count("”")


def test_an_address_is_short_and_says_what_one_types(store_of_today, monkeypatch):
    view = view_of(facts.hold("EX01", "Box", facts.random_months(3, {"burglary": 4})))
    # Of no use to anybody who reads it in print.
    assert "More:" not in magazine.paragraph([view], page=PAGE, words=60)
    monkeypatch.setenv("YOURPATCH_PUBLIC_URL", "https://patch.example")
    settings.cache_clear()
    assert "More: patch.example/neighbourhood/exampleshire/EX01" in markdown_html.plain(
        magazine.paragraph([view], page=PAGE, words=60)
    )


def test_small_numbers_are_called_what_they_are(store_of_today):
    months = facts.random_months(3, {"burglary": 0.4, facts.ASB: 0.2})
    text = markdown_html.plain(magazine.paragraph([view_of(facts.hold("EX01", "Box", months))]))
    assert "too few a month to say what is usual" in text
    assert "higher than usual" not in text
