"""The staff's page: comments, and what was done lately. Each button asks for the role again."""

from functools import partial

import streamlit as st

from components.controls.staff_access import asked_twice, asking_button, button, part
from components.words.comments_waiting import waiting_words
from components.words.language import _, day_words, month_words, time_words
from components.words.markdown import literal
from data_access.london_time import LONDON
from data_access.store import places
from data_access.survey.staff import comments_waiting, moderation
from data_access.survey.staff.moderation import Comment, Done
from data_access.survey.staff.permission import may
from data_access.translation import N_

STATES = {
    "new": N_("not read yet"),
    "held": N_("to be read first: it may tell of danger"),
    "redacted": N_("something was taken out; it waits"),
    "released": N_("public"),
}
ACTS = {
    ("comment", "released"): N_("{who} made a comment public"),
    ("comment", "redacted"): N_("{who} shortened a comment"),
    ("comment", "deleted"): N_("{who} deleted a comment"),
    ("burst", "let_in"): N_("{who} let in answers that were held back"),
    ("burst", "kept_out"): N_("{who} kept out answers that were held back"),
    ("reply", "written"): N_("{who} wrote what the team did"),
    ("reply", "changed"): N_("{who} changed what the team did"),
    ("reply", "removed"): N_("{who} removed what the team did"),
    ("note", "written"): N_("{who} wrote a note"),
    ("note", "withdrawn"): N_("{who} took a note back"),
    ("hidden", "hidden"): N_("{who} hid something"),
    ("hidden", "shown"): N_("{who} showed something again"),
    ("export", "exported"): N_("{who} made the file of all answers"),
}


def waiting(email: str) -> None:
    """At the head of the page: how many comments wait, and how many of them may tell of danger."""
    if not may(email, "moderator"):
        return
    with part():
        found = comments_waiting.everywhere()
        if found.comments:
            say = st.warning if found.of_danger else st.info
            say(waiting_words(found.comments, found.of_danger))


def comments(email: str) -> None:
    """The comments, what may tell of danger first; those that are public are folded away."""
    if not may(email, "moderator"):
        return
    with part(_("Comments to read")):
        found = list(enumerate(moderation.to_read(email), 1))
        waiting = [(n, comment) for n, comment in found if comment.state != "released"]
        if not waiting:
            st.markdown(_("There are none."))
        for n, comment in waiting:
            _comment(n, comment, email)
        if public := [(n, comment) for n, comment in found if comment.state == "released"]:
            with st.expander(_("Public comments ({n})").format(n=len(public))):
                for n, comment in public:
                    _comment(n, comment, email)


def lately(email: str) -> None:
    """What members of staff did, newest first."""
    if not may(email, "moderator"):
        return
    with part(_("What was done lately")):
        done = moderation.log(email, 20)
        # Plain text: as Markdown an e-mail address would become a link.
        st.text("\n".join(map(_line, done)) if done else _("Nothing yet."))


def _line(done: Done) -> str:
    at = done.at.astimezone(LONDON)
    act = _(ACTS.get((done.about, done.what), N_("{who} changed something"))).format(who=done.who)
    where = [places.name_of(done.place)] if done.place.neighbourhood_id else []
    return ", ".join([day_words(at), time_words(at), act, *where])


def _comment(n: int, comment: Comment, email: str) -> None:
    # Whoever changed the words meanwhile: the box is a new one, and shows them.
    box = f"redact-{comment.id}-{hash(comment.text)}"
    with st.container(border=True):
        about = [places.name_of(comment.place), month_words(comment.month), _(STATES[comment.state])]
        st.markdown(literal(f"{n}: " + " · ".join(about)))
        if comment.risk:
            st.warning(_("It may tell of somebody in danger. Decide first whether somebody must act."))
        st.text_area(
            _("Edit comment {n}").format(n=n),
            comment.text,
            key=box,
        )
        save, delete, release = (
            f"{what}-{comment.id}-button" for what in ("redacted", "deleted", "released")
        )
        deleting = partial(moderation.delete, comment.id, email)
        gone, public = N_("Its text is deleted."), N_("It is public.")

        def releasing() -> None:
            moderation.release(comment.id, st.session_state[box], email)

        def saving() -> None:
            st.session_state[box] = moderation.redact(comment.id, st.session_state[box], email)

        with st.container(horizontal=True):
            button(_("Save the edited text of {n}").format(n=n), save, N_("The edited text waits."), saving)
            asking_button(_("Delete comment {n}").format(n=n), delete)
            if comment.state != "released":
                words = _("Release comment {n}").format(n=n)
                if comment.risk:
                    asking_button(words, release)
                else:
                    button(words, release, public, releasing)
        question = _("Delete comment {n}? Nobody can bring its text back.").format(n=n)
        asked_twice(delete, question, _("Yes, delete it for good"), gone, deleting)
        question = _("Comment {n} may tell of somebody in danger. Publish it all the same?").format(n=n)
        asked_twice(release, question, _("Yes, publish it"), public, releasing)
