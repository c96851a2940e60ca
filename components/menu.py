"""The table of pages: the menu, the address book of public routes and the 404s all read it. No Streamlit."""

from dataclasses import dataclass

from data_access.translation import N_


@dataclass(frozen=True)
class Page:
    """A page: `file` in pages/ (without .py), its title, and what it is for in one sentence."""

    file: str
    title: str
    description: str
    in_menu: bool = False

    @property
    def url_path(self) -> str:
        """Its address: its file's name; the first page's is empty."""
        return "" if self is PAGES[0] else self.file


PAGES: tuple[Page, ...] = (
    Page(
        "your_neighbourhood",
        N_("Your neighbourhood"),
        N_("Crime, policing priorities and your local team, in plain words, for where you live."),
        in_menu=True,
    ),
    Page(
        "crime_trends",
        N_("Crime trends"),
        N_("Recorded crime in your neighbourhood, month by month, and what is usual for it."),
        in_menu=True,
    ),
    Page(
        "crime_map",
        N_("Crime map"),
        N_("Roughly where crime was recorded in your neighbourhood. The points are approximate."),
        in_menu=True,
    ),
    Page(
        "local_team",
        N_("Local team"),
        N_("Who your local officers are, how to reach them, what they work on and when to meet them."),
        in_menu=True,
    ),
    Page(
        "survey",
        N_("Survey"),
        N_("Say how the police are doing where you live: six questions, two minutes."),
        in_menu=True,
    ),
    Page(
        "about_the_data",
        N_("About the data"),
        N_("Where the figures come from, and what they cannot say."),
        in_menu=True,
    ),
    Page(
        "outcomes",
        N_("Outcomes"),
        N_("What became of the crimes recorded in your neighbourhood, by how long ago they were."),
    ),
    Page(
        "stop_and_search",
        N_("Stop and search"),
        N_("Stop and search in your neighbourhood and by your police force, where it is published."),
    ),
    Page(
        "survey_results",
        N_("Survey results"),
        N_("What people said about the police where you live, and what the team did about it."),
    ),
    Page(
        "briefing",
        N_("Briefing"),
        N_("One page on your neighbourhood for a meeting, a notice board or a parish magazine."),
    ),
    Page(
        "embed_builder",
        N_("For your own site"),
        N_("Put the figures, team or events of your neighbourhood on a parish site, or a QR code on paper."),
    ),
    Page(
        "find",
        N_("Find your neighbourhood"),
        N_("Find your police neighbourhood by postcode, by place or by force."),
    ),
    Page(
        "accessibility",
        N_("Accessibility"),
        N_("How accessible this site is, what is not yet, and whom to tell."),
    ),
    Page(
        "privacy",
        N_("Privacy"),
        N_("What is kept of visitors and of the survey, for how long, and whom to ask."),
    ),
    Page(
        "staff",
        N_("For staff"),
        N_("For members of the neighbourhood team who may sign in."),
    ),
)


def page(file: str) -> Page:
    """The page of that file. Raises KeyError for one that is not in the table."""
    return {entry.file: entry for entry in PAGES}[file]
