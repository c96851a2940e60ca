"""The tables beside every figure and map, with the same numbers in words. Pure: facts in, frames out."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from components.words.crime import GAP_LABELS
from components.words.kinds import kind, known_kinds
from components.words.language import _, month_words, number, share_words
from components.words.small_areas import name_of
from data_access.curated.categories import ASB
from data_access.models import MonthState, State
from data_access.months import shift
from data_access.statistics.counts_table import Counts
from data_access.statistics.map_cells import drawn_apart

PLAIN_STATES = {State.HELD, State.EMPTY}


def months_table(
    series: pd.Series,
    states: Mapping[date, MonthState],
    name: str,
    usually: Mapping[date, str] | None = None,
) -> pd.DataFrame:
    """A row a month, newest first: the count, or why there is none; what is usual, where that can be said."""
    months = list(series.index)[::-1]
    table = {
        _("Month"): [month_words(m) for m in months],
        name: [_month_figure(series[m], states.get(m)) for m in months],
    }
    if usually:
        table[_("Usually")] = [usually.get(m, "–") for m in months]
    return pd.DataFrame(table)


def _month_figure(value: object, state: MonthState | None) -> str:
    figure = _figure(value, state)
    if state and state.state is State.INCOMPLETE:
        return _("{n} (fewer than usual were published)").format(n=figure)
    return figure


def categories_table(counts: Counts) -> pd.DataFrame:
    """A row a kind of crime for the newest month, most recorded first; anti-social behaviour apart."""
    month = counts.newest
    if month is None:
        return pd.DataFrame()
    before = shift(month, -12)
    now, then = counts.of(month), counts.of(before)
    slugs = sorted(known_kinds(list(counts.table.columns)), key=lambda slug: -int(now[slug]))
    names = {slug: kind(slug) for slug in slugs} | {ASB: _("Anti-social behaviour (incidents, not crimes)")}
    return pd.DataFrame(
        {
            _("Kind"): list(names.values()),
            month_words(month): [number(int(now[slug])) for slug in names],
            month_words(before): [_figure(then[slug], counts.states.get(before)) for slug in names],
        }
    )


def cells_table(table: pd.DataFrame, marks: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Every cell that is drawn, by the streets nearest to it, most records first: its share of all that are
    on the map, and the marks it bears there.
    """
    placed = int(table["count"].sum())
    top = drawn_apart(table)
    columns = {
        _("Near"): [name_of(name) for name in top["name"]],
        _("Recorded"): [number(int(n)) for n in top["count"]],
    }
    if marks:
        columns[_("Marked")] = [marks.get(cell, "–") for cell in top["cell"]]
    columns[_("Share of all on the map")] = [share_words(int(n), placed) or "–" for n in top["count"]]
    return pd.DataFrame(columns)


def rows_by_month(counts: Counts) -> pd.DataFrame:
    """Every month by every kind, newest first: what anybody can count again at police.uk."""
    table = counts.table[::-1]
    columns = [ASB, *known_kinds(list(table.columns))]
    words = {_("Month"): [month_words(m) for m in table.index]}
    for slug in columns:
        words[kind(slug)] = [_figure(table.loc[m, slug], counts.states.get(m)) for m in table.index]
    return pd.DataFrame(words)


def states_table(states: Mapping[date, MonthState], saved: Mapping[date, str]) -> pd.DataFrame:
    """What is held of each month, how many records, when it was read and from where."""
    months = sorted(states, reverse=True)
    sources = {"api": _("police.uk, one by one"), "archive": _("police.uk's bulk archive")}
    return pd.DataFrame(
        {
            _("Month"): [month_words(m) for m in months],
            _("Figures"): [_held_words(states[m]) for m in months],
            _("Records"): [number(states[m].rows) if states[m].counted else "–" for m in months],
            _("Read"): [saved[m] for m in months],
            _("From"): [sources.get(states[m].source, states[m].source) for m in months],
        }
    )


def _held_words(state: MonthState) -> str:
    if state.state in PLAIN_STATES:
        return _("published")
    return _("fewer than usual") if state.state is State.INCOMPLETE else _(GAP_LABELS[state.state])


def _figure(value: object, state: MonthState | None) -> str:
    if not pd.isna(value):  # type: ignore[call-overload]
        return number(int(value))  # type: ignore[call-overload]
    return _(GAP_LABELS.get(state.state, GAP_LABELS[None]) if state else GAP_LABELS[None])
