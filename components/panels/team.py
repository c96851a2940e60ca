"""The local team's page in parts. What police.uk does not give is said, with the next best way."""

import streamlit as st

from components.addresses import feed, subscription
from components.controls.address_bar import public_base
from components.controls.links import link_to
from components.controls.text import bullets
from components.words import feeds, own_facts, team, team_cards
from components.words.language import _, day_words
from components.words.markdown import link
from data_access import freshness
from data_access.curated.local_facts import Item
from data_access.models import Priority
from data_access.overviews.place import View
from data_access.settings import now


def officers(view: View) -> None:
    """The officers by rank and name, while the list is fresh."""
    st.header(_("Who they are"), anchor=False)
    if view.team and view.team.value and freshness.names_are_fresh(view.team, now()):
        bullets(*map(team_cards.officer, view.team.value))
        st.caption(_("As police.uk listed them on {day}.").format(day=day_words(view.team.fetched_at)))
    else:
        st.markdown(team_cards.team_line(view.team, now()))


def ways_to_reach(view: View) -> None:
    """The team's own contacts, then the force's, then 101."""
    st.header(_("How to reach them"), anchor=False)
    said = team.reach_team(view.profile, view.force, view.local)
    st.markdown(said)
    lines = team_cards.contacts(view.profile, said) if view.profile else []
    if view.profile and view.profile.url and not _told(view.profile.url, said):
        lines.append(link(_("The team's page on the force's site"), view.profile.url))
    if lines:
        bullets(*lines)
    here = view.local
    own = (here.messaging, here.online_report, here.street_safe, here.contract)
    _items(None, [item for item in own if item and not _told(item.url, said)])
    if view.profile and view.profile.stations:
        st.markdown(_("Police stations:"))
        bullets(*map(team_cards.station, view.profile.stations))


def elsewhere(view: View) -> None:
    """Social media, the force's plan and advice, and who else to tell."""
    here = view.local
    social = team_cards.social(view.profile, view.force) if view.profile else []
    if social or here.social:
        st.header(_("Follow them"), anchor=False)
        bullets(*social)
        _items(None, [item for item in here.social if not _told(item.url, *social)])
    _items(_("Who to contact about other problems"), list(here.partners))
    _items(_("Plans and advice"), [*(i for i in (here.plan, here.control_strategy) if i), *here.advice])


def priorities(view: View) -> None:
    """Each priority in the team's own words, with its dates and what was done."""
    for n, priority in enumerate(_priorities(view)):
        with st.container(border=True, key=f"priority-{n}"):
            st.html(priority.issue)
            st.caption(team_cards.priority_dates(priority, now().date()))
            if priority.action:
                st.markdown(f"**{_('What was done')}**")
                st.html(priority.action)
            else:
                st.markdown(_("The team has not said yet what was done."))
    st.caption(_("In the team's own words, as police.uk published them."))
    bullets(*feeds.lines(view.place, feeds.PRIORITIES))


def events(view: View, most: int | None = None, *, described: bool = True) -> None:
    """Coming events with their dates in words, at most so many of them."""
    st.header(_("Meet them"), anchor=False)
    coming = freshness.upcoming(view.events, now())
    if not coming:
        st.markdown(team_cards.no_event(view.events))
    for event in coming[:most]:
        st.markdown(team_cards.short_event(event))
        if described and event.description:
            st.html(event.description)
    if any(event.start for event in coming):
        with st.container(horizontal=True):
            st.link_button(_("Subscribe in your calendar"), subscription(public_base(), view.place))
            st.link_button(_("Download these dates"), feed(view.place, "events.ics"))
        st.caption(
            _("With a subscription new dates come by themselves. A download holds them as they are today.")
        )


def description(view: View) -> None:
    """What the force writes about the neighbourhood, folded."""
    if view.profile and view.profile.description:
        with st.expander(_("About this neighbourhood, in the force's words")):
            st.html(view.profile.description)


def _items(heading: str | None, items: list[Item]) -> None:
    """A force's own facts, and beneath them when they were last looked at."""
    if not items:
        return
    if heading:
        st.header(heading, anchor=False)
    bullets(*map(own_facts.line, items))
    st.caption(own_facts.checked(items))


def _priorities(view: View) -> tuple[Priority, ...]:
    """What stands under the heading; why there is none, where there is none."""
    st.header(_("What your team is working on"), anchor=False)
    listed = view.priorities.value if view.priorities else ()
    if not listed:
        st.markdown(team.newest_priority(view.priorities))
    return listed


def _told(url: str | None, *said: str) -> bool:
    """Whether a sentence above has the link already."""
    return url is not None and any(link("", url)[1:] in sentence for sentence in said)


def working_on(view: View) -> None:
    """The newest three priorities."""
    if listed := _priorities(view):
        for priority in listed[:3]:
            st.markdown(team_cards.short_priority(priority, now().date()))
        link_to("local_team", _("All priorities"))


def who_they_are(view: View) -> None:
    """The officers, and the way to them."""
    st.header(_("Your team"), anchor=False)
    st.markdown(team_cards.team_line(view.team, now()))
    link_to("local_team", _("How to reach them"))
