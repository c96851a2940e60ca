"""The words are tied to the evidence: each row is the evidence, each sentence what may be said of it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from components.figures.judgement_tables import kinds_table, years_table
from components.words import briefing_period, judgement_rows, trend
from components.words import judgements as words
from data_access.curated.categories import ASB
from data_access.models import MonthState, State
from data_access.months import month_range
from data_access.statistics.counts_table import CRIME
from data_access.statistics.judgement_tables import Span, Usual
from data_access.statistics.verdict import Verdict

SEPTEMBER = date(2026, 9, 1)
THREE_YEARS = tuple(month_range(date(2023, 10, 1), date(2026, 8, 1)))


def row(verdict: Verdict, recorded: float = 78, last_year: float = 60, **more: object) -> dict[str, object]:
    return {
        "expected": 56.0,
        "low": 39.0,
        "high": 75.0,
        "p_high": 0.015,
        "recorded": recorded,
        "verdict": verdict,
        "last_year": last_year,
        "disagrees": False,
    } | more


def usual_of(
    kinds: dict[str, dict[str, object]],
    rule: str = "own",
    earlier: Verdict | None = None,
    before: tuple[date, ...] = THREE_YEARS,
    lasting: pd.DataFrame | None = None,
) -> Usual:
    rows = [{"kind": kind, "month": SEPTEMBER} | values for kind, values in kinds.items()]
    if earlier:
        months = month_range(date(2025, 10, 1), date(2026, 8, 1))
        rows += [{"kind": CRIME, "month": m} | row(earlier) for m in months]
    table = pd.DataFrame(rows).set_index(["kind", "month"])
    empty = pd.DataFrame({"kind": []}).set_index("kind")
    return Usual(
        rule,
        SEPTEMBER,
        table,
        lasting if lasting is not None else empty,
        empty,
        empty,
        None,
        (*before, SEPTEMBER),
    )


@pytest.mark.parametrize(
    ("verdict", "end"),
    [
        (Verdict.WITHIN, "within the usual range for September (39 to 75)."),
        (Verdict.A_LITTLE_ABOVE, "a little above the usual range for September (39 to 75)."),
        (Verdict.HIGHER, "higher than usual for September (usually 39 to 75)."),
        (Verdict.EXCEPTIONALLY_HIGH, "exceptionally high for September (usually 39 to 75)."),
        (Verdict.A_LITTLE_BELOW, "a little below the usual range for September (39 to 75)."),
        (Verdict.LOWER, "lower than usual for September (usually 39 to 75)."),
        (Verdict.TOO_FEW, "too few a month to say what is usual."),
    ],
)
def test_the_first_sentence_says_what_the_evidence_allows(verdict, end):
    said = words.recorded(usual_of({CRIME: row(verdict)}))
    assert said == f"In September 2026, **78 crimes** were recorded here, {end}"


def test_without_a_judgement_only_the_count_is_said():
    assert words.recorded(usual_of({CRIME: row(Verdict.NOT_JUDGED)})) == (
        "In September 2026, **78 crimes** were recorded here."
    )


def test_the_month_is_named_only_where_two_of_its_name_were_compared_with():
    scattered = (*(m for m in THREE_YEARS if m.month != 9), date(2024, 9, 1))
    assert words.recorded(usual_of({CRIME: row(Verdict.WITHIN)}, before=scattered)) == (
        "In September 2026, **78 crimes** were recorded here, within the usual range (39 to 75)."
    )
    assert words.how_compared(usual_of({CRIME: row(Verdict.WITHIN)}, before=scattered)).endswith(
        "The usual range rests on 34 earlier months between October 2023 and August 2026."
    )


def test_last_year_is_told_with_month_and_year_and_why_it_may_mislead():
    assert words.year_before(row(Verdict.WITHIN), SEPTEMBER) == "In September 2025 it was 60."
    assert words.year_before(row(Verdict.WITHIN, disagrees=True), SEPTEMBER) == (
        "In September 2025 it was 60. A single month can mislead, so we compare with earlier months here."
    )
    assert words.year_before(row(Verdict.WITHIN, last_year=float("nan")), SEPTEMBER) == ""
    assert words.year_before(None, SEPTEMBER) == ""


@pytest.mark.parametrize("verdict", [v for v in Verdict if v not in judgement_rows.UNJUDGED])
def test_one_verdict_has_one_wording_for_every_span(verdict):
    """The page's month, its three and twelve months, the briefing's, the headline's, a table's."""
    one = words.WORDS[verdict]
    months = [SEPTEMBER]
    span = Span(months, {CRIME: 78}, [], {}, {CRIME: row(verdict)}, "own")
    judged = usual_of({CRIME: row(verdict)})
    said = [
        words.recorded(judged),
        briefing_period.recorded(span),
        trend.headline(judged, CRIME, SEPTEMBER),
    ]
    if verdict in (*judgement_rows.ABOVE, Verdict.LOWER):
        lasting = pd.DataFrame([{"kind": CRIME} | row(verdict)]).set_index("kind")
        said += words.longer_periods(usual_of({CRIME: row(Verdict.WITHIN)}, lasting=lasting))
    assert all(one in sentence for sentence in said), said
    others = [other for v, other in words.WORDS.items() if v is not verdict and other not in one]
    assert not [other for other in others for sentence in said if other in sentence]
    assert one.startswith(words.SHORT[verdict])


def test_three_months_are_told_only_where_they_say_more_than_the_month():
    def said(month: Verdict, quarter: Verdict, kind: str = "drugs") -> list[str]:
        lasting = pd.DataFrame([{"kind": kind} | row(quarter, recorded=200, low=90.0, high=150.0)])
        return words.longer_periods(usual_of({kind: row(month)}, lasting=lasting.set_index("kind")))

    assert said(Verdict.WITHIN, Verdict.EXCEPTIONALLY_HIGH) == [
        "**Drugs were exceptionally high** in July to September 2026: 200 recorded; usually 90 to 150."
    ]
    assert said(Verdict.HIGHER, Verdict.EXCEPTIONALLY_HIGH)
    assert said(Verdict.TOO_FEW, Verdict.HIGHER)
    assert said(Verdict.HIGHER, Verdict.HIGHER) == []
    assert said(Verdict.EXCEPTIONALLY_HIGH, Verdict.HIGHER) == []
    assert said(Verdict.WITHIN, Verdict.A_LITTLE_ABOVE) == []
    # That fewer of one kind were recorded is told of all crime only.
    assert said(Verdict.WITHIN, Verdict.LOWER) == []
    assert said(Verdict.WITHIN, Verdict.LOWER, CRIME)


def test_only_kinds_past_one_in_a_hundred_are_named_and_the_strongest_first():
    judged = usual_of(
        {
            CRIME: row(Verdict.HIGHER),
            "burglary": row(Verdict.A_LITTLE_ABOVE),
            "drugs": row(Verdict.HIGHER, p_high=0.005),
            "shoplifting": row(Verdict.EXCEPTIONALLY_HIGH, p_high=0.0001, recorded=40, low=13.0, high=30.0),
        }
    )
    assert words.unusual_rows(judgement_rows.newest_rows(judged)) == [
        "**Shoplifting was exceptionally high**: 40 recorded; usually 13 to 30.",
        "**Drugs were higher than usual**: 78 recorded; usually 39 to 75.",
    ]


def test_the_headline_begins_with_the_newest_month_and_never_says_rose_or_fell():
    judged = usual_of({CRIME: row(Verdict.HIGHER)}, earlier=Verdict.WITHIN)
    assert trend.headline(judged, CRIME, SEPTEMBER) == (
        "78 in September 2026, higher than usual (usually 39 to 75)"
    )
    assert trend.within_in_words(judged, CRIME) == (
        "The count was within its usual range in 11 of the 12 months that can be compared."
    )
    assert judgement_rows.flagged_months(judged) == [SEPTEMBER]
    assert trend.flagged_in_words(judged) == "Higher than usual: September 2026, marked with a triangle."


def test_a_headline_says_where_the_newest_month_has_no_count_or_no_verdict():
    judged = usual_of({CRIME: row(Verdict.WITHIN), "drugs": row(Verdict.NOT_JUDGED)})
    assert trend.headline(judged, CRIME, date(2026, 10, 1)) == (
        "78 in September 2026, within the usual range (39 to 75); no figure for October 2026"
    )
    assert trend.headline(judged, "drugs", SEPTEMBER) == "78 in September 2026"
    assert trend.headline(judged, "robbery", SEPTEMBER) == ""


def test_months_that_are_not_judged_have_no_band():
    judged = usual_of({CRIME: row(Verdict.WITHIN)}, earlier=Verdict.NOT_JUDGED)
    assert list(judgement_rows.band(judged).index) == [SEPTEMBER]


def test_chance_is_said_once_with_the_number_of_kinds():
    judged = usual_of(
        {CRIME: row(Verdict.WITHIN), "drugs": row(Verdict.WITHIN), "burglary": row(Verdict.TOO_FEW)}
    )
    assert words.chance(judged) == (
        "We check 1 kind of crime, so expect it to look high by chance about every 40 months."
    )


def test_the_table_puts_the_most_unusual_first_and_anti_social_behaviour_last():
    judged = usual_of(
        {
            CRIME: row(Verdict.WITHIN),
            "anti-social-behaviour": row(Verdict.HIGHER, recorded=500),
            "burglary": row(Verdict.WITHIN, recorded=300),
            "drugs": row(Verdict.HIGHER, recorded=9),
            "robbery": row(Verdict.TOO_FEW, recorded=1, last_year=float("nan")),
        }
    )
    table = kinds_table(judged)
    assert list(table["Kind"]) == ["Drugs", "Burglary", "Robbery", "Anti-social behaviour (incidents)"]
    assert list(table.iloc[2]) == ["Robbery", "1", "–", "too few a month to say", "–"]


def few_a_month(**years: dict[str, object]) -> Usual:
    """Kinds with too few a month, and what their years are like."""
    kinds = {kind.replace("_", "-"): of_year for kind, of_year in years.items()}
    judged = usual_of({kind: row(Verdict.TOO_FEW, recorded=1) for kind in kinds})
    rows = [{"kind": kind} | of_year for kind, of_year in kinds.items()]
    return replace(judged, year=pd.DataFrame(rows).set_index("kind"))


def test_kinds_with_too_few_a_month_are_judged_by_their_year():
    judged = few_a_month(
        burglary=row(Verdict.WITHIN, recorded=14, low=8, high=20),
        robbery=row(Verdict.TOO_FEW, recorded=2),
        drugs=row(Verdict.HIGHER, recorded=30, low=8, high=20),
    )
    table = years_table(judged)
    assert list(table.columns) == ["Kind", "Sept 2026", "12 months", "Usually", "Compared with usual"]
    assert table.to_numpy().tolist() == [
        ["Drugs", "1", "30", "8 to 20", "higher than usual"],
        ["Burglary", "1", "14", "8 to 20", "within the usual range"],
        ["Robbery", "1", "2", "–", "too few to say"],
    ]
    assert kinds_table(judged).empty


def test_where_no_year_is_judged_either_it_is_counted_and_the_reason_is_said():
    year = row(Verdict.NOT_JUDGED, recorded=3, usable_months=17, p_high=float("nan"))
    judged = few_a_month(burglary=year, crime=year)
    assert years_table(judged).to_numpy().tolist() == [["Burglary", "1", "3"]]
    assert words.why_not_judged(year, 12).endswith("that takes 19 earlier months, and we hold 17.")
    period = "**3** were recorded in October 2025 to September 2026."
    assert words.longer_periods(judged) == [f"All crime: {period}"]
    assert words.longer_periods(judged, kind="burglary") == [f"Burglary: {period}"]


def test_the_year_of_all_crime_is_told_where_a_month_has_too_few_whatever_it_says():
    judged = few_a_month(
        crime=row(Verdict.WITHIN, recorded=14, low=8, high=20),
        burglary=row(Verdict.LOWER, recorded=1, low=8, high=20),
    )
    year = "in October 2025 to September 2026"
    all_crime = f"**All crime was within the usual range** {year}: 14 recorded; usually 8 to 20."
    assert words.longer_periods(judged) == [all_crime]
    assert words.longer_periods(judged, kind="burglary") == [
        f"**Burglary was lower than usual** {year}: 1 recorded; usually 8 to 20."
    ]
    assert words.longer_periods(usual_of({CRIME: row(Verdict.WITHIN)})) == []


def test_the_briefing_tells_their_year_too():
    judged = few_a_month(
        burglary=row(Verdict.WITHIN), robbery=row(Verdict.TOO_FEW), drugs=row(Verdict.WITHIN)
    )
    few = {kind: row(Verdict.TOO_FEW, recorded=1) for kind in ("burglary", "robbery", "drugs")}
    month = Span([SEPTEMBER], dict.fromkeys(few, 1), [], {}, few, "own")
    assert briefing_period.not_unusual(month, judged) == [
        "Too few to say: robbery.",
        "Too few a month, but in October 2025 to September 2026 within the usual range: burglary and drugs.",
    ]
    year = Span(month_range(date(2025, 10, 1), SEPTEMBER), dict.fromkeys(few, 1), [], {}, few, "own")
    assert briefing_period.not_unusual(year, judged) == ["Too few to say: burglary, robbery and drugs."]


def test_the_rule_that_was_used_is_said():
    assert "whole force" in words.how_compared(usual_of({CRIME: row(Verdict.WITHIN)}, rule="force"))
    assert words.how_compared(usual_of({CRIME: row(Verdict.WITHIN)})) == (
        "We compare with earlier months here. "
        "The usual range rests on 35 earlier months between October 2023 and August 2026."
    )


def test_a_year_that_lacks_a_month_is_told_of_the_months_that_were_compared():
    months = month_range(date(2025, 10, 1), SEPTEMBER)
    states = {m: MonthState(State.HELD, 1) for m in months} | {months[2]: MonthState(State.INCOMPLETE, 1)}
    year = row(Verdict.HIGHER, recorded=3139, low=2800.0, high=3000.0)
    span = Span(months, {CRIME: 3200, ASB: 900}, [], states, {CRIME: year}, "own")
    assert briefing_period.recorded(span) == (
        "In October to November 2025 and January to September 2026, **3,139 crimes** were recorded here, "
        "higher than usual (usually 2,800 to 3,000)."
    )
    assert briefing_period.count(span, CRIME) == 3139
    # Incidents are not judged here, and are told of all months.
    assert briefing_period.incidents(span).startswith("In October 2025 to September 2026, **900 incidents**")


@pytest.mark.parametrize(
    ("usable_months", "whole", "said"),
    [
        (18, True, "We cannot say what is usual for them: that takes 19 earlier months, and we hold 18."),
        (
            24,
            False,
            "We cannot say what is usual for them, because figures of some of these months are missing.",
        ),
    ],
)
def test_where_a_year_is_not_judged_the_reason_is_the_true_one(usable_months, whole, said):
    months = month_range(date(2025, 10, 1), SEPTEMBER)
    year = row(Verdict.NOT_JUDGED, usable_months=usable_months, whole=whole)
    assert briefing_period.why_not_judged(Span(months, {CRIME: 1}, [], {}, {CRIME: year}, "own")) == said
    few = row(Verdict.TOO_FEW, usable_months=30, whole=True)
    assert briefing_period.why_not_judged(Span(months, {CRIME: 1}, [], {}, {CRIME: few}, "own")) == ""


def test_what_is_most_unusual_comes_first_whatever_its_period():
    lasting = pd.DataFrame([row(Verdict.HIGHER, 990, kind=CRIME)]).set_index("kind")
    judged = usual_of(
        {CRIME: row(Verdict.A_LITTLE_ABOVE), "burglary": row(Verdict.EXCEPTIONALLY_HIGH)}, lasting=lasting
    )
    assert [sentence.partition("**:")[0].partition("** in")[0] for sentence in words.unusual(judged, 2)] == [
        "**Burglary was exceptionally high",
        "**All crime was higher than usual",
    ]
    assert len(words.unusual(judged, 0)) == 1
