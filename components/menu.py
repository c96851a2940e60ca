"""The table of pages: the menu, the address book of public routes and the 404s all read it. No Streamlit."""

from dataclasses import dataclass

from data_access.translation import N_


@dataclass(frozen=True)
class Page:
    """A page: `file` in pages/ (without .py), its title, its address, and what it is for in one sentence.

    `about_a_place`: it tells of a neighbourhood, and is the finder until it has one.
    """

    file: str
    title: str
    url_path: str
    in_menu: bool
    description: str
    about_a_place: bool = True


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
        "survey",
        N_("Survey"),
        "survey",
        True,
        N_("Say how the police are doing where you live: six questions, two minutes."),
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
        "survey_results",
        N_("Survey results"),
        "survey_results",
        False,
        N_("What people said about the police where you live, and what the team did about it."),
    ),
    Page(
        "briefing",
        N_("Briefing"),
        "briefing",
        False,
        N_("One page on your neighbourhood for a meeting, a notice board or a parish magazine."),
    ),
    Page(
        "embed_builder",
        N_("For your own site"),
        "embed_builder",
        False,
        N_("Put the figures, team or events of your neighbourhood on a parish site, or a QR code on paper."),
    ),
    Page(
        "find",
        N_("Find your neighbourhood"),
        "find",
        False,
        N_("Find your police neighbourhood by postcode, by place or by force."),
        about_a_place=False,
    ),
    Page(
        "accessibility",
        N_("Accessibility"),
        "accessibility",
        False,
        N_("How accessible this site is, what is not yet, and whom to tell."),
        about_a_place=False,
    ),
    Page(
        "privacy",
        N_("Privacy"),
        "privacy",
        False,
        N_("What is kept of visitors and of the survey, for how long, and whom to ask."),
        about_a_place=False,
    ),
    Page(
        "staff",
        N_("For staff"),
        "staff",
        False,
        N_("For members of the neighbourhood team who may sign in."),
        about_a_place=False,
    ),
)


def page(file: str) -> Page:
    """The page of that file. Raises KeyError for one that is not in the table."""
    return {entry.file: entry for entry in PAGES}[file]
