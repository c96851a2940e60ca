"""The frame that every page opens for itself: menu, place, title, age of the figures, footer.

A page stands alone: whichever one is opened first, by a shared link after a restart, it draws all of this.
The place comes from the address and goes back into it; the session remembers it for an address without one.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from components import menu
from components.content import summary
from components.controls import finder, footer
from components.controls.address_bar import looked_for_in_address, place_in_address, to_in_address
from components.controls.links import draw_menu, link_to
from components.panels import about_the_data, what_happened
from components.words import attribution, crime
from components.words.language import _, month_words
from components.words.looked_for import lies_in
from components.words.markdown import literal
from data_access.errors import InvalidQuestion, PoliceDataError, UnknownPlace
from data_access.find_neighbourhood import signed_name
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View, view_of
from data_access.refresh import first_visit, keep_fresh, police_uk_status

log = logging.getLogger("yourpatch.page")
# How often a waiting first visitor sees the progress move.
LOOK_AGAIN_S = 0.25
Lines = Callable[[View], tuple[str, str]]


@contextmanager
def page(name: str, title: str, lines: Lines = summary.lines) -> Iterator[View]:
    """Open the page `name` of the menu; `title` may hold {place}, `lines` say whose figures they are and how
    old, whole and short. Faults become sentences, never traces.
    """
    st.set_page_config(page_title=_("Your Patch"), layout="wide")
    draw_menu()
    main = st.container(key="main")
    view = None
    with main, _faults_as_sentences(name, _(menu.page(name).title)):
        demonstration_banner()
        view = _open(name, title, lines)
    if view is None:
        footer.draw()
        st.stop()
    with main, _faults_as_sentences(name):
        yield view
    footer.draw()


@contextmanager
def _faults_as_sentences(name: str, title: str = "") -> Iterator[None]:
    """`title`: what stands over the sentence, where the page has drawn no title of its own."""
    try:
        yield
    except PoliceDataError as error:
        if isinstance(error, UnknownPlace | InvalidQuestion):
            # The error holds what a visitor typed, which is not written down.
            log.info("%s: %s", name, type(error).__name__)
            st.session_state.pop("place", None)
        else:
            log.warning("%s: %s: %s", name, type(error).__name__, error)
        _title(title)
        st.error(_(error.sentence))
        finder.draw(name)
    except Exception:
        log.exception("page %s failed", name)
        _title(title)
        st.error(_("Something went wrong on our side. We have noted it. Please try again in a minute."))


def _title(title: str) -> None:
    if title:
        st.title(title, anchor=False)


def demonstration_banner() -> None:
    """Say on every view that the figures are invented, where they are."""
    if said := attribution.demonstration():
        with st.container(key="demonstration"):
            st.markdown(said)


def _open(name: str, title: str, lines: Lines) -> View | None:
    place = place_in_address()
    if place is None:
        _ask_for_place(name)
        return None
    _hold(place)
    view = view_of(place, to_in_address())
    _head(title.format(place=view.name), view, *lines(view))
    return view


def _ask_for_place(name: str) -> None:
    st.set_page_config(page_title=_("Find your neighbourhood · Your Patch"))
    if name == "your_neighbourhood":
        st.title(_("What is going on around you?"), anchor=False)
        st.markdown(
            _(
                "Read what was recorded near you, whether that is usual, who your neighbourhood team is "
                "and what they have promised to do."
            )
        )
    else:
        st.title(_(menu.page(name).title), anchor=False)
        st.markdown(_(menu.page(name).description) + " " + _("Find your neighbourhood first."))
    finder.draw(name)
    if name == "your_neighbourhood":
        what_happened.choices(None)
    if name == "about_the_data":
        about_the_data.in_general()


def _hold(place: NeighbourhoodRef) -> None:
    """Hold the place: at once from the store, or by a first visit that reads police.uk while we wait."""
    if first_visit.is_held(place):
        keep_fresh.beside(place)
        return
    waiting = st.empty()
    while not (progress := first_visit.visit(place)).ready:
        if progress.error and not progress.waiting:
            waiting.empty()
            raise progress.error
        with waiting.container():
            st.markdown(
                _("Waiting for {n} other neighbourhoods to be read first.").format(n=progress.waiting)
                if progress.waiting
                else crime.getting(progress.done, progress.total)
            )
            st.progress(progress.done / max(progress.total, 1))
        time.sleep(LOOK_AGAIN_S)
    waiting.empty()


def _head(title: str, view: View, line: str, short_line: str) -> None:
    place = [] if view.name in title else [view.name]
    st.set_page_config(page_title=" · ".join([title, *place, _("Your Patch")]))
    st.title(literal(title), anchor=False)
    # On a phone the whole line stands at the end of the page, and the short one here.
    with st.container(key="line"):
        st.markdown(line)
    with st.container(key="short-line", horizontal=True, gap="small"):
        st.markdown(short_line, width="content")
        link_to("find", _("Change place"))
    if view.to:
        st.info(_("You are reading this page as of {month}.").format(month=month_words(view.to)))
    if within := lies_in(signed_name(looked_for_in_address()), view.name):
        st.info(within)
    if trouble := police_uk_status.trouble():
        saved = summary.saved(view)
        st.warning(crime.stale(trouble.error.sentence, saved) if saved else _(trouble.error.sentence))
    if not first_visit.visit_finished(view.place):
        _still_getting(view.place)


@st.fragment(run_every=1.0)
def _still_getting(place: NeighbourhoodRef) -> None:
    """The rest of a first visit arrives while the newest year is already being read."""
    progress = first_visit.visit(place)
    if progress.finished:
        st.rerun()
    st.caption(crime.getting(progress.done, progress.total))


@contextmanager
def bare_page(name: str, title: str) -> Iterator[None]:
    """Open a page that is about no place."""
    st.set_page_config(page_title=f"{title} · {_('Your Patch')}", layout="wide")
    draw_menu()
    with st.container(key="main"):
        demonstration_banner()
        st.title(title, anchor=False)
        with _faults_as_sentences(name):
            yield
    footer.draw()
