"""What is told of a year gives no small number away: somebody tries."""

import random
from collections import Counter

import pytest

from data_access.survey.questions import BY_NAME, DONT_KNOW, QUESTIONS
from data_access.survey.results import close_year
from data_access.survey.results.tally import MODE, SKIPPED, Counts
from data_access.survey.results.window import Window
from tests.support.attacker import Attacker

QUARTERS = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
ASKED = ["good_job", "fair"]
SIZES = [0, 2, 5, 7, 9, 10, 14, 29, 33, 60, 140]


def a_year(chance: random.Random, sizes: dict[str, int]) -> Counts:
    """People with answers to two questions; how many are content, and when they answer, differs by chance."""
    found: Counts = Counter()
    weights = [chance.choice([1, 1, 1, 0, 20]) for _ in QUARTERS[1:]]
    for place, n in sizes.items():
        tastes = {name: [chance.choice([0, 1, 1, 5]) for _ in BY_NAME[name].values] for name in ASKED}
        for _ in range(n):
            quarter = chance.choices(QUARTERS, [1, *weights])[0]
            found[place, quarter, MODE, "web"] += 1
            for question in QUESTIONS:
                taste = [*tastes.get(question.name, [0]), 0.2]
                value = chance.choices([*question.values[: len(taste) - 1], SKIPPED], taste)[0]
                found[place, quarter, question.name, value] += 1
    return found


def enough(counts: Counts, place: str) -> bool:
    return sum(counts[place, quarter, MODE, "web"] for quarter in QUARTERS) >= 10


def hidden_ones(counts: Counts, attacker: Attacker, place: str, its: Window) -> dict[str, list[int]]:
    """A neighbourhood's numbers of the year that are not told."""
    everybody = attacker.of([place], QUARTERS, ASKED[0])
    true = {n: counts[cell] for cell, n in attacker.cells.items()}
    found = {} if its.n else {"n": everybody}
    for name in ASKED:
        asked, good = its.about(name), BY_NAME[name].good
        if asked is None:
            other = set(BY_NAME[name].values) - good - {DONT_KNOW}
            found[f"{name} good"] = attacker.of([place], QUARTERS, name, good)
            found[f"{name} other"] = attacker.of([place], QUARTERS, name, other)
        unknown = attacker.of([place], QUARTERS, name, [DONT_KNOW])
        if (asked is None or asked.dont_know is None) and sum(true[n] for n in unknown):
            found[f"{name} unknown"] = unknown
    return found if sum(true[n] for n in everybody) else {}


def worked_out(counts: Counts, places: list[str], groups: dict[str, tuple[str, ...]]) -> list[str]:
    """The whole round: three quarters told one by one, the year at once, then somebody reads it all."""
    before = [close_year.quarter(counts, places, key) for key in QUARTERS[:3]]
    year = close_year.close_year(counts, places, 2025, groups, before)
    attacker = Attacker(places, QUARTERS, ASKED)
    for its in (*before, year.last_quarter):
        if any(quarter == its.key for _place, quarter, _name, _value in counts):
            attacker.reads(its, places, [its.key], 1000)
        else:
            attacker.reads(Window(its.key, None), places, [its.key], 0)
    everything_kept_back = all(its.n is None for its in (*year.places.values(), *year.groups.values()))
    for place, its in year.places.items():
        most = 1000 if enough(counts, place) or everything_kept_back else 9
        attacker.reads(its, [place], QUARTERS, most)
    for name, its in year.groups.items():
        # A group's figures are of its members with answers enough, and the page says so.
        attacker.reads(its, [place for place in groups[name] if enough(counts, place)], QUARTERS, 1000)
    return [
        f"{place} {what}"
        for place, its in year.places.items()
        for what, cells in hidden_ones(counts, attacker, place, its).items()
        if attacker.knows(cells) is not None
    ]


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(n, marks=pytest.mark.slow) for n in range(3, 40))]
)
def test_nobody_works_out_a_hidden_number(seed: int):
    chance = random.Random(seed)  # noqa: S311
    places = "abcdef"[: chance.choice([1, 2, 3, 4, 6])]
    sizes = {place: chance.choice(SIZES) for place in places}
    groups = chance.choice([{}, {"pair": ("a", "b")}, {"x": ("a", "b", "c"), "y": ("d", "e", "f")}])
    groups = {name: tuple(id_ for id_ in group if id_ in sizes) for name, group in groups.items()}
    assert worked_out(a_year(chance, sizes), list(sizes), groups) == [], (sizes, groups)


def alike(sizes: dict[str, int]) -> Counts:
    """Half of everybody is content, a quarter of them in each quarter."""
    found: Counts = Counter()
    for place, n in sizes.items():
        for at in range(n):
            quarter = QUARTERS[at % 4]
            found[place, quarter, MODE, "web"] += 1
            for question in QUESTIONS:
                side = [value for value in question.values if (value in question.good) == (at % 8 < 4)]
                found[place, quarter, question.name, side[0]] += 1
    return found


def close(sizes: dict[str, int], groups: dict[str, tuple[str, ...]] | None = None) -> close_year.Year:
    counts = alike(sizes)
    before = [close_year.quarter(counts, list(sizes), key) for key in QUARTERS[:3]]
    return close_year.close_year(counts, list(sizes), 2025, groups or {}, before)


def test_the_last_quarter_is_told_where_it_gives_nobody_away():
    assert close({"a": 240, "b": 240}).last_quarter.n == 120
    assert close({"a": 240, "b": 240, "c": 7, "d": 8}).last_quarter.n == 123


def test_the_last_quarter_is_kept_back_where_one_neighbourhood_is_left():
    year = close({"a": 240, "b": 240, "c": 7})
    assert year.last_quarter == Window("2025-Q4", None)
    assert (year.places["a"].n, year.places["c"].n) == (240, None)


def test_a_group_is_of_its_members_with_answers_enough():
    year = close({"a": 120, "b": 7, "c": 60}, {"three": ("a", "b", "c")})
    assert year.groups["three"].n == 180


def test_a_group_tells_no_share_that_is_one_members_too_small_to_have_its_own():
    year = close({"a": 120, "b": 24, "c": 60}, {"three": ("a", "b", "c")})
    assert (year.groups["three"].n, year.groups["three"].asked) == (204, ())
    year = close({"a": 120, "b": 24, "c": 24}, {"three": ("a", "b", "c")})
    assert len(year.groups["three"].asked) == len(QUESTIONS)


def test_of_groups_that_overlap_the_first_is_told():
    year = close({"a": 120, "b": 60, "c": 60}, {"first": ("a", "b"), "second": ("b", "c")})
    assert list(year.groups) == ["first"]


def test_a_force_whose_places_all_have_nine_is_told_of_no_further():
    year = close({f"p{n}": 9 for n in range(60)})
    assert year.last_quarter.n is None


def test_a_quarter_that_is_mostly_one_neighbourhood_s_names_it():
    def of(sizes: dict[str, int]) -> Window:
        counts = Counter({(place, "2026-Q3", MODE, "web"): n for place, n in sizes.items()})
        return close_year.quarter(counts, list(sizes), "2026-Q3")

    assert of({"a": 20, "b": 76, "c": 4}).mostly == "b"
    assert of({"a": 21, "b": 75, "c": 4}).mostly == ""
    assert of({"a": 9, "b": 90}) == Window("2026-Q3", None)
    assert close({"a": 900, "b": 240}).last_quarter.mostly == "a"
