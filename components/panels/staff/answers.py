"""The staff's page: what came in, is held back, is out of date. Every button asks for the role again."""

import pandas as pd
import streamlit as st

from components.controls.staff_access import button, part
from components.words.language import _, day_words, ngettext, number
from components.words.markdown import literal
from components.words.overdue import stale_words
from components.words.survey_form import quarter_words
from data_access.models import NeighbourhoodRef
from data_access.overviews.overdue import stale
from data_access.store import held_places, places
from data_access.survey.quarters import Quarter, first_day
from data_access.survey.staff import moderation
from data_access.survey.staff.moderation import Burst, Incoming
from data_access.survey.staff.permission import may
from data_access.translation import N_


def answers_coming_in(email: str) -> None:
    """How many answers came, by neighbourhood; of this quarter, or of one of the three before."""
    with part(_("Answers coming in")):
        quarters = [Quarter.current()]
        while len(quarters) < 4:
            quarters.append(quarters[-1].previous)
        quarter = st.selectbox(_("Quarter"), quarters, format_func=quarter_words, key="staff-quarter")
        found = moderation.incoming(email, quarter)
        if not found:
            st.markdown(_("None so far."))
            return
        # Short heads: the table is to fit a phone.
        columns = {
            _("Where"): [literal(places.name_of(row.place)) for row in found],
            _("Total"): [number(row.count) for row in found],
            _("On paper or tablet"): [_ways(row) for row in found],
            _("Held"): [number(row.held) for row in found],
        }
        st.table(pd.DataFrame(columns).set_index(_("Where")).sort_index())


def _ways(row: Incoming) -> str:
    by_staff = {"paper": _("{n} paper"), "tablet": _("{n} tablet")}
    told = [words.format(n=number(row.ways[way])) for way, words in by_staff.items() if row.ways.get(way)]
    return ", ".join(told) or "–"


def bursts(email: str) -> None:
    """Weeks held back, to be let in or kept out."""
    if not may(email, "moderator"):
        return
    with part(_("Held back: unusually many at once")):
        waiting = moderation.waiting_bursts(email)
        if not waiting:
            st.markdown(_("Nothing is held back."))
        for n, burst in enumerate(waiting, 1):
            _burst(n, burst, email)


def _burst(n: int, burst: Burst, email: str) -> None:
    key = f"{burst.place.force_id}-{burst.place.neighbourhood_id}-{burst.week}-{burst.quarter}"
    week = _("week from {day}").format(day=day_words(first_day(burst.week)))
    count = ngettext("{n} answer", "{n} answers", burst.count)
    with st.container(border=True):
        st.markdown(literal(f"{n}: " + " · ".join((places.name_of(burst.place), week, count))))
        with st.container(horizontal=True):
            button(
                _("Let week {n} in").format(n=n),
                f"in-{key}",
                N_("They count in results that are still to come."),
                lambda: moderation.decide(burst, "let_in", email),
            )
            button(
                _("Keep week {n} out").format(n=n),
                f"out-{key}",
                N_("They are left out for good."),
                lambda: moderation.decide(burst, "kept_out", email),
            )


def choose_place(email: str) -> NeighbourhoodRef | None:
    """The neighbourhood to write for, of those held; None for a reader, who writes for none."""
    if not may(email, "editor"):
        return None
    st.header(_("What the team says and shows"), anchor=False)
    held = held_places.held()
    if not held:
        st.markdown(_("No neighbourhood is held yet. Open one first."))
        return None
    forces = list(dict.fromkeys(place.force_id for place in held))
    force = st.selectbox(_("Police force"), forces, format_func=places.force_name, key="staff-force")
    mine = sorted((place for place in held if place.force_id == force), key=places.name_of)
    last = st.session_state.get("place")
    # Other neighbourhoods may come to be held meanwhile: the key keeps what was chosen.
    return st.selectbox(
        _("Neighbourhood"),
        mine,
        index=mine.index(last) if last in mine else 0,
        format_func=places.name_of,
        key=f"staff-place-{force}",
    )


def out_of_date(place: NeighbourhoodRef) -> None:
    """What the team ought to renew; as anybody might find on the public pages."""
    with part(_("Out of date")):
        found = [stale_words(item) for item in stale(place)]
        st.markdown("\n".join(f"- {words}" for words in found) or _("Nothing is out of date."))
