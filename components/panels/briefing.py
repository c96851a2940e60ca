"""The page that makes a briefing: what goes into it, the files, and what it says."""

from contextlib import suppress

import pandas as pd
import streamlit as st

from components.addresses import briefing_path, light_page, poster
from components.content import magazine
from components.content.briefing import MOST_PLACES, Briefing, briefing
from components.controls.address_bar import public_base
from components.controls.choices import keep, radio, select
from components.controls.links import link_to
from components.words.language import _
from components.words.markdown import literal
from data_access.errors import PoliceDataError
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View, view_of
from data_access.refresh import first_visit, keep_fresh
from data_access.statistics.judgement_tables import SPANS
from data_access.store import places

CHOICES = ("months", "group", "also", "words")


def what_it_is() -> None:
    """For whom it is."""
    st.markdown(
        _("For a parish council, a board or a surgery: what was recorded, and what the team does about it.")
    )


def which_neighbourhoods(view: View) -> tuple[str, list[str]]:
    """A named group of the force's own, or further neighbourhoods by id; the place itself is always in it."""
    groups = view.local.groups_of(view.place.neighbourhood_id)
    if groups:
        words = {"": _("Those I choose")} | groups
        if chosen := select(view, "group", _("Which neighbourhoods"), words, "months", "group", "words"):
            group = groups[chosen]
            ids = view.local.groups[group].neighbourhoods
            return group, [id_ for id_ in ids if places.listed(_ref(view, id_)) is not False]
    return "", _others(view)


def _others(view: View) -> list[str]:
    names = places.names(view.place.force_id)
    names.pop(view.place.neighbourhood_id, None)
    named = st.query_params.get("also", "").split(",")
    st.session_state["also"] = [id_ for id_ in named if id_ in names][: MOST_PLACES - 1]
    return st.multiselect(
        _("More neighbourhoods (each gets a row of its own)"),
        list(names),
        format_func=names.__getitem__,
        max_selections=MOST_PLACES - 1,
        placeholder=_("None"),
        key="also",
        on_change=keep,
        args=(view, *CHOICES),
    )


def how_many_months(view: View) -> int:
    """The newest month, or the last 2, 3 or 12 as one."""
    words = {str(n): _("the last {n} months together").format(n=n) for n in SPANS} | {
        "1": _("the newest month")
    }
    return int(radio(view, "months", _("Months"), words, *CHOICES))


def take_away(view: View, months: int, group: str, others: list[str]) -> None:
    """The forms of the page, and the poster."""
    labels = {
        "html": _("Open the page to print"),
        "pdf": _("PDF"),
        "docx": _("Word"),
    }
    with st.container(horizontal=True):
        for form, label in labels.items():
            st.link_button(label, briefing_path(view.place, form, months, view.to, group, others))
    st.markdown(
        _("For the notice board there is [a poster with the coming meetings]({address}).").format(
            address=poster(view.place)
        )
    )


def preview(view: View, months: int, group: str, others: list[str]) -> None:
    """What it says: the same words and figures as in the files."""
    ids = list(dict.fromkeys((view.place.neighbourhood_id, *others)))[1:]
    more = [_ref(view, id_) for id_ in ids]
    for place in more:
        # Its row says that it is not read yet; it will be, beside.
        with suppress(PoliceDataError):
            keep_fresh.beside(place) if first_visit.is_held(place) else first_visit.visit(place)
    views = [view, *(view_of(place, view.to) for place in more)]
    st.header(_("What it says"), anchor=False)
    page = public_base() + light_page(view.place)
    _draw(briefing(views, months, page, group))
    st.header(_("A paragraph for a magazine"), anchor=False)
    options = {str(n): _("{n} words").format(n=n) for n in sorted(magazine.LENGTHS)}
    default = str(magazine.LENGTHS[0])
    words = int(radio(view, "words", _("At most"), options, *CHOICES, default=default))
    st.markdown(magazine.paragraph(views, months, page, group, words=words))
    file = briefing_path(view.place, "txt", months, view.to, group, others, words)
    st.link_button(_("The paragraph as a text file"), file)
    link_to("your_neighbourhood", _("Back to the neighbourhood"))


def _ref(view: View, id_: str) -> NeighbourhoodRef:
    return NeighbourhoodRef(view.place.force_id, id_)


def _draw(briefing: Briefing) -> None:
    st.markdown(f"**{literal(briefing.title)}**  \n{briefing.line}")
    st.markdown(f"**{briefing.caption}**")
    for said in briefing.said:
        st.markdown(said)
    if briefing.rows:
        st.table(
            pd.DataFrame(list(briefing.rows), columns=list(briefing.header)).set_index(briefing.header[0])
        )
    for note in briefing.notes:
        st.caption(note)
    for topic in briefing.topics:
        st.markdown(f"**{topic.title}**")
        for part in topic.parts:
            name = f"{literal(part.name)}: " if part.name else ""
            sentences = [f"{name if not number else ''}{text}" for number, text in enumerate(part.said)]
            heading = [name] if part.items and name else []
            st.markdown("\n\n".join([*heading, *sentences, "\n".join(f"- {item}" for item in part.items)]))
    for said in briefing.small_print:
        st.caption(said)
