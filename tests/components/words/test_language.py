from datetime import date, datetime

import pytest

from components.words import language
from components.words.markdown import link, literal


def test_dates_are_written_as_people_say_them():
    assert language.month_words(date(2026, 9, 1)) == "September 2026"
    assert language.day_words(date(2026, 9, 14)) == "14 September 2026"
    assert language.weekday_words(datetime(2026, 12, 3, 18)) == "Thursday 3 December"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(18, 0, "6 pm"), (10, 30, "10.30 am"), (12, 0, "noon"), (0, 15, "12.15 am"), (12, 5, "12.05 pm")],
)
def test_the_24_hour_clock_is_never_used(hour, minute, said):
    assert language.time_words(datetime(2026, 12, 3, hour, minute)) == said


def test_months_are_listed_as_runs():
    months = [date(2024, m, 1) for m in (1, 2, 3, 4)] + [date(2025, 6, 1)]
    assert language.months_listed(months) == "January to April 2024 and June 2025"
    assert language.months_listed([date(2023, 12, 1), date(2024, 1, 1)]) == "December 2023 to January 2024"
    assert language.months_listed([]) == ""


def test_numbers_and_plurals():
    assert language.number(1234) == "1,234"
    assert language.ngettext("{n} crime", "{n} crimes", 1) == "1 crime"
    assert language.ngettext("{n} crime", "{n} crimes", 1200) == "1,200 crimes"


def test_a_share_of_few_is_not_nought():
    assert language.share_words(39, 8600) == "under 1%"
    assert language.share_words(0, 8600) == "0%"
    assert language.share_words(60, 8600) == "1%"
    assert language.share_words(3, 19) == ""


def test_other_peoples_text_is_never_markdown():
    assert literal("**bold** [x](javascript:1) :red[no] $x$ <b>") == (
        r"\*\*bold\*\* \[x\]\(javascript\:1\) \:red\[no\] \$x\$ \<b\>"
    )


def test_a_link_cannot_be_ended_early():
    assert link("page", "https://a.example/x) [y](https://b.example") == (
        "[page](https://a.example/x%29%20%5By%5D%28https://b.example)"
    )
