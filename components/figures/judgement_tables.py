"""The judgements as tables. Pure: `data_access.usual.judged_place` in, frames of words out."""

from collections.abc import Mapping

import pandas as pd

from components.words.judgement_rows import newest_rows, range_if_judged, told_by_year, verdict_of
from components.words.judgements import ORDER, SHORT, SHORT_OF_A_YEAR
from components.words.kinds import name_of
from components.words.language import _, month_short, ngettext, number
from data_access.curated.categories import ASB
from data_access.statistics.counts_table import CRIME
from data_access.statistics.history import YEAR
from data_access.statistics.judgement_tables import Usual
from data_access.statistics.verdict import Verdict


def kinds_table(usual: Usual) -> pd.DataFrame:
    """A row a kind: this month, what is usual, last year, and the verdict; the most unusual first. Without
    those of `years_table`.
    """
    apart = {CRIME, *told_by_year(usual)}
    rows = [(kind, row) for kind, row in newest_rows(usual) if kind not in apart]
    rows.sort(key=lambda pair: (pair[0] == ASB, ORDER[verdict_of(pair[1])], -pair[1]["recorded"]))
    return pd.DataFrame(
        {
            _("Kind"): [name_of(kind) for kind, _row in rows],
            month_short(usual.month) if usual.month else "": [number(int(r["recorded"])) for _k, r in rows],
            _("Usually"): [range_if_judged(row) or "–" for _kind, row in rows],
            # Before last year's, and under a short month: on a phone the last column must be scrolled to.
            _("Compared with usual"): [_(SHORT[verdict_of(row)]) for _kind, row in rows],
            _("A year earlier"): [
                "–" if pd.isna(r["last_year"]) else number(int(r["last_year"])) for _k, r in rows
            ],
        }
    )


def years_table(usual: Usual) -> pd.DataFrame:
    """A row for each kind that has too few a month: this month, and the last 12 months, judged as one where
    that can be done.
    """
    now = dict(newest_rows(usual))
    rows = [(kind, row) for kind, row in told_by_year(usual).items() if kind != CRIME]
    rows.sort(key=lambda pair: (pair[0] == ASB, ORDER[verdict_of(pair[1])], -pair[1]["recorded"]))
    months = len(usual.compared(YEAR))
    table = {
        _("Kind"): [name_of(kind) for kind, _row in rows],
        month_short(usual.month) if usual.month else "": [
            number(int(now[kind]["recorded"])) for kind, _row in rows
        ],
        ngettext("{n} month", "{n} months", months): [number(int(row["recorded"])) for _kind, row in rows],
    }
    if any(verdict_of(row) is not Verdict.NOT_JUDGED for _kind, row in rows):
        table[_("Usually")] = [range_if_judged(row) or "–" for _kind, row in rows]
        table[_("Compared with usual")] = [_(SHORT_OF_A_YEAR[verdict_of(row)]) for _kind, row in rows]
    return pd.DataFrame(table)


def changes_table(changes: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Each neighbourhood's change against the force, by name: an order that means nothing."""
    found = sorted((names.get(str(place), str(place)), place) for place in changes.index)
    rows = [changes.loc[place] for _name, place in found]
    return pd.DataFrame(
        {
            _("Neighbourhood"): [name for name, _place in found],
            _("Change compared with the force"): [
                "–"
                if pd.isna(row["ratio"])
                else _("{ratio} times (range {low} to {high})").format(
                    ratio=f"{row['ratio']:.2f}", low=f"{row['low']:.2f}", high=f"{row['high']:.2f}"
                )
                for row in rows
            ],
        }
    )
