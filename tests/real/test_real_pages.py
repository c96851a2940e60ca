"""Every number on the pages of real places, against a slow count of the rows of the bulk files.

What the oracle expects is struck out of the page; a digit that is left is a number nobody has accounted for.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.settings import HOUSE, settings
from data_access.usual import force_judgements
from tests.real import oracle_pages as oracle
from tests.real.oracle_pages import ASB, CRIME, KINDS
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
        kinds = (page.title, page.subheader, page.markdown, page.caption, page.info, page.warning)
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
        rest = re.sub(r"\(\w+:[^)]*\)|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4}|right 2026", "", self.text)
        for known in ("**999**", "18001 101", "101", "Licence v3.0"):
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
        oracle.WITHIN: ", within the usual range for December ({})",
        oracle.ABOVE: ", a little above the usual range for December ({})",
        oracle.BELOW: ", a little below the usual range for December ({})",
        oracle.HIGHER: ", higher than usual for December ({})",
        oracle.EXCEPTIONAL: ", exceptionally high for December (usually {})",
        oracle.LOWER: ", lower than usual for December ({})",
        oracle.FEW: ", too few a month to say what is usual",
        oracle.NOT: "",
    }[word].format(span(tails) if tails else "")
    said = f"In December 2025, **{n(series.counts[CRIME][-1])} crimes** were recorded here{ending}."
    page.strike(said)
    if before is not None:
        odd = place.judged.last_year_says_otherwise(CRIME, before)
        page.strike(f"Last December was {n(before)}." if odd else f"December last year: {n(before)}.")
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
    page.strike(f"adds the {n(incidents)} anti-social behaviour {plural}: {total}.)")


def expect_trend(page: Page, place: Place, kind: str, months: int) -> None:
    """The headline, the line, the band, and the table under it."""
    series, year, shown = place.series, place.judged.year(kind), months_back(months)
    judged = {m: pair for m, pair in year.items() if pair[0] not in (oracle.FEW, oracle.NOT)}
    within = sum(word == oracle.WITHIN for word, _ in judged.values())
    if judged:
        of = (
            "of the last 12 months"
            if len(judged) == 12
            else f"of the {len(judged)} months that can be compared"
        )
        page.strike(f"Within the usual range in {within} {of}")
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
        page.strike("With 1 kind of crime compared here, one in about 40 months")
    elif judged:
        months = max(round(40 / judged), 1)
        page.strike(f"With {judged} kinds of crime compared here, roughly one every {months} months")


@pytest.mark.parametrize("name", PLACES)
def test_your_neighbourhood(real: dict[str, Place], name: str) -> None:
    place = real[name]
    page = Page("your_neighbourhood", place)
    expect_newest(page, place)
    expect_trend(page, place, CRIME, 24)
    expect_chance(page, place)
    word, tails = place.judged.newest[ASB]
    usually = f" (usually {span(tails)})" if word not in (oracle.FEW, oracle.NOT) else ""
    page.strike(f"incidents in December 2025: **{n(place.series.counts[ASB][-1])}**{usually}.")
    before = place.series.of(ASB, date(2024, 12, 1))
    if before is not None:
        page.strike(f"December last year: {n(before)}.")
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
    for lasting, (word, tails) in ((k, place.judged.word(k, NEWEST, 3)) for k in [CRIME, *KINDS]):
        if word in oracle.FLAGGED:
            three = n(sum(series.counts[lasting][-3:]))
            name = f"{lasting.lower()} (incidents)" if lasting == ASB else lasting.lower()
            verb = "were" if lasting in PLURALS else "was"
            page.strike(f"{name} {verb} high: {three} recorded; usually {span(tails)}.")
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
        page.strike(f"{n(now)} in the 12 months to December 2025, {n(before)} in the 12 before: {way}.")
    expect_kinds(page, place)
    multiples = page.chart(1)["data"]
    assert [t["y"] for t in multiples] == [
        [series.of(k, m) for m in months_back(36)] for k in KINDS if k != ASB
    ]
    page.nothing_left()


def expect_kind(page: Page, place: Place, kind: str) -> None:
    """What stands above a kind's line."""
    word, tails = place.judged.newest[kind]
    start = f"{kind} in December 2025:"
    count, before = n(place.series.counts[kind][-1]), place.series.of(kind, date(2024, 12, 1))
    if word == oracle.FEW:
        page.strike(f"{start} {count} recorded; too few a month to say what is usual.")
    elif word != oracle.NOT:
        last = "" if before is None else f" December last year: {n(before)}."
        long = word + " the usual range" if word in (oracle.ABOVE, oracle.BELOW) else word
        page.strike(f"{start} **{long}**. {count} recorded; usually {span(tails)}.{last}")


def expect_kinds(page: Page, place: Place) -> None:
    """The newest month, kind by kind."""
    table = page.tables.pop(0)
    assert len(table) == len(KINDS)
    assert not page.tables
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
    page.strike(
        f"January 2025 to December 2025: {len(fewest)} of {max(ground.every(), len(counts)):,} small areas "
        f"{holds} a quarter"
    )
    drawn = {cell: count for cell, count in counts.items() if count >= 3}
    small = len(counts) - len(drawn)
    if small:
        areas = "area with 1 or 2 records is" if small == 1 else "areas with 1 or 2 records are"
        page.strike(f"{small} small {areas} not drawn.")
    before = place.crimes(date(2024, 1, 1), date(2024, 12, 1))
    marks = expect_beside(page, ground, fewest, before) if len({r["Month"] for r in before}) >= 9 else None
    [table] = page.tables
    busiest = sorted(drawn, key=lambda cell: (-drawn[cell], cell))[:15]
    total = sum(counts.values())
    assert list(table["Recorded"]) == [n(drawn[cell]) for cell in busiest]
    assert list(table["Share of what has a place"]) == [oracle.share(drawn[c], total) or "–" for c in busiest]
    assert list(table.index) == [streets(ground, cell) for cell in busiest]
    if marks is not None:
        assert list(table["Marked"]) == [marks.get(cell, "–") for cell in busiest]
    classes = [int(part.replace(",", "")) for part in re.findall(r"[\d,]+", legend(page))]
    assert classes[0] == min(drawn.values())
    assert classes[-1] == max(drawn.values())
    layers = json.loads(page.page.get("deck_gl_json_chart")[0].proto.json)["layers"]
    said = Counter(
        int(re.findall(r"([\d,]+) recorded", d["words"])[-1].replace(",", "")) for d in layers[0]["data"]
    )
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
        page.strike("It was among the busiest" if stay else "It was not among the busiest")
    elif stay in (0, len(fewest)):
        page.strike(f"All {stay} were among" if stay else f"None of the {len(fewest)} was among")
    else:
        page.strike(f"{stay} of them w", f"among the busiest a year before too; {len(fewest) - stay} not.")
    return {cell: "busiest" if cell in then else "busiest, new" for cell in fewest}


def streets(ground: oracle.Ground, cell: str) -> str:
    """The two most frequent streets of a cell; alike often, in the order of the alphabet."""
    counts: Counter[str] = Counter()
    for point, name in zip(ground.points, ground.names, strict=True):
        street = " ".join(re.sub(r"^\s*On or near\b", "", name).split()).replace("'S ", "'s ")
        street = re.sub(r"'S$", "'s", street)
        if oracle.h3.latlng_to_cell(*point, ground.resolution) == cell and street not in GENERIC:
            counts[street] += 1
    two = sorted(counts, key=lambda street: (-counts[street], street))[:2]
    return ", ".join(two) or "no street name given"


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
        if group == "Other":
            others[word] += 1
        if kind in (CRIME, row["Crime type"]):
            ages[age][group] += 1
    [table] = page.tables
    assert list(table.columns) == list(AGES)
    for age, found in ages.items():
        column = dict(table[age])
        assert column.pop("All recorded") == n(found.total())
        assert {group: count for group, count in column.items() if count != "0"} == {
            group: n(count) for group, count in found.items()
        }
    old = ages["12 to 23"]
    total, charged, none = old.total(), old["Charged or summonsed"], old["No suspect identified"]
    waiting = old["Under investigation"] + old["Status update unavailable"] + old["No outcome given"]
    crimes = "crime" if total == 1 else "crimes"
    if total:
        page.strike(
            f"Of {n(total)} {crimes} recorded 12 to 23 months ago, **{part(charged, total)}** led",
            f"and {part(none, total)} ended",
            f"{n(waiting)} had no outcome yet",
        )
    page.strike("Crimes recorded 12 to 23 months before December 2025")
    bars = page.chart(0)["data"][0]
    shown = [group for group in GROUPS if group not in ("Under investigation", "Status update unavailable")]
    assert dict(zip(bars["y"], bars["x"], strict=True)) == {group: old[group] for group in shown}
    if others:
        page.strike(
            f"Other outcomes: {', '.join(f'{name} ({n(count)})' for name, count in others.most_common())}."
        )
    page.nothing_left()


def part(count: int, base: int) -> str:
    told = oracle.share(count, base)
    return f"{n(count)} ({told})" if told else n(count)


@pytest.mark.parametrize("name", PLACES)
def test_stop_and_search_has_no_number_because_none_is_held(real: dict[str, Place], name: str) -> None:
    page = Page("stop_and_search", real[name])
    assert not page.tables
    page.nothing_left()
