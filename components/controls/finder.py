"""From a postcode, a place name or a list to a neighbourhood. The postcode stays in this session's memory."""

import streamlit as st

from components.controls.address_bar import force_in_address, write
from components.controls.links import as_link, go_home
from components.menu import page as page_of
from components.words.language import _
from components.words.markdown import literal
from data_access import find_neighbourhood
from data_access.errors import PoliceDataError
from data_access.find_neighbourhood import Looked
from data_access.models import NeighbourhoodRef
from data_access.refresh import on_demand
from data_access.settings import settings
from data_access.store import places


def draw(page: str) -> None:
    """Draw the finder; `page` is the page that holds it."""
    if settings().demonstration:
        st.info(_("This is a demonstration. Try the postcode XX1 1AA, or Market Ashby."))
    with st.form("finder", border=False, enter_to_submit=True):
        text = st.text_input(
            _("Postcode, or the name of a town or village"), autocomplete="postal-code", max_chars=100
        )
        asked = st.form_submit_button(_("Find"), type="primary")
    if asked:
        looked = find_neighbourhood.look_up(text)
        st.session_state["found"] = looked
        _go(page, looked)
    _choose_among_found(page)
    st.header(_("Or choose from the list"), anchor=False)
    _choose_from_list(page)


def _choose_among_found(page: str) -> None:
    found: Looked | None = st.session_state.get("found")
    if found is None or not found.choices:
        return
    st.markdown(_(found.question))
    for n, choice in enumerate(found.choices):
        if st.button(literal(choice.name), key=f"found_{n}"):
            _go(page, find_neighbourhood.chosen(choice))


def _go(page: str, looked: Looked) -> None:
    """Open the neighbourhood that was found, if one was."""
    if looked.trouble:
        st.error(_(looked.trouble))
    if looked.force_id:
        st.switch_page(as_link(page_of("find")), query_params={"force": looked.force_id})
    if looked.place:
        open_place(page, looked.place, find_neighbourhood.signed(looked.within))


def open_place(page: str, place: NeighbourhoodRef, looked_for: str = "") -> None:
    """Go to the neighbourhood's own page, with the place in the address and what was looked for there."""
    st.session_state["place"] = place
    st.session_state["found"] = None
    if page == "your_neighbourhood":
        write(place, looked_for=looked_for)
        st.rerun()
    go_home(place, looked_for)


def _choose_from_list(page: str) -> None:
    try:
        with st.spinner(_("Getting the list of police forces.")):
            on_demand.reference()
    except PoliceDataError as error:
        if places.forces() is None:
            st.error(_(error.sentence))
            return
    forces = places.forces()
    names = {force.id: force.name for force in forces.value} if forces else {}
    first = next((f for f in (force_in_address(), *settings().forces) if f in names), None)
    force_id = st.selectbox(
        _("Police force"),
        list(names),
        index=list(names).index(first) if first else None,
        format_func=lambda f: names.get(f, f),
        placeholder=_("Choose a police force"),
    )
    if force_id:
        _choose_neighbourhood(page, force_id)


def _choose_neighbourhood(page: str, force_id: str) -> None:
    try:
        with st.spinner(_("Getting the list of neighbourhoods.")):
            on_demand.reference(force_id)
    except PoliceDataError as error:
        if places.neighbourhoods(force_id) is None:
            st.error(_(error.sentence))
            return
    names = places.names(force_id)
    chosen = st.selectbox(
        _("Neighbourhood"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Choose a neighbourhood"),
        key=f"neighbourhoods_of_{force_id}",
    )
    if st.button(_("Show this neighbourhood"), disabled=chosen is None) and chosen:
        open_place(page, NeighbourhoodRef(force_id, chosen))
