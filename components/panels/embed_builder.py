"""The embed builder in parts: choices, preview, and what to copy. Every choice stands in the address."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from components import addresses
from components.content import embed_views
from components.content.embed_height import PAGE_MARGINS, embed_height
from components.content.embed_views import EmbedView
from components.controls.address_bar import month_text, public_base
from components.controls.choices import radio, select
from components.words import attribution, kinds
from components.words.language import _, month_words
from components.words.markdown import literal
from data_access.curated.categories import ASB
from data_access.overviews.place import View
from data_access.statistics.counts_table import CRIME

WIDTHS = {"phone": 360, "desk": 900}
CHOICES = ("view", "category", "months", "heading", "as_of", "width")


@dataclass(frozen=True)
class Choice:
    """What the reader chose: the view, its options as its address has them, and how wide the preview is."""

    embed_view: EmbedView
    options: dict[str, str]
    width: int


def introduction(view: View) -> None:
    """What this is for, and what it shows."""
    st.markdown(
        _(
            "Show these facts on a parish, village or residents' site. They keep themselves up to date, set "
            "no cookie and need no script."
        )
    )
    st.markdown(
        _("{place} is a police neighbourhood: an area that may hold several parishes.").format(
            place=literal(view.name)
        )
    )


def choose(view: View) -> Choice:
    """The choices, from the address and back into it."""
    labels = {name: _(embed_view.label) for name, embed_view in embed_views.VIEWS.items()}
    embed_view = embed_views.VIEWS[select(view, "view", _("What to show"), labels, *CHOICES)]
    options: dict[str, str] = {}
    with st.expander(_("More choices")):
        if "category" in embed_view.takes:
            slugs = [CRIME, ASB, *kinds.known_kinds(list(view.counts.table.columns))]
            words = {slug: kinds.kind(slug) for slug in slugs}
            options["category"] = select(view, "category", _("What was recorded"), words, *CHOICES)
        if "months" in embed_view.takes:
            words = {str(n): _("the last {n}").format(n=n) for n in embed_views.TREND_MONTHS}
            options["months"] = select(view, "months", _("Months shown"), words, *CHOICES)
        if embed_view.of_months:
            options["to"] = _as_of(view)
        words = {str(n): _("Heading {n}").format(n=n) for n in embed_views.HEADINGS}
        options["heading"] = select(view, "heading", _("Level of its heading"), words, *CHOICES)
        st.caption(_("Take the level that follows the headings round it on your page."))
    defaults = {"category": CRIME, "months": "24", "to": "", "heading": "2"}
    chosen = {name: text for name, text in options.items() if text != defaults[name]}
    return Choice(embed_view, chosen, WIDTHS[_width(view)])


def preview(view: View, choice: Choice) -> None:
    """The view in a frame, of the height it has without the script."""
    width = choice.width - PAGE_MARGINS
    st.header(_("How it looks"), anchor=False)
    st.iframe(
        addresses.embed("", view.place, choice.embed_view.name, choice.options),
        width=choice.width,
        height=embed_height(choice.embed_view, view, choice.options).at(width),
        alt=choice.embed_view.title(view.name),
    )


def to_copy(view: View, choice: Choice) -> None:
    """Each way to show it, with a sentence that says where it works."""
    st.header(_("What to copy"), anchor=False)
    if said := attribution.only_on_this_machine():
        st.warning(said)
    for title, use, text in (*_live(view, choice), *_at_rest(view, choice)):
        st.markdown(f"**{title}**  \n{use}")
        # Without a language: the colours of tokens are too pale to read.
        st.code(text, language=None, wrap_lines=True)
    st.markdown(
        _(
            "A consent manager may hide the frame until visitors agree. Tell it that the frame sets no "
            "cookie, or show the picture or the link instead. Where a site builder shuts frames in a "
            "sandbox, our links need `allow-popups allow-popups-to-escape-sandbox`."
        )
    )


def for_paper(view: View) -> None:
    """The QR code of the light page, to look at and as files."""
    st.header(_("A QR code for paper"), anchor=False)
    page = public_base() + addresses.light_page(view.place)
    svg, png = (addresses.embed("", view.place, name) for name in ("qr.svg", "qr.png"))
    alt = _("QR code of the page of {place}").format(place=literal(view.name))
    with st.container(key="qr"):
        st.markdown(f"![{alt}]({svg})")
    st.markdown(_("It leads to {page}. Print that address with it.").format(page=f"<{page}>"))
    files = _("For printers: [QR code as SVG]({svg}). For documents: [QR code as PNG]({png}).")
    st.markdown(files.format(svg=svg, png=png))


def _live(view: View, choice: Choice) -> Iterator[tuple[str, str, str]]:
    """The frames and the addresses of the view: what each is, where it works, what to copy."""
    base, name = public_base(), choice.embed_view.title(view.name)
    shown = addresses.embed(base, view.place, choice.embed_view.name, choice.options)
    tall = embed_height(choice.embed_view, view, choice.options)
    height = tall.at(embed_views.WIDTH)
    yield (
        _("Embed that adjusts its height (recommended)"),
        _("For sites where you may paste HTML with a script, such as WordPress's Custom HTML block."),
        embed_views.frame_with_script(base, shown, name, height, tall.style),
    )
    yield (
        _("Embed without a script"),
        _(
            "For site builders that take HTML without scripts, such as Wix's HTML element. "
            "Its height suits a frame as wide as your page, on phones and computers."
        ),
        embed_views.frame(shown, name, height, tall.style),
    )
    yield (
        _("An address to paste"),
        _("For WordPress: paste it on a line of its own. For site builders that ask for a web address."),
        shown,
    )
    yield (
        _("An address for programs (oEmbed)"),
        _("For content management systems that ask for an oEmbed address, such as Drupal."),
        addresses.oembed(base, shown),
    )


def _at_rest(view: View, choice: Choice) -> Iterator[tuple[str, str, str]]:
    """What stands without a frame, and the sentence on cookies, likewise."""
    base = public_base()
    page = base + addresses.light_page(view.place)
    if choice.embed_view.of_months:
        options = {k: text for k, text in choice.options.items() if k != "heading"}
        picture = addresses.embed(base, view.place, "trend.png", options)
        yield (
            _("A picture of the trend, with a link"),
            _("For newsletters, and for site builders that remove frames. It keeps itself up to date."),
            embed_views.picture(picture, page, embed_views.VIEWS["trend"].title(view.name)),
        )
    name = choice.embed_view.title(view.name)
    yield _("A link"), _("For every site builder, and for e-mail."), embed_views.link(page, name)
    yield (
        _("A sentence for your site's cookie policy"),
        _("For sites that list what they show from elsewhere."),
        embed_views.cookie_policy(base),
    )


def _as_of(view: View) -> str:
    months = [month for month in view.counts.table.index if month <= (view.counts.newest or month)]
    words = {"": _("always the newest month")} | {month_text(m): month_words(m) for m in months[:-1][::-1]}
    return select(view, "as_of", _("Up to"), words, *CHOICES)


def _width(view: View) -> str:
    words = {"phone": _("phone"), "desk": _("computer")}
    return radio(view, "width", _("Preview"), words, *CHOICES)
