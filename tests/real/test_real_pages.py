"""Every number on the pages of real places, against a slow count of the rows of the bulk files.

What the oracle expects is struck out of the page; a digit that is left is a number nobody has accounted for.
"""

import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components import addresses
from components.content import briefing
from data_access.models import NeighbourhoodRef
from data_access.overviews.place import view_of
from data_access.settings import HOUSE, settings
from data_access.store import places as store
from data_access.usual import force_judgements
from tests.real import oracle_pages as oracle
from tests.real.oracle_pages import ASB, CRIME, KINDS
from tests.support import word_pages
from tests.support.client import Client
from tests.support.even_odd import inside

pytestmark = pytest.mark.slow

NEWEST = date(2025, 12, 1)
BOX = [(-0.2, 51.48), (0.0, 51.48), (0.0, 51.55), (-0.2, 51.55), (-0.2, 51.48)]
# police.uk's names for kinds of place, which tell nobody where a cell is.
GENERIC = {
    "", "No Location", "Airport/Airfield", "Bus/Coach Station", "Conference/Exhibition Centre",
    "Ferry Terminal", "Further/Higher Educational Building", "Hospital", "Motorway Service Area", "Nightclub",
    "Park/Open Space", "Parking Area", "Pedestrian Subway", "Petrol Station", "Police Station", "Prison",
    "Race Track", "Shopping Area", "Sports/Recreation Area", "Supermarket", "Theatre/Concert Hall",
    "Theme/Adventure Park",
}  # fmt: skip
PLACES = ["wiltshire/large", "wiltshire/small", "city-of-london/DRAWN"]
PLURALS = ("Drugs", "Violence and sexual offences", "Criminal damage and arson")
GROUPS = {
    "Charged or summonsed": r"charged|court|Offender (fined|sent|otherwise|deprived)|sentence|discharge",
    "Dealt with out of court": r"Local resolution|caution|warning|penalty notice",
    "No suspect identified": r"no suspect identified",
    "Suspect, but unable to prosecute": r"Unable to prosecute",
    "Not in the public interest": r"not in the public interest",
    "Other": r"another organisation",
    "Under investigation": r"Under investigation",
    "Status update unavailable": r"Status update unavailable",
}
AGES = {"0 to 2": range(3), "3 to 5": range(3, 6), "6 to 11": range(6, 12), "12 to 23": range(12, 24),
        "24+": range(24, 99)}  # fmt: skip
# The first of these ages that holds so many months leads.
ENOUGH = {"12 to 23": 9, "6 to 11": 5, "24+": 9, "3 to 5": 3, "0 to 2": 3}


@dataclass
class Place:
    """A place of the real data, and what the oracle knows of it."""

    force: str
    id: str
    ring: oracle.Ring
    rows: list[oracle.Row]
    judged: oracle.Judged

    @property
    def series(self) -> oracle.Series:
        return self.judged.series

    def crimes(self, first: date, last: date) -> list[oracle.Row]:
        """The rows of the months, anti-social behaviour left out."""
        months = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return [r for r in self.rows if months[0] <= r["Month"] <= months[1] and r["Crime type"] != ASB]


class Page:
    """What a reader reads on a page, until the oracle has struck it out."""

    def __init__(self, name: str, place: Place, **address: str) -> None:
        page = AppTest.from_file(str(HOUSE / "pages" / f"{name}.py"), default_timeout=90)
        for key, value in {"force": place.force, "neighbourhood": place.id, **address}.items():
            page.query_params[key] = value
        self.page = page.run()
        assert not self.page.exception
        assert not self.page.error
        kinds = (
            page.title,
            page.header,
            page.subheader,
            page.markdown,
            page.caption,
            page.info,
            page.warning,
        )
        self.text = "\n".join(str(element.value) for kind in kinds for element in kind)
        self.text += "\n".join(re.sub(r"<[^>]*>", " ", str(e.proto.body)) for e in page.get("html"))
        self.tables = [element.value for element in page.table]

    def strike(self, *sentences: str) -> None:
        """Each of these must be there, once for each time it is asked for."""
        for sentence in sentences:
            assert sentence in self.text, f"{sentence!r} is not in\n{self.text}"
            self.text = self.text.replace(sentence, "", 1)

    def chart(self, nth: int) -> dict[str, Any]:
        return dict(json.loads(self.page.get("plotly_chart")[nth].proto.spec))

    def nothing_left(self) -> None:
        """No digit but those of dates, of the licence and of telephones."""
        rest = re.sub(
            r"\((?:\w+:|/)[^)]*\)|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4}|right 2026", "", self.text
        )
        # The data is old, and says how old on the day of the test.
        rest = re.sub(r"nothing newer for \d+ months", "", rest)
        for known in ("[999]", "18001 101", "101", "Licence v3.0"):
            rest = rest.replace(known, "")
        left = [line for line in rest.splitlines() if re.search(r"\d", line)]
        assert not left


@pytest.fixture(scope="module")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    """The places, loaded by the operator's command; Wiltshire's ranges are made, so that no page is early."""
    archive, geo = shared_data / "archive" / "sample-archive.zip", shared_data / "geo"
    boundaries = sorted(geo.glob("wards-2013-*.geojson"))
    if not archive.is_file() or len(boundaries) != 2:
        pytest.skip("the real archive and the wards are not among the real data")
    folder = tmp_path_factory.mktemp("real")
    drawn = folder / "kml" / "city-of-london"
    drawn.mkdir(parents=True)
    corners = " ".join(f"{x},{y},0" for x, y in BOX)
    (drawn / "DRAWN.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Drawn</name><Polygon><outerBoundaryIs>'
        f"<LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOURPATCH_DATA_DIR", str(folder / "var"))
        patch.setenv("YOURPATCH_DEMO", "never")
        patch.setenv("YOURPATCH_OFFLINE", "1")
        settings.cache_clear()
        st.cache_data.clear()
        wards = [part for path in boundaries for part in ("--boundaries", path)]
        load(archive, "wiltshire", *wards, "--id-property", "WD13CD", "--name-property", "WD13NM")
        load(archive, "city-of-london", "--boundaries", folder / "kml")
        assert force_judgements.make("wiltshire")
        yield places(oracle.street_rows(archive), boundaries)
    settings.cache_clear()


def load(archive: Path, force: str, *more: str | Path) -> None:
    command = [sys.executable, HOUSE / "manage.py", "load-archive", archive, "--force", force, *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def places(rows: list[oracle.Row], boundaries: list[Path]) -> dict[str, Place]:
    """The largest ward of Wiltshire, one of its middle, and the City of London."""
    rings = {
        ward["properties"]["WD13CD"]: ward["geometry"]["coordinates"]
        for path in boundaries
        for ward in json.loads(path.read_text())["features"]
    }
    boxes = {
        id_: [f(corner[i] for corner in ring[0]) for i in (0, 1) for f in (min, max)]
        for id_, ring in rings.items()
    }
    months = oracle.months_of(rows, "wiltshire")
    sent = {f"{m:%Y-%m}" for m in months}
    lie: dict[str, list[oracle.Row]] = {id_: [] for id_ in rings}
    seen: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        point = row["Longitude"], row["Latitude"]
        if point[0] and row["Month"] in sent:
            if point not in seen:
                x, y = map(float, point)
                close = [id_ for id_, (w, e, s, n_) in boxes.items() if w <= x <= e and s <= y <= n_]
                seen[point] = [id_ for id_ in close if inside(x, y, rings[id_])]
            for id_ in seen[point]:
                lie[id_].append(row)
    series = {id_: oracle.Series(lie[id_], months) for id_ in rings}
    force = oracle.Force(series)
    by_size = sorted(rings, key=lambda id_: len(lie[id_]))
    found = {}
    for name, id_ in (("large", by_size[-1]), ("small", by_size[len(by_size) // 2])):
        judged = oracle.Judged(series[id_], force.judge(id_), force)
        found[f"wiltshire/{name}"] = Place("wiltshire", id_, rings[id_][0], lie[id_], judged)
    own = oracle.months_of(rows, "city-of-london")
    here = [
        row for row in rows
        if row["Longitude"] and inside(float(row["Longitude"]), float(row["Latitude"]), [BOX])
        and date.fromisoformat(row["Month"] + "-01") in own
    ]  # fmt: skip
    alone = oracle.Series(here, own)
    judged = oracle.Judged(alone, oracle.own_judge(alone), None)
    found["city-of-london/DRAWN"] = Place("city-of-london", "DRAWN", BOX, here, judged)
    return found


def n(count: float) -> str:
    return f"{int(count):,}"


def span(tails: oracle.Tails) -> str:
    return f"{n(tails['low'])} to {n(tails['high'])}"


def months_back(number: int) -> list[date]:
    """The last so many calendar months."""
    every = (NEWEST.year * 12 + NEWEST.month - 1 - back for back in range(number - 1, -1, -1))
    return [date(m // 12, m % 12 + 1, 1) for m in every]


def expect_newest(page: Page, place: Place) -> None:
    """Sentence one, the unusual kinds, and what police.uk adds."""
    series, (word, tails) = place.series, place.judged.newest[CRIME]
    before = series.of(CRIME, date(2024, 12, 1))
    ending = {
        oracle.WITHIN: ", within the usual range{} ({})",
        oracle.ABOVE: ", a little above the usual range{} ({})",
        oracle.BELOW: ", a little below the usual range{} ({})",
        oracle.HIGHER: ", higher than usual{} (usually {})",
        oracle.EXCEPTIONAL: ", exceptionally high{} (usually {})",
        oracle.LOWER: ", lower than usual{} (usually {})",
        oracle.FEW: ", too few a month to say what is usual",
        oracle.NOT: "",
    }[word].format(december(place), span(tails) if tails else "")
    said = f"In December 2025, **{n(series.counts[CRIME][-1])} crimes** were recorded here{ending}."
    page.strike(said)
    if before is not None:
        page.strike(year_before(place, CRIME, before))
    page.strike(*longer(place)[:2])
    flagged = [
        (word != oracle.EXCEPTIONAL, tails["p_high"], kind, word, tails)
        for kind, (word, tails) in place.judged.newest.items()
        if kind not in (CRIME,) and word in oracle.FLAGGED
    ]
    for _low, _p, kind, word, tails in sorted(flagged)[:3]:
        count = n(series.counts[kind][-1])
        verb = (
            "were"
            if kind in ("Drugs", "Violence and sexual offences", "Criminal damage and arson")
            else "was"
        )
        name = "Anti-social behaviour (incidents)" if kind == ASB else kind
        page.strike(f"**{name} {verb} {word}**: {count} recorded; usually {span(tails)}.")
    incidents = series.counts[ASB][-1]
    plural = "incident" if incidents == 1 else "incidents"
    total = n(series.counts[CRIME][-1] + incidents)
    page.strike(
        f"police.uk shows {total}, because it adds the {n(incidents)} anti-social behaviour {plural}."
    )


def december(place: Place) -> str:
    """Whether the range may be said to be December's: two of them were compared with."""
    return " for December" if sum(m.month == 12 for m in place.series.months[:-1]) >= 2 else ""


def year_before(place: Place, kind: str, before: int) -> str:
    odd = place.judged.last_year_says_otherwise(kind, before)
    return f"In December 2024 it was {n(before)}." + " A single month can mislead" * odd


def longer(place: Place) -> list[str]:
    """What three and twelve months say beyond the month: all crime first, then the most unusual."""
    order = [oracle.EXCEPTIONAL, oracle.HIGHER, oracle.LOWER]
    found = []
    for kind in [CRIME, *KINDS]:
        now = place.judged.newest[kind][0]
        told = [word for word in order if kind == CRIME or word != oracle.LOWER]
        if now in order:
            told = [word for word in told if order.index(word) < order.index(now)]
        spans = [(place.judged.word(kind, NEWEST, last), last) for last in (3, 12)]
        said = [(order.index(word), last, word, tails) for (word, tails), last in spans if word in told]
        if not said:
            continue
        rank, last, word, tails = min(said, key=lambda one: one[:2])
        name = {ASB: "Anti-social behaviour (incidents)", CRIME: "All crime"}.get(kind, kind)
        verb = "were" if kind in PLURALS else "was"
        months = "October to December 2025" if last == 3 else "January to December 2025"
        sentence = (
            f"**{name} {verb} {word}** in {months}: {n(sum(place.series.counts[kind][-last:]))} recorded; "
            f"usually {span(tails)}."
        )
        found.append((kind != CRIME, rank, tails["p_high"], sentence))
    return [sentence for *_order, sentence in sorted(found)]


def rests_on(place: Place) -> str:
    before = place.series.months[:-1]
    return f"rests on {len(before)} earlier months between {before[0]:%B %Y} and {before[-1]:%B %Y}."


def expect_trend(page: Page, place: Place, kind: str, months: int) -> None:
    """The headline, the line, the band, and the table under it."""
    series, year, shown = place.series, place.judged.year(kind), months_back(months)
    judged = {m: pair for m, pair in year.items() if pair[0] not in (oracle.FEW, oracle.NOT)}
    within = sum(word == oracle.WITHIN for word, _ in judged.values())
    word, tails = place.judged.newest[kind]
    long = word + " the usual range" if word in (oracle.ABOVE, oracle.BELOW) else word
    inside_a_range = word in (oracle.ABOVE, oracle.BELOW, oracle.WITHIN)
    if word in (oracle.FEW, oracle.NOT):
        end = ", too few a month to say what is usual" * (word == oracle.FEW)
    else:
        end = f", {long} ({span(tails)})" if inside_a_range else f", {word} (usually {span(tails)})"
    page.strike(f"**{n(series.counts[kind][-1])} in December 2025{end}**")
    if judged:
        plural = "month" if len(judged) == 1 else "months"
        page.strike(
            f"was within its usual range in {within} of the {len(judged)} {plural} that can be compared."
        )
    table = page.tables.pop(0)
    counts = [series.of(kind, m) for m in reversed(shown)]
    assert [None if cell == "not published" else cell for cell in table.iloc[:, 0]] == [
        None if count is None else n(count) for count in counts
    ]
    if judged:
        assert list(table["Usually"]) == [span(judged[m][1]) if m in judged else "–" for m in reversed(shown)]
    spec = page.chart(0)
    line = next(t for t in spec["data"] if t["mode"] == "lines+markers")
    assert line["y"] == counts[::-1]
    flags = [t for t in spec["data"] if t.get("marker", {}).get("symbol") == "triangle-up"]
    assert [y for t in flags for y in t["y"]] == [
        series.of(kind, m) for m, (word, _tails) in judged.items() if word in oracle.FLAGGED
    ]
    if judged:
        high, low, expected = spec["data"][:3]
        assert high["y"] == [tails["high"] for _, tails in judged.values()]
        assert low["y"] == [tails["low"] for _, tails in judged.values()]
        assert expected["y"] == pytest.approx([tails["expected"] for _, tails in judged.values()], rel=1e-5)


def expect_chance(page: Page, place: Place) -> None:
    judged = sum(
        word not in (oracle.FEW, oracle.NOT)
        for kind, (word, _) in place.judged.newest.items()
        if kind not in (CRIME, ASB)
    )
    if judged == 1:
        page.strike("We check 1 kind of crime, so expect it to look high by chance about every 40 months.")
    elif judged:
        months = max(round(40 / judged), 1)
        page.strike(f"We check {judged} kinds of crime, so expect one", f"about every {months} months.")
    page.strike(rests_on(place))


@pytest.mark.parametrize("name", PLACES)
def test_your_neighbourhood(real: dict[str, Place], name: str) -> None:
    place = real[name]
    page = Page("your_neighbourhood", place)
    expect_newest(page, place)
    expect_trend(page, place, CRIME, 24)
    expect_chance(page, place)
    word, tails = place.judged.newest[ASB]
    usually = f" (usually {span(tails)})" if word not in (oracle.FEW, oracle.NOT) else ""
    count = place.series.counts[ASB][-1]
    incidents, were = ("incident", "was") if count == 1 else ("incidents", "were")
    sentence = f"**{n(count)} {incidents}** of anti-social behaviour {were} recorded{usually}."
    page.strike(f"In December 2025, {sentence}")
    before = place.series.of(ASB, date(2024, 12, 1))
    if before is not None:
        page.strike(f"In December 2024 it was {n(before)}.")
    page.nothing_left()


@pytest.mark.parametrize("kind", [CRIME, "Violence and sexual offences"])
@pytest.mark.parametrize("name", PLACES)
def test_crime_trends(real: dict[str, Place], name: str, kind: str) -> None:
    place = real[name]
    slug = "crime" if kind == CRIME else "violent-crime"
    page = Page("crime_trends", place, category=slug, months="36")
    series = place.series
    expect_newest(page, place)
    if kind != CRIME:
        expect_kind(page, place, kind)
    expect_trend(page, place, kind, 36)
    expect_chance(page, place)
    page.strike(*longer(place))
    pairs = [
        m
        for m in months_back(12)
        if series.of(kind, m) is not None and series.of(kind, m.replace(year=2024)) is not None
    ]
    if len(pairs) >= 9:
        assert len(pairs) == 12
        now, before = sum(series.counts[kind][-12:]), sum(series.counts[kind][-24:-12])
        ratio, phi = (now + 0.5) / (before + 0.5), place.judged.newest[kind][1]["dispersion"]
        width = oracle.Z * (phi * (1 / (now + 0.5) + 1 / (before + 0.5))) ** 0.5
        low, high = ratio * 2.718281828459045**-width, ratio * 2.718281828459045**width
        way = "up" if low > 1 else "down" if high < 1 else "no clear change"
        page.strike(f"{n(now)} in the year to December 2025 and {n(before)} the year before that: {way}.")
    expect_kinds(page, place)
    expect_multiples(page, place)
    page.nothing_left()


def expect_multiples(page: Page, place: Place) -> None:
    """A line for each kind that has enough a month, and how high it goes."""
    apart = place.judged.by_year()
    lines = {k: [place.series.of(k, m) for m in months_back(36)] for k in KINDS if k not in {ASB, *apart}}
    lines = {kind: line for kind, line in lines.items() if any(line)}
    spec = page.chart(1)
    assert [t["y"] for t in spec["data"]] == list(lines.values())
    titles = [title["text"].replace("<br>", " ") for title in spec["layout"]["annotations"]]
    highest = {kind: max(count or 0 for count in line) for kind, line in lines.items()}
    assert titles == [f"{kind} up to {n(top)}" for kind, top in highest.items()]


def expect_kind(page: Page, place: Place, kind: str) -> None:
    """What stands above a kind's line."""
    before = place.series.of(kind, date(2024, 12, 1))
    if before is not None:
        page.strike(year_before(place, kind, before))


def expect_kinds(page: Page, place: Place) -> None:
    """The newest month, kind by kind; and the year of those that have too few a month."""
    table, by_year = page.tables.pop(0), place.judged.by_year()
    assert len(table) == len(KINDS) - len(by_year)
    years = page.tables.pop(0) if by_year else None
    assert not page.tables
    for name, row in () if years is None else years.iterrows():
        kind = ASB if "incidents" in str(name) else str(name)
        word, tails = by_year.pop(kind)
        counts = place.series.counts[kind]
        said = ["–", "too few to say"] if word == oracle.FEW else [span(tails), word] if tails else []
        assert list(row) == [n(counts[-1]), n(sum(counts[-12:])), *said], kind
    assert not by_year
    if years is not None:
        assert years.columns[1] == "12 months"
        if len(years.columns) == 2:
            page.strike(f"that takes 19 earlier months, and we hold {len(place.series.months) - 12}.")
    for name, row in table.iterrows():
        kind = ASB if "incidents" in str(name) else str(name)
        word, tails = place.judged.newest[kind]
        before = place.series.of(kind, date(2024, 12, 1))
        assert list(row) == [
            n(place.series.counts[kind][-1]),
            "–" if word in (oracle.FEW, oracle.NOT) else span(tails),
            word,
            "–" if before is None else n(before),
        ], kind


@pytest.mark.parametrize("name", PLACES)
def test_crime_map(real: dict[str, Place], name: str) -> None:
    place = real[name]
    page = Page("crime_map", place)
    ground = oracle.Ground(place.crimes(date(2025, 1, 1), NEWEST), place.ring)
    counts = ground.counts()
    fewest = ground.fewest(counts)
    holds = "holds" if len(fewest) == 1 else "hold"
    holding, base = sum(counts[cell] for cell in fewest), sum(counts.values())
    page.strike(
        "All crime (anti-social behaviour counted separately), January to December 2025: "
        f"{len(fewest)} of the {len(counts):,} small areas with any record "
        f"{holds} {oracle.share(holding, base) or f'{n(holding)} of {n(base)} records'}."
    )
    drawn = {cell: count for cell, count in counts.items() if count >= 3}
    small = len(counts) - len(drawn)
    if small:
        areas = "area with 1 or 2 records is" if small == 1 else "areas with 1 or 2 records are"
        page.strike(f"{small} small {areas} not drawn.")
    before = place.crimes(date(2024, 1, 1), date(2024, 12, 1))
    marks = expect_beside(page, ground, fewest, before) if len({r["Month"] for r in before}) >= 9 else None
    [table] = page.tables
    busiest = sorted(drawn, key=lambda cell: (-drawn[cell], cell))
    total = sum(counts.values())
    assert list(table["Recorded"]) == [n(drawn[cell]) for cell in busiest]
    assert list(table["Share of all on the map"]) == [oracle.share(drawn[c], total) or "–" for c in busiest]
    assert list(table.index) == [streets(ground, cell) for cell in busiest]
    if marks is not None:
        assert list(table["Marked"]) == [marks.get(cell, "–") for cell in busiest]
    classes = [int(part.replace(",", "")) for part in re.findall(r"[\d,]+", legend(page))]
    assert classes[0] == min(drawn.values())
    assert classes[-1] == max(drawn.values())
    layers = json.loads(page.page.get("deck_gl_json_chart")[0].proto.json)["layers"]
    # The boundary may cut a cell into pieces.
    by_cell = {d["cell"]: d["words"] for d in layers[0]["data"]}
    said = Counter(
        int(re.findall(r"([\d,]+) recorded", words)[-1].replace(",", "")) for words in by_cell.values()
    )
    assert set(by_cell) == set(drawn)
    assert said == Counter(drawn.values())
    page.nothing_left()


def expect_beside(
    page: Page, ground: oracle.Ground, fewest: list[str], rows: list[oracle.Row]
) -> dict[str, str]:
    """Which of the busiest were so a year before, and nothing more where nothing stands out."""
    before = ground.counts([(float(r["Latitude"]), float(r["Longitude"])) for r in rows])
    then = ground.fewest(before)
    stay = sum(cell in then for cell in fewest)
    if len(fewest) == 1:
        page.strike("was also the one in" if stay else "was not the one in")
    elif stay in (0, len(fewest)):
        page.strike(f"All {stay} areas with" if stay else f"None of the {len(fewest)} areas with")
    else:
        page.strike(f"{stay} of the {len(fewest)} areas with the most records w")
    return {cell: "most records" if cell in then else "most records, new" for cell in fewest}


def streets(ground: oracle.Ground, cell: str) -> str:
    """Those of the cell, else those of the nearest that has any."""
    near = sorted(
        ground.counts(),
        key=lambda other: oracle.h3.great_circle_distance(
            oracle.h3.cell_to_latlng(cell), oracle.h3.cell_to_latlng(other)
        ),
    )
    return next(filter(None, (own_streets(ground, other) for other in near)), "")


@cache
def own_streets(ground: oracle.Ground, cell: str) -> str:
    """The two most frequent streets of a cell; alike often, in the order of the alphabet."""
    counts: Counter[str] = Counter()
    for point, name in zip(ground.points, ground.names, strict=True):
        street = " ".join(re.sub(r"^\s*On or near\b", "", name).split()).replace("'S ", "'s ")
        street = re.sub(r"'S$", "'s", street)
        if oracle.h3.latlng_to_cell(*point, ground.resolution) == cell and not generic(street):
            counts[street] += 1
    two = sorted(counts, key=lambda street: (-counts[street], street))[:2]
    return ", ".join(two)


def generic(street: str) -> bool:
    return street in GENERIC or street.endswith(("Station)", "Tram Stop)", "Dlr)"))


def legend(page: Page) -> str:
    [line] = re.findall(r"Recorded in a small area:.*", page.text)
    page.strike(line)
    return str(line)


@pytest.mark.parametrize("kind", [CRIME, "Shoplifting"])
@pytest.mark.parametrize("name", PLACES)
def test_outcomes(real: dict[str, Place], name: str, kind: str) -> None:
    place = real[name]
    page = Page("outcomes", place, category="crime" if kind == CRIME else "shoplifting")
    rows = place.crimes(date(2021, 1, 1), NEWEST)
    ages: dict[str, Counter[str]] = {age: Counter() for age in AGES}
    others: Counter[str] = Counter()
    for row in rows:
        year, month = map(int, row["Month"].split("-"))
        old = (2025 - year) * 12 + 12 - month
        [age] = [name for name, reach in AGES.items() if old in reach]
        word = row["Last outcome category"]
        [group] = [g for g, names in GROUPS.items() if re.search(names, word, re.I)] or (
            ["No outcome given"] if not word else ["Other"]
        )
        if kind in (CRIME, row["Crime type"]):
            ages[age][group] += 1
            if group == "Other":
                others[word] += 1
    [table] = page.tables
    assert list(table.columns) == list(AGES)
    for age, found in ages.items():
        column = dict(table[age])
        assert column.pop("All recorded") == n(found.total())
        assert {group: count for group, count in column.items() if count != "0"} == {
            group: n(count) for group, count in found.items()
        }
    held = {name: [m for m in place.series.months if old_at(m) in reach] for name, reach in AGES.items()}
    told = next(age for age, enough in ENOUGH.items() if len(held[age]) >= enough)
    old, period = ages[told], runs(held[told])
    total, charged, none = old.total(), old["Charged or summonsed"], old["No suspect identified"]
    waiting = old["Under investigation"] + old["Status update unavailable"] + old["No outcome given"]
    crimes = "crime" if total == 1 else "crimes"
    if total:
        page.strike(
            f"Of {n(total)} {crimes} recorded in {period}, **{part(charged, total)}** led",
            f"{part(none, total)} {'was' if none == 1 else 'were'} closed because",
            f"{n(waiting)} {'has' if waiting == 1 else 'have'} no outcome on police.uk",
        )
    page.strike(f"Crimes recorded in {period}")
    for age, reach in AGES.items():
        if age != "24+" and 0 < len(held[age]) < len(reach):
            page.strike(f"The column “{age}” holds {runs(held[age])} only.")
    bars = page.chart(0)["data"][0]
    shown = [group for group in GROUPS if group not in ("Under investigation", "Status update unavailable")]
    assert dict(zip(bars["y"], bars["x"], strict=True)) == {group: old[group] for group in shown}
    if others:
        page.strike(
            f"Other outcomes: {', '.join(f'{name} ({n(count)})' for name, count in others.most_common())}."
        )
    page.nothing_left()


def old_at(month: date) -> int:
    return (NEWEST.year - month.year) * 12 + NEWEST.month - month.month


def runs(months: list[date]) -> str:
    """`January to April 2024 and June 2025`."""
    parts: list[list[date]] = []
    for month in months:
        if parts and old_at(parts[-1][-1]) - old_at(month) == 1:
            parts[-1].append(month)
        else:
            parts.append([month])
    said = []
    for run in parts:
        first = f"{run[0]:%B}" if run[0].year == run[-1].year else f"{run[0]:%B %Y}"
        said.append(f"{run[0]:%B %Y}" if len(run) == 1 else f"{first} to {run[-1]:%B %Y}")
    return " and ".join(", ".join(said).rsplit(", ", 1))


def part(count: int, base: int) -> str:
    told = oracle.share(count, base)
    return f"{n(count)} ({told})" if told else n(count)


@pytest.mark.parametrize("name", PLACES)
def test_stop_and_search_has_no_number_because_none_is_held(real: dict[str, Place], name: str) -> None:
    page = Page("stop_and_search", real[name])
    assert not page.tables
    page.nothing_left()


@pytest.mark.parametrize("months", [1, 12])
def test_the_fullest_briefing_of_a_real_force_is_one_page_with_its_chart(
    real: dict[str, Place], public_routes: Client, months: int
) -> None:
    refs = [NeighbourhoodRef("wiltshire", id_) for id_ in store.names("wiltshire")]
    models = {ref: briefing.briefing([view_of(ref)], months, "https://patch.example/x") for ref in refs}
    assert all(model.picture for ref, model in models.items() if view_of(ref).counts.newest)
    for ref in sorted(refs, key=lambda ref: briefing.lines(models[ref]))[-3:]:
        pdf, word = (
            public_routes.get(addresses.briefing_path(ref, form, months, None, "", ())).content
            for form in ("pdf", "docx")
        )
        assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 1, ref
        assert word_pages.pages_of(word) == 1, ref
