"""Headline, figure, table and text of one count can never disagree, whatever was counted and judged."""

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.content import summary
from components.figures import colours, trend_chart, trend_picture
from components.figures.trend import Trend
from components.words import crime, judgement_rows, judgements, kinds
from components.words import trend as trend_words
from components.words.language import month_short, month_words
from data_access.curated.categories import ASB, CATEGORIES
from data_access.models import MonthState, State
from data_access.months import month_range, shift
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME, Counts, set_out
from data_access.statistics.judgement_tables import Usual
from data_access.statistics.verdict import Verdict
from data_access.usual.judged_place import by_own_past
from tests.support.counts import READ, view_of
from tests.support.soak import rounds

NEWEST = date(2026, 9, 1)
KINDS = [CRIME, *CATEGORIES]
HIGH = {Verdict.A_LITTLE_ABOVE, Verdict.HIGHER, Verdict.EXCEPTIONALLY_HIGH}
LOW = {Verdict.A_LITTLE_BELOW, Verdict.LOWER}
# Directions that a headline may not claim (design 6), and no bare percentage.
NEVER = re.compile(r"\b(rose|fell|rises?|falls?|risen|fallen|increase|decrease|surge|spike)|%", re.I)
slow = settings(max_examples=rounds(25))


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    """Small and large kinds of crime with bursts, and gaps of every reason, among the newest months too."""
    months = month_range(shift(NEWEST, -draw(st.integers(0, 43))), NEWEST)
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = len(months), len(CATEGORIES)
    means = chance.choice([0, 0.3, 3, 20, 300], shape[1]) * chance.gamma(10, 0.1, shape)
    values = chance.poisson(means * np.where(chance.random(shape) < 0.05, 3, 1))
    index = pd.Index(months, dtype=object, name="month")
    table = pd.DataFrame(values, index, list(CATEGORIES)).astype("Int64")
    states: dict[date, MonthState | None] = dict.fromkeys(months, MonthState(State.HELD, 1, READ))
    for _ in range(draw(st.integers(0, 4))):
        length = draw(st.integers(1, 6))
        # Every other gap at the end: months published but not read yet.
        first = draw(st.one_of(st.just(max(len(months) - length, 0)), st.integers(0, len(months) - 1)))
        state = draw(st.sampled_from([*State, None]))
        states |= dict.fromkeys(months[first : first + length], MonthState(state, 1, READ) if state else None)
    known = {m: state for m, state in states.items() if state}
    table.loc[[m for m in known if known[m].state is State.EMPTY]] = 0
    table.loc[[m for m in months if m not in known or not known[m].counted]] = pd.NA
    return Counts(table, known)


@st.composite
def judged_anyhow(draw: st.DrawFn) -> View:
    """Counts with any verdicts on them, those that only a whole force allows among them."""
    known = draw(counts())
    judged = by_own_past(set_out(known))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = judged.table.reset_index().to_dict("records")
    for row in rows:
        n, verdict = row["recorded"], list(Verdict)[chance.integers(len(Verdict))]
        at_odds = (verdict in HIGH and n < 5) or (verdict in LOW and n == 0)
        if pd.isna(n) or at_odds:
            verdict = Verdict.NOT_JUDGED
        above = -9 if verdict in HIGH else 9 if verdict in LOW else 0
        low, high = max(n + above - 4, 0), n + above + 4
        row |= {"verdict": verdict, "low": low, "high": high, "expected": (low + high) / 2}
        row["disagrees"] = bool(chance.integers(2)) and pd.notna(row["last_year"])
    table = pd.DataFrame(rows, columns=judged.table.reset_index().columns).set_index(["kind", "month"])
    parts = judged.lasting, judged.year, judged.rolling
    return view_of(known, Usual("force", judged.month, table, *parts, None, judged.usable))


def judged_by_own_past(known: Counts) -> View:
    return view_of(known, by_own_past(set_out(known)))


MARKS = {"triangle-up": "flag", "triangle-down": "below", "circle-open": "hollow"}


def figure_of(trend: Trend) -> dict[str, dict[str, float]]:
    """What a reader sees in the figure: numbers by the short name of the month, by what they are."""
    figure = trend_chart.monthly_trend(trend)
    seen: dict[str, dict[str, float]] = {
        "flag": {},
        "below": {},
        "hollow": {},
        "high": {},
        "low": {},
        "expected": {},
    }
    for trace in figure.data:
        points = {x: y for x, y in zip(trace.x, trace.y, strict=True) if y is not None}
        if trace.marker.symbol in MARKS:
            seen[MARKS[trace.marker.symbol]] = points
        elif trace.fill == "tonexty":
            seen["low"] = points
        elif trace.line.dash == "dash":
            seen["expected"] = points
        elif trace.line.width == 0:
            seen["high"] = points
        elif trace.mode == "lines+markers":
            seen["line"] = points
        else:
            seen["last"] = points
    return seen


def numbers(text: str) -> list[int]:
    return [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", text)]


def table_of(trend: Trend) -> dict[date, tuple[int | None, tuple[int, int] | None]]:
    """What a reader reads in the table: the count and the usual range of each month."""
    found = {}
    for (_n, row), month in zip(trend.table.iterrows(), reversed(trend.series.index), strict=True):
        name, figure, *usually = row
        assert name == month_words(month)
        said = numbers(usually[0]) if usually else []
        assert len(said) in (0, 2)
        count = numbers(figure)
        found[month] = (count[0] if count else None, (said[0], said[1]) if said else None)
    return found


def hold_together(view: View, kind: str, months: int) -> None:
    trend = summary.trend(view, kind, months)
    whole = view.counts.crime if kind == CRIME else view.counts.table[kind]
    if trend is None:
        assert not whole.iloc[-months:].notna().any()
        return
    read, seen = table_of(trend), figure_of(trend)
    # The numbers of the table are the counts, and the figure's are the table's.
    assert {m: n for m, (n, _range) in read.items()} == {
        m: None if pd.isna(n) else n for m, n in whole.iloc[-months:].items()
    }
    drawn = {month_short(m): n for m, (n, _range) in read.items() if n is not None}
    assert seen["line"] | seen["hollow"] == drawn
    assert not set(seen["line"]) & set(seen["hollow"])
    incomplete = {m for m, s in trend.states.items() if s.state is State.INCOMPLETE}
    assert set(seen["hollow"]) == {month_short(m) for m in incomplete}
    ranges = {m: both for m, (_n, both) in read.items() if both}
    assert seen["low"] == {month_short(m): low for m, (low, _high) in ranges.items()}
    assert seen["high"] == {month_short(m): high for m, (_low, high) in ranges.items()}
    assert set(seen["expected"]) == set(seen["low"])
    # The headline leads with the newest month, as the table has it; a note counts what the table shows.
    newest = view.usual.month
    row = judgement_rows.of_newest(view.usual, kind)
    assert not NEVER.search(trend.headline)
    assert bool(trend.headline) == (newest in read and row is not None)
    if trend.headline and newest:
        bare = numbers(re.sub(rf"in {month_words(newest)}|for [A-Z][a-z]+ \d{{4}}$", "", trend.headline))
        assert bare == [read[newest][0], *(ranges.get(newest, ()))]
        assert ("no figure for" in trend.headline) == (newest != trend.series.index[-1])
    within = [m for m, (low, high) in ranges.items() if low <= (read[m][0] or 0) <= high]
    counted = [numbers(note) for note in trend.notes if "that can be compared" in note]
    assert counted == ([[len(within), len(ranges)]] if ranges and trend.headline else [])
    # Flagged are the same months in figure, words and table: above the range, and five at least.
    assert set(seen["flag"]) == {month_short(m) for m in trend.flagged}
    assert set(seen["below"]) == {month_short(m) for m in trend.below}
    for m in trend.below:
        count, both = read[m]
        assert count is not None
        assert both
        assert count < both[0]
        assert seen["below"][month_short(m)] == count
    for m in trend.flagged:
        count, both = read[m]
        assert count is not None
        assert both
        assert count > both[1]
        assert count >= 5
        assert seen["flag"][month_short(m)] == count
    said = [note for note in trend.notes if "marked with a triangle" in note]
    named = {m for m in month_range(shift(NEWEST, -60), NEWEST) if month_words(m) in "".join(said)}
    assert named == {*trend.flagged, *trend.below}
    words_of_newest(view, kind, read, ranges)


def words_of_newest(
    view: View, kind: str, read: dict[date, tuple[int | None, tuple[int, int] | None]],
    ranges: dict[date, tuple[int, int]],
) -> None:  # fmt: skip
    """The sentences on the newest month and on the year say what the table says."""
    month = view.usual.month
    assert month == view.counts.newest
    if month is None:
        return
    count, usually = read[month]
    whole = view.counts.crime if kind == CRIME else view.counts.table[kind]
    row = judgement_rows.of_newest(view.usual, kind)
    sentences_on_it = []
    if kind == CRIME:
        sentences_on_it += [summary.recorded(view)[0], judgements.recorded(view.usual)]
    if kind == ASB:
        sentences_on_it.append(crime.incidents(view.counts, judgements.asb_range(view.usual)))
    for sentence in filter(None, sentences_on_it):
        # Without the years of the month's names.
        bare = numbers(re.sub(r"\b(in|In) [A-Z][a-z]+ \d{4}", "", sentence))
        assert bare[0] == count
        assert not NEVER.search(sentence)
        rest = bare[1:]
        if usually and row is not None:
            assert tuple(rest[:2]) == usually
            rest = rest[2:]
        assert rest in ([], [whole.get(shift(month, -12))])
    assert (usually is not None) == (month in ranges)
    said = trend_words.year_on_year(view.usual, kind)
    if said:
        pairs = [
            m for m in month_range(shift(month, -11), month)
            if all(p in view.counts.states and view.counts.states[p].usable for p in (m, shift(m, -12)))
        ]  # fmt: skip
        now = sum(int(whole[m]) for m in pairs)
        before = sum(int(whole[shift(m, -12)]) for m in pairs)
        found = numbers(said)
        assert found[0] == now
        assert before in found
        assert not NEVER.search(said)


def years_hold_together(view: View, told_by_month: set[str], newest: date) -> None:
    """Kinds with too few a month are told of by their year, once: its sum is that of its months."""
    table = summary.years_table(view)
    by_name = {kinds.name_of(kind): kind for kind in CATEGORIES}
    assert not told_by_month & set(table["Kind"])
    usable = {m for m, state in view.counts.states.items() if state.usable}
    months = usable & set(month_range(shift(newest, -11), newest))
    for row in table.to_dict("records"):
        slug = by_name[row["Kind"]]
        assert judgement_rows.verdict_of(judgement_rows.of_newest(view.usual, slug)) is Verdict.TOO_FEW
        assert numbers(row[month_short(newest)]) == [view.counts.table[slug][newest]]
        told = next(text for name, text in row.items() if re.search(r" months?$", str(name)))
        assert numbers(told) == [sum(view.counts.table[slug][m] for m in months)]
        usually = numbers(row.get("Usually", ""))
        within = row.get("Compared with usual") == "within the usual range"
        assert within == (bool(usually) and usually[0] <= numbers(told)[0] <= usually[1])
        [sentence] = judgements.longer_periods(view.usual, kind=slug)
        assert numbers(told)[0] in numbers(sentence) or "higher than usual" in sentence


def kinds_hold_together(view: View) -> None:
    """The table of kinds and what is named above it say of a kind what its own line says."""
    table, newest = summary.kinds_table(view), view.counts.newest
    if newest is None:
        assert table.empty
        return
    by_name = {kinds.name_of(kind): kind for kind in CATEGORIES}
    for row in table.to_dict("records") if "Usually" in table else ():
        # All months: the newest that has a count may lie a year back.
        trend = summary.trend(view, by_name[row["Kind"]], 44)
        assert trend
        count, usually = table_of(trend)[newest]
        assert numbers(row[month_short(newest)]) == [count]
        assert tuple(numbers(row["Usually"])) == (usually or ())
        high = row["Compared with usual"] in ("higher than usual", "exceptionally high")
        assert high == (newest in trend.flagged)
    years_hold_together(view, set(table["Kind"]), newest)
    unusual = [row for row in table.to_dict("records") if "high" in str(row.get("Compared with usual"))]
    for said in judgements.unusual_rows(judgement_rows.newest_rows(view.usual)):
        row = next(r for r in unusual if said.startswith(f"**{r['Kind']} w"))
        assert row["Compared with usual"] in said
        assert numbers(said) == numbers(row[month_short(newest)]) + numbers(row["Usually"])


@pytest.mark.slow
@slow
@given(counts(), st.sampled_from(KINDS))
def test_counts_judged_by_their_own_past(known: Counts, kind: str) -> None:
    view = judged_by_own_past(known)
    for months in (12, 24, 44):
        hold_together(view, kind, months)
    kinds_hold_together(view)


@pytest.mark.slow
@slow
@given(judged_anyhow(), st.sampled_from(KINDS))
def test_any_verdict_the_rules_allow(view: View, kind: str) -> None:
    for months in (12, 24, 44):
        hold_together(view, kind, months)
    kinds_hold_together(view)


@pytest.mark.slow
@settings(max_examples=rounds(10))
@given(judged_anyhow(), st.sampled_from([CRIME, "drugs"]))
def test_the_still_picture_names_the_same_months_and_the_same_newest_number(view: View, kind: str) -> None:
    trend = summary.trend(view, kind, 24)
    if trend is None:
        return
    picture = trend_picture.trend_svg(trend, trend_picture.WIDE, "title", "description")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    names = re.findall(rf"<[^>]*{colours.UNUSUAL}[^>]*>([A-Z][a-z]+)</text>", picture, re.I)
    assert names == [f"{m:%B}" for m in (*trend.flagged, *trend.below)]
    newest = trend.series.where([m not in trend.states or trend.states[m].usable for m in trend.series.index])
    held = newest.dropna()
    if len(held) and held.index[-1] not in (*trend.flagged, *trend.below):
        assert f"{int(held.iloc[-1]):,}" in texts


def test_the_last_twelve_months_are_not_said_of_others() -> None:
    """Two months are published and not read yet: the line ends in a gap, and ten of its months are judged."""
    months = month_range(shift(NEWEST, -37), NEWEST)
    index = pd.Index(months, dtype=object, name="month")
    table = pd.DataFrame(20, index, list(CATEGORIES)).astype("Int64")
    table.loc[months[-2:]] = pd.NA
    view = judged_by_own_past(Counts(table, dict.fromkeys(months[:-2], MonthState(State.HELD, 1, READ))))
    for kind, shown, note in (
        (CRIME, 12, "The count was within its usual range in 10 of the 10 months that can be compared."),
        ("drugs", 24, "The count was within its usual range in 12 of the 12 months that can be compared."),
    ):
        trend = summary.trend(view, kind, shown)
        assert trend
        assert "in July 2026, within the usual range" in trend.headline
        assert trend.headline.endswith("; no figure for September 2026")
        assert note in trend.notes
        hold_together(view, kind, shown)
