"""What a reader may choose on a page. The address holds every choice, so that it shows the same to all."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from components.controls.address_bar import choice_in_address, month_text, write
from components.words import kinds
from components.words.language import _, month_words
from data_access.curated.categories import ASB
from data_access.months import parse_month
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME

MONTHS_SHOWN = ("12", "24", "36")
CRIME_CHOICES = ("category", "months", "from", "until", "street", "area")


def select(
    view: View,
    name: str,
    label: str,
    words: Mapping[str, str],
    *kept: str,
    default: str = "",
    instead_of: str = "",
    widget: Callable[..., Any] = st.selectbox,
) -> str:
    """A box with the choice called `name`, which the address holds; the value that was chosen.

    `words` are the texts by value. Without a value in the address it is `default`, else the first. When the
    reader chooses, the address is written anew with the choices that `kept` names, this one or others, and
    the choice called `instead_of` is undone.
    """
    options = list(words)
    st.session_state[name] = choice_in_address(name, [default or options[0], *options])
    undone = {"instead_of": instead_of}
    chosen = widget(
        label,
        options,
        format_func=words.__getitem__,
        key=name,
        on_change=keep,
        args=(view, *kept),
        kwargs=undone,
    )
    return str(chosen)


# The same, with all texts in a row.
radio = partial(select, widget=partial(st.radio, horizontal=True))


def keep(view: View, *names: str, instead_of: str = "") -> None:
    """Write the reader's choices into the address: once, and whole, so that it shows the same to all. The one
    called `instead_of` is undone.
    """
    if instead_of:
        st.session_state[instead_of] = ""
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


def month_span(view: View, first: date, last: date) -> tuple[date, date]:
    """The first and last month of the map; without a choice those given, of which `last` is the newest."""
    months = [m for m in view.counts.table.index if m <= last]
    words = {month_text(m): month_words(m) for m in months[::-1]}
    left, right = st.columns(2)
    with left:
        begin = select(view, "from", _("From"), words, *CRIME_CHOICES, default=month_text(first))
    with right:
        end = select(view, "until", _("Until"), words, *CRIME_CHOICES)
    earlier, later = sorted((parse_month(begin), parse_month(end)))
    return earlier, later


def street(view: View, names: Sequence[str]) -> str:
    """A street to look for, or ""; it takes the place of a small area."""
    words = {"": _("Type or choose a street")} | {name: name for name in names}
    return select(view, "street", _("Find a street"), words, *CRIME_CHOICES, instead_of="area")


def area(view: View, words: Mapping[str, str]) -> str:
    """A small area of the map, or ""; it takes the place of a street. `words` by cell."""
    none = {"": _("None chosen")}
    return select(view, "area", _("Small area"), none | dict(words), *CRIME_CHOICES, instead_of="street")


def choose_area(view: View, cell: str) -> None:
    """The reader has picked a small area on the map itself, or put it back with ""."""
    st.session_state["area"] = cell
    keep(view, *CRIME_CHOICES, instead_of="street")
