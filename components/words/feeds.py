"""What programs may read of a neighbourhood, and what each file is for. Pure; Markdown lines."""

from components.addresses import feed
from components.words.language import _
from components.words.markdown import link
from data_access.models import NeighbourhoodRef
from data_access.translation import N_

PRIORITIES, EVENTS, COUNTS = "priorities.rss", "events.ics", "crimes.csv"
MEDIA_TYPES = {
    PRIORITIES: "application/rss+xml",
    EVENTS: "text/calendar",
    COUNTS: "text/csv",
}
TITLES = {
    PRIORITIES: N_("Priorities as a feed (RSS)"),
    EVENTS: N_("Meetings as a calendar file (iCalendar)"),
    COUNTS: N_("Counts for a spreadsheet (CSV)"),
}
USES = {
    PRIORITIES: N_("a feed reader, or your own website, shows each new priority by itself."),
    EVENTS: N_("your calendar shows when and where to meet the team."),
    COUNTS: N_("every month and kind of crime, to sort and add up."),
}


def files(*, figures: bool) -> tuple[str, ...]:
    """Those for people's own programs, `figures` only where there are any."""
    return (COUNTS, PRIORITIES) if figures else (PRIORITIES,)


def lines(place: NeighbourhoodRef, *files: str, base: str = "") -> list[str]:
    """A line for each file: its link, and what it is for."""
    return [
        _("{link}: {use}").format(link=link(_(TITLES[file]), base + feed(place, file)), use=_(USES[file]))
        for file in files
    ]
