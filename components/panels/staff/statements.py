"""The staff's page: what the team says of a neighbourhood, what it hides, and the answers as a file."""

from functools import partial

import streamlit as st

from components.controls.staff_access import asked_twice, asking_button, attempt, button, part
from components.words.language import _, day_words, month_words
from components.words.markdown import literal
from components.words.survey_form import quarter_words
from data_access import clean_text
from data_access.counts import crimes
from data_access.models import Event, NeighbourhoodRef, Officer, Priority
from data_access.store import places
from data_access.store.team_statements import key_of
from data_access.survey.quarters import Quarter
from data_access.survey.staff import export, hidden_items, notes, replies
from data_access.translation import N_


def replies_of(place: NeighbourhoodRef, email: str) -> None:
    """You said, we did: what stands, and one more."""
    with part(_("You said, we did")):
        for n, reply in enumerate(replies.of_place(place), 1):
            _reply(n, reply, place, email)
        key = f"{place.force_id}-{place.neighbourhood_id}"
        now = Quarter.current()
        with st.form(f"reply-{key}"):
            st.selectbox(_("Quarter"), [now.previous, now], format_func=quarter_words, key=f"quarter-{key}")
            st.text_area(_("You said"), key=f"said-{key}", max_chars=replies.LONGEST)
            st.text_area(_("We did"), key=f"did-{key}", max_chars=replies.LONGEST)

            def write() -> None:
                said, did = (st.session_state[f"{name}-{key}"] for name in ("said", "did"))
                replies.write(place, st.session_state[f"quarter-{key}"], said, did, email)
                st.session_state[f"said-{key}"] = st.session_state[f"did-{key}"] = ""

            done = N_("Your answer is public.")
            st.form_submit_button(_("Publish the answer"), on_click=attempt, args=(done, write))


def _reply(n: int, reply: replies.Written, place: NeighbourhoodRef, email: str) -> None:
    """What stands, to be changed or removed."""
    words = [quarter_words(Quarter.parse(reply.quarter)), reply.said, reply.did]
    st.markdown("  \n".join(map(literal, words)))
    boxes = {name: f"{name}-{reply.id}" for name in ("said", "did")}

    def change() -> None:
        said, did = (st.session_state[box] for box in boxes.values())
        replies.change(place, reply.id, said, did, email)

    with st.expander(_("Change or remove answer {n}").format(n=n)):
        most = replies.LONGEST
        st.text_area(_("You said (answer {n})").format(n=n), reply.said, max_chars=most, key=boxes["said"])
        st.text_area(_("We did (answer {n})").format(n=n), reply.did, max_chars=most, key=boxes["did"])
        with st.container(horizontal=True):
            button(_("Change answer {n}").format(n=n), f"change-{reply.id}", N_("It is changed."), change)
            asking_button(_("Remove answer {n}").format(n=n), f"reply-{reply.id}")
        remove = partial(replies.remove, place, reply.id, email)
        question, yes = _("Remove answer {n}? It is deleted for good."), _("Yes, remove it for good")
        asked_twice(f"reply-{reply.id}", question.format(n=n), yes, N_("It is removed."), remove)


def notes_of(place: NeighbourhoodRef, email: str) -> None:
    """From your team: the notes in force, and one more."""
    with part(_("From your team")):
        for n, note in enumerate(notes.of_place(place), 1):
            until = _("until {day}").format(day=day_words(note.expires_on))
            st.markdown(f"{literal(note.text)}  \n{literal(note.signed)}, {until}")
            withdraw = partial(notes.withdraw, place, note.id, email)
            button(_("Take note {n} back").format(n=n), f"note-{note.id}", N_("It is taken back."), withdraw)
        key = f"{place.force_id}-{place.neighbourhood_id}"
        with st.form(f"note-{key}"):
            st.text_area(
                _("Your note, {n} words at most").format(n=notes.MOST_WORDS),
                key=f"note-text-{key}",
                max_chars=notes.LONGEST,
            )
            st.text_input(_("Signed by (rank or role)"), key=f"note-rank-{key}", max_chars=notes.LONGEST_RANK)
            st.selectbox(
                _("About the figures of a month (optional)"),
                crimes.counts(place).table.index[::-1][:12].tolist(),
                index=None,
                format_func=month_words,
                key=f"note-month-{key}",
            )

            def write() -> None:
                text, rank, month = (
                    st.session_state[f"note-{name}-{key}"] for name in ("text", "rank", "month")
                )
                notes.write(place, text, rank, email, month)
                st.session_state[f"note-text-{key}"] = ""

            done = N_("Your note is public for three months.")
            st.form_submit_button(_("Publish the note"), on_click=attempt, args=(done, write))


def hiding(place: NeighbourhoodRef, email: str) -> None:
    """Hide what is wrong, everywhere at once; show again what was hidden."""
    with part(_("Hide what is wrong")):
        why = hidden_items.reasons(place)
        items = {key_of(item): item for item in places.as_published(place)}
        for n, (key, reason) in enumerate(why.items(), 1):
            name = _item(items[key]) if key in items else _("An item that police.uk lists no longer")
            st.markdown(f"{_('Hidden:')} {literal(name)} ({literal(reason)})")
            unhide = partial(hidden_items.unhide, place, key, email)
            button(_("Show item {n} again").format(n=n), f"show-{key}", N_("It is shown again."), unhide)
        shown = [key for key in items if key not in why]
        if not shown:
            st.markdown(_("There is nothing to hide."))
            return
        here = f"{place.force_id}-{place.neighbourhood_id}"
        with st.form(f"hide-{here}"):
            options = {key: _item(items[key]) for key in shown}
            st.selectbox(
                _("Officer, event or priority"), shown, format_func=options.__getitem__, key=f"item-{here}"
            )
            st.text_input(_("Why"), key=f"why-{here}", max_chars=hidden_items.LONGEST_REASON)

            def hide() -> None:
                item = items[st.session_state[f"item-{here}"]]
                hidden_items.hide(place, item, st.session_state[f"why-{here}"], email)
                st.session_state[f"why-{here}"] = ""

            st.form_submit_button(
                _("Hide it everywhere"), on_click=attempt, args=(N_("It is hidden everywhere."), hide)
            )


def export_of(place: NeighbourhoodRef, email: str) -> None:
    """The force's answers as a file, made when asked for: that it was made is written down."""
    with part(_("All answers as a file")):
        st.markdown(_("A row is one person's answers, of all the force's neighbourhoods. Keep it safe."))
        key = f"export-{place.force_id}"

        def make() -> None:
            st.session_state[key] = export.for_staff(place.force_id, email)

        if body := st.session_state.pop(key, None):
            name = f"survey-{place.force_id}.csv"
            st.download_button(_("Download the file (CSV)"), body, name, "text/csv")
        else:
            button(_("Make the file"), f"{key}-make", N_("The file is ready."), make)


def _item(item: Officer | Event | Priority) -> str:
    match item:
        case Officer():
            return _("Officer: {name}").format(name=" ".join(filter(None, (item.rank, item.name))))
        case Event():
            when = f", {day_words(item.start)}" if item.start else ""
            return _("Event: {name}").format(name=item.title + when)
        case Priority():
            return _("Priority: {name}").format(name=clean_text.first_sentence(item.issue))
