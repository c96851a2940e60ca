"""What a reader may choose on a page. The address holds every choice, so that it shows the same to all."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from components.controls.address_bar import choice_in_address, month_text, write
from components.words import kinds
from components.words.language import _, month_words
from data_access.curated.categories import ASB
from data_access.months import parse_month, shift
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME

MONTHS_SHOWN = ("12", "24", "36")
MAP_MONTHS = 12
CRIME_CHOICES = ("category", "months", "from", "until")


def select(
    view: View,
    name: str,
    label: str,
    words: Mapping[str, str],
    *kept: str,
    default: str = "",
    widget: Callable[..., Any] = st.selectbox,
) -> str:
    """A box with the choice called `name`, which the address holds; the value that was chosen.

    `words` are the texts by value. Without a value in the address it is `default`, else the first. When the
    reader chooses, the address is written anew with the choices that `kept` names, this one or others.
    """
    options = list(words)
    st.session_state[name] = choice_in_address(name, [default or options[0], *options])
    return str(
        widget(label, options, format_func=words.__getitem__, key=name, on_change=keep, args=(view, *kept))
    )


# The same, with all texts in a row.
radio = partial(select, widget=partial(st.radio, horizontal=True))


def keep(view: View, *names: str) -> None:
    """Write the reader's choices into the address: once, and whole, so that it shows the same to all."""
    write(view.place, **{name: _text(st.session_state.get(name, "")) for name in names})


def _text(chosen: str | list[str]) -> str:
    return chosen if isinstance(chosen, str) else ",".join(chosen)


def category(view: View, *, incidents: bool = True) -> str:
    """All crime, anti-social behaviour (`incidents`), or one kind of crime: a slug."""
    all_together = (CRIME, ASB) if incidents else (CRIME,)
    slugs = [*all_together, *kinds.known_kinds(list(view.counts.table.columns))]
    words = {slug: kinds.kind(slug) for slug in slugs}
    return select(view, "category", _("What was recorded"), words, *CRIME_CHOICES)


def how_many_months(view: View) -> int:
    """How far back the line is drawn."""
    held = len(view.counts.table)
    options = [*(m for m in MONTHS_SHOWN if int(m) < held), "all"]
    words = {m: _("the last {n}").format(n=m) for m in options} | {"all": _("all {n} months").format(n=held)}
    # The address may name another; without one, three years or all there is.
    default = options[-1 if held <= 36 else -2]
    chosen = radio(view, "months", _("Months shown"), words, *CRIME_CHOICES, default=default)
    return held if chosen == "all" else int(chosen)


def last_year(view: View) -> tuple[date, date] | None:
    """The first and the last of the newest twelve months that are held; None where nothing is."""
    newest = view.counts.newest
    if newest is None:
        return None
    return max(min(view.counts.table.index), shift(newest, 1 - MAP_MONTHS)), newest


def month_span(view: View) -> tuple[date, date] | None:
    """The first and the last month of the map; None where nothing is held."""
    year = last_year(view)
    if year is None:
        return None
    months = [m for m in view.counts.table.index if m <= year[1]]
    words = {month_text(m): month_words(m) for m in months[::-1]}
    left, right = st.columns(2)
    with left:
        first = select(view, "from", _("From"), words, *CRIME_CHOICES, default=month_text(year[0]))
    with right:
        last = select(view, "until", _("Until"), words, *CRIME_CHOICES)
    start, end = sorted((parse_month(first), parse_month(last)))
    return start, end
