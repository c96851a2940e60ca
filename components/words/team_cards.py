"""Priorities, officers, events and contacts as Markdown. Pure. What is missing is said, not left blank."""

from datetime import date, datetime, timedelta

from components.words.language import _, day_words, time_words, weekday_words
from components.words.markdown import link, literal, telephone_link
from components.words.team import priority_age, priority_name
from data_access.clean_text import first_sentence
from data_access.freshness import is_old, names_are_fresh
from data_access.models import Event, Facts, Force, Neighbourhood, Officer, Priority, Station

SITES = {"youtube": "YouTube", "rss": "RSS", "twitter": "X (Twitter)", "instagram": "Instagram"}
CONTACT_WORDS = ("email", "telephone", "mobile", "web", "website", "address", "fax")


def short_priority(priority: Priority, today: date) -> str:
    """A priority in two or three lines."""
    return "  \n".join(priority_parts(priority, today))


def priority_parts(priority: Priority, today: date) -> list[str]:
    """What the priority is, how old it is, and what was done where that is said."""
    lines = [f"**{priority_name(priority)}**", priority_age(priority, today)]
    if priority.action:
        done = literal(first_sentence(priority.action, 120).removesuffix("."))
        when = f", {day_words(priority.action_date)}" if priority.action_date else ""
        lines.append(_("What was done: {done}").format(done=done) + when)
    return lines


def priority_dates(priority: Priority, today: date) -> str:
    """The dates of a priority in one line."""
    parts = []
    if priority.issue_date:
        parts.append(_("Set {day}").format(day=day_words(priority.issue_date)))
    if priority.action_date:
        parts.append(_("last action {day}").format(day=day_words(priority.action_date)))
    if not parts:
        return _("No date is given.")
    if (last := priority.last_word) and is_old(priority, today):
        parts.append(
            _("{n} months ago (teams are asked to update every 3 months)").format(n=(today - last).days // 30)
        )
    return " · ".join(parts)


def short_event(event: Event) -> str:
    """What, where and when, in two lines."""
    return f"{event_place(event)}  \n**{event_time(event)}**"


def event_place(event: Event) -> str:
    """What and where."""
    return ", ".join(literal(part) for part in (event.title, _one_line(event.address)) if part)


def event_time(event: Event) -> str:
    """`Thursday 3 December, 6 pm to 7 pm`; a day alone where no time is given."""
    if event.start is None:
        return _("date to be announced")
    if event.days:
        first, last = map(weekday_words, event.days)
        return first if first == last else _("{start} to {end}").format(start=first, end=last)
    words = f"{weekday_words(event.start)}, {time_words(event.start)}"
    if event.closes is None:
        return words
    end = time_words(event.closes)
    # Midnight still belongs to the evening.
    if (event.closes - timedelta(minutes=1)).date() != event.start.date():
        end = f"{weekday_words(event.closes)}, {end}"
    return _("{start} to {end}").format(start=words, end=end)


def no_event(events: Facts[tuple[Event, ...]] | None) -> str:
    """Why no event is shown."""
    if events is None:
        return _("We have not read the team's events yet.")
    return _("No meetings are listed on police.uk at the moment.")


def officer(officer: Officer) -> str:
    """`Sgt Alex Example`."""
    return literal(" ".join(part for part in (officer.rank, officer.name) if part))


def team_line(team: Facts[tuple[Officer, ...]] | None, now: datetime) -> str:
    """The officers in one line, or why they are not named."""
    if team is None:
        return _("We have not read yet who is in the team.")
    if not names_are_fresh(team, now):
        return _("See police.uk for who is in the team now.")
    if not team.value:
        return _("police.uk lists no named officer for this neighbourhood.")
    return " · ".join(officer(one) for one in team.value)


def contacts(neighbourhood: Neighbourhood, shown_above: str = "") -> list[str]:
    """The team's published ways to reach it, a line each; without those that stand in `shown_above`."""
    labels = {
        "email": _("E-mail"),
        "telephone": _("Telephone"),
        "mobile": _("Mobile"),
        "web": _("Web page"),
        "website": _("Web page"),
        "address": _("Address"),
        "fax": _("Fax"),
    }
    found = dict(neighbourhood.contact)
    ways = {_reach(key, found[key]): labels[key] for key in CONTACT_WORDS if found.get(key)}
    return [f"{label}: {way}" for way, label in ways.items() if way not in shown_above]


def social(neighbourhood: Neighbourhood, force: Force | None) -> list[str]:
    """The team's and the force's pages elsewhere, as links; each address once."""
    own = [(key, text) for key, text in neighbourhood.contact if key not in CONTACT_WORDS]
    forces = [(one.title, one.url) for one in force.engagement] if force else []
    seen: dict[str, str] = {}
    for title, url in own:
        seen.setdefault(url, _("{title} (the team)").format(title=_site(title)))
    for title, url in forces:
        seen.setdefault(url, _("{title} (the whole force)").format(title=_site(title)))
    return [link(title, url) for url, title in seen.items() if url.startswith("http")]


def _site(title: str) -> str:
    """`Facebook` for police.uk's `facebook`."""
    return SITES.get(title.lower(), title.replace("-", " ").capitalize()) or _("Web page")


def station(station: Station) -> str:
    """A police station in one line."""
    parts = [station.name, _one_line(station.address), station.postcode, station.telephone]
    return literal(", ".join(part for part in parts if part))


def _reach(key: str, text: str) -> str:
    if key == "email":
        return link(text, f"mailto:{text}")
    if key in {"telephone", "mobile"}:
        return telephone_link(text)
    return link(text, text) if text.startswith("http") else literal(text)


def _one_line(text: str) -> str:
    return ", ".join(part.strip(" ,") for part in text.splitlines() if part.strip(" ,"))
