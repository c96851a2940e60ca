"""The words are tied to the evidence: each row is the evidence, each sentence what may be said of it."""

from datetime import date

import pandas as pd
import pytest

from components.figures.judgement_tables import kinds_table
from components.words import judgement_rows, trend
from components.words import judgements as words
from data_access.months import month_range
from data_access.statistics.counts_table import CRIME
from data_access.statistics.judgement_tables import Usual
from data_access.statistics.verdict import Verdict

SEPTEMBER = date(2026, 9, 1)
NONE = pd.DataFrame()


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


def usual_of(kinds: dict[str, dict[str, object]], rule: str = "own", earlier: Verdict | None = None) -> Usual:
    rows = [{"kind": kind, "month": SEPTEMBER} | values for kind, values in kinds.items()]
    if earlier:
        months = month_range(date(2025, 10, 1), date(2026, 8, 1))
        rows += [{"kind": CRIME, "month": m} | row(earlier) for m in months]
    table = pd.DataFrame(rows).set_index(["kind", "month"])
    empty = pd.DataFrame({"kind": []}).set_index("kind")
    return Usual(rule, SEPTEMBER, table, empty, empty, empty, None)


@pytest.mark.parametrize(
    ("verdict", "end"),
    [
        (Verdict.WITHIN, "within the usual range for September (39 to 75)."),
        (Verdict.A_LITTLE_ABOVE, "a little above the usual range for September (39 to 75)."),
        (Verdict.HIGHER, "higher than usual for September (39 to 75)."),
        (Verdict.EXCEPTIONALLY_HIGH, "exceptionally high for September (usually 39 to 75)."),
        (Verdict.A_LITTLE_BELOW, "a little below the usual range for September (39 to 75)."),
        (Verdict.LOWER, "lower than usual for September (39 to 75)."),
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


def test_the_report_of_2017_in_its_own_manner():
    evidence = row(Verdict.A_LITTLE_ABOVE)
    assert words.in_the_reports_manner(evidence, SEPTEMBER) == (
        "78 recorded; usually 39 to 75. September last year: 60."
    )


def test_when_the_comparisons_disagree_one_sentence_says_why():
    evidence = row(Verdict.WITHIN, disagrees=True)
    assert words.disagreement(evidence, SEPTEMBER) == (
        "Last September was 60. One month last year is a weak guide, "
        "so we compare with what two years of months suggest."
    )
    assert words.disagreement(row(Verdict.WITHIN), SEPTEMBER) == ""


def test_a_kind_of_the_report_of_2017_reads_as_it_should():
    said = words.of_kind(
        usual_of({"violent-crime": row(Verdict.A_LITTLE_ABOVE, disagrees=True)}), "violent-crime"
    )
    assert said == (
        "Violence and sexual offences in September 2026: **a little above the usual range**. "
        "78 recorded; usually 39 to 75. September last year: 60. "
        "One month last year is a weak guide, "
        "so we compare with what two years of months suggest."
    )


def test_only_kinds_past_one_in_a_hundred_are_named_and_the_strongest_first():
    judged = usual_of(
        {
            CRIME: row(Verdict.HIGHER),
            "burglary": row(Verdict.A_LITTLE_ABOVE),
            "drugs": row(Verdict.HIGHER, p_high=0.005),
            "shoplifting": row(Verdict.EXCEPTIONALLY_HIGH, p_high=0.0001, recorded=40, low=13.0, high=30.0),
        }
    )
    assert words.unusual_kinds(judged) == [
        "**Shoplifting was exceptionally high**: 40 recorded; usually 13 to 30.",
        "**Drugs were higher than usual**: 78 recorded; usually 39 to 75.",
    ]


def test_the_headline_counts_the_months_within_and_never_says_rose_or_fell():
    judged = usual_of({CRIME: row(Verdict.HIGHER)}, earlier=Verdict.WITHIN)
    assert trend.headline(judged) == "Within the usual range in 11 of the last 12 months"
    assert judgement_rows.flagged_months(judged) == [SEPTEMBER]
    assert trend.flagged_in_words(judged) == "Higher than usual: September 2026, marked with a triangle."


def test_months_that_are_not_judged_have_no_band():
    judged = usual_of({CRIME: row(Verdict.WITHIN)}, earlier=Verdict.NOT_JUDGED)
    assert list(judgement_rows.band(judged).index) == [SEPTEMBER]


def test_chance_is_said_once_with_the_number_of_kinds():
    judged = usual_of(
        {CRIME: row(Verdict.WITHIN), "drugs": row(Verdict.WITHIN), "burglary": row(Verdict.TOO_FEW)}
    )
    assert words.chance(judged) == (
        "With 1 kind of crime compared here, one in about 40 months is above its range by chance."
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


def test_the_rule_that_was_used_is_said():
    assert "whole force" in words.how_compared(usual_of({CRIME: row(Verdict.WITHIN)}, rule="force"))
    assert "own months" in words.how_compared(usual_of({CRIME: row(Verdict.WITHIN)}))
