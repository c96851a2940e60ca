"""Rows of `data_access.usual.judged_place`, read for figures, tables and words. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from components.words.language import _, number
from data_access.statistics.counts_table import CRIME
from data_access.statistics.history import YEAR
from data_access.statistics.judgement_tables import Usual
from data_access.statistics.verdict import Verdict

Row = Mapping[str, Any]

ABOVE = (Verdict.HIGHER, Verdict.EXCEPTIONALLY_HIGH)
UNJUDGED = (Verdict.TOO_FEW, Verdict.NOT_JUDGED)


def verdict_of(row: Row | None) -> Verdict:
    """The verdict of a row; not judged where there is none."""
    return Verdict.NOT_JUDGED if row is None else Verdict(row["verdict"])


def usual_range(row: Row) -> str:
    """`39 to 75`."""
    return _("{low} to {high}").format(low=number(int(row["low"])), high=number(int(row["high"])))


def flagged_months(usual: Usual, kind: str = CRIME) -> list[date]:
    """The months past 1 % above the usual range, which get a triangle."""
    return [row["month"] for row in months_of(usual, kind) if verdict_of(row) in ABOVE]


def months_below(usual: Usual, kind: str = CRIME) -> list[date]:
    """The months past 1 % below it, which get one that points down."""
    return [row["month"] for row in months_of(usual, kind) if verdict_of(row) is Verdict.LOWER]


def band(usual: Usual, kind: str = CRIME) -> pd.DataFrame:
    """Expected, low and high of the months that may be judged, for the chart."""
    rows = {
        row["month"]: (row["expected"], row["low"], row["high"])
        for row in months_of(usual, kind)
        if verdict_of(row) not in UNJUDGED
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["expected", "low", "high"])


def ranges(usual: Usual, kind: str = CRIME) -> dict[date, str]:
    """The usual range of each month that may be judged, in words."""
    rows = months_of(usual, kind)
    return {row["month"]: usual_range(row) for row in rows if verdict_of(row) not in UNJUDGED}


def of_newest(usual: Usual, kind: str = CRIME) -> Row | None:
    """The newest month's row of a kind that has a count."""
    return dict(newest_rows(usual)).get(kind)


def told_by_year(usual: Usual) -> dict[str, Row]:
    """Kinds that have too few a month to be judged by one: the row of their last 12 months."""
    if not usual.compared(YEAR):
        return {}
    few = {kind for kind, row in newest_rows(usual) if verdict_of(row) is Verdict.TOO_FEW}
    rows = {row["kind"]: row for row in usual.year_rows if pd.notna(row["recorded"])}
    return {kind: row for kind, row in rows.items() if kind in few}


def dispersion(usual: Usual, kind: str) -> float:
    """How much wider than chance alone the counts of a kind scatter; 1 where that is not known."""
    row = of_newest(usual, kind)
    return 1.0 if row is None or pd.isna(row["dispersion"]) else float(row["dispersion"])


def newest_rows(usual: Usual) -> list[tuple[str, Row]]:
    """Each kind that has a count in the newest month, with its row."""
    rows = [row for row in usual.rows if row["month"] == usual.month]
    return [(row["kind"], row) for row in rows if pd.notna(row["recorded"])]


def months_of(usual: Usual, kind: str) -> list[Row]:
    """All months' rows of a kind."""
    return [row for row in usual.rows if row["kind"] == kind]


def records_of(table: pd.DataFrame) -> list[Row]:
    """The table's rows, the index among their columns."""
    return [{str(k): v for k, v in row.items()} for row in table.reset_index().to_dict("records")]


def range_if_judged(row: Row | None) -> str:
    """`39 to 75`; empty where it is not to be compared."""
    return "" if row is None or verdict_of(row) in UNJUDGED else usual_range(row)
