"""What was judged of a place: months, rolling sums and spans, as tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from data_access.models import MonthState
from data_access.months import shift

OWN, FORCE = "own", "force"


@dataclass(frozen=True)
class Usual:
    """Judgements of a place as of `month`, its newest that has a count (None: there is nothing to judge).

    `rule`: "force" or "own". Kinds are `CRIME` (all but anti-social behaviour) and every category's slug.

    `table`: index (`kind`, `month`), the last 12 months; columns `expected`, `low` and `high` (the 95 %
    range), `p_high`, `p_low`, `dispersion`, `recorded`, `usable_months`, `mean` (a month, before it),
    `whole`, `verdict`, `last_year`, `disagrees`: numbers, NaN where there is none.
    `lasting`: index `kind`, the same columns of the last three months' sum; `year`: of the last 12 months'.
    `rolling`: index `kind`, 12 months against the 12 before (`change.rolling`); `against_force`: that change
    against the force's (`change.against_force`), None without a force. A sum that is not held has no rows.
    `usable`: the months that may be compared, up to `month`. Shared by all who ask: never change them.
    """

    rule: str
    month: date | None
    table: pd.DataFrame
    lasting: pd.DataFrame
    year: pd.DataFrame
    rolling: pd.DataFrame
    against_force: pd.DataFrame | None
    usable: tuple[date, ...] = ()

    @property
    def before(self) -> list[date]:
        """The months on which the newest month's range rests."""
        return [month for month in self.usable if month != self.month]

    def compared(self, last: int) -> list[date]:
        """Which of the last so many months may be compared: those that a sum of as many rests on."""
        return [month for month in self.usable if self.month and month > shift(self.month, -last)]

    @cached_property
    def rows(self) -> list[dict[Any, Any]]:
        """The table's rows, the index among their columns: pages read them a dozen times."""
        return self.table.reset_index().to_dict("records")

    @cached_property
    def lasting_rows(self) -> list[dict[Any, Any]]:
        """The same of `lasting`."""
        return self.lasting.reset_index().to_dict("records")

    @cached_property
    def year_rows(self) -> list[dict[Any, Any]]:
        """The same of `year`."""
        return self.year.reset_index().to_dict("records")

    @cached_property
    def rolling_rows(self) -> list[dict[Any, Any]]:
        """The same of `rolling`."""
        return self.rolling.reset_index().to_dict("records")

    def of(self, kind: str) -> dict[str, Any] | None:
        """The newest month's row of a kind, by column; None when there is none."""
        rows: Any = self.table[self.table.index == (kind, self.month)].to_dict("records")
        return rows[0] if rows else None

    def of_months(self, months: Sequence[date]) -> "Usual":
        """The same with these months' rows only, for a view that shows no others."""
        return replace(self, table=self.table[self.table.index.isin(months, level="month")])


SPANS = (1, 2, 3, 12)


@dataclass(frozen=True)
class Span:
    """`months`: the first of each, ascending. `recorded`: records by kind (`CRIME` and every category's slug)
    over those months that have a count. `without`: the months that have none. `states`: of the months.

    `judged`: by kind, a row of `Usual.table` for the sum; no kinds where the sum cannot be judged.
    `rule`: "force" or "own".
    """

    months: list[date]
    recorded: dict[str, int]
    without: list[date]
    states: dict[date, MonthState]
    judged: dict[str, dict[str, Any]]
    rule: str
