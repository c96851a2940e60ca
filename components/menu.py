"""The table of pages: the menu, the address book of public routes and the 404s all read it. No Streamlit."""

from dataclasses import dataclass

from data_access.errors import N_


@dataclass(frozen=True)
class Page:
    """A page: `file` in pages/ (without .py), its title, its address, and what it is for in one sentence."""

    file: str
    title: str
    url_path: str
    in_menu: bool
    description: str


PAGES: tuple[Page, ...] = (
    Page(
        "your_neighbourhood",
        N_("Your neighbourhood"),
        "",
        True,
        N_("Crime, policing priorities and your local team, in plain words, for where you live."),
    ),
    Page(
        "crime_trends",
        N_("Crime trends"),
        "crime_trends",
        True,
        N_("Recorded crime in your neighbourhood, month by month, and what is usual for it."),
    ),
    Page(
        "crime_map",
        N_("Crime map"),
        "crime_map",
        True,
        N_("Roughly where crime was recorded in your neighbourhood. The points are approximate."),
    ),
    Page(
        "local_team",
        N_("Local team"),
        "local_team",
        True,
        N_("Who your local officers are, how to reach them, what they work on and when to meet them."),
    ),
    Page(
        "about_the_data",
        N_("About the data"),
        "about_the_data",
        True,
        N_("Where the figures come from, and what they cannot say."),
    ),
    Page(
        "outcomes",
        N_("Outcomes"),
        "outcomes",
        False,
        N_("What became of the crimes recorded in your neighbourhood, by how long ago they were."),
    ),
    Page(
        "stop_and_search",
        N_("Stop and search"),
        "stop_and_search",
        False,
        N_("Stop and search in your neighbourhood and by your police force, where it is published."),
    ),
    Page(
        "find",
        N_("Find your neighbourhood"),
        "find",
        False,
        N_("Find your police neighbourhood by postcode, by place or by force."),
    ),
)


def page(file: str) -> Page:
    """The page of that file. Raises KeyError for one that is not in the table."""
    return {entry.file: entry for entry in PAGES}[file]
