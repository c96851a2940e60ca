"""Views for other sites: what there is, its addresses, and what a site's editor pastes. Pure; no Streamlit.

The routes answer by it and the embed builder hands it out, so that both speak of the same addresses.
"""

from collections.abc import Mapping
from html import escape

from components.addresses import embed_script
from components.words.language import _
from data_access.translation import N_

# v1 addresses never change their meaning. Each view's title, with the place in it.
VIEWS: Mapping[str, str] = {
    "summary": N_("Local policing in {place}"),
    "trend": N_("Recorded crime in {place}"),
    "priorities": N_("What the police team in {place} is working on"),
    "team": N_("The police team for {place}"),
    "events": N_("Meet the police team in {place}"),
    "survey": N_("How is local policing in {place}?"),
}
TREND_MONTHS = (24, 12, 36)
HEADINGS = (2, 3, 4)
# A frame without the script, in pixels: tall enough for most places where it is 600 wide; the summary, which
# comes first, on a phone too.
HEIGHTS = {"summary": 890, "trend": 820, "priorities": 860, "team": 540, "events": 460, "survey": 460}
WIDTH = 600
# Of trend.png.
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630


def title(what: str, name: str) -> str:
    """`Recorded crime in Chippenham Town`: the heading of a view, and the name of its frame."""
    return _(VIEWS[what]).format(place=name)


def frame(view: str, name: str, height: int) -> str:
    """A frame of fixed height: what is longer is scrolled to."""
    return (
        f'<iframe src="{escape(view)}" title="{escape(name)}" width="100%" height="{height}" '
        f'style="border: 1px solid #d5dae0" loading="lazy"></iframe>'
    )


def frame_with_script(base: str, view: str, name: str, height: int) -> str:
    """A frame that the script makes as tall as its content; of fixed height where scripts are off."""
    return f'{frame(view, name, height)}\n<script src="{escape(embed_script(base))}" async></script>'


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


def link(page: str, name: str) -> str:
    """A plain link."""
    return f'<a href="{escape(page)}">{escape(name)}</a>'
