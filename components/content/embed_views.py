"""Views for other sites: what there is, its addresses, and what a site's editor pastes. Pure; no Streamlit.

The routes answer by it and the embed builder hands it out, so that both speak of the same addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from components.addresses import embed_script
from components.content import summary
from components.words.language import _
from data_access.overviews.place import View
from data_access.translation import N_


@dataclass(frozen=True)
class EmbedView:
    """A view that other sites may show; publish/templates/embed_<name>.html lays it out.

    `heading`: its title, with the place in it. `label`: what the embed builder calls it. `line`: whose facts
    it shows, and as at when. `takes`: the options that change it, besides the level of its heading. `page`:
    the interactive page that says the same.
    """

    name: str
    heading: str
    label: str
    line: Callable[[View], str]
    takes: tuple[str, ...] = ()
    page: str | None = None

    def title(self, place_name: str) -> str:
        """`Recorded crime in Chippenham Town`: the heading, and the name of its frame."""
        return _(self.heading).format(place=place_name)

    @property
    def of_months(self) -> bool:
        """Whether it shows figures of months, which may be read as of an earlier one."""
        return "to" in self.takes


# v1 addresses never change their meaning.
VIEWS = {
    view.name: view
    for view in (
        EmbedView(
            "summary",
            N_("Local policing in {place}"),
            N_("Summary in a few sentences"),
            summary.line,
            takes=("to",),
            page="your_neighbourhood",
        ),
        EmbedView(
            "trend",
            N_("Recorded crime in {place}"),
            N_("Recorded crime, month by month"),
            summary.line,
            takes=("category", "months", "to"),
            page="crime_trends",
        ),
        EmbedView(
            "priorities",
            N_("What the police team in {place} is working on"),
            N_("What the team is working on"),
            lambda view: summary.line_of(view, view.priorities),
        ),
        EmbedView(
            "team",
            N_("The police team for {place}"),
            N_("The team, and how to reach it"),
            lambda view: summary.line_of(view, view.team),
            page="local_team",
        ),
        EmbedView(
            "events",
            N_("Meet the police team in {place}"),
            N_("When to meet the team"),
            lambda view: summary.line_of(view, view.events),
        ),
        EmbedView(
            "survey",
            N_("How is local policing in {place}?"),
            N_("Survey: a link to the questions"),
            summary.line_of_survey,
        ),
    )
}
TREND_MONTHS = (24, 12, 36)
HEADINGS = (2, 3, 4)
# Of a frame, in pixels.
WIDTH = 600
# Of trend.png.
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630


def frame(view: str, name: str, height: int, style: str) -> str:
    """A frame of `height`, or where sites keep `style`, as that says; what is longer is scrolled to."""
    return (
        f'<iframe src="{escape(view)}" title="{escape(name)}" width="100%" height="{height}" '
        f'style="border: 1px solid #d5dae0; {escape(style)}" loading="lazy"></iframe>'
    )


def frame_with_script(base: str, view: str, name: str, height: int, style: str) -> str:
    """A frame that the script makes as tall as its content; of the same height as `frame` without scripts."""
    return f'{frame(view, name, height, style)}\n<script src="{escape(embed_script(base))}" async></script>'


def quoted_frame(view: str, page: str, name: str, width: int, height: int) -> str:
    """A link in a blockquote, and the frame: what WordPress keeps of a site that it does not know."""
    return (
        f'<blockquote><a href="{escape(page)}">{escape(name)}</a></blockquote>'
        f'<iframe src="{escape(view)}" title="{escape(name)}" width="{width}" height="{height}" '
        f'frameborder="0"></iframe>'
    )


def picture(source: str, page: str, name: str) -> str:
    """The trend as a picture that leads to the page. Its words hold no figure, which would grow old."""
    words = _("{name}, month by month, as a line chart. The figures are on the page behind it.")
    return (
        f'<a href="{escape(page)}"><img src="{escape(source)}" alt="{escape(words.format(name=name))}" '
        f'width="{PICTURE_WIDTH // 2}" height="{PICTURE_HEIGHT // 2}" '
        f'style="max-width: 100%; height: auto"></a>'
    )


def cookie_policy(base: str) -> str:
    """What a site may say of the frame in its cookie policy."""
    told = _(
        "This site shows facts about local policing from {site} in a frame. The frame sets no cookie and "
        "stores nothing on your device. Like every web site, {site} is sent the address of your connection."
    )
    return told.format(site=urlsplit(base).netloc or base)


def link(page: str, name: str) -> str:
    """A plain link."""
    return f'<a href="{escape(page)}">{escape(name)}</a>'
