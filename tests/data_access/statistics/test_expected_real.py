"""Real counts: the City of London's 37 months, and Dyfed-Powys with its four part-supplied ones."""

import csv
import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.months import parse_month
from data_access.statistics.verdict import Verdict, of_place
from tests.real import oracle_expected


def counts(shared_data: Path, force: str) -> pd.DataFrame:
    """Kinds of crime x months there is a file for, counted row by row."""
    found: dict[date, Counter[str]] = {}
    with zipfile.ZipFile(shared_data / "archive" / "sample-archive.zip") as archive:
        for name in archive.namelist():
            if name.endswith(f"-{force}-street.csv"):
                rows = csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8"))
                found[parse_month(name[:7])] = Counter(row["Crime type"] for row in rows)
    return pd.DataFrame(found).fillna(0).sort_index(axis=1)


def test_the_city_of_london_as_the_slow_oracle_has_it(shared_data: Path) -> None:
    table = counts(shared_data, "city-of-london")
    judged = of_place(table, table.columns)
    assert len(table.columns) == 37
    for kind, found in judged[judged["mean"] >= 2].iterrows():
        row = [float(count) for count in table.loc[kind]]
        slow = oracle_expected.own_rule(row, list(table.columns), [True] * 37)
        assert dict(found[list(slow)]) == pytest.approx(slow, rel=1e-6), kind
        assert found["recorded"] == row[-1]
    assert (judged["verdict"] != Verdict.NOT_JUDGED).all()
    assert (judged.loc[judged["mean"] < 2, "verdict"] == Verdict.TOO_FEW).all()


def test_part_supplied_months_of_dyfed_powys_are_no_fall_in_crime(shared_data: Path) -> None:
    table = counts(shared_data, "dyfed-powys")
    months = pd.DatetimeIndex(table.columns)
    short = (months >= "2024-01-01") & (months <= "2024-04-01")
    until = months <= "2024-04-01"
    # 13 months of 2021 and 2022 before them: no judgement, whatever was sent.
    then = of_place(table.loc[:, until], months[until], ~short[until])
    assert set(then["verdict"]) == {Verdict.NOT_JUDGED}
    # In 2025 they may not teach that little is usual.
    masked, fooled = of_place(table, months, ~short), of_place(table, months)
    large = masked.index[masked["mean"] > 25]
    assert (fooled.loc[large, "dispersion"] > masked.loc[large, "dispersion"]).mean() > 0.8
    assert np.isfinite(masked["p_high"]).all()
    assert (masked["usable_months"] == 24).all()
