"""A saved copy of a force's pages: a folder of static HTML that opens by double click, without a network.

    index.html                        the finder: every neighbourhood in the copy, by name
    <place>/index.html                the light page
    <place>/briefing.{html,pdf,docx,txt}
    <place>/trend.{svg,png}, crimes.csv

A neighbourhood is written beside and put in its place whole, so an export that was stopped is gone on with:
what is already there, of the same facts and day, is left as it is. Pages say that they are copies.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from components import addresses
from components.content import summary
from components.words import crime
from components.words.language import _, day_words, month_words
from data_access.curated.local_facts import slug
from data_access.london_time import LONDON
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import View, view_of
from data_access.refresh import first_visit
from data_access.settings import now, settings
from data_access.statistics.counts_table import CRIME
from data_access.store import cache, places
from publish.feeds import crimes_csv
from publish.light import light_page
from publish.offline_copy.saved_html import saved
from publish.paper import briefings
from publish.serving.document import Document, render
from publish.serving.request_options import PlaceQuery

# Beside what was written, which facts and which day it was written from.
MARK = "copy.json"
Report = Callable[[NeighbourhoodRef], object]


@dataclass
class Exported:
    """Names of the neighbourhoods that are there now, and of those that are not held."""

    written: list[str]
    failed: list[str]


def export(wanted: Sequence[NeighbourhoodRef], out: Path, report: Report = lambda _place: None) -> Exported:
    """Write the copy of these neighbourhoods into `out`, which is made. `report` hears of each one done.

    Raises OSError when the disk will not, or holds something else under one of our names.
    """
    out.mkdir(parents=True, exist_ok=True)
    done = Exported([], [])
    copies: list[_Copy] = []
    for place, folder in zip(wanted, _folders(wanted), strict=True):
        if first_visit.is_held(place):
            copy = _Copy(place, folder)
            copy.write(out)
            copies.append(copy)
            done.written.append(copy.view.name)
        else:
            done.failed.append(places.name_of(place))
        report(place)
    if copies:
        beside = out / "index.tmp"
        beside.write_text(_finder(copies), "utf-8")
        os.replace(beside, out / "index.html")
    return done


def _folders(wanted: Sequence[NeighbourhoodRef]) -> Iterator[str]:
    """A name for each folder, from the neighbourhood's: letters that every disk and browser takes."""
    taken: set[str] = set()
    for place in wanted:
        name = slug(places.name_of(place)) or "neighbourhood"
        number = 1
        while (folder := name if number == 1 else f"{name}-{number}") in taken:
            number += 1
        taken.add(folder)
        yield folder


@dataclass(frozen=True)
class _Copy:
    """One neighbourhood of the copy."""

    place: NeighbourhoodRef
    folder: str

    @cached_property
    def view(self) -> View:
        return view_of(self.place)

    @cached_property
    def said(self) -> str:
        """That it is a copy, and of when; one of the demonstration says so too."""
        if not settings().demonstration:
            return _("Saved copy of {day}. Not live.").format(day=day_words(_today()))
        newest, day = self.view.counts.newest, summary.saved(self.view)
        if newest is None or day is None:
            return _("Demo copy, without figures. Not live.")
        return _("Demo copy: figures to {month}, saved {day}. Not live.").format(
            month=month_words(newest), day=day_words(day)
        )

    def write(self, out: Path) -> None:
        """Write its folder, unless it is there already, made of the same facts."""
        target, beside = out / self.folder, out / f".{self.folder}.tmp"
        mark = {"neighbourhood": [self.place.force_id, self.place.neighbourhood_id]}
        mark |= {"version": [cache.version(self.place)], "day": [_today().isoformat()]}
        if _read(target / MARK) == mark:
            return
        if target.exists() and not (target / MARK).is_file():
            raise FileExistsError(f"{target} is not a folder of ours: choose another OUT")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        for name, body in self._files():
            (beside / name).write_bytes(body)
        (beside / MARK).write_text(json.dumps(mark), "utf-8")
        if target.exists():
            shutil.rmtree(target)
        os.replace(beside, target)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        query = PlaceQuery(self.place, base="", copied=self.said)
        once = replace(query, months=1)
        known = {
            addresses.light_page(self.place): "index.html",
            addresses.feed(self.place, "crimes.csv"): "crimes.csv",
            addresses.finder(): "../index.html",
            addresses.home(): "../index.html",
        }
        documents: dict[str, Document] = {}
        for ending, make in briefings.FORMS.items():
            if (made := make(self.view, once)).status == 200:
                documents[f"briefing.{ending}"] = made
                known[addresses.briefing(self.place, ending)] = f"briefing.{ending}"
        yield "index.html", saved(light_page.light_page(self.view, query).body, known, self.said)
        for name, document in documents.items():
            html = name.endswith(".html")
            # The briefing's own notices say it already.
            yield name, saved(document.body, known, "") if html else document.body
        yield from self._pictures()
        yield "crimes.csv", crimes_csv.crimes_csv(self.view, query).body

    def _pictures(self) -> Iterator[tuple[str, bytes]]:
        from components.figures import trend_picture  # matplotlib takes half a second to import

        drawn = summary.trend(self.view, CRIME, PlaceQuery(self.place, "").months)
        if drawn:
            title = drawn.headline or _("Recorded, month by month")
            caption = f"{drawn.caption} {self.said}"
            yield "trend.svg", trend_picture.trend_svg(drawn, trend_picture.WIDE, title, caption).encode()
            yield "trend.png", trend_picture.trend_png(drawn, trend_picture.WIDE)


def _finder(copies: Sequence[_Copy]) -> str:
    """The page to begin with. The oldest copy speaks for all."""
    oldest = min(copies, key=lambda copy: str(summary.saved(copy.view) or "~"))
    listed = sorted(copies, key=lambda copy: copy.view.name.casefold())
    rows = [(copy.view.name, copy.folder) for copy in listed]
    reach, force_name = _(crime.REACH), oldest.view.force_name
    return render("export_index.html", force_name=force_name, said=oldest.said, rows=rows, reach=reach)


def _today() -> date:
    return now().astimezone(LONDON).date()


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
