"""What an address of a public route asks for, read with suspicion."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from starlette.requests import Request

from components import addresses
from components.content.briefing import MOST_PLACES
from components.content.embed_views import HEADINGS, TREND_MONTHS
from components.content.magazine import LENGTHS
from components.words.language import _
from data_access.curated.categories import CATEGORIES
from data_access.curated.local_facts import local
from data_access.errors import InvalidQuestion
from data_access.find_neighbourhood import signed_name
from data_access.models import NeighbourhoodRef
from data_access.months import month_key, parse_month
from data_access.settings import settings
from data_access.statistics.counts_table import CRIME
from data_access.store import places
from data_access.store.folders import force_folder, place_folder
from data_access.translation import N_

HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:\d{1,5})?")
LANGUAGES = ("en",)
LONGEST_STREET = 80


class WrongOption(Exception):
    """An option in the address that we do not know; its text says so to whoever typed it."""


@dataclass(frozen=True)
class PlaceQuery:
    """A place and the options of its address. `base`: the host by which the public reaches us.

    `to`: as of that month. `category`: CRIME or a slug. `months`: how many. `heading`: level of the first.
    `also`: ids of further neighbourhoods. `group`: name of a group of `local/`. `words`: of a paragraph, at
    most. `copied`: what a saved copy says of itself. `looked_for`: the parish, town or village that the
    finder was asked for. `street`: what was typed to find one.
    """

    place: NeighbourhoodRef
    base: str
    to: date | None = None
    category: str = CRIME
    months: int = TREND_MONTHS[0]
    lang: str = LANGUAGES[0]
    heading: int = HEADINGS[0]
    also: tuple[str, ...] = ()
    group: str = ""
    words: int = LENGTHS[0]
    copied: str = ""
    looked_for: str = ""
    street: str = ""

    @property
    def places(self) -> tuple[NeighbourhoodRef, ...]:
        """The place and what it is shown with, each once: `also`, and what there is of `group`."""
        force_id, first = self.place.force_id, self.place.neighbourhood_id
        group = local(force_id).groups[self.group].neighbourhoods if self.group else ()
        # Forces redraw their neighbourhoods; a group may still name one that is gone.
        known = [id_ for id_ in group if places.listed(NeighbourhoodRef(force_id, id_)) is not False]
        return tuple(NeighbourhoodRef(force_id, id_) for id_ in dict.fromkeys((first, *known, *self.also)))

    @property
    def page_to_print(self) -> str:
        """The light page's address as it may stand on paper; empty in a copy, which leads nowhere."""
        return "" if self.copied else self.light_page

    @property
    def light_page(self) -> str:
        """The address of the place's page without JavaScript."""
        return self.base + addresses.light_page(self.place)

    @property
    def full_page(self) -> str:
        """The interactive page of the same place and month."""
        return self.base + addresses.place_page(self.place, self.to)

    @property
    def kind_trends(self) -> str:
        """The interactive page with the charts of its kind of crime."""
        return self.base + addresses.kind_trends(self.place, self.category, self.to)

    @property
    def options(self) -> dict[str, str]:
        """The options of its address that are not the default, as they are written there."""
        to = {"to": month_key(self.to)} if self.to else {}
        chosen = {name: str(getattr(self, name)) for name in ("category", "months", "lang", "heading")}
        # A field's default stands on the class.
        return to | {name: text for name, text in chosen.items() if text != str(getattr(PlaceQuery, name))}


def read_path(request: Request, takes: frozenset[str], months: tuple[int, ...] = TREND_MONTHS) -> PlaceQuery:
    """What the request asks for; options outside `takes` are nobody's business and left out.

    Raises InvalidQuestion for a place that no address can have or a kind of crime there is not, WrongOption
    for an option we do not know.
    """
    named = request.path_params
    query = read_options(NeighbourhoodRef(named["force"], named["neighbourhood"]), request, takes, months)
    kind = named.get("kind")
    if kind is None:
        return query
    if kind not in CATEGORIES:
        raise InvalidQuestion("there is no such kind of crime")
    return replace(query, category=kind)


def read_options(
    place: NeighbourhoodRef,
    request: Request,
    takes: frozenset[str],
    months: tuple[int, ...] = TREND_MONTHS,
) -> PlaceQuery:
    """The same of a place that stands elsewhere in the address than in its path."""
    force_folder(place.force_id)
    place_folder(place)
    readers: Mapping[str, Callable[[str], object]] = {
        "to": _month,
        "category": lambda text: _one_of(text, (CRIME, *CATEGORIES), N_("There is no such kind of crime.")),
        "months": lambda text: int(
            _one_of(text, tuple(map(str, months)), N_("There are no figures for that many months."))
        ),
        "lang": lambda text: _one_of(text, LANGUAGES, N_("This is in English only. Use lang=en.")),
        "heading": lambda text: int(
            _one_of(text, tuple(map(str, HEADINGS)), N_("The first heading may be 2, 3 or 4."))
        ),
        "looked_for": signed_name,
        "words": lambda text: int(
            _one_of(text, tuple(map(str, LENGTHS)), N_("A paragraph has at most 60, 120 or 200 words."))
        ),
        "also": lambda _text: _more_places(place, request.query_params.getlist("also")),
        "group": lambda text: _group(place, text),
        "street": _street,
    }
    given = {name: request.query_params[name] for name in takes if request.query_params.get(name)}
    options: dict[str, object] = {"months": months[0]}
    options |= {name: readers[name](text) for name, text in given.items()}
    return PlaceQuery(place, base(request), **options)  # type: ignore[arg-type]


def base(request: Request) -> str:
    """`https://host`: that of the operator's YOURPATCH_PUBLIC_URL, else as the request has it."""
    if known := settings().public_origin:
        return known
    host = request.headers.get("host", "")
    if not HOST.fullmatch(host):
        raise WrongOption(_("We could not make sense of that address."))
    return f"{request.url.scheme}://{host}"


def _month(text: str) -> date:
    try:
        return parse_month(text)
    except ValueError:
        raise WrongOption(_("A month is written like 2026-09.")) from None


def _more_places(place: NeighbourhoodRef, ids: list[str]) -> tuple[str, ...]:
    if len(ids) >= MOST_PLACES:
        raise WrongOption(_("A briefing takes at most {n} neighbourhoods.").format(n=MOST_PLACES))
    for id_ in ids:
        place_folder(NeighbourhoodRef(place.force_id, id_))
    return tuple(dict.fromkeys(ids))


def _group(place: NeighbourhoodRef, text: str) -> str:
    groups = local(place.force_id).groups_of(place.neighbourhood_id)
    _one_of(text, tuple(groups), N_("This neighbourhood is in no group of that name."))
    return groups[text]


def _street(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_STREET:
        raise WrongOption(_("A street's name has at most {n} letters here.").format(n=LONGEST_STREET))
    return text


def _one_of(text: str, options: tuple[str, ...], sentence: str) -> str:
    if text not in options:
        raise WrongOption(_(sentence))
    return text


def embed(query: PlaceQuery, what: str) -> str:
    """The address of an embed, with the options asked for."""
    return addresses.embed(query.base, query.place, what, query.options)


def oembed(query: PlaceQuery, what: str) -> str:
    """Where a site that is given an embed's address reads how to show it (oembed.com)."""
    return addresses.oembed(query.base, embed(query, what))
