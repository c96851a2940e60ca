"""What a reader may choose on a page. The address holds every choice, so that it shows the same to all."""

from datetime import date

import streamlit as st

from components.controls.address_bar import choice_in_address, month_text, write
from components.words import kinds
from components.words.language import _, month_words
from data_access.curated.categories import ASB
from data_access.months import shift
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME

MONTHS_SHOWN = ("12", "24", "36")
MAP_MONTHS = 12


def category(view: View) -> str:
    """All crime, anti-social behaviour, or one kind of crime: a slug."""
    return _choose(view, [CRIME, ASB, *kinds.known_kinds(list(view.counts.table.columns))])


def kind_of_crime(view: View) -> str:
    """All crime or one kind of it: anti-social behaviour has no outcomes."""
    return _choose(view, [CRIME, *kinds.known_kinds(list(view.counts.table.columns))])


def _choose(view: View, options: list[str]) -> str:
    st.session_state["category"] = choice_in_address("category", options)
    return str(
        st.selectbox(
            _("What was recorded"),
            options,
            format_func=kinds.kind,
            key="category",
            on_change=_keep,
            args=(view,),
        )
    )


def how_many_months(view: View) -> int:
    """How far back the line is drawn."""
    held = len(view.counts.table)
    options = [*(m for m in MONTHS_SHOWN if int(m) < held), "all"]
    # The address may name another; without one, three years or all there is.
    st.session_state["months"] = choice_in_address("months", [*options[-1 if held <= 36 else -2 :], *options])
    words = {"all": _("all {n} months").format(n=held)}
    chosen = st.radio(
        _("Months shown"),
        options,
        format_func=lambda m: words.get(m, _("the last {n}").format(n=m)),
        horizontal=True,
        key="months",
        on_change=_keep,
        args=(view,),
    )
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
    texts = [month_text(m) for m in months]
    st.session_state["from"] = choice_in_address("from", [month_text(year[0]), *texts])
    st.session_state["until"] = choice_in_address("until", [texts[-1], *texts])
    words = dict(zip(texts, (month_words(m) for m in months), strict=True))
    left, right = st.columns(2)
    for column, label, key in ((left, _("From"), "from"), (right, _("Until"), "until")):
        column.selectbox(
            label, texts[::-1], format_func=lambda t: words[t], key=key, on_change=_keep, args=(view,)
        )
    chosen = sorted(months[texts.index(st.session_state[key])] for key in ("from", "until"))
    return chosen[0], chosen[1]


def _keep(view: View) -> None:
    """Write the reader's choices into the address: once, and whole."""
    held = {key: st.session_state.get(key, "") for key in ("category", "months", "from", "until")}
    write(view.place, **{key: str(value) for key, value in held.items() if value})
