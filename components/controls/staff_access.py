"""Who may see the staff's page, and how each of its parts reads and acts: faults become sentences.

Streamlit signs people in by OpenID Connect (its `auth` secrets); the role is the operator's list's, asked for
anew at each look here, and again by whatever changes something.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components.words.language import _
from data_access.settings import settings
from data_access.survey.staff.permission import NotAccepted, NotAllowed, role_of
from data_access.translation import N_

log = logging.getLogger("yourpatch.staff")

NOT_SET_UP = N_("Nobody can sign in here: whoever runs this site has not set it up.")
SIGN_IN = N_("This page is for members of the neighbourhood team. Sign in with your work account.")
NOT_LISTED = N_("This account is not on the list of people who may use this page.")
NO_ADDRESS = N_("Your sign-in service names no e-mail address for this account.")
NOT_VERIFIED = N_("Your sign-in service has not made sure that this e-mail address is yours.")
UNREACHABLE = N_("That cannot be read or kept at the moment. We have noted it. Please try again in a minute.")
ASK = N_("Ask whoever runs this site, or sign in with another account.")
# Which button waits for its second press, by its key.
ASKED = "staff-asked"
ROLES = {"reader": N_("reader"), "editor": N_("editor"), "moderator": N_("moderator")}


def signed_in() -> str:
    """The e-mail of whoever is signed in and on the list; "" for everybody else."""
    return _address() if st.user.get("is_logged_in") and not _refusal() else ""


def member() -> str | None:
    """The e-mail of a member of staff who is signed in; else the sentence on why nothing is shown."""
    if not _set_up():
        st.markdown(_(NOT_SET_UP))
        return None
    if not st.user.get("is_logged_in"):
        st.markdown(_(SIGN_IN))
        st.button(_("Sign in"), type="primary", on_click=st.login)
        return None
    who = signed_in()
    if who:
        words = _("You are signed in as {who}; your role is {role}.")
        # Plain text: as Markdown the address would become a link.
        st.text(words.format(who=who, role=_(ROLES[role_of(who)])))
    else:
        if address := _address():
            st.text(_("You are signed in as {who}.").format(who=address))
        st.markdown(f"{_(_refusal())} {_(ASK)}")
    st.button(_("Sign out"), on_click=st.logout)
    _told()
    return who or None


def attempt(done: str, action: Callable[[], object]) -> None:
    """Do what a button asks for; what came of it is said at the top. `done`: the sentence (N_) on success."""
    _ask("")
    try:
        action()
    except (NotAllowed, NotAccepted) as error:
        values = error.values if isinstance(error, NotAccepted) else {}
        st.session_state["staff-said"] = (False, _(error.sentence).format(**values))
    except (SQLAlchemyError, OSError) as error:
        _note(error)
        st.session_state["staff-said"] = (False, _(UNREACHABLE))
    else:
        st.session_state["staff-said"] = (True, _(done))


def button(label: str, key: str, done: str, action: Callable[[], object]) -> None:
    """A button that makes this attempt."""
    st.button(label, key=key, on_click=attempt, args=(done, action))


def asking_button(label: str, key: str) -> None:
    """A button that does nothing but have `asked_twice` ask."""
    st.button(label, key=key, on_click=_ask, args=(key,))


def asked_twice(key: str, question: str, yes: str, done: str, action: Callable[[], object]) -> None:
    """Below the asking button of that key, once it was pressed: the question, "No", and what does it."""
    if st.session_state.get(ASKED) != key:
        return
    st.warning(question)
    with st.container(horizontal=True):
        st.button(_("No"), key=f"no-{key}", on_click=_ask, args=("",))
        button(yes, f"yes-{key}", done, action)


@contextmanager
def part(title: str = "") -> Iterator[None]:
    """A part of the page, under its title if it has one; what cannot be read is a sentence there."""
    if title:
        st.header(title, anchor=False)
    try:
        yield
    except NotAllowed as error:
        st.markdown(_(error.sentence))
    except (SQLAlchemyError, OSError) as error:
        _note(error)
        st.error(_(UNREACHABLE))


def _ask(key: str) -> None:
    st.session_state[ASKED] = key


def _address() -> str:
    return str(st.user.get("email") or "").strip()


def _refusal() -> str:
    """Why this account may not in (N_); "" for one that may."""
    if not _address():
        return NO_ADDRESS
    # Some write the word. A provider that does not say vouches for its own accounts, as a workplace's does.
    if str(st.user.get("email_verified")).lower() == "false":
        return NOT_VERIFIED
    return "" if role_of(_address()) else NOT_LISTED


def _set_up() -> bool:
    return bool(settings().staff) and st.secrets.load_if_toml_exists() and "auth" in st.secrets


def _told() -> None:
    if said := st.session_state.pop("staff-said", None):
        well, sentence = said
        (st.success if well else st.error)(sentence)


def _note(error: Exception) -> None:
    # The error's words may hold what people wrote: only its kind is logged.
    log.error("the staff's page: %s", type(error).__name__)
